package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// TestInboxCalls looks into calls: those that failed alone, what was asked and
// answered beside each other, and the same again as curl.
func TestInboxCalls(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-demo")
	s.do("SignUp", with(map[string]any{"ClientMetadata": map[string]any{"note": "it's $HOME"}}))
	s.attempt("ConfirmSignUp", `{"ClientId":"`+exampleClient+`","Username":"jane@example.com","ConfirmationCode":"000000"}`)
	for n := range 120 {
		s.signUp(fmt.Sprintf("other%d", n))
	}
	p := openInbox(t, s)
	p.do(chromedp.EmulateViewport(1280, 900))
	p.wait(`document.querySelectorAll("#calls > li").length === 100`)
	require.Zero(t, eval[int](p, `document.querySelectorAll("#calls [data-error^=Code]").length`), "it is not among the newest")
	p.do(chromedp.Click(`#errors`))
	p.wait(`document.querySelectorAll("#calls > li").length === 1`)
	require.Equal(t, "true", eval[string](p, `document.querySelector("#errors").getAttribute("aria-pressed")`))
	require.Equal(t, "1 of 122", p.text("#call-count"))
	require.Contains(t, p.text("#calls .hint"), "hint: this code was never sent to this user")

	p.do(chromedp.Click(`#calls summary`))
	p.wait(`document.querySelectorAll("#calls .side").length === 2`)
	boxes := eval[[][]float64](p, `Array.from(document.querySelectorAll("#calls .side"), (e) => (({x, y, right}) => [x, y, right])(e.getBoundingClientRect()))`)
	require.Equal(t, boxes[0][1], boxes[1][1], "side by side")
	require.GreaterOrEqual(t, boxes[1][0], boxes[0][2]-1)
	require.Contains(t, p.text("#calls .side:first-child"), `"ConfirmationCode": "000000"`)
	require.Contains(t, p.text("#calls .side:nth-child(2)"), "CodeMismatchException: Invalid verification code provided, please try again.")

	p.do(chromedp.Click(`#calls .side button`))
	p.wait(`document.querySelector("#toast.shown")`)
	require.Contains(t, shell(t, p.copied()), `"__type":"CodeMismatchException"`)

	// A call with a password can be asked again but for the password.
	p.do(chromedp.Click(`#errors`))
	p.search("jane@example.com $HOME", `document.querySelectorAll("#calls > li").length === 1`)
	p.do(chromedp.Click(`#calls summary`))
	p.wait(`document.querySelector("#calls .side button")`)
	p.do(chromedp.Click(`#calls .side button`))
	p.wait(`document.querySelector("#toast").textContent.includes("REDACTED")`)
	line := p.copied()
	require.NotContains(t, line, "pa$$W0rd")
	require.Contains(t, line, `"Password":"REDACTED"`)
	require.NotContains(t, eval[string](p, `document.documentElement.outerHTML`), "pa$$W0rd")
	s.do("AdminDeleteUser", map[string]any{"UserPoolId": s.demoPool(), "Username": "jane@example.com"})
	require.Contains(t, shell(t, strings.Replace(line, "REDACTED", "an0ther-Pass", 1)), `"UserConfirmed":false`)
	input := s.lastCall().Input
	require.Equal(t, map[string]any{"note": "it's $HOME"}, input["ClientMetadata"])

	// No failure at all says so.
	s = startServer(t, "-demo")
	s.do("SignUp", sample())
	p = openInbox(t, s)
	p.wait(`document.querySelector("#calls > li")`)
	p.do(chromedp.Click(`#errors`))
	p.wait(`document.querySelector("#calls-empty button")`)
	require.Contains(t, p.text("#calls-empty"), "No call has failed.")
	p.do(chromedp.Click(`#calls-empty button`))
	p.wait(`document.querySelectorAll("#calls > li").length === 1`)
}

