package rows

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Constraints on the elements of lists, in the service's words (P13).
const (
	elements      = "Member must satisfy constraint: ["
	atMost100     = "Member must have length less than or equal to 100"
	atMost1024    = "Member must have length less than or equal to 1024"
	urlElements   = elements + atMost1024 + ", " + atLeast1 + ", " + usernamePattern + "]"
	flowSet       = "Member must satisfy enum value set: [implicit, client_credentials, code]"
	flowElements  = elements + flowSet + "]"
	poolPattern   = `Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`
	mediaElements = elements + "Member must satisfy enum value set: [SMS, EMAIL]]"
	phoneElements = elements + "Member must satisfy enum value set: [phone_number, email]]"

	explicitElements = elements + "Member must satisfy enum value set: [ALLOW_CUSTOM_AUTH, ADMIN_NO_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH, " +
		"ALLOW_USER_PASSWORD_AUTH, ALLOW_USER_SRP_AUTH, CUSTOM_AUTH_FLOW_ONLY, USER_PASSWORD_AUTH, ALLOW_ADMIN_USER_PASSWORD_AUTH"
)

// listRows are rows of lists and maps of plain values: docs/behaviour.md P11, P12, P13.
func listRows() []Row {
	urls := append(make([]string, 100), " ")
	for i := range urls[:100] {
		urls[i] = "https://example.com/"
	}
	printed := "[" + strings.Join(urls, ", ") + "]"
	create := func(change func(in *cip.CreateUserPoolClientInput)) func(w *World) (any, error) {
		return func(w *World) (any, error) {
			in := &cip.CreateUserPoolClientInput{UserPoolId: &w.PoolID, ClientName: aws.String("c")}
			change(in)
			return w.Client.CreateUserPoolClient(w.Ctx, in)
		}
	}
	update := func(change func(in *cip.UpdateUserPoolClientInput)) func(w *World) (any, error) {
		return func(w *World) (any, error) {
			in := &cip.UpdateUserPoolClientInput{UserPoolId: &w.PoolID, ClientId: &w.ClientID}
			change(in)
			return w.Client.UpdateUserPoolClient(w.Ctx, in)
		}
	}
	pool := func(change func(in *cip.CreateUserPoolInput)) func(w *World) (any, error) {
		return func(w *World) (any, error) {
			in := &cip.CreateUserPoolInput{PoolName: aws.String("p")}
			change(in)
			return w.Client.CreateUserPool(w.Ctx, in)
		}
	}
	one := func(entry string) Want { return invalid("1 validation error detected: " + entry) }
	two := func(a, b string) Want { return invalid("2 validation errors detected: " + a + "; " + b) }
	return []Row{
		// The client id is shown, wherever it stands.
		{Rules: "R11 P11", Name: "empty client id of DescribeUserPoolClient", Call: func(w *World) (any, error) {
			return w.Client.DescribeUserPoolClient(w.Ctx, &cip.DescribeUserPoolClientInput{UserPoolId: &w.PoolID, ClientId: aws.String("")})
		}, Want: two(breaksShown("", "clientId", atLeast1), breaksShown("", "clientId", clientIDPattern))},
		{Rules: "R11", Name: "a pool's id for a client's in InitiateAuth", Call: func(w *World) (any, error) {
			return w.Client.InitiateAuth(w.Ctx, &cip.InitiateAuthInput{ClientId: aws.String("us-east-1_x-y"), AuthFlow: types.AuthFlowTypeUserPasswordAuth})
		}, Want: one(breaksShown("us-east-1_x-y", "clientId", clientIDPattern))},
		{Rules: "R11", Name: "a dash in the client id of ConfirmSignUp", Call: func(w *World) (any, error) {
			return w.Client.ConfirmSignUp(w.Ctx, &cip.ConfirmSignUpInput{ClientId: aws.String("a-b"), Username: aws.String("jane"), ConfirmationCode: aws.String("1")})
		}, Want: one(breaksShown("a-b", "clientId", clientIDPattern))},
		{Rules: "R11", Name: "a dash in the client id of DeleteUserPoolClient", Call: func(w *World) (any, error) {
			return w.Client.DeleteUserPoolClient(w.Ctx, &cip.DeleteUserPoolClientInput{UserPoolId: &w.PoolID, ClientId: aws.String("a-b")})
		}, Want: one(breaksShown("a-b", "clientId", clientIDPattern))},
		{Rules: "P11 R13", Name: "two faults of an attribute's name", Call: withAttributes("", "x"), Want: two(
			breaksShown("", "userAttributes.1.member.name", atLeast1), breaksShown("", "userAttributes.1.member.name", namePattern))},

		// Lists of plain values, told once and whole.
		{Rules: "P13", Name: "101 callback URLs, a bad one among them", Call: create(func(in *cip.CreateUserPoolClientInput) { in.CallbackURLs = urls }),
			Want: two(breaksShown(printed, "callbackURLs", atMost100), breaksShown(printed, "callbackURLs", urlElements))},
		{Rules: "P13", Name: "101 logout URLs, a bad one among them", Call: update(func(in *cip.UpdateUserPoolClientInput) { in.LogoutURLs = urls }),
			Want: two(breaksShown(printed, "logoutURLs", atMost100), breaksShown(printed, "logoutURLs", urlElements))},
		{Rules: "P13", Name: "two bad callback URLs", Call: update(func(in *cip.UpdateUserPoolClientInput) { in.CallbackURLs = []string{"", "https://a", " "} }),
			Want: one(breaksShown("[, https://a,  ]", "callbackURLs", urlElements))},
		{Rules: "P13", Name: "an unknown OAuth flow", Call: create(func(in *cip.CreateUserPoolClientInput) { in.AllowedOAuthFlows = []types.OAuthFlowType{"code", "token"} }),
			Want: one(breaksShown("[code, token]", "allowedOAuthFlows", flowElements))},
		{Rules: "P13", Name: "four OAuth flows, one unknown", Call: update(func(in *cip.UpdateUserPoolClientInput) {
			in.AllowedOAuthFlows = []types.OAuthFlowType{"code", "implicit", "client_credentials", "token"}
		}), Want: two(breaksShown("[code, implicit, client_credentials, token]", "allowedOAuthFlows", "Member must have length less than or equal to 3"),
			breaksShown("[code, implicit, client_credentials, token]", "allowedOAuthFlows", flowElements))},
		{Rules: "P13", Name: "an unknown sign-in flow", Call: create(func(in *cip.CreateUserPoolClientInput) {
			in.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{"ADMIN_USER_PASSWORD_AUTH"}
		}), Want: Want{Code: "InvalidParameterException", Prefix: true,
			Message: "1 validation error detected: " + breaksShown("[ADMIN_USER_PASSWORD_AUTH]", "explicitAuthFlows", explicitElements)}},
		{Rules: "P13", Choice: true, Name: "an unknown sign-in flow, where newer values stand", Call: update(func(in *cip.UpdateUserPoolClientInput) {
			in.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{"ALLOW_USER_AUTH", "x"}
		}), Want: one(breaksShown("[ALLOW_USER_AUTH, x]", "explicitAuthFlows", explicitElements+", ALLOW_USER_AUTH]]"))},
		{Rules: "P13", Choice: true, Name: "an unknown attribute to verify", Call: pool(func(in *cip.CreateUserPoolInput) {
			in.AutoVerifiedAttributes = []types.VerifiedAttributeType{"email", "name"}
		}), Want: one(breaksShown("[email, name]", "autoVerifiedAttributes", phoneElements))},
		{Rules: "P13", Choice: true, Name: "an unknown username attribute", Call: pool(func(in *cip.CreateUserPoolInput) {
			in.UsernameAttributes = []types.UsernameAttributeType{"name"}
		}), Want: one(breaksShown("[name]", "usernameAttributes", phoneElements))},
		{Rules: "P13", Choice: true, Name: "an unknown medium", Call: func(w *World) (any, error) {
			return w.Client.AdminCreateUser(w.Ctx, &cip.AdminCreateUserInput{
				UserPoolId: &w.PoolID, Username: aws.String("jane"), DesiredDeliveryMediums: []types.DeliveryMediumType{"MAIL"}})
		}, Want: one(breaksShown("[MAIL]", "desiredDeliveryMediums", mediaElements))},
		{Rules: "P13 N130", Name: "a blank among AttributesToGet", Call: func(w *World) (any, error) {
			return w.Client.ListUsers(w.Ctx, &cip.ListUsersInput{UserPoolId: &w.PoolID, AttributesToGet: []string{"email", ""}})
		}, Want: one(breaksShown("[email, ]", "attributesToGet", elements+atMost32+", "+atLeast1+", "+namePattern+"]"))},
		{Rules: "P13 N123", Name: "a blank among the attributes to delete", Call: func(w *World) (any, error) {
			return w.Client.AdminDeleteUserAttributes(w.Ctx, &cip.AdminDeleteUserAttributesInput{
				UserPoolId: &w.PoolID, Username: aws.String("jane"), UserAttributeNames: []string{""}})
		}, Want: one(breaksShown("[]", "userAttributeNames", elements+atMost32+", "+atLeast1+", "+namePattern+"]"))},
		{Rules: "P13", Name: "an unknown MFA configuration", Call: pool(func(in *cip.CreateUserPoolInput) { in.MfaConfiguration = "X" }),
			Want: one(breaksShown("X", "mfaConfiguration", "Member must satisfy enum value set: [OPTIONAL, OFF, ON]"))},

		// Maps, and lists of structures.
		{Rules: "P13", Choice: true, Name: "keys and values of tags", Call: pool(func(in *cip.CreateUserPoolInput) {
			in.UserPoolTags = map[string]string{"": "v", "k": strings.Repeat("x", 257)}
		}), Want: two(
			breaksShown("{=v, k="+strings.Repeat("x", 257)+"}", "userPoolTags", "Map keys must satisfy constraint: ["+atMost128+", "+atLeast1+"]"),
			breaksShown("{=v, k="+strings.Repeat("x", 257)+"}", "userPoolTags", "Map value must satisfy constraint: ["+atMost256+", Member must have length greater than or equal to 0]"))},
		{Rules: "P12", Name: "an empty list of structures", Call: func(w *World) (any, error) {
			return w.Client.AddCustomAttributes(w.Ctx, &cip.AddCustomAttributesInput{UserPoolId: &w.PoolID, CustomAttributes: []types.SchemaAttributeType{}})
		}, Want: one(breaksShown("[]", "customAttributes", atLeast1))},
		{Rules: "P12", Name: "three recovery options", Call: pool(func(in *cip.CreateUserPoolInput) {
			option := types.RecoveryOptionType{Name: types.RecoveryOptionNameTypeVerifiedEmail, Priority: aws.Int32(1)}
			in.AccountRecoverySetting = &types.AccountRecoverySettingType{RecoveryMechanisms: []types.RecoveryOptionType{option, option, option}}
		}), Want: one(breaksShown("["+strings.TrimPrefix(strings.Repeat(", RecoveryOptionType(priority=1, name=verified_email)", 3), ", ")+"]",
			"accountRecoverySetting.recoveryMechanisms", "Member must have length less than or equal to 2"))},
		{Rules: "R11 N4", Name: "a pool id among other faults", Call: func(w *World) (any, error) {
			return w.Client.DescribeUserPoolClient(w.Ctx, &cip.DescribeUserPoolClientInput{UserPoolId: aws.String("x"), ClientId: aws.String("a-b")})
		}, Want: violating(breaksShown("x", "userPoolId", poolPattern), breaksShown("a-b", "clientId", clientIDPattern))},
	}
}
