package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// Bounds of the event streams that keep inbox pages up to date.
const (
	maxStreams   = 32
	streamPause  = 100 * time.Millisecond // between two events, at least
	streamAlive  = 15 * time.Second       // the page is sent something this often
	streamWrites = 10 * time.Second       // a page that does not read for so long is dropped
)

// changes wakes who waits for a change. The zero value is ready.
type changes struct {
	mu   sync.Mutex
	next chan struct{}
}

// wait returns a channel that the next change closes.
func (c *changes) wait() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.next == nil {
		c.next = make(chan struct{})
	}
	return c.next
}

func (c *changes) notify() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.next != nil {
		close(c.next)
		c.next = nil
	}
}

// events sends what the inbox shows, now and after each change, until the
// page or the server goes away. Its query narrows what is shown: see query.
func (s *server) events(w http.ResponseWriter, req *http.Request) {
	select {
	case s.streams <- struct{}{}:
		defer func() { <-s.streams }()
	default:
		refuse(w, http.StatusServiceUnavailable, "too many inbox pages are open")
		return
	}
	ctx, cancel := context.WithCancel(req.Context())
	defer cancel()
	defer context.AfterFunc(s.closing, cancel)()
	w.Header().Set("Content-Type", "text/event-stream")
	controller := http.NewResponseController(w)
	asked := queryOf(req)
	for {
		changed := s.changes.wait() // before the look, so that no change is missed
		start := time.Now()
		view, err := json.Marshal(s.view(asked))
		if err != nil {
			s.log.Printf("inbox: %v", err)
			return
		}
		_ = controller.SetWriteDeadline(time.Now().Add(streamWrites))
		if _, err := fmt.Fprintf(w, "data: %s\n\n", view); err != nil || controller.Flush() != nil {
			return
		}
		// A view of many users takes time: a page gets a tenth of it at most.
		rest := max(streamPause, 10*time.Since(start))
		alive, cancel := context.WithTimeout(ctx, rest+streamAlive)
		pause(alive, changed, rest)
		cancel()
		if ctx.Err() != nil {
			return
		}
	}
}

// pause waits for d and for a change, whichever is later; it returns false
// when ctx ends first.
func pause(ctx context.Context, changed <-chan struct{}, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		return false
	}
	select {
	case <-changed:
		return true
	case <-ctx.Done():
		return false
	}
}