// TestInboxKeys is a person without a mouse.
func TestInboxKeys(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-demo")
	_, clientID := s.addMailPool("customers", markupOf("https://example.com"))
	s.signUp("first")
	s.do("SignUp", with(map[string]any{"ClientId": clientID}))
	p := openInbox(t, s)
	p.wait(`document.querySelectorAll("#messages > li").length === 2`)
	at := func() string {
		return eval[string](p, `document.activeElement.dataset.message || document.activeElement.id || document.activeElement.textContent`)
	}

	// The first stop of Tab leads past all that stands before the messages.
	p.do(chromedp.KeyEvent(kb.Tab))
	require.Equal(t, "Skip to the messages", at())
	require.Positive(t, eval[float64](p, `document.activeElement.getBoundingClientRect().top`), "it is seen when it has the focus")
	p.do(chromedp.KeyEvent(kb.Enter))
	p.wait(`document.activeElement.id === "messages-title"`)
	stops := 0
	for ; eval[string](p, `document.activeElement.dataset.action || ""`) != "copy"; stops++ {
		require.Less(t, stops, 4, "stops to the first Copy")
		p.do(chromedp.KeyEvent(kb.Tab))
	}

	// j and k go from message to message, Enter copies, o opens.
	eval[any](p, `document.activeElement.blur()`)
	p.do(chromedp.KeyEvent("j"))
	require.Equal(t, "jane@example.com", at())
	p.do(chromedp.KeyEvent("j"))
	require.Equal(t, "first@example.com", at())
	p.do(chromedp.KeyEvent("j"))
	require.Equal(t, "first@example.com", at(), "it is the last")
	p.do(chromedp.KeyEvent(kb.Enter))
	code := s.messages("first")[0].Code
	p.wait(`document.querySelector("#toast").textContent.includes("` + code + `")`)
	require.Equal(t, code, p.copied())
	p.do(chromedp.KeyEvent("k"))
	require.Equal(t, "jane@example.com", at())
	p.do(chromedp.KeyEvent("o"))
	p.wait(`document.querySelector("details.mail[open] iframe")`)
	p.do(chromedp.KeyEvent("o"))
	p.wait(`!document.querySelector("details.mail[open]")`)

	// The keys are explained by a key, and by a button where there is no keyboard.
	p.do(chromedp.KeyEvent("?"))
	p.wait(`document.querySelector("#keys").open`)
	for _, word := range []string{"copy the newest code that is shown", "next and previous message", "search"} {
		require.Contains(t, p.text("#keys"), word)
	}
	p.do(chromedp.KeyEvent("j"))
	require.True(t, eval[bool](p, `document.querySelector("#keys").open`))
	p.do(chromedp.KeyEvent(kb.Escape))
	p.wait(`!document.querySelector("#keys").open`)
	p.do(chromedp.EmulateViewport(390, 800), chromedp.Click(`footer button`))
	p.wait(`document.querySelector("#keys").open`)
	p.do(chromedp.Click(`#keys form button`))
	p.wait(`!document.querySelector("#keys").open`)

	p.do(chromedp.KeyEvent("/"))
	require.Equal(t, "filter", at())
	eval[any](p, `document.querySelector("#filter").value = ""`) // the driver sends the letter to the field all the same
	p.do(chromedp.KeyEvent("c"))
	require.Equal(t, "c", eval[string](p, `document.querySelector("#filter").value`), "in the field a key is a letter")
}

// TestInboxLink opens the address of one message.
func TestInboxLink(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-demo")
	for n := range 30 {
		s.signUp(fmt.Sprintf("other%d", n))
	}
	p := openInbox(t, s)
	p.wait(`document.querySelectorAll("#messages > li").length === 30`)
	link := eval[string](p, `document.querySelector('[data-username="other3"] a.at').href`)
	p = openTab(t)
	p.do(chromedp.Navigate(link))
	p.wait(`document.activeElement?.dataset.username === "other3"`)
	require.True(t, eval[bool](p, `(({top, bottom}) => top >= 0 && bottom <= innerHeight)(document.activeElement.getBoundingClientRect())`))
	p.do(chromedp.Navigate("about:blank"), chromedp.Navigate(s.url+"/#m-1"))
	p.wait(`document.querySelector("#toast").textContent.includes("not among those shown")`)
}
