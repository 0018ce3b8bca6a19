package model

import "reflect"

// Subject is who and what a request is about.
type Subject struct{ Pool, Client, Username string }

// SubjectFields are where an input says so: indexes for
// [reflect.Value.FieldByIndex], nil for nowhere.
type SubjectFields struct{ pool, client, username, parameters []int }

// SubjectOf finds the fields in an input struct of the SDK.
func SubjectOf(input reflect.Type) SubjectFields {
	field := func(name string) []int {
		if f, ok := input.FieldByName(name); ok {
			return f.Index
		}
		return nil
	}
	parameters := field("AuthParameters")
	if parameters == nil {
		parameters = field("ChallengeResponses")
	}
	return SubjectFields{field("UserPoolId"), field("ClientId"), field("Username"), parameters}
}

// Read reads the subject of an input. The pool of an app client is not known here.
func (f *SubjectFields) Read(in reflect.Value) Subject {
	text := func(index []int) string {
		if index == nil {
			return ""
		}
		if s, _ := in.FieldByIndex(index).Interface().(*string); s != nil {
			return *s
		}
		return ""
	}
	s := Subject{text(f.pool), text(f.client), text(f.username)}
	if f.parameters != nil {
		parameters, _ := in.FieldByIndex(f.parameters).Interface().(map[string]string)
		s.Username = parameters["USERNAME"]
	}
	return s
}
