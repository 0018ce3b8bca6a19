package rows

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Creating makes a pool over the wire.
func Creating(in cip.CreateUserPoolInput) func(*World) (any, error) {
	in.PoolName = cmpOr(in.PoolName, aws.String("made"))
	return func(w *World) (any, error) {
		out, err := w.Client.CreateUserPool(w.Ctx, &in)
		if err != nil {
			return nil, err
		}
		return out.UserPool, nil
	}
}

func cmpOr(a, b *string) *string {
	if a != nil {
		return a
	}
	return b
}

// Updating changes the row's pool and describes it.
func Updating(in cip.UpdateUserPoolInput) func(*World) (any, error) {
	return func(w *World) (any, error) {
		in := in // rows run side by side
		in.UserPoolId = &w.PoolID
		if _, err := w.Client.UpdateUserPool(w.Ctx, &in); err != nil {
			return nil, err
		}
		return Described(w)
	}
}

func describing(id string) func(*World) (any, error) {
	return func(w *World) (any, error) {
		return w.Client.DescribeUserPool(w.Ctx, &cip.DescribeUserPoolInput{UserPoolId: &id})
	}
}

func noPool(id string) Want {
	return Want{Code: "ResourceNotFoundException", Message: "User pool " + id + " does not exist."}
}

var standardNames = []string{
	"profile", "address", "birthdate", "gender", "preferred_username", "updated_at", "website", "picture", "identities", "sub", "phone_number",
	"phone_number_verified", "zoneinfo", "locale", "email", "email_verified", "given_name", "family_name", "middle_name", "name", "nickname",
}

func schemaOf(p *types.UserPoolType) map[string]types.SchemaAttributeType {
	m := map[string]types.SchemaAttributeType{}
	for _, a := range p.SchemaAttributes {
		m[*a.Name] = a
	}
	return m
}

// IsDefaultPool checks N134, member by member.
func IsDefaultPool(w *World, out any) {
	p := out.(*types.UserPoolType)
	require.Regexp(w, `^us-east-1_[0-9A-Za-z]{9}$`, *p.Id)
	require.Equal(w, "arn:aws:cognito-idp:us-east-1:123456789012:userpool/"+*p.Id, *p.Arn)
	require.NotNil(w, p.CreationDate)
	require.Equal(w, p.CreationDate, p.LastModifiedDate)
	require.Len(w, p.SchemaAttributes, 21)
	require.Equal(w, &types.UserPoolType{
		Id: p.Id, Arn: p.Arn, CreationDate: p.CreationDate, LastModifiedDate: p.LastModifiedDate, SchemaAttributes: p.SchemaAttributes,
		Name: aws.String("made"),
		Policies: &types.UserPoolPolicyType{
			PasswordPolicy: &types.PasswordPolicyType{
				MinimumLength: aws.Int32(8), TemporaryPasswordValidityDays: 7,
				RequireLowercase: true, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true,
			},
			SignInPolicy: &types.SignInPolicyType{AllowedFirstAuthFactors: []types.AuthFactorType{Pwd}},
		},
		DeletionProtection:          types.DeletionProtectionTypeInactive,
		LambdaConfig:                &types.LambdaConfigType{},
		VerificationMessageTemplate: &types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithCode},
		MfaConfiguration:            types.UserPoolMfaTypeOff,
		EmailConfiguration:          &types.EmailConfigurationType{EmailSendingAccount: types.EmailSendingAccountTypeCognitoDefault},
		AdminCreateUserConfig:       &types.AdminCreateUserConfigType{UnusedAccountValidityDays: 7},
		AccountRecoverySetting:      Recovering(byEmail, byPhone),
		UserPoolTier:                types.UserPoolTierTypeEssentials,
	}, p)
}

// protect makes the row's pool one that cannot be deleted.
func protect(w *World) {
	_, err := w.Client.UpdateUserPool(w.Ctx, &cip.UpdateUserPoolInput{UserPoolId: &w.PoolID, DeletionProtection: types.DeletionProtectionTypeActive})
	require.NoError(w, err)
}

// Deleting deletes the row's pool.
func Deleting(w *World) (any, error) {
	return w.Client.DeleteUserPool(w.Ctx, &cip.DeleteUserPoolInput{UserPoolId: &w.PoolID})
}

// Listing lists pools.
func Listing(maxResults int32) func(*World) (any, error) {
	return func(w *World) (any, error) {
		return w.Client.ListUserPools(w.Ctx, &cip.ListUserPoolsInput{MaxResults: &maxResults})
	}
}

