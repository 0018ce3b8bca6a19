package main

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/cognitofake/cognitofake"
)

// Bounds of what the page shows; the newest are kept.
const (
	shownMessages = 200
	shownUsers    = 200
	shownCalls    = 100
)

// view is what the page shows. It has no secret: not even whether one is right.
type view struct {
	Pools    []poolView            `json:"pools"`
	Users    []userView            `json:"users"`    // newest first
	Messages []cognitofake.Message `json:"messages"` // newest first
	Calls    []callView            `json:"calls"`    // newest first
	Total    totals                `json:"total"`    // of everything
	Found    totals                `json:"found"`    // of what the query asks for
	Clock    clockView             `json:"clock"`
	Faults   []faultView           `json:"faults"`
}

// totals count what the bounds leave out, too.
type totals struct {
	Users    int `json:"users"`
	Messages int `json:"messages"`
	Calls    int `json:"calls"`
}

type poolView struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Clients []clientView `json:"clients"`
}

type clientView struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Secret bool   `json:"secret"` // whether it has one
}

type callView struct {
	Number      int              `json:"number"` // of all calls
	Call        cognitofake.Call `json:"call"`
	Attempt     int              `json:"attempt"`     // the SDK's count; 0 where the client sends none
	MaxAttempts int              `json:"maxAttempts"` // likewise
	RequestID   string           `json:"requestId"`
	Ran         []ranView        `json:"ran"` // the functions of triggers, in order
}

type ranView struct {
	Source   string `json:"source"`   // such as PreSignUp_SignUp
	Function string `json:"function"` // its ARN
	Error    string `json:"error"`    // empty for a success
	Result   string `json:"result"`   // what it returned, as JSON
	Attempts int    `json:"attempts"`
	Took     string `json:"took"` // such as 1.5s
}

// clockView is the server's time, and how far it has been moved.
type clockView struct {
	Now      time.Time `json:"now"`
	Advanced string    `json:"advanced"` // such as 24h1s; 0s unless somebody moved it
}

type faultView struct {
	Operation cognitofake.Operation `json:"operation"`
	Error     string                `json:"error"`
	Times     int                   `json:"times"` // 0 until cleared
	At        string                `json:"at"`    // "delivery", or empty
}

// query narrows a view: q is words that an item has, all of them, in whatever
// case; poolId is its pool; errors=1 leaves calls out that succeeded.
type query struct {
	words  []string
	poolID string
	errors bool
}

func queryOf(req *http.Request) query {
	form := req.URL.Query()
	return query{
		words:  strings.Fields(strings.ToLower(form.Get("q"))),
		poolID: form.Get("poolId"), errors: form.Get("errors") == "1",
	}
}

// takes reports whether an item of a pool, with these texts, is asked for.
func (q query) takes(poolID string, texts ...string) bool {
	if q.poolID != "" && q.poolID != poolID {
		return false
	}
	for _, word := range q.words {
		if !slices.ContainsFunc(texts, func(text string) bool { return contains(text, word) }) {
			return false
		}
	}
	return true
}

// takesCall is takes for a call of [cognitofake.Fake.RawCalls].
func (q query) takesCall(c cognitofake.Call) bool {
	if q.errors && c.Error == "" || q.poolID != "" && q.poolID != c.PoolID {
		return false
	}
	input, _ := c.Input.(json.RawMessage)
	output, _ := c.Output.(json.RawMessage)
	for _, word := range q.words {
		if !contains(string(c.Operation), word) && !contains(c.Username, word) && !contains(c.ClientID, word) && !contains(c.PoolID, word) &&
			!contains(c.Error, word) && !contains(c.Hint, word) && !contains(input, word) && !contains(output, word) {
			return false
		}
	}
	return true
}

// contains reports whether text has word, which is in lower case, in any case.
// It copies nothing for the words that are usual: a history has 64 MiB.
func contains[T ~string | ~[]byte](text T, word string) bool {
	for i := range len(word) {
		if word[i] >= 0x80 {
			return strings.Contains(strings.ToLower(string(text)), word)
		}
	}
	for start := 0; start+len(word) <= len(text); start++ {
		i := 0
		for i < len(word) && lower(text[start+i]) == word[i] {
			i++
		}
		if i == len(word) {
			return true
		}
	}
	return false
}

