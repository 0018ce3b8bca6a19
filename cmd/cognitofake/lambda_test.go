package main

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
)

// lambdaServer plays the Lambda Invoke API.
func lambdaServer(t *testing.T, answer http.HandlerFunc) (url string, asked *atomic.Int32) {
	t.Helper()
	asked = &atomic.Int32{}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		asked.Add(1)
		answer(w, req)
	}))
	t.Cleanup(web.Close)
	return web.URL, asked
}

// signUpWithFunction signs up in a pool whose PreSignUp is a function.
func signUpWithFunction(t *testing.T, url string) answer {
	t.Helper()
	pool := mustCall(t, url, "CreateUserPool", `{"PoolName":"p","LambdaConfig":{
		"PreSignUp":"arn:aws:lambda:us-east-1:123456789012:function:pre-sign-up:live"}}`)["UserPool"].(map[string]any)
	app := mustCall(t, url, "CreateUserPoolClient", `{"UserPoolId":"`+pool["Id"].(string)+`","ClientName":"c"}`)["UserPoolClient"].(map[string]any)
	return call(t, url, "SignUp", `{"ClientId":"`+app["ClientId"].(string)+`","Username":"jane","Password":"pa$$W0rd"}`)
}

// A function is asked as Lambda is, and its answer counts.
func TestLambda(t *testing.T) {
	endpoint, asked := lambdaServer(t, func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		if err != nil || req.Method != http.MethodPost || req.URL.Path != "/base/2015-03-31/functions/pre-sign-up/invocations" ||
			req.Header.Get("X-Amz-Invocation-Type") != "RequestResponse" || req.Header.Get("Content-Type") != "application/json" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		var event map[string]any
		if json.Unmarshal(body, &event) != nil || event["triggerSource"] != "PreSignUp_SignUp" || event["userName"] != "jane" {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		event["response"] = map[string]bool{"autoConfirmUser": true}
		_ = json.NewEncoder(w).Encode(event)
	})
	url, _, _ := start(t, "-lambda-endpoint", endpoint+"/base/")
	a := signUpWithFunction(t, url)
	require.Equal(t, http.StatusOK, a.status, a.body)
	require.Contains(t, a.body, `"UserConfirmed":true`)
	require.EqualValues(t, 1, asked.Load())
}

// L95, L98 and the rules beside them: one attempt for any answer, three where
// none comes.
func TestLambdaFails(t *testing.T) {
	for name, row := range map[string]struct {
		answer   http.HandlerFunc
		want     string
		attempts int32
	}{
		"its own error": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Amz-Function-Error", "Unhandled")
			_, _ = io.WriteString(w, `{"errorMessage":"no more seats","errorType":"Full"}`)
		}, `UserLambdaValidationException","message":"PreSignUp failed with error no more seats."`, 1},
		"an error without a message": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Amz-Function-Error", "Unhandled")
			_, _ = io.WriteString(w, `{"errorType":"Full"}`)
		}, `PreSignUp failed with error Full."`, 1},
		"an error that is no JSON": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Amz-Function-Error", "Unhandled")
			_, _ = io.WriteString(w, "out of memory\n")
		}, `PreSignUp failed with error out of memory."`, 1},
		"not found": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("x-amzn-ErrorType", "ResourceNotFoundException:http://internal.example/")
			w.WriteHeader(http.StatusNotFound)
		}, `UnexpectedLambdaException","message":"PreSignUp invocation failed due to error ResourceNotFoundException."`, 1},
		"throttled, without a name": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusTooManyRequests)
		}, `PreSignUp invocation failed due to error TooManyRequestsException."`, 1},
		"forbidden, without a name": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusForbidden)
		}, `PreSignUp invocation failed due to error AccessDeniedException."`, 1},
		"broken": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadGateway)
		}, `PreSignUp invocation failed due to error ServiceException."`, 1},
		"elsewhere": {func(w http.ResponseWriter, req *http.Request) {
			http.Redirect(w, req, "/", http.StatusTemporaryRedirect)
		}, `PreSignUp invocation failed due to error ServiceException."`, 1},
		"null": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "null")
		}, `InvalidLambdaResponseException","message":"Invalid lambda function output : Invalid JSON"`, 1},
		"too much": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, strings.Repeat(" ", maxResult+1))
		}, `UserLambdaValidationException","message":"PreSignUp failed with error the response payload has more than`, 1},
		"dropped": {func(http.ResponseWriter, *http.Request) {
			panic(http.ErrAbortHandler)
		}, `UnexpectedLambdaException"`, 3},
		"dropped half way": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"half":`)
			panic(http.ErrAbortHandler)
		}, `UnexpectedLambdaException"`, 3},
	} {
		t.Run(name, func(t *testing.T) {
			endpoint, asked := lambdaServer(t, row.answer)
			url, srv, _ := start(t, "-lambda-endpoint", endpoint)
			a := signUpWithFunction(t, url)
			require.Equal(t, http.StatusBadRequest, a.status)
			require.Contains(t, a.body, row.want)
			require.Equal(t, row.attempts, asked.Load())
			require.Empty(t, srv.fake.Pools()[0].Users())
		})
	}
}

