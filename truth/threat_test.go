package truth_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// threatRows are rows of threat protection: docs/behaviour.md C148.
func threatRows() []rows.Row {
	list := func(w *rows.World, name string, limit *int32, token *string) (*cip.AdminListUserAuthEventsOutput, error) {
		return w.Client.AdminListUserAuthEvents(w.Ctx, &cip.AdminListUserAuthEventsInput{UserPoolId: &w.PoolID, Username: &name, MaxResults: limit, NextToken: token})
	}
	lists := func(name string) func(*rows.World) (any, error) {
		return func(w *rows.World) (any, error) { return list(w, name, nil, nil) }
	}
	feedback := func(id string) func(*rows.World) (any, error) {
		return func(w *rows.World) (any, error) {
			return w.Client.AdminUpdateAuthEventFeedback(w.Ctx, &cip.AdminUpdateAuthEventFeedbackInput{
				UserPoolId: &w.PoolID, Username: aws.String("jane"), EventId: &id, FeedbackValue: types.FeedbackValueTypeValid,
			})
		}
	}
	byUser := func(w *rows.World) (any, error) {
		return w.Client.UpdateAuthEventFeedback(w.Ctx, &cip.UpdateAuthEventFeedbackInput{
			UserPoolId: &w.PoolID, Username: aws.String("jane"), EventId: aws.String("e"), FeedbackToken: aws.String("t"), FeedbackValue: types.FeedbackValueTypeInvalid,
		})
	}
	watching := cip.CreateUserPoolInput{
		UserPoolTier:   types.UserPoolTierTypePlus,
		UserPoolAddOns: &types.UserPoolAddOnsType{AdvancedSecurityMode: types.AdvancedSecurityModeTypeAudit},
	}
	off := rows.Want{Code: "UserPoolAddOnNotEnabledException", AnyText: true}
	risk := &types.EventRiskType{RiskDecision: types.RiskDecisionTypeNoRisk, CompromisedCredentialsDetected: aws.Bool(false)}
	password := func(answered types.ChallengeResponse) []types.ChallengeResponseType {
		return []types.ChallengeResponseType{{ChallengeName: types.ChallengeNamePassword, ChallengeResponse: answered}}
	}
	return []rows.Row{
		{Rules: "C148", Name: "events without threat protection", Prior: rows.Jane, Call: lists("jane"), Want: off},
		{Rules: "C148", Name: "feedback without threat protection", Prior: rows.Jane, Call: feedback("e"), Want: off},
		{Rules: "C148", Name: "a user's feedback without threat protection", Prior: rows.Jane, Call: byUser, Want: off},
		{Rules: "C148 N6", Name: "events of nobody", Call: lists("nobody"), Want: rows.Want{Code: "UserNotFoundException", Message: "User does not exist."}},
		{Rules: "C148", Name: "no sign-in yet", Pool: watching, Prior: rows.Jane, Call: lists("jane"),
			Want: rows.Want{Check: func(w *rows.World, out any) { require.Empty(w, out.(*cip.AdminListUserAuthEventsOutput).AuthEvents) }}},
		{Rules: "C148", Name: "sign-ins, newest first, in pages", Pool: watching, App: rows.PasswordClient(),
			Prior: func(w *rows.World) {
				rows.Jane(w)
				_, err := w.SignIn("jane", "wrong")
				require.Error(w, err)
				_, err = w.AdminSignIn("jane", fixture.GoodPassword)
				require.NoError(w, err)
			},
			Call: lists("jane"),
			Want: rows.Want{Check: func(w *rows.World, out any) {
				events := out.(*cip.AdminListUserAuthEventsOutput).AuthEvents
				require.Len(w, events, 2)
				for _, e := range events {
					require.Equal(w, types.EventTypeSignIn, e.EventType)
					require.Equal(w, risk, e.EventRisk)
					require.NotNil(w, e.CreationDate)
					require.Nil(w, e.EventFeedback)
				}
				require.Equal(w, types.EventResponseTypePass, events[0].EventResponse)
				require.Equal(w, password(types.ChallengeResponseSuccess), events[0].ChallengeResponses)
				require.Equal(w, types.EventResponseTypeFail, events[1].EventResponse)
				require.Equal(w, password(types.ChallengeResponseFailure), events[1].ChallengeResponses)
				first, err := list(w, "jane", aws.Int32(1), nil)
				require.NoError(w, err)
				require.Equal(w, events[:1], first.AuthEvents)
				rest, err := list(w, "jane", aws.Int32(1), first.NextToken)
				require.NoError(w, err)
				require.Equal(w, events[1:], rest.AuthEvents)
				require.Nil(w, rest.NextToken)
				_, err = feedback(*events[1].EventId)(w)
				require.NoError(w, err)
				rest, err = list(w, "jane", nil, nil)
				require.NoError(w, err)
				require.Equal(w, types.FeedbackValueTypeValid, rest.AuthEvents[1].EventFeedback.FeedbackValue)
				require.Nil(w, rest.AuthEvents[0].EventFeedback)
			}}},
		{Rules: "C148", Choice: true, Name: "feedback to no event", Pool: watching, Prior: rows.Jane, Call: feedback("e"), Want: rows.Want{Code: "InvalidParameterException", AnyText: true}},
		{Rules: "C148", Choice: true, Name: "a token that nobody was sent", Pool: watching, Prior: rows.Jane, Call: byUser, Want: rows.Want{Code: "NotAuthorizedException", AnyText: true}},
	}
}
