package service

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"

	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// hintUnknown says of a request that is no operation of user pools what it is.
func hintUnknown(service, operation string) string {
	const remedy = "set AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER, not AWS_ENDPOINT_URL"
	switch {
	case operation == "":
		return "the request has no operation in X-Amz-Target, so it is no call of user pools; " + remedy
	case service != TargetPrefix:
		return operation + " is no user pool operation; " + remedy
	}
	return operation + " is no operation of the service model that cognitofake has"
}

// hintBroken says what a test may have done wrong with the members that the
// model refuses.
func (r *Request) hintBroken(in any) string {
	var hints []string
	for _, path := range r.op.model.Broken(in) {
		if hint := r.hintMember(path, memberOf(in, path)); hint != "" {
			hints = append(hints, hint)
		}
	}
	return strings.Join(hints, "; ")
}

// hintMember is what is known of one of them. Its value stands in the hint
// where the service's own words have it.
func (r *Request) hintMember(name, value string) string {
	switch name {
	case "clientId":
		return wrongID("client", value) + "; " + r.Account().HintApps()
	case "userPoolId":
		return wrongID("pool", value) + "; " + r.Account().HintPools()
	case "confirmationCode", "code", "userCode":
		switch {
		case value == "":
			return "the code is empty: did Pool.Code find one?"
		case strings.IndexFunc(value, unicode.IsSpace) >= 0:
			return "the code has white space in it"
		}
	case "accessToken", "refreshToken", "token", "session":
		if value == "" {
			return name + " is empty: did the answer that it is of have one?"
		}
	}
	return ""
}

// wrongID says of a text that it is no id of a kind.
func wrongID(kind, value string) string {
	const most = 60
	if value == "" {
		return "the " + kind + " id is empty: is the variable set that it comes from?"
	}
	if len(value) > most {
		return "this is no " + kind + " id"
	}
	return fmt.Sprintf("%q is no %s id", value, kind)
}

// memberOf is the text of a member of an input, by its name in the service's
// words; "" where it is no text.
func memberOf(in any, name string) string {
	field := reflect.ValueOf(in).Elem().FieldByName(strings.ToUpper(name[:1]) + name[1:])
	if !field.IsValid() {
		return ""
	}
	s, _ := field.Interface().(*string)
	return opt.Value(s)
}

// stays adds to a refusal what its call has done all the same.
func stays(err error, what string) error {
	if told, ok := err.(*refusal.Error); ok {
		return told.Also(what)
	}
	return err
}
