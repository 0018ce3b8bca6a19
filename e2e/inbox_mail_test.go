package e2e

import (
	"bytes"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// TestInboxMail reads a mail of markup: rendered, as text and as its source.
// Nothing in it runs, and nothing from elsewhere is loaded.
func TestInboxMail(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 9)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) { asked <- req.URL.Path }))
	t.Cleanup(elsewhere.Close)
	s := startServer(t)
	_, clientID := s.addMailPool("customers", markupOf(elsewhere.URL))
	s.do("SignUp", with(map[string]any{"ClientId": clientID}))
	sent := s.messages("jane@example.com")[0]
	p := openInbox(t, s)
	p.do(chromedp.EmulateViewport(1280, 900))
	p.wait(`document.querySelector("details.mail")`)
	eval[int](p, `window.told = 0, addEventListener("message", () => { window.told++ }), 1`)
	require.Equal(t, "Welcome to Example Welcome to Example Your code is "+sent.Code+". It is good for a day. Help ("+elsewhere.URL+"/help)",
		p.text("details.mail > summary"), "the line that opens has words and no markup")
	require.Nil(t, eval[any](p, `document.querySelector("iframe")`), "nothing is loaded before somebody opens it")

	p.do(chromedp.Click(`details.mail > summary`))
	p.wait(`document.querySelector("details.mail iframe")`)
	require.Equal(t, "HTML Text Source", eval[string](p, `Array.from(document.querySelectorAll("[role=tab]"), (e) => e.textContent).join(" ")`))
	require.NotContains(t, eval[string](p, `document.querySelector("iframe").getAttribute("sandbox")`), "allow-scripts")
	require.NotContains(t, eval[string](p, `document.querySelector("iframe").getAttribute("sandbox")`), "allow-same-origin")
	// Nobody can look into the frame but with their eyes: the heading has the mail's own colour.
	p.find(color.RGBA{0x1a, 0x4f, 0xa3, 0xff})
	require.Nil(t, eval[any](p, `document.querySelector("iframe").contentDocument`), "the mail has the origin of the page")
	require.Contains(t, p.text("details.mail"), "Images and styles from elsewhere are not loaded.")
	require.Zero(t, eval[int](p, `window.told`), "a script of the mail has run")

	p.do(chromedp.Click(`[role=tab]:nth-child(2)`))
	require.Equal(t, "Welcome to Example\nYour code is "+sent.Code+". It is good for a day.\nHelp ("+elsewhere.URL+"/help)", squeezed(p.text("[role=tabpanel]")))
	require.Equal(t, "true", eval[string](p, `document.querySelector("[role=tab]:nth-child(2)").getAttribute("aria-selected")`))
	p.do(chromedp.KeyEvent(kb.ArrowRight))
	require.Equal(t, "Source", eval[string](p, `document.activeElement.textContent`))
	require.Equal(t, sent.Body, eval[string](p, `document.querySelector("[role=tabpanel]").textContent`))
	p.do(chromedp.KeyEvent(kb.ArrowRight))
	require.Equal(t, "HTML", eval[string](p, `document.activeElement.textContent`))

	// Another message leaves the open one open.
	s.do("ResendConfirmationCode", map[string]any{"ClientId": clientID, "Username": "jane@example.com"})
	p.wait(`document.querySelectorAll("details.mail").length === 2`)
	require.Equal(t, 1, eval[int](p, `document.querySelectorAll("details.mail[open] iframe").length`))
	p.requireNoDialogs()
	p.requireOwnRequests(s.url)
	require.Empty(t, asked, "an image was loaded from elsewhere")

	// A link opens a page of its own, for the frame goes nowhere.
	x, y := p.find(color.RGBA{0xa3, 0x1a, 0x4f, 0xff})
	p.do(chromedp.MouseClickXY(x, y))
	select {
	case path := <-asked:
		require.Equal(t, "/help", path)
	case <-time.After(15 * time.Second):
		require.Fail(t, "the link was not followed")
	}
}

// find waits until something of that colour is seen, and returns where.
func (p *tab) find(wanted color.RGBA) (x, y float64) {
	p.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		picture, err := png.Decode(bytes.NewReader(p.seen()))
		require.NoError(p.t, err)
		bounds := picture.Bounds()
		for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
			for x := bounds.Min.X; x < bounds.Max.X; x++ {
				if color.RGBAModel.Convert(picture.At(x, y)) == wanted {
					return float64(x), float64(y)
				}
			}
		}
	}
	require.Fail(p.t, "nothing of that colour is seen", "%v", wanted)
	return 0, 0
}

// squeezed is a text without empty lines.
func squeezed(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' }), "\n")
}

// TestInboxPlainMail shows a mail of words as it is, however much it looks
// like something else.
func TestInboxPlainMail(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	poolID := s.do("CreateUserPool", map[string]any{
		"PoolName": "plain", "AutoVerifiedAttributes": []string{"email"}, "EmailVerificationMessage": "1 <2 & {####} > 3, a<b",
	})["UserPool"].(map[string]any)["Id"].(string)
	s.do("SignUp", with(map[string]any{"ClientId": s.addClient(poolID)}))
	p := openInbox(t, s)
	p.wait(`document.querySelector("#messages .body")`)
	require.Contains(t, p.text("#messages .body"), "1 <2 & "+s.messages("jane@example.com")[0].Code+" > 3, a<b")
	require.Nil(t, eval[any](p, `document.querySelector("details.mail")`))
}
