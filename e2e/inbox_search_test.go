package e2e

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

// crowd is more users, messages and calls than a page shows.
const crowd = 210

// signUp makes a user of the demo pool.
func (s *server) signUp(name string) {
	s.t.Helper()
	s.do("SignUp", with(map[string]any{"Username": name, "UserAttributes": []any{pair("email", name+"@example.com")}}))
}

// search types into the field of that name, and waits for what is found.
func (p *tab) search(text, found string) {
	p.t.Helper()
	eval[any](p, `document.querySelector("#filter").focus(), document.querySelector("#filter").select()`)
	p.do(chromedp.KeyEvent(text))
	p.wait(found)
}

// text is the text of an element, as it is seen.
func (p *tab) text(selector string) string {
	p.t.Helper()
	quoted, err := json.Marshal(selector)
	require.NoError(p.t, err)
	return eval[string](p, `document.querySelector(`+string(quoted)+`).innerText`)
}

// TestInboxSearch finds what is far below the newest, and copies no code but
// one that is shown.
func TestInboxSearch(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-demo")
	s.signUp("first")
	s.attempt("SignUp", `{"ClientId":"`+exampleClient+`","Username":"first","Password":"secret"}`)
	for n := range crowd {
		s.signUp(fmt.Sprintf("other%d", n))
	}
	p := openInbox(t, s)
	require.Equal(t, fmt.Sprintf("newest 200 of %d", crowd+1), p.text("#message-count"))
	require.Equal(t, fmt.Sprintf("newest 100 of %d", crowd+2), p.text("#call-count"))
	require.Equal(t, 200, eval[int](p, `document.querySelectorAll("#users > li").length`))
	require.Nil(t, eval[any](p, `document.querySelector("[data-user=first]")`), "it is not among the newest")

	p.search("FIRST@", `document.querySelector("[data-user=first]") && document.querySelectorAll("#messages > li").length === 1`)
	require.Equal(t, fmt.Sprintf("1 of %d", crowd+1), p.text("#message-count"))
	require.Equal(t, fmt.Sprintf("1 of %d", crowd+1), p.text("#user-count"))
	p.search("first notconform", `document.querySelector("#messages-empty button")`)
	p.search("first conform", `document.querySelectorAll("#calls > li").length === 1`)
	require.Equal(t, "InvalidPasswordException: Password did not conform with policy: Password not long enough", p.text("#calls .result"))

	// The key of the newest code copies one that is shown, or says that there is none.
	p.search("first@", `document.querySelectorAll("#messages > li").length === 1`)
	p.do(chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`), chromedp.KeyEvent("c"))
	code := s.messages("first")[0].Code
	p.wait(`document.querySelector("#toast").textContent.includes("` + code + `")`)
	require.Equal(t, code, p.copied())
	p.search("nobody@", `document.querySelectorAll("#messages > li").length === 0`)
	p.do(chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`), chromedp.KeyEvent("c"))
	p.wait(`document.querySelector("#toast").textContent === "No message is shown"`)
	require.Equal(t, code, p.copied(), "it copied a code that is not shown")

	// What matches nothing says so, and how to go back.
	for _, list := range []string{"messages", "users", "calls"} {
		require.Contains(t, p.text("#"+list+"-empty"), `Nothing matches "nobody@".`, list)
	}
	p.do(chromedp.Click(`#users-empty button`))
	p.wait(`document.querySelectorAll("#users > li").length === 200`)
	require.Empty(t, eval[string](p, `document.querySelector("#filter").value`))
	require.False(t, eval[bool](p, `document.querySelector("#users-empty").checkVisibility()`))

	p.search("first@", `document.querySelectorAll("#messages > li").length === 1`)
	p.do(chromedp.KeyEvent(kb.Escape))
	p.wait(`document.querySelectorAll("#messages > li").length === 200`)

	// News of what is not searched for do not disturb.
	p.search("first@", `document.querySelectorAll("#messages > li").length === 1`)
	s.signUp("another")
	p.wait(fmt.Sprintf(`document.querySelector("#message-count").textContent === "1 of %d"`, crowd+2))
	require.NotContains(t, p.text("#toast"), "another")
}

