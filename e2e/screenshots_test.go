package e2e

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

var screenshots = flag.String("screenshots", "", "write pictures of the inbox to this `folder`, seen from the folder of this module")

// TestScreenshots takes pictures of the inbox as its users find it; it keeps
// them when -screenshots names a folder.
func TestScreenshots(t *testing.T) {
	flags := []string{"-demo"}
	if *screenshots != "" {
		flags = append(flags, "-addr", "127.0.0.1:9229") // what readers have
		require.NoError(t, os.MkdirAll(*screenshots, 0o755))
	}
	s := startServer(t, flags...)
	p := openInbox(t, s)
	p.do(chromedp.EmulateViewport(1280, 560, chromedp.EmulateScale(1.5)))
	p.picture("empty")

	s.do("SignUp", sample())
	joe := map[string]any{"Username": "joe@example.com", "UserAttributes": []any{pair("email", "joe@example.com"), pair("name", "Joe")}}
	s.attempt("SignUp", `{"ClientId":"`+exampleClient+`","Username":"joe@example.com","Password":"secret"}`)
	s.do("SignUp", with(joe))
	s.do("ConfirmSignUp", map[string]any{
		"ClientId": exampleClient, "Username": "joe@example.com", "ConfirmationCode": s.messages("joe@example.com")[0].Code,
	})
	p.wait(`document.querySelectorAll("[data-call]").length === 4`)
	p.settle()
	p.picture("inbox")

	p.do(chromedp.EmulateViewport(1280, 900, chromedp.EmulateScale(1.5)))
	s.attempt("ConfirmSignUp", `{"ClientId":"`+exampleClient+`","Username":"jane@example.com","ConfirmationCode":"000000"}`)
	p.wait(`document.querySelectorAll("[data-call]").length === 5`)
	p.do(chromedp.Click(`[data-error^=CodeMismatch] summary`))
	p.settle()
	p.picture("failing-call")
	p.do(chromedp.Click(`[data-error^=CodeMismatch] summary`))

	_, client := s.addMailPool("customers", markupOf("https://example.com"))
	s.do("SignUp", with(map[string]any{"ClientId": client, "Username": "ann@example.com",
		"UserAttributes": []any{pair("email", "ann@example.com"), pair("name", "Ann")}}))
	p.wait(`document.querySelector("details.mail")`)
	p.do(chromedp.Click(`details.mail > summary`))
	p.wait(`document.querySelector("details.mail iframe")`)
	p.settle()
	p.picture("mail")

	p.prefer("dark")
	p.press("advance", "24h")
	p.press("throttle", "")
	s.attempt("SignUp", `{"ClientId":"`+exampleClient+`","Username":"tom@example.com","Password":"pa$$W0rd"}`)
	p.wait(`document.querySelector("[data-error^=TooMany]")`)
	p.do(chromedp.Click(`details.mail > summary`))
	p.settle()
	p.picture("dark")

	p.prefer("light")
	p.press("mend", "")
	p.do(chromedp.EmulateViewport(390, 844, chromedp.EmulateScale(2)))
	p.settle()
	p.picture("phone")
}

// seen is a PNG of what is seen.
func (p *tab) seen() []byte {
	p.t.Helper()
	ctx, cancel := p.within()
	defer cancel()
	picture, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	require.NoError(p.t, err)
	return picture
}

// picture keeps one of what is seen.
func (p *tab) picture(name string) {
	p.t.Helper()
	picture := p.seen()
	require.Equal(p.t, "\x89PNG", string(picture[:4]))
	if *screenshots != "" {
		require.NoError(p.t, os.WriteFile(filepath.Join(*screenshots, name+".png"), picture, 0o644))
	}
}

// settle waits until nothing moves, and no notice is shown.
func (p *tab) settle() {
	p.t.Helper()
	p.wait(`!document.querySelector("#toast.shown") && document.getAnimations().length === 0`)
}

// press presses a button of the menu.
func (p *tab) press(action, by string) {
	p.t.Helper()
	button := `#menu [data-action=` + action + `]`
	if by != "" {
		button += `[data-by="` + by + `"]`
	}
	eval[any](p, `document.querySelector("#toast").textContent = ""`) // of a press before
	p.do(chromedp.Click(`#menu-button`), chromedp.Click(button))
	p.wait(`document.querySelector("#toast").textContent`)
}

// markupOf is what a pool of the tests writes to its users, with an image from
// elsewhere.
func markupOf(elsewhere string) string {
	return `<!doctype html><html><head><style>h2 { color: #1a4fa3 }</style></head>` +
		`<body style="font: 15px sans-serif; margin: 24px; color: #222"><h2>Welcome to Example</h2>` +
		`<p>Your code is <b style="font-size: 20px; letter-spacing: 2px">{####}</b>. It is good for a day.</p>` +
		`<p><a style="color: #a31a4f" href="` + elsewhere + `/help">Help</a></p>` +
		`<img src="` + elsewhere + `/pixel.png" alt="" onerror="parent.postMessage(1, '*')"><script>alert("mail")</script></body></html>`
}

// addMailPool makes a pool that sends markup, and a client for it.
func (s *server) addMailPool(name, markup string) (poolID, clientID string) {
	s.t.Helper()
	poolID = s.do("CreateUserPool", map[string]any{
		"PoolName": name, "UsernameAttributes": []string{"email"}, "AutoVerifiedAttributes": []string{"email"},
		"VerificationMessageTemplate": map[string]any{"EmailSubject": "Welcome to Example", "EmailMessage": markup},
	})["UserPool"].(map[string]any)["Id"].(string)
	return poolID, s.addClient(poolID)
}
