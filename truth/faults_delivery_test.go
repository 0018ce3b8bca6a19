package truth_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Whatever fails at delivery, the user is there, and the outbox says why the
// message is not.
func TestEveryModelledErrorAtDelivery(t *testing.T) {
	for _, fault := range cognitofake.Faults(cognitofake.OpSignUp) {
		var want smithy.APIError
		require.ErrorAs(t, fault, &want)
		t.Run(want.ErrorCode(), func(t *testing.T) {
			fake := cognitofake.NewT(t)
			app := appIn(fake, fixture.EmailPool())
			fake.FailNext(cognitofake.OpSignUp, fault, cognitofake.AtDelivery())
			_, err := trySignUp(t, fake.Client, app, "jane", noRetry)
			var got smithy.APIError
			require.ErrorAs(t, err, &got)
			require.Equal(t, want.ErrorCode(), got.ErrorCode())
			require.NotEmpty(t, got.ErrorMessage())

			user, ok := fake.Pools()[0].User("jane")
			require.True(t, ok)
			require.Equal(t, types.UserStatusTypeUnconfirmed, user.Status)
			messages := fake.Messages()
			require.Len(t, messages, 1)
			require.False(t, messages[0].Delivered)
			require.Equal(t, got.ErrorCode()+": "+got.ErrorMessage(), messages[0].Error)
			require.Equal(t, fake.Pools()[0].Code("jane"), messages[0].Code)
			require.Contains(t, fake.Transcript(), "not delivered: "+got.ErrorCode())
		})
	}
}

// Faults at delivery and at arrival apply in the order given.
func TestDeliveryFaultsWaitForTheirTurn(t *testing.T) {
	fake := cognitofake.NewT(t)
	app := appIn(fake, fixture.EmailPool())
	fake.FailNext(cognitofake.OpSignUp, &types.CodeDeliveryFailureException{}, cognitofake.AtDelivery())
	fake.FailNext(cognitofake.OpSignUp, &types.ForbiddenException{})
	_, err := trySignUp(t, fake.Client, app, "jane")
	fixture.RequireAs[*types.CodeDeliveryFailureException](t, err)
	_, err = trySignUp(t, fake.Client, app, "bob")
	fixture.RequireAs[*types.ForbiddenException](t, err)

	// One that stays at delivery keeps nobody from failing at arrival.
	restore := fake.Fail(cognitofake.OpSignUp, cognitofake.ErrLost, cognitofake.AtDelivery())
	fake.FailNext(cognitofake.OpSignUp, &types.ForbiddenException{})
	_, err = trySignUp(t, fake.Client, app, "bob")
	fixture.RequireAs[*types.ForbiddenException](t, err)
	_, err = trySignUp(t, fake.Client, app, "bob")
	require.NoError(t, err)
	restore()
	_, err = trySignUp(t, fake.Client, app, "eve")
	require.NoError(t, err)
	var delivered []bool
	for _, m := range fake.Messages() {
		delivered = append(delivered, m.Delivered)
	}
	require.Equal(t, []bool{false, false, true}, delivered)
}

// At delivery a user may be named as the message names them.
func TestDeliveryFaultForUser(t *testing.T) {
	fake := cognitofake.NewT(t)
	app := appIn(fake, fixture.EmailPool())
	fake.FailNext(cognitofake.OpSignUp, cognitofake.ErrLost, cognitofake.AtDelivery(), cognitofake.ForUser("jane@example.com"))
	for _, name := range []string{"bob", "jane"} {
		_, err := trySignUp(t, fake.Client, app, name)
		require.NoError(t, err)
	}
	require.True(t, fake.Messages()[0].Delivered)
	require.False(t, fake.Messages()[1].Delivered)
	require.Equal(t, "lost on the way", fake.Messages()[1].Error)
}

