package truth_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Rows of pools over the wire: docs/behaviour.md N2, N134, N135, N137, R82, L43.

// creating makes a pool over the wire.
func creating(in cip.CreateUserPoolInput) func(*world) (any, error) {
	in.PoolName = cmpOr(in.PoolName, aws.String("made"))
	return func(w *world) (any, error) {
		out, err := w.client.CreateUserPool(w.ctx, &in)
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

// updating changes the row's pool and describes it.
func updating(in cip.UpdateUserPoolInput) func(*world) (any, error) {
	return func(w *world) (any, error) {
		in := in // rows run side by side
		in.UserPoolId = &w.pool.ID
		if _, err := w.client.UpdateUserPool(w.ctx, &in); err != nil {
			return nil, err
		}
		return described(w)
	}
}

func describing(id string) func(*world) (any, error) {
	return func(w *world) (any, error) {
		return w.client.DescribeUserPool(w.ctx, &cip.DescribeUserPoolInput{UserPoolId: &id})
	}
}

func noPool(id string) want {
	return want{code: "ResourceNotFoundException", message: "User pool " + id + " does not exist."}
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

// isDefaultPool checks N134, member by member.
func isDefaultPool(w *world, out any) {
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
			SignInPolicy: &types.SignInPolicyType{AllowedFirstAuthFactors: []types.AuthFactorType{pwd}},
		},
		DeletionProtection:          types.DeletionProtectionTypeInactive,
		LambdaConfig:                &types.LambdaConfigType{},
		VerificationMessageTemplate: &types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithCode},
		MfaConfiguration:            types.UserPoolMfaTypeOff,
		EmailConfiguration:          &types.EmailConfigurationType{EmailSendingAccount: types.EmailSendingAccountTypeCognitoDefault},
		AdminCreateUserConfig:       &types.AdminCreateUserConfigType{UnusedAccountValidityDays: 7},
		UserPoolTier:                types.UserPoolTierTypeEssentials,
	}, p)
}

// protect makes the row's pool one that cannot be deleted.
func protect(w *world) {
	_, err := w.client.UpdateUserPool(w.ctx, &cip.UpdateUserPoolInput{UserPoolId: &w.pool.ID, DeletionProtection: types.DeletionProtectionTypeActive})
	require.NoError(w, err)
}

func deleting(w *world) (any, error) {
	return w.client.DeleteUserPool(w.ctx, &cip.DeleteUserPoolInput{UserPoolId: &w.pool.ID})
}

func listing(maxResults int32) func(*world) (any, error) {
	return func(w *world) (any, error) {
		return w.client.ListUserPools(w.ctx, &cip.ListUserPoolsInput{MaxResults: &maxResults})
	}
}

// pages collects the names of all pools, three at a time.
func pages(w *world) (any, error) {
	var names []string
	pages := cip.NewListUserPoolsPaginator(w.client, &cip.ListUserPoolsInput{MaxResults: aws.Int32(3)})
	for pages.HasMorePages() {
		out, err := pages.NextPage(w.ctx)
		if err != nil {
			return nil, err
		}
		require.LessOrEqual(w, len(out.UserPools), 3)
		for _, p := range out.UserPools {
			names = append(names, *p.Name)
		}
	}
	return names, nil
}

