package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

// serviceModel is service-model.json.
type serviceModel struct {
	Operations map[string]operation
	Shapes     map[string]shape
}

type operation struct {
	Errors   []string
	Input    string
	Output   string // empty where the service answers no body
	Unsigned bool
}

type shape struct {
	Type      string
	Sensitive bool
	Min, Max  *int
	Pattern   string
	Enum      []string
	Required  []string
	Members   members // of a structure
	Member    string  // of a list
	Key       string  // of a map
	Value     string  // of a map
}

type member struct{ Name, Shape string }

// members are in the order of the file, which a Go map would lose.
type members []member

func (ms *members) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if _, err := d.Token(); err != nil { // the opening brace
		return err
	}
	*ms = members{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return err
		}
		m := member{Name: name.(string)}
		if err := d.Decode(&m.Shape); err != nil {
			return err
		}
		*ms = append(*ms, m)
	}
	return nil
}

func readModel(file string) (*serviceModel, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var m serviceModel
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&m); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &m, m.adjust()
}

// adjust puts into the model what is known of the service beyond it.
func (m *serviceModel) adjust() error {
	// R13: the answers name password and username first.
	for _, s := range m.Shapes {
		slices.SortStableFunc(s.Members, func(a, b member) int { return rank(a.Name) - rank(b.Name) })
		for i, child := range s.Members {
			s.Members[i].Name = strings.ToUpper(child.Name[:1]) + child.Name[1:] // as the SDK spells `headerName`
		}
	}

	// R15: the service judges passwords by a pattern of its own.
	password, ok := m.Shapes["PasswordType"]
	if !ok {
		return errors.New("the model has no PasswordType")
	}
	password.Pattern = `^[\S]+.*[\S]+$`
	m.Shapes["PasswordType"] = password

	// R11: the answers show the client id, which the model calls sensitive.
	client, ok := m.Shapes["ClientIdType"]
	if !ok {
		return errors.New("the model has no ClientIdType")
	}
	client.Sensitive = false
	m.Shapes["ClientIdType"] = client

	// P13: the answers name the values of a set in an order of their own.
	for name, seen := range enumOrders {
		s, ok := m.Shapes[name]
		if !ok {
			return fmt.Errorf("the model has no %s", name)
		}
		known := s.Enum
		s.Enum = nil
		for _, value := range seen {
			if !slices.Contains(known, value) {
				return fmt.Errorf("%s of the model has no %s", name, value)
			}
			s.Enum = append(s.Enum, value)
		}
		for _, value := range known { // what came later: its place is a choice
			if !slices.Contains(seen, value) {
				s.Enum = append(s.Enum, value)
			}
		}
		m.Shapes[name] = s
	}

	// P71: the service words a bad domain by itself, and custom ones have dots.
	domain, ok := m.Shapes["DomainType"]
	if !ok {
		return errors.New("the model has no DomainType")
	}
	domain.Pattern = ""
	m.Shapes["DomainType"] = domain
	return nil
}

// enumOrders are the sets whose order was seen in answers of the service.
var enumOrders = map[string][]string{
	// aws-solutions/media-insights-on-aws#199, awsdocs/aws-cloudformation-user-guide#525
	"ExplicitAuthFlowsType": {
		"ALLOW_CUSTOM_AUTH", "ADMIN_NO_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH",
		"CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH",
	},
	"OAuthFlowType":            {"implicit", "client_credentials", "code"},                                   // awsdocs/aws-cloudformation-user-guide#563
	"UserPoolMfaType":          {"OPTIONAL", "OFF", "ON"},                                                    // aws/aws-cdk#875
	"IdentityProviderTypeType": {"Facebook", "SAML", "SignInWithApple", "LoginWithAmazon", "OIDC", "Google"}, // floci-io/floci#2858
	// badmintoncryer/cdk-preflight, rules/cognito
	"AccountTakeoverEventActionType":        {"MFA_IF_CONFIGURED", "BLOCK", "NO_ACTION", "MFA_REQUIRED"},
	"CompromisedCredentialsEventActionType": {"BLOCK", "NO_ACTION"},
	"EventFilterType":                       {"SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"},
}

func rank(member string) int {
	switch member {
	case "Password":
		return 0
	case "Username":
		return 1
	}
	return 2
}

// presence is the constant of package model for a member of a structure.
func (m *serviceModel) presence(structure, member string) string {
	switch {
	case structure == "SignUpRequest" && member == "Password":
		return "blankable" // R15, R114: a sign-up may be passwordless; SignUp judges that
	case structure == "AdminCreateUserRequest" && member == "TemporaryPassword":
		return "blankable" // N116: a blank one is none
	case slices.Contains(m.Shapes[structure].Required, member):
		return "required"
	}
	return "optional"
}

// secretShapes are the types of values that are never to be seen outside the
// service: the model marks more as sensitive, such as attributes.
var secretShapes = []string{"ClientSecretType", "PasswordType", "SecretHashType", "SessionType", "TokenModelType"}

// secretMembers are the names of all members of these types, sorted.
func (m *serviceModel) secretMembers() []string {
	found := map[string]bool{}
	for _, s := range m.Shapes {
		for _, child := range s.Members {
			if slices.Contains(secretShapes, child.Shape) {
				found[child.Name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// reachable returns the names of the shapes that inputs are made of, sorted.
func (m *serviceModel) reachable() ([]string, error) {
	found := map[string]bool{}
	var visit func(name, from string) error
	visit = func(name, from string) error {
		s, ok := m.Shapes[name]
		if !ok {
			return fmt.Errorf("%s: no shape %q", from, name)
		}
		if found[name] {
			return nil
		}
		found[name] = true
		next := []string{}
		switch s.Type {
		case "structure":
			for _, child := range s.Members {
				next = append(next, child.Shape)
			}
		case "list":
			next = []string{s.Member}
		case "map":
			next = []string{s.Key, s.Value}
		}
		for _, child := range next {
			if err := visit(child, name); err != nil {
				return err
			}
		}
		return nil
	}
	for name, o := range m.Operations {
		if err := visit(o.Input, name); err != nil {
			return nil, err
		}
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// lacking lists what of the model the SDK's input types cannot carry.
func lacking(m *serviceModel) []string {
	found := map[string]string{}
	seen := map[reflect.Type]bool{}
	var visit func(name string, t reflect.Type)
	visit = func(name string, t reflect.Type) {
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		s := m.Shapes[name]
		switch s.Type {
		case "list":
			visit(s.Member, t.Elem())
		case "structure":
			if t.Kind() != reflect.Struct || seen[t] {
				return
			}
			seen[t] = true
			for _, child := range s.Members {
				f, ok := t.FieldByName(child.Name)
				if !ok {
					found[name+"."+child.Name] = "the SDK lacks it"
					continue
				}
				if f.Type.Kind() == reflect.Interface {
					found[name+"."+child.Name] = "a document, not walked"
				}
				visit(child.Shape, f.Type)
			}
		}
	}
	for name, o := range m.Operations {
		method, ok := reflect.TypeFor[*cip.Client]().MethodByName(name)
		if !ok {
			found[name] = "the SDK lacks the operation"
			continue
		}
		visit(o.Input, method.Type.In(2)) // after the receiver and the context
	}
	lines := []string{}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		lines = append(lines, name+": "+found[name])
	}
	return lines
}
