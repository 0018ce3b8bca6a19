// Command gosdk calls the Go SDK v2 as it is told, one JSON line for each call
// and each answer. It gets its endpoint from the environment alone.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"log"
	"os"

	"github.com/aws/aws-sdk-go-v2/config"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go"
)

type answer struct {
	Output any    `json:"output"`
	Text   string `json:"text"`
	Type   string `json:"type"`
}

func main() {
	ctx := context.Background()
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		log.Fatal(err)
	}
	client := cip.NewFromConfig(cfg)
	calls := map[string]func(json.RawMessage) (any, error){
		"SignUp": func(in json.RawMessage) (any, error) { return client.SignUp(ctx, read[cip.SignUpInput](in)) },
		"ConfirmSignUp": func(in json.RawMessage) (any, error) {
			return client.ConfirmSignUp(ctx, read[cip.ConfirmSignUpInput](in))
		},
		"AdminGetUser": func(in json.RawMessage) (any, error) {
			return client.AdminGetUser(ctx, read[cip.AdminGetUserInput](in))
		},
	}
	answers := json.NewEncoder(os.Stdout)
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		var call struct {
			Operation string
			Input     json.RawMessage
		}
		if err := json.Unmarshal(lines.Bytes(), &call); err != nil {
			log.Fatal(err)
		}
		var a answer
		a.Output, err = calls[call.Operation](call.Input)
		if err != nil {
			a = answer{Text: err.Error()}
			// The typed exceptions alone; an unknown one is a GenericAPIError.
			var refusal smithy.APIError
			var unknown *smithy.GenericAPIError
			if errors.As(err, &refusal) && !errors.As(err, &unknown) {
				a.Type = refusal.ErrorCode()
			}
		}
		if err := answers.Encode(a); err != nil {
			log.Fatal(err)
		}
	}
}

// read is the input of a call: the SDK's fields have the names of the wire.
func read[In any](raw json.RawMessage) *In {
	in := new(In)
	if err := json.Unmarshal(raw, in); err != nil {
		log.Fatal(err)
	}
	return in
}
