package fault

import (
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// module is this one's path.
const module = "github.com/cognitofake/cognitofake"

// server is the origin of a fault that was asked of the server of
// cmd/cognitofake.
const server = "/_cognitofake/faults"

// origin is the file and line of the test's call into this module that is
// under way, as "signup_test.go:31", or else server; "" where that is not known.
func origin() string {
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for {
		frame, more := frames.Next()
		switch {
		case strings.HasPrefix(frame.Function, module+".") || strings.HasPrefix(frame.Function, module+"/internal/"):
		case frame.Function == "":
			return ""
		case strings.HasSuffix(filepath.Dir(frame.File), "/cmd/cognitofake") && !strings.HasSuffix(frame.File, "_test.go"):
			return server
		default:
			return filepath.Base(frame.File) + ":" + strconv.Itoa(frame.Line)
		}
		if !more {
			return ""
		}
	}
}
