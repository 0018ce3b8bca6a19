package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/cognitofake/cognitofake"
)

// Bounds of requests that wait for a message.
const (
	longestWait = time.Minute
	maxWaiting  = 256
	waitPause   = 10 * time.Millisecond // between two looks, at least
)

// messages are those of the outbox that the query asks for, oldest first. With
// wait it answers when there is one, and with none when the time is over.
func (s *server) messages(req *http.Request) (any, error) {
	form := req.URL.Query()
	poolID, username, to := form.Get("poolId"), form.Get("username"), form.Get("to")
	var after time.Time
	if text := form.Get("after"); text != "" {
		var err error
		if after, err = time.Parse(time.RFC3339Nano, text); err != nil {
			return nil, badf("after is %q: give a time such as the sentAt of a message, 2026-01-02T15:04:05.678Z, with %%2B for a plus", text)
		}
	}
	found := []cognitofake.Message{}
	err := s.await(req, func() bool {
		for _, m := range s.fake.Messages() {
			if (poolID == "" || m.PoolID == poolID) && (username == "" || m.Username == username || m.To == username) &&
				(to == "" || m.To == to) && m.SentAt.After(after) {
				found = append(found, m)
			}
		}
		return len(found) > 0
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// code is the newest code that would still be taken from a user, as text.
func (s *server) code(req *http.Request) (any, error) {
	form := req.URL.Query()
	name := form.Get("username")
	if name == "" {
		return nil, badf("username is missing: whose code it is to be")
	}
	if _, err := s.poolsNamed(form.Get("poolId")); err != nil {
		return nil, err
	}
	var codes, found []string
	err := s.await(req, func() bool {
		pools, _ := s.poolsNamed(form.Get("poolId"))
		codes, found = nil, nil
		for _, p := range pools {
			if _, ok := p.User(name); !ok {
				continue
			}
			found = append(found, p.ID)
			if code := p.Code(name); code != "" {
				codes = append(codes, code)
			}
		}
		return len(codes) > 0
	})
	switch {
	case err != nil:
		return nil, err
	case len(codes) > 1:
		return nil, badf("%q has a code in %d pools: add poolId, one of %s", name, len(codes), strings.Join(found, ", "))
	case len(codes) == 1:
		return text(codes[0]), nil
	case len(found) == 0:
		return nil, &badRequest{http.StatusNotFound, fmt.Sprintf("there is no user %q", name)}
	}
	return nil, &badRequest{http.StatusNotFound, fmt.Sprintf("%q has no code that would be taken: none was sent, or it has expired or been used", name)}
}

// await looks until there is something, or the time is over that the request
// asks for with wait; it ends with the client, and when the server stops.
func (s *server) await(req *http.Request, look func() (found bool)) error {
	wait, err := time.ParseDuration(req.URL.Query().Get("wait"))
	switch {
	case req.URL.Query().Get("wait") == "":
		look()
		return nil
	case err != nil || wait < 0 || wait > longestWait:
		return badf("wait is %q: give a duration such as 5s, of %v at most", req.URL.Query().Get("wait"), longestWait)
	}
	select {
	case s.waiting <- struct{}{}:
		defer func() { <-s.waiting }()
	default:
		return &badRequest{http.StatusServiceUnavailable, fmt.Sprintf("%d requests wait already", maxWaiting)}
	}
	ctx, cancel := context.WithTimeout(req.Context(), wait)
	defer cancel()
	defer context.AfterFunc(s.closing, cancel)()
	for {
		changed := s.changes.wait() // before the look, so that no change is missed
		start := time.Now()
		if look() {
			return nil
		}
		// A look at many messages takes time: it gets a tenth of it at most.
		if !pause(ctx, changed, max(waitPause, 10*time.Since(start))) {
			look() // what came at the last moment
			return nil
		}
	}
}
