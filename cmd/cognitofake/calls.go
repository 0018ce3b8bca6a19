package main

import (
	"bufio"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/cognitofake/cognitofake"
)

// callList is calls, oldest first, whose inputs and outputs are the bytes that
// the history keeps: they are written one after the other, and never decoded.
type callList []cognitofake.Call

// calls are the remembered requests that the query asks for, oldest first;
// limit is how many of the newest.
func (s *server) calls(req *http.Request) (any, error) {
	form := req.URL.Query()
	limit := 0
	if text := form.Get("limit"); text != "" {
		var err error
		if limit, err = strconv.Atoi(text); err != nil || limit < 1 {
			return nil, badf("limit is %q: give a number from 1 on", text)
		}
	}
	q := queryOf(req)
	username, operation := form.Get("username"), cognitofake.Operation(form.Get("operation"))
	list := callList{}
	for c := range s.fake.RawCalls() {
		if limit > 0 && len(list) == limit {
			break
		}
		if (username == "" || c.Username == username) && (operation == "" || c.Operation == operation) && q.takesCall(c) {
			list = append(list, c)
		}
	}
	slices.Reverse(list)
	return list, nil
}

func (list callList) writeTo(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(answerTimeout))
	out := bufio.NewWriterSize(w, 64<<10)
	out.WriteByte('[')
	for i, c := range list {
		text, err := c.MarshalJSON()
		if err != nil { // it has names and a time, and no more
			panic(err)
		}
		if i > 0 {
			out.WriteByte(',')
		}
		if _, err := out.Write(text); err != nil {
			return // the client is gone
		}
	}
	out.WriteString("]\n")
	_ = out.Flush()
}
