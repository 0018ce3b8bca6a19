package cognitofake

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"

	"github.com/cognitofake/cognitofake/internal/refusal"
)

// isLink reports whether a path is that of confirmation links (L35).
func isLink(path string) bool { return strings.TrimSuffix(path, "/") == confirmPath }

// serveLink answers the visit of a confirmation link with a sentence for the
// visitor. It confirms as ConfirmSignUp does, but needs no secret hash (L35,
// L38). Why a visit was refused stands in the transcript.
func (f *Fake) serveLink(w http.ResponseWriter, req *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	query := req.URL.Query()
	clientID, username, code := query.Get("client_id"), query.Get("user_name"), query.Get("confirmation_code")
	if clientID == "" || username == "" || code == "" {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintln(w, "The confirmation link is incomplete: it needs client_id, user_name and confirmation_code.")
		return
	}
	if err := f.visitLink(req, clientID, username, code); err != nil {
		note := fmt.Sprintf("the link for %s was refused: %v", username, err)
		if err.Hint != "" {
			note += " (hint: " + err.Hint + ")"
		}
		f.history.note(note)
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintln(w, cmp.Or(err.Message, err.Code))
		return
	}
	fmt.Fprintln(w, "Your registration has been confirmed!")
}

// visitLink confirms the user of a link. The visit counts as a ConfirmSignUp
// that no history records.
func (f *Fake) visitLink(req *http.Request, clientID, username, code string) *refusal.Error {
	app, err := f.appClient(&clientID)
	if err != nil {
		return err
	}
	r := &request{ctx: req.Context(), op: operations["ConfirmSignUp"], userAgent: req.UserAgent()}
	_, err = app.pool.confirm(r, &confirmation{app: app, username: username, code: code})
	return err
}