var _ = addRows(
	row{rules: "N134 R46 R82", name: "what CreateUserPool answers", call: creating(cip.CreateUserPoolInput{}), want: want{check: isDefaultPool}},
	row{rules: "N134 R46 R82", name: "what DescribeUserPool repeats", pool: cip.CreateUserPoolInput{PoolName: aws.String("made")}, call: described, want: want{check: isDefaultPool}},
	row{rules: "N134", name: "EstimatedNumberOfUsers", prior: func(w *world) { w.mustSignUp("jane"); w.mustSignUp("john") }, call: described,
		want: want{check: func(w *world, out any) { require.EqualValues(w, 2, out.(*types.UserPoolType).EstimatedNumberOfUsers) }}},
	row{rules: "N134", name: "region and account", opts: []cognitofake.Option{cognitofake.WithRegion("eu-west-3"), cognitofake.WithAccountID("210987654321")},
		call: creating(cip.CreateUserPoolInput{}), want: want{check: func(w *world, out any) {
			p := out.(*types.UserPoolType)
			require.Regexp(w, `^eu-west-3_[0-9A-Za-z]{9}$`, *p.Id)
			require.Equal(w, "arn:aws:cognito-idp:eu-west-3:210987654321:userpool/"+*p.Id, *p.Arn)
		}}},
	row{rules: "N134", name: "names may repeat", pool: cip.CreateUserPoolInput{PoolName: aws.String("made")}, call: creating(cip.CreateUserPoolInput{}), want: want{check: func(w *world, out any) {
		require.NotEqual(w, w.pool.ID, *out.(*types.UserPoolType).Id)
		require.Len(w, w.fake.Pools(), 2)
	}}},
	row{rules: "N134", name: "a pool of the wire works", call: func(w *world) (any, error) {
		pool, err := creating(fixture.EmailPool())(w)
		require.NoError(w, err)
		app, err := w.client.CreateUserPoolClient(w.ctx, &cip.CreateUserPoolClientInput{UserPoolId: pool.(*types.UserPoolType).Id, ClientName: aws.String("web")})
		require.NoError(w, err)
		in := w.signUpInput("jane", "email", "jane@example.com")
		in.ClientId = app.UserPoolClient.ClientId
		return w.client.SignUp(w.ctx, in)
	}, want: want{check: func(w *world, out any) {
		require.NotNil(w, out.(*cip.SignUpOutput).CodeDeliveryDetails)
		require.Len(w, w.fake.Pools()[1].Users(), 1)
		require.Empty(w, w.pool.Users())
	}}},

	// The schema.
	row{rules: "R82 N134", name: "standard attributes", call: described, want: want{check: func(w *world, out any) {
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
	row{rules: "R85 N134", name: "custom attributes come with their prefix, last", pool: schemaPool(fixture.CustomString("team", "1", "9"), custom("vip", types.AttributeDataTypeBoolean)),
		call: described, want: want{check: func(w *world, out any) {
			all := out.(*types.UserPoolType).SchemaAttributes
			require.Equal(w, []string{"custom:team", "custom:vip"}, []string{*all[21].Name, *all[22].Name})
			require.Equal(w, &types.StringAttributeConstraintsType{MinLength: aws.String("1"), MaxLength: aws.String("9")}, all[21].StringAttributeConstraints)
			require.True(w, *all[21].Mutable)
			require.False(w, *all[21].Required)
		}}},
	row{rules: "R82 R83", name: "a required standard attribute", pool: requiring(cip.CreateUserPoolInput{}, "email"), call: described, want: want{check: func(w *world, out any) {
		require.True(w, *schemaOf(out.(*types.UserPoolType))["email"].Required)
	}}},

	// Pools that cannot be.
	row{rules: "N135", name: "aliases and username attributes", call: creating(cip.CreateUserPoolInput{
		AliasAttributes: []types.AliasAttributeType{types.AliasAttributeTypeEmail}, UsernameAttributes: []types.UsernameAttributeType{types.UsernameAttributeTypeEmail},
	}), want: want{code: "InvalidParameterException", anyText: true}},
	row{rules: "N135", name: "MFA without text messages", call: creating(cip.CreateUserPoolInput{MfaConfiguration: types.UserPoolMfaTypeOptional}),
		want: invalid("SMS configuration and Auto verification for phone_number are required when MFA is required/optional")},
	row{rules: "N135", name: "required MFA, phone number not verified", call: creating(cip.CreateUserPoolInput{MfaConfiguration: types.UserPoolMfaTypeOn, SmsConfiguration: fixture.SMSConfiguration()}),
		want: invalid("SMS configuration and Auto verification for phone_number are required when MFA is required/optional")},
	row{rules: "N135", name: "MFA with text messages", call: creating(func() cip.CreateUserPoolInput {
		pool := fixture.PhonePool()
		pool.MfaConfiguration = types.UserPoolMfaTypeOptional
		return pool
	}())},
	row{rules: "N135", name: "an empty name", call: creating(cip.CreateUserPoolInput{PoolName: aws.String("")}), want: violating(
		breaksShown("", "poolName", `Member must satisfy regular expression pattern: [\w\s+=,.@-]+`), breaksShown("", "poolName", atLeast1))},
	row{rules: "N135", name: "a name of 129 characters", call: creating(cip.CreateUserPoolInput{PoolName: aws.String(strings.Repeat("p", 129))}),
		want: violating(breaksShown(strings.Repeat("p", 129), "poolName", atMost128))},
	row{rules: "N135", name: "a name with a slash", call: creating(cip.CreateUserPoolInput{PoolName: aws.String("a/b")}),
		want: violating(breaksShown("a/b", "poolName", `Member must satisfy regular expression pattern: [\w\s+=,.@-]+`))},
	row{rules: "L43", name: "phone numbers without text messages", call: creating(cip.CreateUserPoolInput{
		AutoVerifiedAttributes: []types.VerifiedAttributeType{fixture.Phone},
	}), want: want{code: "InvalidParameterException", anyText: true}},
	row{rules: "L43", name: "phone numbers without text messages, later", call: updating(cip.UpdateUserPoolInput{AutoVerifiedAttributes: []types.VerifiedAttributeType{fixture.Phone}}),
		want: want{code: "InvalidParameterException", anyText: true}},

	// Unknown pools.
	row{rules: "N2", name: "unknown to DescribeUserPool", call: describing("us-east-1_Unknown"), want: noPool("us-east-1_Unknown")},
	row{rules: "N2 N137", name: "unknown to UpdateUserPool", call: func(w *world) (any, error) {
		return w.client.UpdateUserPool(w.ctx, &cip.UpdateUserPoolInput{UserPoolId: aws.String("us-east-1_Unknown")})
	}, want: noPool("us-east-1_Unknown")},
	row{rules: "N2 N137", name: "deleted twice", prior: func(w *world) {
		_, err := deleting(w)
		require.NoError(w, err)
	}, call: deleting, want: want{code: "ResourceNotFoundException", words: func(w *world) string { return "User pool " + w.pool.ID + " does not exist." }}},
	row{rules: "N2", name: "unknown to AddCustomAttributes", call: func(w *world) (any, error) {
		return w.client.AddCustomAttributes(w.ctx, &cip.AddCustomAttributesInput{UserPoolId: aws.String("us-east-1_Unknown"), CustomAttributes: []types.SchemaAttributeType{fixture.CustomString("x", "0", "1")}})
	}, want: noPool("us-east-1_Unknown")},
	row{rules: "N2", name: "unknown to CreateUserPoolDomain", call: func(w *world) (any, error) {
		return w.client.CreateUserPoolDomain(w.ctx, &cip.CreateUserPoolDomainInput{UserPoolId: aws.String("us-east-1_Unknown"), Domain: aws.String("x")})
	}, want: noPool("us-east-1_Unknown")},

	// Updates.
	row{rules: "N137", name: "members left out go back", pool: func() cip.CreateUserPoolInput {
		pool := inTier(policyPool(types.PasswordPolicyType{MinimumLength: aws.Int32(20)}), types.UserPoolTierTypePlus)
		pool.PoolName = aws.String("made")
		pool.AutoVerifiedAttributes = []types.VerifiedAttributeType{fixture.Email}
		pool.DeletionProtection = types.DeletionProtectionTypeActive
		pool.AdminCreateUserConfig = &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true}
		pool.EmailVerificationSubject = aws.String("Hello")
		pool.VerificationMessageTemplate = &types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink}
		pool.UserPoolTags = map[string]string{"a": "b"}
		return pool
	}(), opts: []cognitofake.Option{cognitofake.WithClock(fixture.Stopped)}, call: updating(cip.UpdateUserPoolInput{}), want: want{check: isDefaultPool}},
	row{rules: "N137", name: "what no update changes", pool: func() cip.CreateUserPoolInput {
		pool := folding(aliasPool(types.AliasAttributeTypeEmail))
		pool.Schema = []types.SchemaAttributeType{fixture.CustomString("team", "1", "9")}
		return pool
	}(), call: updating(cip.UpdateUserPoolInput{PoolName: aws.String("renamed")}), want: want{check: func(w *world, out any) {
		p := out.(*types.UserPoolType)
		require.Equal(w, "renamed", *p.Name)
		require.Equal(w, []types.AliasAttributeType{types.AliasAttributeTypeEmail}, p.AliasAttributes)
		require.False(w, *p.UsernameConfiguration.CaseSensitive)
		require.Len(w, p.SchemaAttributes, 22)
	}}},
	row{rules: "N137", name: "LastModifiedDate", prior: func(w *world) { w.fake.Advance(time.Hour) }, call: updating(cip.UpdateUserPoolInput{}), want: want{check: func(w *world, out any) {
		p := out.(*types.UserPoolType)
		require.GreaterOrEqual(w, p.LastModifiedDate.Sub(*p.CreationDate), time.Hour)
	}}},
	row{rules: "N137", name: "a refused update changes nothing", prior: protect, call: func(w *world) (any, error) {
		_, err := updating(cip.UpdateUserPoolInput{MfaConfiguration: types.UserPoolMfaTypeOn})(w)
		require.Error(w, err)
		return described(w)
	}, want: want{check: func(w *world, out any) {
		require.Equal(w, types.DeletionProtectionTypeActive, out.(*types.UserPoolType).DeletionProtection)
		require.Equal(w, types.UserPoolMfaTypeOff, out.(*types.UserPoolType).MfaConfiguration)
	}}},

	// Deletion.
	row{rules: "N137 N1", name: "deletion", prior: signedUp("jane"), call: deleting, want: want{check: func(w *world, _ any) {
		require.Empty(w, w.pool.Users())
		require.Empty(w, w.fake.Pools())
		_, err := described(w)
		want{code: "ResourceNotFoundException", words: func(w *world) string { return "User pool " + w.pool.ID + " does not exist." }}.requireError(w, err)
	}}},
	row{rules: "N137", name: "deletion with a domain", prior: withDomain, call: deleting, want: invalid("User pool cannot be deleted. It has a domain configured that should be deleted first.")},
	row{rules: "N137", name: "deletion of a protected pool", prior: protect, call: deleting,
		want: invalid("The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.")},

	// Lists.
	row{rules: "N137", name: "entries of ListUserPools", pool: cip.CreateUserPoolInput{PoolName: aws.String("made")}, opts: []cognitofake.Option{cognitofake.WithClock(fixture.Stopped)}, call: listing(60), want: want{check: func(w *world, out any) {
		date := aws.Time(time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC))
		got := out.(*cip.ListUserPoolsOutput)
		require.Equal(w, []types.UserPoolDescriptionType{{
			Id: &w.pool.ID, Name: aws.String("made"), LambdaConfig: &types.LambdaConfigType{}, CreationDate: date, LastModifiedDate: date,
		}}, got.UserPools)
		require.Nil(w, got.NextToken)
	}}},
	row{rules: "N137", name: "MaxResults 0", call: listing(0), want: violating(breaksShown("0", "maxResults", "Member must have value greater than or equal to 1"))},
	row{rules: "N137", name: "MaxResults 61", call: listing(61), want: invalid("1 validation error detected: Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 60")},
	row{rules: "N137", choice: true, name: "no MaxResults", raw: func(*world) string { return `ListUserPools {}` }, want: violating("Value null at 'maxResults' failed to satisfy constraint: " + mustNotBeNull)},
	row{rules: "N137", name: "pages, oldest first", opts: []cognitofake.Option{cognitofake.WithClock(fixture.Stopped)}, pool: cip.CreateUserPoolInput{PoolName: aws.String("p0")}, prior: func(w *world) {
		for i := range 6 {
			w.fake.AddPool(cip.CreateUserPoolInput{PoolName: aws.String(fmt.Sprintf("p%d", i+1))})
		}
	}, call: pages, want: want{check: func(w *world, out any) {
		require.Equal(w, []string{"p0", "p1", "p2", "p3", "p4", "p5", "p6"}, out)
		require.True(w, slices.IsSorted(out.([]string)))
	}}},
)
