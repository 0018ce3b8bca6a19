package truth_test

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// modelRows are rows of the service model's constraints: docs/behaviour.md R1 to R17, R45, R95, N4.
func modelRows() []rows.Row {
	return []rows.Row{
		// What the SDK refuses by itself.
		{Rules: "R9", Name: "nil members stay with the SDK", Call: func(w *rows.World) (any, error) {
			_, err := w.Client.SignUp(w.Ctx, &cip.SignUpInput{
				UserAttributes: []types.AttributeType{{}}, ValidationData: []types.AttributeType{{}},
			})
			return err, nil
		}, Want: rows.Want{Check: check(func(w *world, out any) {
			require.EqualError(w, out.(error), "operation error Cognito Identity Provider: SignUp, 4 validation error(s) found.\n"+
				"- missing required field, SignUpInput.ClientId.\n- missing required field, SignUpInput.Username.\n"+
				"- missing required field, SignUpInput.UserAttributes[0].Name.\n- missing required field, SignUpInput.ValidationData[0].Name.\n")
			fixture.RequireAs[*smithy.OperationError](w, out.(error))
			fixture.RequireAs[smithy.InvalidParamsError](w, out.(error))
			var api smithy.APIError
			require.NotErrorAs(w, out.(error), &api)
			require.Empty(w, w.fake.Calls(), "nothing was sent")
		})}},
	}
}
