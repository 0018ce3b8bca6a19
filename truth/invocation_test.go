package truth_test

import (
	"encoding/base64"
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

func TestInvocationsAreRecorded(t *testing.T) {
	w := newTriggerWorld(t, fixture.EmailPool(), cognitofake.WithSeed(1))
	w.pool.On(cognitofake.PreSignUp, answers(`{"response":{"autoConfirmUser":false}}`))
	w.pool.On(cognitofake.CustomEmailSender, fails(errors.New("the provider is down")))
	w.MustSignUp("jane", "email", "jane@example.com")

	calls := w.fake.Calls()
	runs := calls[0].Invocations
	require.Len(t, runs, 2)
	require.Equal(t, cognitofake.PreSignUp, runs[0].Trigger)
	require.Equal(t, "PreSignUp_SignUp", runs[0].Source)
	require.Equal(t, "arn:aws:lambda:us-east-1:123456789012:function:PreSignUp", runs[0].Function)
	require.JSONEq(t, `{"response":{"autoConfirmUser":false}}`, runs[0].Result)
	require.Contains(t, runs[0].Event, `"userName":"jane"`)
	require.Equal(t, 1, runs[0].Attempts)
	require.Empty(t, runs[0].Error)
	require.False(t, runs[0].At.IsZero())
	require.Equal(t, "UserLambdaValidationException: CustomEmailSender failed with error the provider is down.", runs[1].Error)

	runs[0].Source = "changed"
	require.Equal(t, "PreSignUp_SignUp", w.fake.Calls()[0].Invocations[0].Source, "snapshots are copies")
	require.Equal(t, `cognitofake: 1 call, 1 message, 1 user (seed 1)
  1 SignUp  client `+w.app.ID[:8]+`  jane  UNCONFIRMED
      ran: PreSignUp_SignUp ok
      ran: CustomEmailSender_SignUp UserLambdaValidationException: CustomEmailSender failed with error the
           provider is down.
      sent: EMAIL to jane@example.com, code `+w.pool.Code("jane")+`, not delivered: UserLambdaValidationException:
            CustomEmailSender failed with error the provider is down.
  users: jane UNCONFIRMED, email (not verified)`, w.fake.Transcript())
}

// The hint of a function that nobody registered stands in the transcript even
// where the caller is told nothing (L122).
func TestHintOfAnUnregisteredSender(t *testing.T) {
	in := fixture.EmailPool()
	in.LambdaConfig = &types.LambdaConfigType{
		CustomEmailSender: &types.CustomEmailLambdaVersionConfigType{
			LambdaArn: aws.String("arn:aws:lambda:us-east-1:123456789012:function:mail"), LambdaVersion: types.CustomEmailSenderLambdaVersionTypeV10,
		},
		KMSKeyID: aws.String("arn:aws:kms:us-east-1:123456789012:key/1"),
	}
	w := newTriggerWorld(t, in)
	w.MustSignUp("jane", "email", "jane@example.com")
	require.False(t, w.fake.Messages()[0].Delivered)
	require.Contains(t, w.fake.Transcript(), `Fake.Lambda("mail", fn)`)
}

// A custom sender gets a temporary password as it gets a code; the record of
// the call does not show it.
func TestTemporaryPasswordIsRedacted(t *testing.T) {
	w := newTriggerWorld(t, cip.CreateUserPoolInput{})
	var got string
	w.pool.On(cognitofake.CustomEmailSender, bytesFunction(func(event string) (string, error) {
		got = event
		return event, nil
	}))
	_, err := createJane(w.World)
	require.NoError(t, err)
	password := base64.StdEncoding.EncodeToString([]byte(w.fake.Messages()[0].Code))
	require.Contains(t, got, password)
	run := w.runs(cognitofake.OpAdminCreateUser)[0]
	require.Contains(t, run.Event, `"code":"REDACTED"`)
	require.NotContains(t, run.Event+run.Result, password)
}

func TestWithCodeEncrypter(t *testing.T) {
	in := fixture.EmailPool()
	in.LambdaConfig = &types.LambdaConfigType{KMSKeyID: aws.String("arn:aws:kms:us-east-1:123456789012:key/1")}
	failure := error(nil)
	var poolID string
	w := newTriggerWorld(t, in, cognitofake.WithCodeEncrypter(func(id, key, code string) ([]byte, error) {
		poolID = id
		return []byte(key + " " + code), failure
	}))
	w.pool.On(cognitofake.CustomEmailSender, echo)
	w.MustSignUp("jane", "email", "jane@example.com")
	require.Equal(t, w.pool.ID, poolID)
	require.Equal(t, base64.StdEncoding.EncodeToString([]byte("arn:aws:kms:us-east-1:123456789012:key/1 "+w.pool.Code("jane"))),
		w.requestOf("CustomEmailSender_SignUp")["code"])

	failure = errors.New("no key")
	w.MustSignUp("joan", "email", "joan@example.com")
	m := w.fake.Messages()[1]
	require.False(t, m.Delivered)
	require.Equal(t, "the code could not be encrypted: no key", m.Error)
}
