package truth_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// What arrives of a spoilt answer is the same for every client, whatever its
// SDK makes of it.
func TestSpoiltAnswersOnTheWire(t *testing.T) {
	for _, way := range []string{"memory", "http"} {
		t.Run(way, func(t *testing.T) {
			fake, pool, app := shop()
			do, url := fake.Config().HTTPClient.Do, "https://cognito-idp.us-east-1.amazonaws.com/"
			if way == "http" {
				server := httptest.NewServer(fake)
				defer server.Close()
				do, url = server.Client().Do, server.URL
			}
			ask := func(op cognitofake.Operation, body string, fault error) (response *http.Response, got string, err error) {
				t.Helper()
				fake.FailNext(op, fault)
				req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
				require.NoError(t, err)
				req.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService."+string(op))
				req.Header.Set("Authorization", "somebody")
				response, err = do(req)
				require.NoError(t, err)
				defer response.Body.Close()
				require.Equal(t, http.StatusOK, response.StatusCode)
				read, err := io.ReadAll(response.Body)
				return response, string(read), err
			}
			signUp := `{"ClientId":"` + app.ID + `","Username":"jane","Password":"` + fixture.GoodPassword + `"}`

			response, body, err := ask(cognitofake.OpSignUp, signUp, cognitofake.ErrNotJSON)
			require.NoError(t, err)
			require.Equal(t, "text/html; charset=utf-8", response.Header.Get("Content-Type"))
			require.True(t, strings.HasPrefix(body, "<html>"), body)
			require.Empty(t, pool.Users())

			response, body, err = ask(cognitofake.OpSignUp, signUp, cognitofake.ErrTruncated)
			require.ErrorIs(t, err, io.ErrUnexpectedEOF)
			require.EqualValues(t, response.ContentLength/2, len(body))
			require.Len(t, pool.Users(), 1)

			response, body, err = ask(cognitofake.OpDeleteUserPool, `{"UserPoolId":"`+pool.ID+`"}`, cognitofake.ErrTruncated)
			require.ErrorIs(t, err, io.ErrUnexpectedEOF)
			require.EqualValues(t, 1, response.ContentLength)
			require.Empty(t, body)
			require.Empty(t, fake.Pools())
		})
	}
}
