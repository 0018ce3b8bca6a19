package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"
)

// endpoint answers the methods of one path: with JSON, or what writes itself.
type endpoint map[string]func(*server, *http.Request) (any, error)

// control is what a test in another language has instead of the Go handles.
var control = map[string]endpoint{
	"/_cognitofake/health":   {"GET": (*server).health},
	"/_cognitofake/code":     {"GET": (*server).code},
	"/_cognitofake/messages": {"GET": (*server).messages, "DELETE": (*server).deleteMessages},
	"/_cognitofake/calls":    {"GET": (*server).calls},
	"/_cognitofake/users":    {"GET": (*server).users, "POST": (*server).addUser},
	"/_cognitofake/clock":    {"GET": (*server).now, "POST": (*server).clock},
	"/_cognitofake/faults":   {"GET": (*server).faults, "POST": (*server).setFault, "DELETE": (*server).clearFaults},
	"/_cognitofake/reset":    {"POST": (*server).reset},

	"/_cognitofake/inbox/confirm": {"POST": (*server).confirmUser},
	"/_cognitofake/inbox/delete":  {"POST": (*server).deleteUser},
	"/_cognitofake/inbox/resend":  {"POST": (*server).resendCode},
}

// serveOwn answers what is neither the protocol nor a confirmation link.
func (s *server) serveOwn(w http.ResponseWriter, req *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if s.servePage(w, req) {
		return
	}
	methods := control[req.URL.Path]
	if methods == nil {
		refuse(w, http.StatusNotFound, "there is nothing here; the AWS protocol is POST /, and cognitofake -help lists the control endpoints")
		return
	}
	method := req.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	answer := methods[method]
	if answer == nil {
		allow := strings.Join(slices.Sorted(maps.Keys(methods)), ", ")
		h.Set("Allow", allow)
		refuse(w, http.StatusMethodNotAllowed, req.URL.Path+" takes "+allow)
		return
	}
	v, err := answer(s, req)
	var bad *badRequest
	switch {
	case errors.As(err, &bad):
		refuse(w, bad.status, bad.sentence)
	case err != nil:
		refuse(w, http.StatusConflict, err.Error())
	default:
		write(w, v)
	}
	if method != http.MethodGet {
		s.changes.notify()
	}
}

// written is an answer that is not encoded as a whole.
type written interface{ writeTo(w http.ResponseWriter) }

func write(w http.ResponseWriter, v any) {
	if v, ok := v.(written); ok {
		v.writeTo(w)
		return
	}
	writeJSON(w, http.StatusOK, v)
}

// text is an answer in plain text.
type text string

func (t text) writeTo(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, string(t))
}

// badRequest is a request that a control endpoint cannot take.
type badRequest struct {
	status   int
	sentence string
}

func (e *badRequest) Error() string { return e.sentence }

func badf(format string, args ...any) error {
	return &badRequest{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

// refuse answers {"error":"..."}.
func refuse(w http.ResponseWriter, status int, sentence string) {
	writeJSON(w, status, map[string]string{"error": sentence})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(v) // the client is gone if it fails
}

// readJSON reads a body into v, and nothing that v does not know.
func readJSON(req *http.Request, v any) error {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return badf("the body cannot be read")
	}
	if err := decodeJSON(body, v); err != nil {
		return badf("the body has to be a JSON object as documented: %v", err)
	}
	return nil
}

// decodeJSON decodes text into v, and nothing that v does not know. Its errors
// are for people.
func decodeJSON(text []byte, v any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(v); err != nil {
		return errors.New(jsonProblem(err))
	}
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("something follows it")
	}
	return nil
}

// jsonProblem says what is wrong with JSON, in its own terms and not in Go's.
func jsonProblem(err error) string {
	var mismatch *json.UnmarshalTypeError
	switch {
	case errors.As(err, &mismatch):
		want := mismatch.Type.Kind().String()
		switch mismatch.Type.Kind() {
		case reflect.Struct, reflect.Map:
			want = "object"
		case reflect.Slice:
			want = "array"
		case reflect.Int:
			want = "whole number"
		}
		return fmt.Sprintf("%s has to be of type %s, not %s", cmp.Or(mismatch.Field, "it"), want, mismatch.Value)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "it ends too early"
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

func (s *server) health(*http.Request) (any, error) {
	return map[string]string{"status": "ok"}, nil
}

// done is the answer of what answers nothing.
type done struct{}

func (s *server) deleteMessages(*http.Request) (any, error) {
	s.fake.TakeMessages()
	return done{}, nil
}

func (s *server) now(*http.Request) (any, error) { return s.time(), nil }

// lastYear is how far the clock goes: what the Fake has advanced has to fit
// a time.Duration.
const lastYear = 2250

func (s *server) clock(req *http.Request) (any, error) {
	var in struct {
		Advance *string `json:"advance"`
	}
	if err := readJSON(req, &in); err != nil {
		return nil, err
	}
	if in.Advance == nil {
		return nil, badf(`advance is missing: how far to move the clock, such as "24h1s"`)
	}
	d, err := time.ParseDuration(*in.Advance)
	switch {
	case err != nil:
		return nil, badf(`advance has to be a duration such as "24h1s", not %q`, *in.Advance)
	case d < 0:
		return nil, badf("advance is %s: time goes forward only", *in.Advance)
	case s.fake.Now().Add(d).Year() > lastYear:
		return nil, badf("advance is %s: the clock goes to the year %d", *in.Advance, lastYear)
	}
	s.fake.Advance(d)
	return s.time(), nil
}

func (s *server) reset(*http.Request) (any, error) {
	s.fake.Reset()
	if err := s.seed(); err != nil {
		return nil, err // the same users were taken when the server started
	}
	return done{}, nil
}
