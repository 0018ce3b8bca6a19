package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// openInbox opens the page, and waits until it is live.
func openInbox(t *testing.T, s *server) *tab {
	t.Helper()
	p := openTab(t)
	p.do(chromedp.Navigate(s.url + "/"))
	p.wait(`document.querySelector("#status").dataset.state === "live"`)
	return p
}

// TestInbox is a person who waits for a code: it appears without a reload,
// and is copied with one click or one key.
func TestInbox(t *testing.T) {
	s := startServer(t, "-demo")
	p := openInbox(t, s)
	p.wait(`document.body.innerText.includes("No message yet")`)
	eval[int](p, `window.sameDocument = 1`)

	s.do("SignUp", sample())
	code := s.messages("jane@example.com")[0].Code
	p.wait(`document.querySelector("#messages output")?.textContent === "` + code + `"`)
	p.wait(`document.querySelector("#messages").innerText.includes("jane@example.com")`)
	p.wait(`document.querySelector("[data-user='jane@example.com']").dataset.status === "UNCONFIRMED"`)
	p.wait(`document.querySelector("#calls").innerText.includes("SignUp")`)

	p.do(chromedp.Click(`#messages button[data-action=copy]`))
	p.wait(`document.querySelector("#toast").textContent.includes("` + code + `")`)
	require.Equal(t, code, p.copied())

	p.do(chromedp.Click(`[data-user] button[data-action=resend]`))
	p.wait(`document.querySelectorAll("#messages output").length === 2`)
	messages := s.messages("jane@example.com")
	require.Len(t, messages, 2)
	require.Equal(t, "ResendCode", messages[1].Purpose)
	p.do(chromedp.KeyEvent("c")) // the newest
	p.wait(`document.querySelector("#toast").textContent.includes("` + messages[1].Code + `")`)
	require.Equal(t, messages[1].Code, p.copied())

	p.do(chromedp.Click(`[data-user] button[data-action=confirm]`))
	p.wait(`document.querySelector("[data-user]").dataset.status === "CONFIRMED"`)
	requireStatus(t, s, nil, "CONFIRMED")

	p.do(chromedp.Click(`[data-user] button[data-action=delete]`), chromedp.Click(`[data-user] button[data-action=delete]`))
	p.wait(`document.querySelector("[data-user]") === null`)
	require.Empty(t, s.do("ListUsers", map[string]any{"UserPoolId": s.demoPool()})["Users"])

	require.Equal(t, 1, eval[int](p, `window.sameDocument`), "the page was loaded again")
	p.requireOwnRequests(s.url)
	require.NotContains(t, eval[string](p, `document.documentElement.outerHTML`), "pa$$W0rd")
}

// TestInboxEscapes signs up names that are markup, wherever a name can stand.
func TestInboxEscapes(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-demo")
	p := openInbox(t, s)
	markup := []string{
		`<script>alert('name')</script>`,
		`<img/src='x'/onerror='alert(1)'>`,
		`"onmouseover="alert(2)"autofocus/onfocus='alert(3)'`,
		`</script><svg/onload=alert(4)>`,
		`{{7*7}}${alert(5)}`,
	}
	address := `<svg/onload=alert('mail')>@example.com`
	for _, name := range markup {
		s.do("SignUp", with(map[string]any{
			"Username": name,
			"UserAttributes": []any{
				map[string]any{"Name": "email", "Value": address},
				map[string]any{"Name": "name", "Value": name},
			},
			"ClientMetadata": map[string]any{name: name},
		}))
	}
	s.attempt("<img src=x onerror=alert(6)>", "{}")

	p.wait(`document.querySelectorAll("#messages output").length === 5 && document.querySelectorAll("#calls > li").length === 6`)
	text := eval[string](p, `document.body.textContent`)
	for _, name := range append(markup, address, "<img src=x onerror=alert(6)>") {
		require.Contains(t, text, name)
	}
	p.do(chromedp.Click(`#calls summary`))
	require.Zero(t, eval[int](p, `document.querySelectorAll("body img, body svg, body script, body [onload], body [onerror], body [onfocus], body [onmouseover], body [autofocus]").length`))
	p.requireNoDialogs()
	p.requireOwnRequests(s.url)
}

// TestInboxFits is the page on a phone, in the light and in the dark.
func TestInboxFits(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-demo")
	s.do("SignUp", with(map[string]any{"Username": strings.Repeat("w", 128)}))
	s.do("SignUp", sample())
	p := openInbox(t, s)
	p.wait(`document.querySelectorAll("#messages output").length === 2`)
	for _, width := range []int64{320, 390, 1200} {
		p.do(chromedp.EmulateViewport(width, 800))
		require.LessOrEqual(t, eval[int](p, `document.documentElement.scrollWidth`), int(width), "it scrolls sideways")
	}
	background := func() string {
		return eval[string](p, `getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor`)
	}
	p.prefer("light")
	light := background()
	p.prefer("dark")
	require.NotEqual(t, light, background())
}