func lower(b byte) byte {
	if 'A' <= b && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

func (s *server) view(q query) view {
	v := view{Pools: []poolView{}, Users: []userView{}, Messages: []cognitofake.Message{}, Calls: []callView{}, Clock: s.time(), Faults: s.pendingFaults()}
	names := map[string]string{}
	for _, p := range s.fake.Pools() {
		names[p.ID] = p.Name()
		shown := poolView{ID: p.ID, Name: p.Name(), Clients: []clientView{}}
		for _, app := range p.AppClients() {
			shown.Clients = append(shown.Clients, clientView{app.ID, app.Name(), app.Secret != ""})
		}
		v.Pools = append(v.Pools, shown)
		users := p.Users()
		v.Total.Users += len(users)
		for _, u := range users {
			if q.takes(p.ID, append(texts(u), p.Name())...) {
				v.Users = append(v.Users, userViewOf(u))
			}
		}
	}
	slices.SortStableFunc(v.Users, func(a, b userView) int { return b.CreatedAt.Compare(a.CreatedAt) })
	v.Found.Users = len(v.Users)
	v.Users = v.Users[:min(len(v.Users), shownUsers)]

	messages := s.fake.Messages()
	v.Total.Messages = len(messages)
	for _, m := range slices.Backward(messages) {
		if !q.takes(m.PoolID, m.To, m.Username, m.Code, m.Subject, m.Body, m.Link, m.Purpose, string(m.Medium), m.Error, m.ClientID, m.PoolID, names[m.PoolID]) {
			continue
		}
		if v.Found.Messages++; v.Found.Messages <= shownMessages {
			v.Messages = append(v.Messages, m)
		}
	}

	all := len(q.words) == 0 && q.poolID == "" && !q.errors
	for c := range s.fake.RawCalls() {
		v.Total.Calls = max(v.Total.Calls, c.Number)
		if underWay := c.Input == nil && c.Error == ""; underWay || !q.takesCall(c) {
			continue
		}
		if v.Found.Calls++; v.Found.Calls <= shownCalls {
			v.Calls = append(v.Calls, callViewOf(c))
		} else if all { // nothing is searched for: there is no need to count
			v.Found.Calls = v.Total.Calls
			break
		}
	}
	return v
}

// texts are what a user is found by.
func texts(u cognitofake.User) []string {
	texts := []string{u.Username, u.Sub, string(u.Status), u.PoolID}
	if !u.Enabled {
		texts = append(texts, "disabled")
	}
	for _, value := range u.Attributes {
		texts = append(texts, value)
	}
	return texts
}

func callViewOf(c cognitofake.Call) callView {
	v := callView{
		Number: c.Number, Call: c, Attempt: c.Attempt, MaxAttempts: c.MaxAttempts, RequestID: c.RequestID,
		Ran: []ranView{},
	}
	for _, i := range c.Invocations {
		v.Ran = append(v.Ran, ranView{
			Source: i.Source, Function: i.Function, Error: i.Error, Result: i.Result, Attempts: i.Attempts,
			Took: i.Duration.Round(time.Millisecond).String(),
		})
	}
	return v
}

// time is the server's time, and how far it is from the machine's.
func (s *server) time() clockView {
	now := s.fake.Now()
	return clockView{now, short(max(0, time.Until(now).Round(time.Second)))}
}

// short is a duration without units of which there are none.
func short(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return cmp.Or(text, "0s")
}

func (s *server) pendingFaults() []faultView {
	faults := []faultView{}
	for _, f := range s.fake.PendingFaults() {
		at := ""
		if f.Delivery {
			at = "delivery"
		}
		if f.Error == cognitofake.ErrLost.Error() {
			f.Error = lostSilently
		}
		faults = append(faults, faultView{f.Operation, f.Error, f.Times, at})
	}
	return faults
}