// An attempt that has timed out is abandoned: its connection is closed. On a
// busy machine the time may be over before the request is there; then there is
// another one, with more time.
func TestLambdaTimesOut(t *testing.T) {
	arrived, gone := make(chan struct{}, 1), make(chan struct{}, 1)
	endpoint, _ := lambdaServer(t, func(_ http.ResponseWriter, req *http.Request) {
		_, _ = io.Copy(io.Discard, req.Body)
		arrived <- struct{}{}
		<-req.Context().Done()
		gone <- struct{}{}
	})
	u, err := url.Parse(endpoint)
	require.NoError(t, err)
	lambda := newLambdaEndpoint(u, log.New(io.Discard, "", 0))
	for limit := 20 * time.Millisecond; ; limit *= 2 {
		ctx, cancel := context.WithTimeout(t.Context(), limit)
		_, err = lambda.invoke(ctx, "slow", []byte(`{}`))
		cancel()
		require.ErrorIs(t, err, cognitofake.ErrTriggerTimeout)
		select {
		case <-arrived:
			<-gone
			return
		default:
			require.Less(t, limit, 10*time.Second, "no request arrives")
		}
	}
}

// A function's name is no step in the path of the endpoint (S6).
func TestLambdaNames(t *testing.T) {
	paths := make(chan string, 10)
	endpoint, asked := lambdaServer(t, func(_ http.ResponseWriter, req *http.Request) { paths <- req.RequestURI })
	u, err := url.Parse(endpoint)
	require.NoError(t, err)
	said := &buffer{}
	lambda := newLambdaEndpoint(u, log.New(said, "", 0))
	for _, name := range []string{".", ".."} {
		_, err := lambda.invoke(t.Context(), name, []byte(`{}`))
		require.ErrorContains(t, err, "ResourceNotFoundException")
		require.Contains(t, said.String(), "function "+name+" is not invoked: no function has such a name\n")
	}
	require.Zero(t, asked.Load())
	for name, path := range map[string]string{"a": "a", "...": "...", "../x": "..%2Fx", "a/..": "a%2F..", "%2e%2e": "%252e%252e", "a?b#c": "a%3Fb%23c"} {
		_, err := lambda.invoke(t.Context(), name, []byte(`{}`))
		require.NoError(t, err)
		require.Equal(t, "/2015-03-31/functions/"+path+"/invocations", <-paths)
	}
}

// Without an endpoint, and with one that is not there, the log says which
// function and why.
func TestLambdaIsNotThere(t *testing.T) {
	url, _, log := start(t)
	require.Contains(t, signUpWithFunction(t, url).body, `"PreSignUp invocation failed due to error AccessDeniedException."`)
	require.Contains(t, log.String(), "function pre-sign-up is not invoked: there is no -lambda-endpoint")

	url, _, log = start(t, "-lambda-endpoint", "http://127.0.0.1:1")
	require.Contains(t, signUpWithFunction(t, url).body, `UnexpectedLambdaException`)
	require.Regexp(t, `function pre-sign-up: .*refused`, log.String())
}
