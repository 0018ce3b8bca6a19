package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// program is the real binary, running.
type program struct {
	command *exec.Cmd
	url     string
	log     *buffer
}

// TestBinary is about the program as people install it.
func TestBinary(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "cognitofake")
	out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput()
	require.NoError(t, err, string(out))
	t.Run("starts at once", func(t *testing.T) { testStart(t, binary) })
	t.Run("stops when told", func(t *testing.T) { testSignals(t, binary) })
	t.Run("survives", func(t *testing.T) { testSurvives(t, binary) })
}

// launch starts the binary on a port of its own.
func launch(t *testing.T, binary string, args ...string) *program {
	t.Helper()
	p := &program{command: exec.Command(binary, append([]string{"-addr", "127.0.0.1:0"}, args...)...), log: &buffer{}}
	p.command.Stderr = p.log
	stdout, err := p.command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.command.Start())
	t.Cleanup(func() {
		if p.command.ProcessState == nil {
			_ = p.command.Process.Kill()
			_ = p.command.Wait()
		}
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err, p.log.String())
	p.url = urlOf(t, line)
	return p
}

// From start to the first answer it takes less than 50 ms: once in a few
// tries, for the machine may be busy with other tests.
func testStart(t *testing.T, binary string) {
	best := time.Hour
	for range 10 {
		start := time.Now()
		p := launch(t, binary, "-demo")
		get[map[string]string](t, p.url+"/_cognitofake/health")
		best = min(best, time.Since(start))
		require.NoError(t, p.command.Process.Kill())
		_ = p.command.Wait()
	}
	t.Logf("start to first answer: %v", best)
	require.Less(t, best, 50*time.Millisecond)
}

func testSignals(t *testing.T, binary string) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		p := launch(t, binary)
		require.NoError(t, p.command.Process.Signal(signal))
		require.NoError(t, p.command.Wait(), "status 0")
		require.Empty(t, p.log.String())
	}
}

