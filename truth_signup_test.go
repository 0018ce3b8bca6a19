package cognitofake_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"
)

// Rows of signing up: docs/behaviour.md R20 to R141.
var _ = addRows(
	row{
		rules: "R140 R141 L8 L15", name: "unconfirmed, with a code by e-mail", pool: emailPool(),
		call: func(w *world) (any, error) { return w.signUp("jane", "email", "test@test.com") },
		want: want{check: func(w *world, out any) {
			got := out.(*cip.SignUpOutput)
			require.False(w, got.UserConfirmed)
			require.Regexp(w, `^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`, *got.UserSub)
			require.Equal(w, &types.CodeDeliveryDetailsType{
				AttributeName: aws.String("email"), DeliveryMedium: types.DeliveryMediumTypeEmail, Destination: aws.String("t***@t***"),
			}, got.CodeDeliveryDetails)
			require.Nil(w, got.Session)
			require.Equal(w, types.UserStatusTypeUnconfirmed, w.user("jane").Status)
		}},
	},
	row{
		rules: "R20", name: "unknown client",
		call: func(w *world) (any, error) {
			in := w.signUpInput("jane")
			in.ClientId = aws.String("unknown")
			return w.client.SignUp(w.ctx, in)
		},
		want: want{code: "ResourceNotFoundException", message: "User pool client unknown does not exist."},
	},
	row{
		rules: "R72", name: "username taken",
		prior: func(w *world) { w.mustSignUp("jane") },
		call:  func(w *world) (any, error) { return w.signUp("jane") },
		want:  want{code: "UsernameExistsException", message: "User already exists"},
	},
)
