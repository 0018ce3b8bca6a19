package truth_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

func TestHTTPMethods(t *testing.T) {
	fake, _, _ := shop()
	server := httptest.NewServer(fake)
	defer server.Close()
	do := func(method, path, body string) *http.Response {
		t.Helper()
		req, err := http.NewRequest(method, server.URL+path, strings.NewReader(body))
		require.NoError(t, err)
		req.Header.Set("Origin", "https://shop.example")
		req.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService.SignUp")
		response, err := server.Client().Do(req)
		require.NoError(t, err)
		response.Body.Close()
		require.Equal(t, "*", response.Header.Get("Access-Control-Allow-Origin"))
		require.Contains(t, response.Header.Get("Access-Control-Expose-Headers"), "x-amzn-errortype")
		return response
	}
	preflight := do(http.MethodOptions, "/", "")
	require.Equal(t, http.StatusOK, preflight.StatusCode)
	for _, header := range []string{"x-amz-target", "x-amz-user-agent", "amz-sdk-invocation-id", "amz-sdk-request", "authorization", "content-type"} {
		require.Contains(t, preflight.Header.Get("Access-Control-Allow-Headers"), header)
	}
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete, http.MethodHead} {
		response := do(method, "/", "")
		require.Equal(t, http.StatusMethodNotAllowed, response.StatusCode, method)
		require.Equal(t, "POST, OPTIONS", response.Header.Get("Allow"))
	}
	require.Empty(t, fake.Calls(), "none of it is a call")
	require.Equal(t, http.StatusBadRequest, do(http.MethodPost, "/any/path", "{}").StatusCode)
	require.Equal(t, http.StatusBadRequest, do(http.MethodPost, "/", strings.Repeat(" ", 1<<20)).StatusCode)
	require.Len(t, fake.Calls(), 2)
	require.Equal(t, http.StatusRequestEntityTooLarge, do(http.MethodPost, "/", strings.Repeat(" ", 1<<20+1)).StatusCode)
	require.Contains(t, fake.Calls()[2].Error, "RequestEntityTooLargeException")
}

// Whoever sends too much learns it, however he sends it: the answer is not
// lost in a connection that is reset under a client that is still sending.
func TestHTTPBodyThatIsTooLarge(t *testing.T) { // R155
	fake, _, _ := shop()
	server := httptest.NewServer(fake)
	defer server.Close()
	for _, size := range []int{1<<20 + 1, 2 << 20, 6 << 20} {
		for _, chunked := range []bool{false, true} {
			var body io.Reader = strings.NewReader(strings.Repeat(" ", size))
			if chunked {
				body = io.MultiReader(body) // its length is not known
			}
			req, err := http.NewRequest(http.MethodPost, server.URL, body)
			require.NoError(t, err)
			req.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService.SignUp")
			response, err := server.Client().Do(req)
			require.NoError(t, err, "%d bytes", size)
			answer, err := io.ReadAll(response.Body)
			response.Body.Close()
			require.NoError(t, err)
			require.Equal(t, http.StatusRequestEntityTooLarge, response.StatusCode)
			require.Contains(t, string(answer), `{"__type":"RequestEntityTooLargeException"`)
		}
	}

	// One that reads nothing until it has sent everything.
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6000000\r\n\r\n"+strings.Repeat(" ", 6_000_000))
	require.NoError(t, err)
	answer, err := io.ReadAll(conn)
	require.NoError(t, err)
	require.Regexp(t, `(?s)^HTTP/1\.1 413 .*Connection: close.*RequestEntityTooLargeException`, string(answer))
}

// A client whose body ends early has gone: nothing happens.
func TestHTTPBodyThatBreaksOff(t *testing.T) {
	fake, pool, app := shop()
	whole := `{"ClientId":"` + app.ID + `","Username":"jane","Password":"pa$$W0rd"}`
	req := httptest.NewRequest(http.MethodPost, "/", io.MultiReader(strings.NewReader(whole), brokenReader{}))
	req.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService.SignUp")
	w := httptest.NewRecorder()
	fake.ServeHTTP(w, req)
	require.Equal(t, http.StatusBadRequest, w.Code)
	require.Empty(t, fake.Calls())
	require.Empty(t, pool.Users())
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// Clients of other regions, endpoints and credentials end in the same Fake:
// a request is known by its target.
func TestRequestsAreKnownByTheirTarget(t *testing.T) {
	fake, pool, app := shop()
	client := cip.NewFromConfig(fake.Config(), func(o *cip.Options) {
		o.Region, o.BaseEndpoint = "ap-south-1", aws.String("https://cognito.example/path")
	})
	_, err := client.SignUp(t.Context(), &cip.SignUpInput{ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String(fixture.GoodPassword)})
	require.NoError(t, err)
	_, ok := pool.User("jane")
	require.True(t, ok)
}
