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
	"reflect"

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
		a.Output, err = invoke(ctx, client, call.Operation, call.Input)
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

// invoke calls the method of an operation; the fields of its input have the
// names of the wire.
func invoke(ctx context.Context, client *cip.Client, operation string, input json.RawMessage) (any, error) {
	method := reflect.ValueOf(client).MethodByName(operation)
	in := reflect.New(method.Type().In(1).Elem())
	if err := json.Unmarshal(input, in.Interface()); err != nil {
		log.Fatal(err)
	}
	results := method.Call([]reflect.Value{reflect.ValueOf(ctx), in})
	err, _ := results[1].Interface().(error)
	return results[0].Interface(), err
}