// TestInboxPools tells pools from each other, and shows one of them alone.
func TestInboxPools(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-demo")
	s.signUp("jane")
	p := openInbox(t, s)
	p.wait(`document.querySelector("#messages > li")`)
	require.Zero(t, eval[int](p, `document.querySelectorAll("main [data-action=pool]").length`), "one pool needs no name")
	require.Equal(t, "demo pool us-east-1_Demo00000 client demo "+exampleClient,
		eval[string](p, `Array.from(document.querySelectorAll("#pools > li > *"), (e) => e.textContent).join(" ")`))

	poolID, clientID := s.addMailPool("customers", markupOf("https://example.com"))
	s.do("SignUp", with(map[string]any{"ClientId": clientID, "Username": "ann@example.com", "UserAttributes": []any{pair("email", "ann@example.com")}}))
	p.wait(`document.querySelectorAll("#messages > li").length === 2`)
	for list, want := range map[string]int{"messages": 2, "users": 2, "calls": 3 /* CreateUserPool names none */} {
		require.Equal(t, want, eval[int](p, `document.querySelectorAll("#`+list+` [data-action=pool]").length`), list)
	}
	require.Equal(t, "customers", p.text("#messages [data-action=pool]"))

	p.do(chromedp.Click(`#messages [data-pool="` + poolID + `"]`))
	p.wait(`document.querySelectorAll("#messages > li").length === 1`)
	require.Equal(t, 1, eval[int](p, `document.querySelectorAll("#users > li").length`))
	require.Equal(t, "customers ×", p.text("#pool"))
	p.search("jane@", `document.querySelector("#users-empty button")`)
	p.do(chromedp.Click(`#users-empty button`))
	p.wait(`document.querySelectorAll("#messages > li").length === 2`)
	require.Equal(t, false, eval[bool](p, `document.querySelector("#pool").checkVisibility()`))
	p.do(chromedp.Click(`#users [data-pool="us-east-1_Demo00000"]`))
	p.wait(`document.querySelector("#pool").textContent === "demo ×"`)
	p.do(chromedp.Click(`#pool`))
	p.wait(`document.querySelectorAll("#users > li").length === 2`)

	// A tag in the line of a call does not open the call.
	p.do(chromedp.Click(`#calls [data-pool="` + poolID + `"]`))
	p.wait(`document.querySelectorAll("#users > li").length === 1`)
	require.Zero(t, eval[int](p, `document.querySelectorAll("#calls details[open]").length`))
}

// TestInboxRows is one line for each row at 1280 px, however long a name is,
// and a sub that does not push anything aside.
func TestInboxRows(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-demo")
	_, clientID := s.addMailPool("a pool with a name that is rather long, as some are", markupOf("https://example.com"))
	address := fmt.Sprintf("%060d@%s.example.com", 7, "a-rather-long-department-of-the-company")
	s.do("SignUp", with(map[string]any{"ClientId": clientID, "Username": address, "UserAttributes": []any{pair("email", address)}}))
	s.do("SignUp", sample())
	s.attempt("SignUp", `{"ClientId":"`+exampleClient+`","Username":"`+address+`","Password":"secret"}`)
	p := openInbox(t, s)
	p.do(chromedp.EmulateViewport(1280, 900))
	p.wait(`document.querySelectorAll("#messages > li").length === 2`)
	for _, rows := range []string{"#messages > li > .row", "#users > li > .row", "#calls summary"} {
		heights := eval[[]float64](p, `Array.from(document.querySelectorAll("`+rows+`"), (row) => row.getBoundingClientRect().height)`)
		require.NotEmpty(t, heights)
		for _, height := range heights {
			require.Less(t, height, 36.0, rows)
		}
	}
	require.Equal(t, 0, eval[int](p, `Array.from(document.querySelectorAll("main .row > *")).filter((e) => {
		const row = e.parentElement.getBoundingClientRect(), box = e.getBoundingClientRect();
		return box.right > row.right + 1 || box.left < row.left - 1;
	}).length`), "something sticks out of its row")
	long := `document.querySelector('#messages [data-message^="0000"] .who')`
	require.True(t, eval[bool](p, long+`.scrollWidth > `+long+`.clientWidth`), "the address is cut off")
	require.Contains(t, eval[string](p, long+`.title`), address)
	require.Contains(t, eval[string](p, `document.querySelector("#calls [data-error^=Invalid] .result").title`), "Password not long enough")

	// The stored username of an e-mail pool is a sub: only a pointer sees it.
	sub := s.messages(address)[0].Username
	require.NotContains(t, p.text("main"), sub)
	require.Contains(t, eval[string](p, long+`.title`), sub)
	user := `document.querySelector('[data-user="` + sub + `"]')`
	box := eval[[]float64](p, `(({x, y}) => [x, y])(`+user+`.getBoundingClientRect())`)
	p.do(chromedp.MouseEvent("mouseMoved", box[0]+9, box[1]+9))
	p.wait(user + `.innerText.includes("` + sub + `")`)
}
