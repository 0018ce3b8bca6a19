// Package misuse tells where a mistake of a test was made: how the code that
// made it may end depends on whose goroutine it is.
package misuse

import (
	"bytes"
	"cmp"
	"runtime"
	"strconv"
	"strings"
)

// Mistake is what code under [Guard] panics with: the sentence about a mistake.
type Mistake string

func (m Mistake) Error() string { return string(m) }

// Guard runs code of the test's for a request of any goroutine. A [Mistake]
// ends that code alone, and is returned; any other panic goes on.
func Guard(code func()) (mistake error) {
	defer func() {
		v := recover()
		if m, ok := v.(Mistake); ok {
			mistake = m
		} else if v != nil {
			panic(v)
		}
	}()
	code()
	return nil
}

// Goroutine is the number of the goroutine that calls it. No other ever has it.
func Goroutine() uint64 {
	var head [32]byte
	_, text, _ := bytes.Cut(head[:runtime.Stack(head[:], false)], []byte("goroutine "))
	number, _, _ := bytes.Cut(text, []byte(" "))
	n, _ := strconv.ParseUint(string(number), 10, 64)
	return n
}

// Stack looks at the goroutine that calls it: whether [Guard] stands on its
// stack, and whether package testing began it, for a test, a subtest or a
// benchmark.
func Stack() (guarded, ofTesting bool) {
	pcs := make([]uintptr, 256)
	n := runtime.Callers(1, pcs)
	for n == len(pcs) {
		pcs = make([]uintptr, 4*len(pcs))
		n = runtime.Callers(1, pcs)
	}
	frames := runtime.CallersFrames(pcs[:n])
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		switch {
		case strings.HasSuffix(frame.Function, "/internal/misuse.Guard"):
			guarded = true
		case frame.Function != "runtime.goexit" && frame.Function != "":
			ofTesting = strings.HasPrefix(frame.Function, "testing.") // the outermost one decides
		}
	}
	return guarded, ofTesting
}

// Near is the name that somebody meant who wrote another, "" if none is close.
func Near(name string, names []string) string {
	best, least := "", 1+len(name)/3
	for _, candidate := range names {
		if d := distance(strings.ToLower(name), strings.ToLower(candidate)); d < least || d == 0 {
			best, least = candidate, cmp.Or(d, -1)
		}
	}
	return best
}

// distance is how many letters have to be put in, taken out or replaced.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal, row[j+1] = row[j+1], min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