func TestDeliverer(t *testing.T) {
	var fake *cognitofake.Fake
	var got []cognitofake.Message
	refusals := map[string]error{
		"typed":  &types.InvalidEmailRoleAccessPolicyException{Message: aws.String("no")},
		"worded": &types.LimitExceededException{},
		"smtp":   errors.New("connection refused"),
		"lost":   fmt.Errorf("%w: the mailbox is full", cognitofake.ErrLost),
	}
	ctx, cancel := context.WithCancel(t.Context())
	fake = cognitofake.NewT(t, cognitofake.WithDeliverer(func(ctx context.Context, m cognitofake.Message) error {
		if m.Username == "cancelled" {
			cancel()
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		fake.Pools()[0].Users() // no lock is held
		got = append(got, m)
		return refusals[m.Username]
	}))
	app := appIn(fake, fixture.EmailPool())
	for _, c := range []struct{ name, want, recorded string }{
		{"jane", "", ""},
		{"typed", "InvalidEmailRoleAccessPolicyException: no", "InvalidEmailRoleAccessPolicyException: no"},
		{"worded", "LimitExceededException: " + dailyEmailLimit, "LimitExceededException: " + dailyEmailLimit},
		{"smtp", "CodeDeliveryFailureException: Invalid email provided/Unable to send the email", "CodeDeliveryFailureException: Invalid email provided/Unable to send the email"},
		{"lost", "", "lost on the way: the mailbox is full"},
	} {
		_, err := trySignUp(t, fake.Client, app, c.name, noRetry)
		if c.want == "" {
			require.NoError(t, err)
		} else {
			require.ErrorContains(t, err, c.want)
		}
		m := fake.Messages()[len(fake.Messages())-1]
		require.Equal(t, c.recorded == "", m.Delivered)
		require.Equal(t, c.recorded, m.Error)
		require.Equal(t, m.Code, got[len(got)-1].Code)
	}
	require.Contains(t, fake.Transcript(), "connection refused")

	_, err := fake.SignUp(ctx, signUpInput(app, "cancelled"))
	require.ErrorIs(t, err, context.Canceled)
	m := fake.Messages()[len(fake.Messages())-1]
	require.True(t, m.Delivered, "the service finishes what it has begun")
}

func TestDailyEmailLimit(t *testing.T) {
	clock := time.Date(2026, 3, 1, 8, 59, 0, 0, time.UTC)
	fake := cognitofake.NewT(t, cognitofake.WithClock(func() time.Time { return clock }), cognitofake.WithDailyEmailLimit(2))
	app, other := appIn(fake, fixture.EmailPool()), appIn(fake, fixture.EmailPool())
	own := fixture.EmailPool()
	own.EmailConfiguration = &types.EmailConfigurationType{
		EmailSendingAccount: types.EmailSendingAccountTypeDeveloper, SourceArn: aws.String("arn:aws:ses:us-east-1:123456789012:identity/example.com"),
	}
	ses, sms := appIn(fake, own), appIn(fake, fixture.PhonePool())
	send := func(app *cognitofake.AppClient, name string) error {
		_, err := trySignUp(t, fake.Client, app, name, noRetry)
		return err
	}
	require.NoError(t, send(app, "a"))
	require.NoError(t, send(other, "a"), "all pools count together")
	fixture.RequireAs[*types.LimitExceededException](t, send(app, "b"))
	require.NoError(t, send(ses, "a"), "SES of one's own is not limited")
	require.NoError(t, send(sms, "a"), "nor are text messages")
	fixture.RequireAs[*types.LimitExceededException](t, send(other, "b"))

	fake.Advance(time.Minute) // 09:00 UTC
	require.NoError(t, send(app, "c"))
	require.NoError(t, send(app, "d"))
	fixture.RequireAs[*types.LimitExceededException](t, send(app, "e"))
	fake.Advance(23 * time.Hour)
	fixture.RequireAs[*types.LimitExceededException](t, send(app, "f"))
	fake.Reset()
	require.NoError(t, send(app, "a"))

	none := cognitofake.NewT(t, cognitofake.WithDailyEmailLimit(0))
	_, err := trySignUp(t, none.Client, appIn(none, fixture.EmailPool()), "jane", noRetry)
	fixture.RequireAs[*types.LimitExceededException](t, err)
}

func TestSMSSandbox(t *testing.T) {
	fake := cognitofake.NewT(t, cognitofake.WithSMSSandbox("+15555550101"))
	app, mail := appIn(fake, fixture.PhonePool()), appIn(fake, fixture.EmailPool())
	for _, number := range []string{"+15555550100", "+15555550101"} {
		in := signUpInput(app, "user"+number[10:])
		in.UserAttributes = fixture.Attrs("phone_number", number)
		out, err := fake.SignUp(t.Context(), in)
		require.NoError(t, err)
		require.Equal(t, types.DeliveryMediumTypeSms, out.CodeDeliveryDetails.DeliveryMedium)
	}
	_, err := trySignUp(t, fake.Client, mail, "jane")
	require.NoError(t, err)
	messages := fake.Messages()
	require.False(t, messages[0].Delivered)
	require.Equal(t, cognitofake.ErrSMSSandbox.Error(), messages[0].Error)
	require.ErrorIs(t, cognitofake.ErrSMSSandbox, cognitofake.ErrLost)
	require.True(t, messages[1].Delivered)
	require.True(t, messages[2].Delivered)
}

// The retry trap: the quota of the day reaches an application as its own user.
func TestRetryTrap(t *testing.T) {
	fake := cognitofake.NewT(t, cognitofake.WithDailyEmailLimit(0))
	app := appIn(fake, fixture.EmailPool())
	_, err := trySignUp(t, fake.Client, app, "jane")
	fixture.RequireAs[*types.UsernameExistsException](t, err)
	require.Equal(t, []string{"LimitExceededException", "UsernameExistsException"}, callOutcomes(fake))
	require.Contains(t, fake.Calls()[1].Hint, "an earlier attempt of this same call made the user and then failed with LimitExceededException")
	user, ok := fake.Pools()[0].User("jane")
	require.True(t, ok)
	require.Equal(t, types.UserStatusTypeUnconfirmed, user.Status)

	// Who does not try again is told what happened.
	once := func(o *cip.Options) { o.RetryMaxAttempts = 1 }
	_, err = trySignUp(t, fake.Client, app, "bob", once)
	fixture.RequireAs[*types.LimitExceededException](t, err)

	// A name that somebody else has is not the trap.
	fake.FailNext(cognitofake.OpSignUp, &types.TooManyRequestsException{})
	_, err = trySignUp(t, fake.Client, app, "jane")
	fixture.RequireAs[*types.UsernameExistsException](t, err)
	require.Len(t, fake.Calls(), 5)
	require.Empty(t, fake.Calls()[4].Hint)
}

func TestCompromisedPasswords(t *testing.T) {
	fake := cognitofake.NewT(t, cognitofake.WithCompromisedPasswords("Other-1234", fixture.GoodPassword))
	guarded := func(tier types.UserPoolTierType, mode types.AdvancedSecurityModeType) *cognitofake.AppClient {
		return appIn(fake, cip.CreateUserPoolInput{UserPoolTier: tier, UserPoolAddOns: &types.UserPoolAddOnsType{AdvancedSecurityMode: mode}})
	}
	for _, app := range []*cognitofake.AppClient{
		appIn(fake, cip.CreateUserPoolInput{}),
		guarded(types.UserPoolTierTypePlus, types.AdvancedSecurityModeTypeAudit),
		guarded(types.UserPoolTierTypePlus, types.AdvancedSecurityModeTypeOff),
		guarded(types.UserPoolTierTypeEssentials, types.AdvancedSecurityModeTypeOff),
	} {
		_, err := trySignUp(t, fake.Client, app, "jane")
		require.NoError(t, err)
	}
	app := guarded(types.UserPoolTierTypePlus, types.AdvancedSecurityModeTypeEnforced)
	_, err := trySignUp(t, fake.Client, app, "jane")
	var refused *types.InvalidPasswordException
	require.ErrorAs(t, err, &refused)
	require.Equal(t, "Provided password cannot be used for security reasons.", *refused.Message)
	in := signUpInput(app, "jane")
	in.Password = aws.String("another-pa$$W0rd")
	_, err = fake.SignUp(t.Context(), in)
	require.NoError(t, err)
	_, err = trySignUp(t, fake.Client, app, "jane") // the duplicate comes first
	fixture.RequireAs[*types.UsernameExistsException](t, err)
}