// 4,000 connections that misbehave in every way leave the program answering,
// with the memory that it had and no goroutine more. TestAbuse of e2e makes
// 20,000.
func testSurvives(t *testing.T, binary string) {
	p := launch(t, binary, "-demo")
	address := strings.TrimPrefix(p.url, "http://")

	// Some never finish what they began, and are cut off.
	var slow []net.Conn
	for i := range 400 {
		conn, err := net.Dial("tcp", address)
		require.NoError(t, err)
		defer conn.Close()
		if i%2 == 0 {
			_, err = io.WriteString(conn, "POST / HTTP/1.1\r\nHost: loc")
		} else {
			_, err = io.WriteString(conn, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
		}
		require.NoError(t, err)
		slow = append(slow, conn)
	}
	opened := time.Now()

	misbehave(t, address, 2_000)
	before := resident(t, p)
	misbehave(t, address, 2_000)
	after := resident(t, p)
	t.Logf("resident: %d KiB after 2,000 connections, %d KiB after 4,000; %v", before>>10, after>>10, time.Since(opened))
	require.Less(t, after, before+32<<20)
	require.Less(t, after, 200<<20)
	get[map[string]string](t, p.url+"/_cognitofake/health")
	signUp(t, p.url, "jane")

	until := opened.Add(bodyTimeout + 5*time.Second)
	if soon := time.Now().Add(5 * time.Second); soon.After(until) {
		until = soon // on a slow machine the 4,000 took longer; a time that is past would fail every read
	}
	for _, conn := range slow {
		require.NoError(t, conn.SetReadDeadline(until))
		_, err := io.Copy(io.Discard, conn)
		var timeout net.Error
		require.False(t, errors.As(err, &timeout) && timeout.Timeout(), "a slow connection is kept")
	}
	http.DefaultClient.CloseIdleConnections()
	require.Eventually(t, func() bool { return sockets(t, p) <= 1 }, 10*time.Second, 20*time.Millisecond, "connections are kept")
	require.NoError(t, p.command.Process.Signal(syscall.SIGQUIT)) // it says which goroutines there are
	require.Error(t, p.command.Wait())
	_, stacks, ok := strings.Cut(p.log.String(), "SIGQUIT: quit")
	require.True(t, ok)
	waiting := regexp.MustCompile(`(?m)^goroutine .*\[(IO wait|select|chan |sync|semacquire|sleep)`).FindAllString(stacks, -1)
	require.Less(t, len(waiting), 10, strings.Join(waiting, "\n"))
}

// misbehave makes n connections, many at a time.
func misbehave(t *testing.T, address string, n int) {
	t.Helper()
	next := make(chan int)
	var workers sync.WaitGroup
	failed := make(chan error, 64)
	for range 64 {
		workers.Go(func() {
			for i := range next {
				conn, err := net.Dial("tcp", address)
				if err != nil {
					select {
					case failed <- err:
					default:
					}
					continue
				}
				_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
				misdeeds[i%len(misdeeds)](conn)
				conn.Close()
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	workers.Wait()
	select {
	case err := <-failed:
		require.NoError(t, err, "every connection is taken")
	default:
	}
}

// request is the beginning of a request of the protocol.
const request = "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: AWSCognitoIdentityProviderService.SignUp\r\n"

// misdeeds are what clients do wrong. What they get for it is for other tests.
var misdeeds = []func(net.Conn){
	func(net.Conn) {}, // says nothing
	say("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"),
	say("HELO mail\r\nMAIL FROM:<x>\r\n"),
	say("GET / HTTP/9.9\r\n\r\n"),
	say("GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"),
	say("GET /_cognitofake/messages HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
	say("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n"),
	say("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
	say(request + "X: " + strings.Repeat("x", 200<<10) + "\r\n\r\n"),
	say(request + "Content-Length: 2000000\r\n\r\n" + strings.Repeat("x", 64<<10)),
	say(request + "Content-Length: 100\r\n\r\n{\"ClientId\":"),
	say(request + "Content-Length: 9\r\n\r\n{\"a\":1]]]" + request),
	say(request + fmt.Sprintf("Content-Length: %d\r\n\r\n%s", 50_000, strings.Repeat("[", 50_000))),
	say("POST /_cognitofake/clock HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nnull"),
	func(conn net.Conn) { // more than is taken, in chunks, for as long as it is listened to
		_, err := io.WriteString(conn, request+"Transfer-Encoding: chunked\r\n\r\n")
		for n := 0; err == nil && n < 40; n++ {
			_, err = io.WriteString(conn, "8000\r\n"+strings.Repeat("x", 0x8000)+"\r\n")
		}
	},
	func(conn net.Conn) { // leaves while it is being told
		say("GET /_cognitofake/inbox/live HTTP/1.1\r\nHost: localhost\r\n\r\n")(conn)
	},
	func(conn net.Conn) { // breaks the connection instead of closing it
		_, _ = io.WriteString(conn, request+"Content-Length: 2\r\n\r\n{}")
		_ = conn.(*net.TCPConn).SetLinger(0)
	},
}

// say sends text, hears the beginning of an answer, if any comes, and leaves.
func say(text string) func(net.Conn) {
	return func(conn net.Conn) {
		if _, err := io.WriteString(conn, text); err != nil {
			return
		}
		if strings.Contains(text, "\r\n\r\n") && !strings.HasSuffix(text, `{"ClientId":`) {
			_, _ = conn.Read(make([]byte, 512))
		}
	}
}

// sockets counts those of the program, its listener among them; 0 where there
// is no /proc.
func sockets(t *testing.T, p *program) int {
	t.Helper()
	if runtime.GOOS != "linux" {
		return 0
	}
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", p.command.Process.Pid))
	require.NoError(t, err)
	n := 0
	for _, file := range files {
		if target, err := os.Readlink(file); err == nil && strings.HasPrefix(target, "socket:") {
			n++
		}
	}
	return n
}

// resident is how much memory the program has; 0 where there is no /proc.
func resident(t *testing.T, p *program) int {
	t.Helper()
	if runtime.GOOS != "linux" {
		return 0
	}
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", p.command.Process.Pid))
	require.NoError(t, err)
	pages, err := strconv.Atoi(strings.Fields(string(text))[1])
	require.NoError(t, err)
	return pages * os.Getpagesize()
}

// After misbehaviour of each kind, and a stop, no goroutine is left.
func TestNothingIsLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	out, in := io.Pipe()
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, []string{"-addr", "127.0.0.1:0", "-smtp", "127.0.0.1:1"}, in, io.Discard) }()
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	misbehave(t, strings.TrimPrefix(urlOf(t, line), "http://"), 20*len(misdeeds))
	stop()
	require.Zero(t, <-ended)
	http.DefaultClient.CloseIdleConnections()
	before++ // Eventually asks on a goroutine of its own
	require.Eventually(t, func() bool { return runtime.NumGoroutine() <= before }, 10*time.Second, 10*time.Millisecond)
}
