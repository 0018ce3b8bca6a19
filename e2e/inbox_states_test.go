package e2e

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// shell runs lines as they are, for somebody who has no AWS credentials.
func shell(t *testing.T, lines string) (output string) {
	t.Helper()
	cmd := exec.Command("sh", "-e")
	cmd.Stdin = strings.NewReader(lines)
	for _, e := range environ() {
		if !strings.HasPrefix(e, "AWS_ACCESS_KEY_ID=") && !strings.HasPrefix(e, "AWS_SECRET_ACCESS_KEY=") &&
			!strings.HasPrefix(e, "AWS_REGION=") && !strings.HasPrefix(e, "AWS_DEFAULT_REGION=") {
			cmd.Env = append(cmd.Env, e)
		}
	}
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return string(out)
}

// TestInboxFirstSteps pastes the lines of an empty page into a shell.
func TestInboxFirstSteps(t *testing.T) {
	t.Parallel()
	tool(t, "aws")
	s := startServer(t)
	p := openInbox(t, s)
	p.wait(`document.querySelectorAll(".steps li").length === 3`)
	require.Contains(t, p.text("#users-empty"), "Nobody has signed up.")
	require.Contains(t, p.text("#calls-empty"), "Nothing has been asked of this server.")
	var lines []string
	for _, line := range eval[[]string](p, `Array.from(document.querySelectorAll(".steps button"), (b) => b.dataset.copy)`) {
		require.Contains(t, p.text(".steps"), line, "what is copied is what is shown")
		lines = append(lines, line)
	}
	p.do(chromedp.Click(`.steps button`))
	p.wait(`document.querySelector("#toast").textContent === "Copied the command"`)
	require.Equal(t, lines[0], p.copied())

	shell(t, strings.Join(lines, "\n"))
	p.wait(`document.querySelector("#messages output")`)
	require.Equal(t, s.messages("jane@example.com")[0].Code, p.text("#messages output"))
	require.False(t, eval[bool](p, `document.querySelector(".steps")?.checkVisibility() || false`))

	// With a client there, one line is left; with none that a shell can use, no line.
	s = startServer(t, "-demo")
	p = openInbox(t, s)
	p.wait(`document.querySelectorAll(".steps li").length === 1`)
	shell(t, eval[string](p, `document.querySelector(".steps button").dataset.copy`))
	p.wait(`document.querySelector("#messages output")`)
	s = startServer(t)
	poolID := s.do("CreateUserPool", map[string]any{"PoolName": "p"})["UserPool"].(map[string]any)["Id"].(string)
	p = openInbox(t, s)
	p.wait(`document.querySelectorAll(".steps li").length === 2`)
	require.Contains(t, p.text(".steps"), poolID)
	s.do("CreateUserPoolClient", map[string]any{"UserPoolId": poolID, "ClientName": "c", "GenerateSecret": true})
	p.wait(`!document.querySelector(".steps")`)
}

// TestInboxLost is a page whose server stops, and starts again.
func TestInboxLost(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-demo")
	s.do("SignUp", sample())
	p := openInbox(t, s)
	p.wait(`document.querySelector("[data-user]")`)
	require.False(t, eval[bool](p, `document.querySelector("#lost").checkVisibility()`))
	s.stop()
	p.wait(`document.querySelector("#status").dataset.state === "lost"`)
	sentence := p.text("#lost")
	require.Regexp(t, `^The server has stopped; what you see is from \d\d:\d\d\.$`, sentence)
	require.Equal(t, "grayscale(1) opacity(0.55)", eval[string](p, `getComputedStyle(document.querySelector("main")).filter`))
	require.Contains(t, p.text("#users"), "jane@example.com", "what was there can still be read")
	p.do(chromedp.Click(`[data-user] button[data-action=confirm]`))
	p.wait(`document.querySelector("#toast").textContent === "` + sentence + `"`)

	startServer(t, "-demo", "-addr", strings.TrimPrefix(s.url, "http://"))
	p.wait(`document.querySelector("#status").dataset.state === "live"`)
	p.wait(`document.querySelector("#messages-empty .steps")`)
	require.False(t, eval[bool](p, `document.querySelector("#lost").checkVisibility()`))
	require.Equal(t, "none", eval[string](p, `getComputedStyle(document.querySelector("main")).filter`))
}

