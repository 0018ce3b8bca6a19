package e2e

import (
	"os"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// violation is what axe-core objects to.
type violation struct {
	ID    string   `json:"id"`
	Help  string   `json:"help"`
	Nodes []string `json:"nodes"`
}

// requireAccessible has axe-core look at the page as it is, in the light and
// in the dark, at a desk and on a phone.
func (p *tab) requireAccessible(what string) {
	p.t.Helper()
	if !eval[bool](p, `"axe" in window`) {
		script, err := os.ReadFile("clients/js/node_modules/axe-core/axe.min.js")
		require.NoError(p.t, err, "e2e/run installs it")
		p.do(chromedp.Evaluate[chromedp.Void](string(script)))
	}
	for _, width := range []int64{1280, 390} {
		p.do(chromedp.EmulateViewport(width, 900))
		for _, scheme := range []string{"light", "dark"} {
			p.prefer(scheme)
			p.settle()
			violations := eval[[]violation](p, `axe.run(document, {iframes: false, rules: {"target-size": {enabled: true}}}).then((found) =>
				found.violations.map((v) => ({id: v.id, help: v.help, nodes: v.nodes.map((n) => n.html)})))`)
			require.Empty(p.t, violations, "%s, %d px, %s", what, width, scheme)
			require.LessOrEqual(p.t, eval[int](p, `document.documentElement.scrollWidth`), int(width), "%s, %d px: it scrolls sideways", what, width)
		}
		if width == 390 {
			small := eval[[]string](p, `Array.from(document.querySelectorAll("button, a, input, summary")).filter((e) => {
				const box = e.getBoundingClientRect();
				return e.checkVisibility() && box.height > 0 && (box.height < 24 || box.width < 24);
			}).map((e) => e.outerHTML)`)
			require.Empty(p.t, small, "%s: too small for a finger", what)
		}
	}
}

// TestInboxIsAccessible is every state of the page under axe-core.
func TestInboxIsAccessible(t *testing.T) {
	t.Parallel()
	s := startServer(t)
	p := openInbox(t, s)
	p.wait(`document.querySelectorAll(".steps li").length === 3`)
	p.requireAccessible("empty")

	_, clientID := s.addMailPool("customers", markupOf("https://example.com"))
	s.addMailPool("staff", markupOf("https://example.com"))
	s.do("SignUp", with(map[string]any{"ClientId": clientID}))
	joe := []any{pair("email", "joe@example.com")}
	s.do("SignUp", with(map[string]any{"ClientId": clientID, "Username": "joe@example.com", "UserAttributes": joe}))
	s.do("ConfirmSignUp", map[string]any{"ClientId": clientID, "Username": "joe@example.com", "ConfirmationCode": s.messages("joe@example.com")[0].Code})
	s.attempt("ConfirmSignUp", `{"ClientId":"`+clientID+`","Username":"jane@example.com","ConfirmationCode":"000000"}`)
	p.wait(`document.querySelector("#calls [data-error^=Code]") && document.querySelectorAll("#messages > li").length === 2`)
	p.do(chromedp.Click(`details.mail > summary`), chromedp.Click(`#calls [data-error^=Code] summary`))
	p.wait(`document.querySelector("details.mail iframe") && document.querySelector("#calls .side")`)
	p.requireAccessible("full")
	p.do(chromedp.Click(`[role=tab]:nth-child(3)`))
	p.press("advance", "24h")
	p.press("throttle", "")
	p.wait(`document.querySelector("#faults .badge")`)
	p.do(chromedp.Click(`#errors`), chromedp.Click(`#users [data-action=pool]`))
	p.wait(`document.querySelector("#pool").checkVisibility()`)
	p.requireAccessible("source of a mail, clock, fault, errors only, one pool")
	p.do(chromedp.Click(`#menu-button`), chromedp.Click(`#menu [data-action=reset]`))
	p.requireAccessible("menu")
	p.do(chromedp.Click(`#menu-button`), chromedp.Click(`footer button`))
	p.requireAccessible("keys")
	p.do(chromedp.Click(`#keys form button`))
	p.search("nobody", `document.querySelector("#messages-empty button")`)
	p.requireAccessible("nothing found")
	s.stop()
	p.wait(`document.querySelector("#lost").checkVisibility()`)
	p.requireAccessible("stopped")
}
