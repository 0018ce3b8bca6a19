// Package hosted serves what is not the AWS protocol: confirmation links, key
// sets and discovery.
package hosted

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/service"
)

// IsLink reports whether a path is that of confirmation links (L35).
func IsLink(path string) bool { return strings.TrimSuffix(path, "/") == message.ConfirmPath }

// ServeLink answers the visit of a confirmation link with a sentence for the
// visitor. It confirms as ConfirmSignUp does, but needs no secret hash (L35,
// L38). Why a visit was refused stands in the transcript.
func ServeLink(s *service.Service, w http.ResponseWriter, req *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff") // the page repeats what the link says
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer") // the link has a code
	h.Set("Cache-Control", "no-store")
	query := req.URL.Query()
	clientID, username, code := query.Get("client_id"), query.Get("user_name"), query.Get("confirmation_code")
	if clientID == "" || username == "" || code == "" {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintln(w, "The confirmation link is incomplete: it needs client_id, user_name and confirmation_code.")
		return
	}
	if err := visitLink(s, req, clientID, username, code); err != nil {
		told := refusal.Of(err)
		note := fmt.Sprintf("the link for %s was refused: %v", username, told)
		if told.Hint != "" {
			note += " (hint: " + told.Hint + ")"
		}
		s.Note(note)
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprintln(w, cmp.Or(told.Message, told.Code))
		return
	}
	fmt.Fprintln(w, "Your registration has been confirmed!")
}

// visitLink confirms the user of a link. The visit counts as a ConfirmSignUp
// that no history records.
func visitLink(s *service.Service, req *http.Request, clientID, username, code string) error {
	app, err := s.Account.App(&clientID)
	if err != nil {
		return err
	}
	r := s.Unrecorded(req.Context(), "ConfirmSignUp", req.UserAgent())
	_, err = r.Confirm(app, service.Confirmation{Username: username, Code: code})
	return err
}