// TestInboxMenu moves the clock, throttles, clears and resets.
func TestInboxMenu(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-demo")
	s.do("SignUp", sample())
	p := openInbox(t, s)
	p.wait(`document.querySelector("#messages > li")`)
	require.Regexp(t, `^([01]\d|2[0-3]):\d\d:\d\d\.\d{3}$`, p.text("#messages time"))
	require.Regexp(t, `^([01]\d|2[0-3]):\d\d:\d\d\.\d{3}$`, p.text("#calls time"))
	require.False(t, eval[bool](p, `document.querySelector("#clock").checkVisibility()`))

	p.press("advance", "24h")
	p.wait(`document.querySelector("#clock").textContent === "clock +24h"`)
	p.press("advance", "1h")
	p.wait(`document.querySelector("#clock").textContent === "clock +25h"`)
	require.True(t, eval[bool](p, `document.querySelector("#clock").checkVisibility()`))
	p.wait(`/^\d+ \w+ \d\d:\d\d:\d\d\.\d{3}$/.test(document.querySelector("#messages time").innerText)`) // the day before
	require.Equal(t, "ExpiredCodeException", s.refusalOf("ConfirmSignUp",
		`{"ClientId":"`+exampleClient+`","Username":"jane@example.com","ConfirmationCode":"`+s.messages("jane@example.com")[0].Code+`"}`))

	require.Equal(t, 0, eval[int](p, `document.querySelectorAll("#faults > *").length`))
	p.press("throttle", "")
	p.wait(`document.querySelector("#faults .badge.bad")`)
	require.Equal(t, "SignUp fails: TooManyRequestsException", p.text("#faults"))
	require.True(t, eval[bool](p, `document.querySelector("#faults .badge").checkVisibility()`))
	require.Equal(t, "TooManyRequestsException", s.refusalOf("SignUp", `{"ClientId":"`+exampleClient+`","Username":"tom","Password":"pa$$W0rd"}`))
	p.do(chromedp.Click(`#menu-button`))
	require.False(t, eval[bool](p, `document.querySelector("#menu [data-action=throttle]").checkVisibility()`), "it is on")
	p.do(chromedp.Click(`#menu-button`))
	p.do(chromedp.Click(`#faults .badge`))
	p.wait(`!document.querySelector("#faults .badge")`)
	s.signUp("tom")

	p.press("clear", "")
	p.wait(`document.querySelector("#messages > li") === null`)
	require.Empty(t, s.messages("tom"))
	require.Equal(t, 2, eval[int](p, `document.querySelectorAll("#users > li").length`), "users stay")

	// Resetting takes two presses.
	reset := `#menu [data-action=reset]`
	p.do(chromedp.Click(`#menu-button`), chromedp.Click(reset))
	require.Equal(t, "Really reset?", p.text(reset))
	require.Len(t, s.do("ListUsers", map[string]any{"UserPoolId": s.demoPool()})["Users"], 2)
	p.do(chromedp.Click(reset))
	p.wait(`document.querySelector("#users > li") === null && !document.querySelector("#clock").checkVisibility()`)
	require.Empty(t, s.do("ListUsers", map[string]any{"UserPoolId": s.demoPool()})["Users"])
}

// refusalOf is the name of the exception that an operation answers.
func (s *server) refusalOf(operation, body string) string {
	s.t.Helper()
	_, answer := s.attempt(operation, body)
	match := regexp.MustCompile(`"__type":"(\w+)"`).FindStringSubmatch(answer)
	require.Len(s.t, match, 2, answer)
	return match[1]
}