// poolRows are rows of pools over the wire: docs/behaviour.md N2, N134, N135, N137, R82, L43.
func poolRows() []Row {
	return []Row{
		{Rules: "N134 R46 R82", Name: "what CreateUserPool answers", Call: Creating(cip.CreateUserPoolInput{}), Want: Want{Check: IsDefaultPool}},
		{Rules: "N134 R46 R82", Name: "what DescribeUserPool repeats", Pool: cip.CreateUserPoolInput{PoolName: aws.String("made")}, Call: Described, Want: Want{Check: IsDefaultPool}},
		{Rules: "N134", Name: "EstimatedNumberOfUsers", Prior: func(w *World) { w.MustSignUp("jane"); w.MustSignUp("john") }, Call: Described,
			Want: Want{Check: func(w *World, out any) { require.EqualValues(w, 2, out.(*types.UserPoolType).EstimatedNumberOfUsers) }}},

		// The schema.
		{Rules: "R82 N134", Name: "standard attributes", Call: Described, Want: Want{Check: func(w *World, out any) {
			p := out.(*types.UserPoolType)
			var names []string
			for _, a := range p.SchemaAttributes {
				names = append(names, *a.Name)
			}
			require.Equal(w, standardNames, names)
			schema := schemaOf(p)
			require.Equal(w, &types.StringAttributeConstraintsType{MinLength: aws.String("10"), MaxLength: aws.String("10")}, schema["birthdate"].StringAttributeConstraints)
			require.Equal(w, &types.StringAttributeConstraintsType{MinLength: aws.String("0"), MaxLength: aws.String("2048")}, schema["email"].StringAttributeConstraints)
			require.Equal(w, &types.StringAttributeConstraintsType{MinLength: aws.String("1"), MaxLength: aws.String("2048")}, schema["sub"].StringAttributeConstraints)
			require.True(w, *schema["sub"].Required)
			require.False(w, *schema["sub"].Mutable)
			require.Equal(w, types.AttributeDataTypeNumber, schema["updated_at"].AttributeDataType)
			require.Equal(w, &types.NumberAttributeConstraintsType{MinValue: aws.String("0")}, schema["updated_at"].NumberAttributeConstraints)
			require.Equal(w, types.AttributeDataTypeBoolean, schema["email_verified"].AttributeDataType)
			require.Equal(w, types.AttributeDataTypeBoolean, schema["phone_number_verified"].AttributeDataType)
			for _, name := range standardNames {
				require.Equal(w, name == "sub", *schema[name].Required, name)
			}
		}}},
		{Rules: "R85 N134", Name: "custom attributes come with their prefix, last", Pool: SchemaPool(fixture.CustomString("team", "1", "9"), custom("vip", types.AttributeDataTypeBoolean)),
			Call: Described, Want: Want{Check: func(w *World, out any) {
				all := out.(*types.UserPoolType).SchemaAttributes
				require.Equal(w, []string{"custom:team", "custom:vip"}, []string{*all[21].Name, *all[22].Name})
				require.Equal(w, &types.StringAttributeConstraintsType{MinLength: aws.String("1"), MaxLength: aws.String("9")}, all[21].StringAttributeConstraints)
				require.False(w, *all[21].Mutable, "R82")
				require.False(w, *all[21].Required)
			}}},
		{Rules: "R82 R83", Name: "a required standard attribute", Pool: Requiring(cip.CreateUserPoolInput{}, "email"), Call: Described, Want: Want{Check: func(w *World, out any) {
			require.True(w, *schemaOf(out.(*types.UserPoolType))["email"].Required)
		}}},

		// Pools that cannot be.
		{Rules: "N135 P131", Name: "aliases and username attributes", Call: Creating(cip.CreateUserPoolInput{
			AliasAttributes: []types.AliasAttributeType{types.AliasAttributeTypeEmail}, UsernameAttributes: []types.UsernameAttributeType{types.UsernameAttributeTypeEmail},
		}), Want: invalid("Only one of the aliasAttributes or usernameAttributes can be set in a User pool.")},
		{Rules: "N135", Name: "MFA without text messages", Call: Creating(cip.CreateUserPoolInput{MfaConfiguration: types.UserPoolMfaTypeOptional}),
			Want: invalid("SMS configuration and Auto verification for phone_number are required when MFA is required/optional")},
		{Rules: "N135", Name: "MFA with text messages", Call: Creating(func() cip.CreateUserPoolInput {
			pool := fixture.PhonePool()
			pool.MfaConfiguration = types.UserPoolMfaTypeOptional
			return pool
		}())},
		{Rules: "N135", Name: "an empty name", Call: Creating(cip.CreateUserPoolInput{PoolName: aws.String("")}), Want: violating(
			breaksShown("", "poolName", `Member must satisfy regular expression pattern: [\w\s+=,.@-]+`), breaksShown("", "poolName", atLeast1))},
		{Rules: "N135", Name: "a name of 129 characters", Call: Creating(cip.CreateUserPoolInput{PoolName: aws.String(strings.Repeat("p", 129))}),
			Want: violating(breaksShown(strings.Repeat("p", 129), "poolName", atMost128))},
		{Rules: "N135", Name: "a name with a slash", Call: Creating(cip.CreateUserPoolInput{PoolName: aws.String("a/b")}),
			Want: violating(breaksShown("a/b", "poolName", `Member must satisfy regular expression pattern: [\w\s+=,.@-]+`))},
		// Unknown pools.
		{Rules: "N2", Name: "unknown to DescribeUserPool", Call: describing("us-east-1_Unknown"), Want: noPool("us-east-1_Unknown")},
		{Rules: "N2 N137", Name: "unknown to UpdateUserPool", Call: func(w *World) (any, error) {
			return w.Client.UpdateUserPool(w.Ctx, &cip.UpdateUserPoolInput{UserPoolId: aws.String("us-east-1_Unknown")})
		}, Want: noPool("us-east-1_Unknown")},
		{Rules: "N2 N137", Name: "deleted twice", Prior: func(w *World) {
			_, err := Deleting(w)
			require.NoError(w, err)
		}, Call: Deleting, Want: Want{Code: "ResourceNotFoundException", Words: func(w *World) string { return "User pool " + w.PoolID + " does not exist." }}},
		{Rules: "N2", Name: "unknown to AddCustomAttributes", Call: func(w *World) (any, error) {
			return w.Client.AddCustomAttributes(w.Ctx, &cip.AddCustomAttributesInput{UserPoolId: aws.String("us-east-1_Unknown"), CustomAttributes: []types.SchemaAttributeType{fixture.CustomString("x", "0", "1")}})
		}, Want: noPool("us-east-1_Unknown")},
		{Rules: "N2", Name: "unknown to CreateUserPoolDomain", Call: func(w *World) (any, error) {
			return w.Client.CreateUserPoolDomain(w.Ctx, &cip.CreateUserPoolDomainInput{UserPoolId: aws.String("us-east-1_Unknown"), Domain: aws.String("x")})
		}, Want: noPool("us-east-1_Unknown")},

		// Updates.
		{Rules: "N137", Name: "what no update changes", Pool: func() cip.CreateUserPoolInput {
			pool := Folding(AliasPool(types.AliasAttributeTypeEmail))
			pool.Schema = []types.SchemaAttributeType{fixture.CustomString("team", "1", "9")}
			return pool
		}(), Call: Updating(cip.UpdateUserPoolInput{PoolName: aws.String("renamed")}), Want: Want{Check: func(w *World, out any) {
			p := out.(*types.UserPoolType)
			require.Equal(w, "renamed", *p.Name)
			require.Equal(w, []types.AliasAttributeType{types.AliasAttributeTypeEmail}, p.AliasAttributes)
			require.False(w, *p.UsernameConfiguration.CaseSensitive)
			require.Len(w, p.SchemaAttributes, 22)
		}}},
		{Rules: "N137", Name: "a refused update changes nothing", Prior: protect, Call: func(w *World) (any, error) {
			_, err := Updating(cip.UpdateUserPoolInput{MfaConfiguration: types.UserPoolMfaTypeOn})(w)
			require.Error(w, err)
			return Described(w)
		}, Want: Want{Check: func(w *World, out any) {
			require.Equal(w, types.DeletionProtectionTypeActive, out.(*types.UserPoolType).DeletionProtection)
			require.Equal(w, types.UserPoolMfaTypeOff, out.(*types.UserPoolType).MfaConfiguration)
		}}},

		// Deletion.
		{Rules: "N137", Name: "deletion with a domain", Prior: WithDomain, Call: Deleting, Want: invalid("User pool cannot be deleted. It has a domain configured that should be deleted first.")},
		{Rules: "N137", Name: "deletion of a protected pool", Prior: protect, Call: Deleting,
			Want: invalid("The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.")},

		// Lists.
		{Rules: "N137", Name: "MaxResults 0", Call: Listing(0), Want: violating(breaksShown("0", "maxResults", "Member must have value greater than or equal to 1"))},
		{Rules: "N137", Name: "MaxResults 61", Call: Listing(61), Want: invalid("1 validation error detected: Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 60")},
		{Rules: "N137", Choice: true, Name: "no MaxResults", Raw: func(*World) string { return `ListUserPools {}` }, Want: violating("Value null at 'maxResults' failed to satisfy constraint: " + mustNotBeNull)},
	}
}
