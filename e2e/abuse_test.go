package e2e

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// How much the server is made to bear.
const (
	abusive   = 10_000 // connections in each of two waves
	slow      = 200    // connections that send a byte now and then, meanwhile
	atOnce    = 64
	patience  = 5 * time.Second  // for an answer to a well-behaved client meanwhile
	slowLimit = 45 * time.Second // until the server has hung up on all slow ones
	maxGrowth = 64 << 10         // KiB: a connection that is kept has more than the 6.5 KiB that this allows it
)

// TestAbuse sends malformed, oversized, slow and interrupted requests. The
// server answers well-behaved clients meanwhile, and when it is over it has
// no connection left and its memory is where it was.
func TestAbuse(t *testing.T) {
	t.Setenv("GOGC", "25") // the server's: less garbage hides what it keeps
	s := startServer(t, "-demo")
	host := strings.TrimPrefix(s.url, "http://")
	s.behave(abusive) // what is remembered of calls has a limit: reach it
	idle := s.openFiles()

	slowOnes := beSlow(t, host)
	over := s.watch(t)
	wave(t, host)
	before := s.settledKiB()
	wave(t, host)
	require.NoError(t, over(), "an answer to a well-behaved client, meanwhile")
	require.Less(t, slowOnes(), slowLimit, "until the server hung up on all slow connections")

	require.Eventually(t, func() bool { return s.openFiles() <= idle }, 10*time.Second, 50*time.Millisecond,
		"connections are left open: %d, before %d", s.openFiles(), idle)
	after := s.settledKiB()
	t.Logf("resident memory after %d connections %d KiB, after %d more %d KiB", abusive, before, abusive, after)
	require.Less(t, after, before+maxGrowth, "memory is not flat")
	require.Len(t, s.messages("jane@example.com"), 0)
	s.do("SignUp", sample())
	require.Len(t, s.messages("jane@example.com"), 1)
}

// signUpHead is the start of a sign-up that would be good.
func signUpHead(host, length string) string {
	return "POST / HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: application/x-amz-json-1.1\r\n" +
		"X-Amz-Target: AWSCognitoIdentityProviderService.SignUp\r\n" + length + "\r\n\r\n"
}

// wave opens connections that misbehave, each in one way.
func wave(t *testing.T, host string) {
	t.Helper()
	request := func(body string) string {
		return signUpHead(host, "Content-Length: "+strconv.Itoa(len(body))) + body
	}
	mebibyte := strings.Repeat("a", 1<<20)
	good := request(`{"ClientId":"` + exampleClient + `","Username":"nobody","Password":"weak"}`)
	ways := []struct {
		send    string
		hangUp  bool   // at once, without reading the answer
		answers string // what the status line has; "" for any, or none
	}{
		{send: "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 no HTTP at all\r\n\r\n", answers: "400"},
		{send: "POST / HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: minus one\r\n\r\n", answers: "400"},
		{send: "POST / HTTP/1.1\r\nHost: attacker.example\r\nContent-Length: 2\r\n\r\n{}", answers: "403"},
		{send: "DELETE /elsewhere HTTP/1.1\r\nHost: " + host + "\r\n\r\n", answers: "404"},
		{send: "POST /_cognitofake/clock HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 9\r\n\r\n[{\"at\":-1", answers: "400"},
		{send: request(`{"ClientId":`), answers: "400"},
		{send: request(`{"ClientId":{"a":[1,2,{"b":null}]}}`), answers: "400"},
		{send: request(strings.Repeat(`{"UserAttributes":[`, 20_000)), answers: "400"},
		{send: request(`{"Username":"` + mebibyte[:1_000_000] + `","ClientId":"x","Password":"y"}`), answers: "400"},
		{send: strings.Replace(request("{}"), "SignUp", mebibyte[:60_000], 1), answers: "400"},
		{send: request(`"` + mebibyte + `"`), answers: "413"},
		{send: signUpHead(host, "Content-Length: 1000000000000") + mebibyte[:10_000], answers: "413"},
		{send: signUpHead(host, "Transfer-Encoding: chunked") + "110000\r\n" + mebibyte + mebibyte[:1<<16] + "\r\n0\r\n\r\n", answers: "413"},
		{send: signUpHead(host, "Transfer-Encoding: chunked") + "not a size\r\n"},
		{send: "POST / HTTP/1.1\r\nHost: " + host + "\r\nX-Long: " + mebibyte[:200_000] + "\r\n\r\n", answers: "431"},
		{send: good[:30], hangUp: true},
		{send: good[:len(good)-20], hangUp: true},
		{send: good, hangUp: true},
		{send: good + good + good[:40], hangUp: true},
		{send: "", hangUp: true},
	}
	var wg sync.WaitGroup
	failures := make(chan error, atOnce)
	for worker := range atOnce {
		wg.Go(func() {
			for i := worker; i < abusive; i += atOnce {
				way := ways[i%len(ways)]
				if err := misbehave(host, way.send, way.hangUp, way.answers); err != nil {
					failures <- fmt.Errorf("%.60q: %w", way.send, err)
					return
				}
			}
		})
	}
	wg.Wait()
	close(failures)
	for err := range failures {
		require.NoError(t, err)
	}
}

