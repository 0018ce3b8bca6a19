package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"strings"

	"github.com/cognitofake/cognitofake"
)

// lambdaEndpoint invokes functions by the Lambda Invoke API.
type lambdaEndpoint struct {
	url    *url.URL // nil: there is none
	client *http.Client
	log    *log.Logger
}

func newLambdaEndpoint(u *url.URL, log *log.Logger) *lambdaEndpoint {
	return &lambdaEndpoint{url: u, log: log, client: &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// maxResult is what Lambda lets a function answer.
const maxResult = 6<<20 + 100

// invoke is a cognitofake.Invoker: one attempt, which is abandoned when ctx
// ends.
func (l *lambdaEndpoint) invoke(ctx context.Context, function string, event []byte) ([]byte, error) {
	if l.url == nil {
		l.log.Print(oneLine(fmt.Sprintf("function %s is not invoked: there is no -lambda-endpoint", function)))
		return nil, cognitofake.ErrTriggerAccessDenied
	}
	if function == "." || function == ".." {
		l.log.Printf("function %s is not invoked: no function has such a name", function)
		return nil, cognitofake.NotInvocable("ResourceNotFoundException")
	}
	target := l.url.JoinPath("2015-03-31/functions", url.PathEscape(function), "invocations")
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(event))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Amz-Invocation-Type", "RequestResponse")
	req.Header.Set("X-Amz-Log-Type", "None")
	response, err := l.client.Do(req)
	if err != nil {
		return nil, l.unanswered(ctx, function, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxResult+1))
	switch {
	case err != nil:
		return nil, l.unanswered(ctx, function, err)
	case response.StatusCode != http.StatusOK:
		return nil, cognitofake.NotInvocable(errorType(response))
	case len(body) > maxResult:
		return nil, fmt.Errorf("the response payload has more than %d bytes", maxResult)
	case response.Header.Get("X-Amz-Function-Error") != "":
		return nil, errors.New(errorMessage(body))
	}
	return body, nil
}

// unanswered is the error of an attempt to which no answer came; the log says
// why, which the caller is not told.
func (l *lambdaEndpoint) unanswered(ctx context.Context, function string, err error) error {
	l.log.Print(oneLine(fmt.Sprintf("function %s: %v", function, err)))
	if ctx.Err() != nil {
		return cognitofake.ErrTriggerTimeout
	}
	return cognitofake.ErrTriggerDisconnected
}

// errorType is the exception that Lambda answers instead of invoking.
func errorType(response *http.Response) string {
	name, _, _ := strings.Cut(response.Header.Get("X-Amzn-Errortype"), ":")
	byStatus := "ServiceException"
	switch response.StatusCode {
	case http.StatusForbidden:
		byStatus = "AccessDeniedException"
	case http.StatusNotFound:
		byStatus = "ResourceNotFoundException"
	case http.StatusTooManyRequests:
		byStatus = "TooManyRequestsException"
	}
	return cmp.Or(name, byStatus)
}

// errorMessage is what a function that failed says.
func errorMessage(body []byte) string {
	var failure struct {
		ErrorMessage string `json:"errorMessage"`
		ErrorType    string `json:"errorType"`
	}
	if json.Unmarshal(body, &failure) != nil {
		return strings.TrimSpace(string(body))
	}
	return cmp.Or(failure.ErrorMessage, failure.ErrorType)
}