func misbehave(host, send string, hangUp bool, answers string) error {
	conn, err := net.Dial("tcp", host)
	if err != nil {
		return err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(30 * time.Second))
	if hangUp {
		io.WriteString(conn, send)
		if rand.IntN(2) == 0 {
			conn.(*net.TCPConn).SetLinger(0) // a reset
		}
		return nil
	}
	written := make(chan struct{})
	go func() { // the server may answer and hang up before it has read all
		defer close(written)
		io.WriteString(conn, send)
	}()
	status := make([]byte, len("HTTP/1.1 400"))
	_, err = io.ReadFull(conn, status)
	conn.Close()
	<-written
	if answers == "" || err == nil && strings.HasSuffix(string(status), answers) {
		return nil
	}
	return fmt.Errorf("answered %q, %v; not %s", status, err, answers)
}

// beSlow opens connections that never come to the end of their head, or of
// their body. The returned function waits until the server has hung up on the
// last of them, and tells how long that one lasted.
func beSlow(t *testing.T, host string) func() time.Duration {
	t.Helper()
	endless := strings.Repeat("z", 10_000)
	lasted := make(chan time.Duration, slow)
	for i := range slow {
		conn, err := net.Dial("tcp", host)
		require.NoError(t, err)
		start := time.Now()
		quick, slow := signUpHead(host, "Content-Length: 10000"), endless // a body
		if i%2 == 0 {
			quick, slow = "", signUpHead(host, "X-Slow: "+endless)
		}
		go func() {
			defer conn.Close()
			conn.SetDeadline(start.Add(2 * slowLimit))
			go func() {
				io.WriteString(conn, quick)
				for i := range len(slow) {
					if _, err := io.WriteString(conn, slow[i:i+1]); err != nil {
						return
					}
					time.Sleep(100 * time.Millisecond)
				}
			}()
			io.Copy(io.Discard, conn) // until the server hangs up
			lasted <- time.Since(start)
		}()
	}
	return func() (longest time.Duration) {
		for range slow {
			longest = max(longest, <-lasted)
		}
		return longest
	}
}

// watch is a well-behaved client; the returned function ends it and says what
// went wrong.
func (s *server) watch(t *testing.T) func() error {
	t.Helper()
	client := &http.Client{Timeout: patience}
	over, result := make(chan struct{}), make(chan error)
	go func() {
		for {
			select {
			case <-over:
				client.CloseIdleConnections()
				result <- nil
				return
			case <-time.After(50 * time.Millisecond):
			}
			resp, err := client.Get(s.url + "/_cognitofake/health")
			if err == nil {
				resp.Body.Close()
				if resp.StatusCode != http.StatusOK {
					err = fmt.Errorf("health: %s", resp.Status)
				}
			}
			if err != nil {
				<-over
				result <- err
				return
			}
		}
	}()
	return func() error { close(over); return <-result }
}

// residentKiB is the memory that the server has.
func (s *server) residentKiB() int {
	s.t.Helper()
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(s.process.Pid), "status"))
	require.NoError(s.t, err)
	for line := range strings.Lines(string(status)) {
		if value, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(value), " kB"))
			require.NoError(s.t, err)
			return kib
		}
	}
	require.Fail(s.t, "no VmRSS", "%s", status)
	return 0
}

// settledKiB is the least memory that it has during some quiet traffic, which
// makes it collect its garbage.
func (s *server) settledKiB() int {
	s.t.Helper()
	least := s.residentKiB()
	for range 20 {
		s.behave(500)
		least = min(least, s.residentKiB())
	}
	return least
}

// behave makes calls over one connection, all refused.
func (s *server) behave(times int) {
	s.t.Helper()
	for range times {
		status, _ := s.attempt("SignUp", "{}")
		require.Equal(s.t, http.StatusBadRequest, status)
	}
	http.DefaultClient.CloseIdleConnections()
}

// openFiles is how many files, connections above all, the server has open.
// Each connection has its goroutine, and the other way about.
func (s *server) openFiles() int {
	s.t.Helper()
	files, err := os.ReadDir(filepath.Join("/proc", strconv.Itoa(s.process.Pid), "fd"))
	require.NoError(s.t, err)
	return len(files)
}
