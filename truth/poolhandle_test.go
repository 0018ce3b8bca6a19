package truth_test

import (
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// A panic says which member is wrong and what to do, in one sentence.
func TestAddPoolRefuses(t *testing.T) {
	words := func(s string) *string { return aws.String(s) }
	for name, c := range map[string]struct {
		in   cip.CreateUserPoolInput
		want string
	}{
		"aliases and username attributes": {cip.CreateUserPoolInput{
			AliasAttributes: []types.AliasAttributeType{types.AliasAttributeTypeEmail}, UsernameAttributes: []types.UsernameAttributeType{types.UsernameAttributeTypeEmail},
		}, "Only one of the aliasAttributes or usernameAttributes can be set in a User pool. (leave AliasAttributes or UsernameAttributes out)"},
		"MFA without text messages": {cip.CreateUserPoolInput{MfaConfiguration: types.UserPoolMfaTypeOn},
			"SMS configuration and Auto verification for phone_number are required when MFA is required/optional (give SmsConfiguration, or leave MfaConfiguration out)"},
		"phone numbers without text messages": {cip.CreateUserPoolInput{AutoVerifiedAttributes: []types.VerifiedAttributeType{fixture.Phone}},
			"SMS configuration is required when phone_number is selected for auto verification (give SmsConfiguration an SnsCallerArn, or leave phone_number out of AutoVerifiedAttributes)"},
		"no PASSWORD": {rows.WithFactors(fixture.EmailPool(), rows.EmailOTP),
			"Password should be configured as one of the allowed first auth factors. (add PASSWORD to Policies.SignInPolicy.AllowedFirstAuthFactors)"},
		"LITE": {rows.InTier(rows.WithFactors(fixture.EmailPool(), rows.Pwd, rows.EmailOTP), types.UserPoolTierTypeLite),
			"The following features need to be disabled for the LITE pricing tier configured: Passwordless Sign-In (give another UserPoolTier, or leave out what it lacks: AllowedFirstAuthFactors beside PASSWORD and PreTokenGeneration of V2_0 or V3_0 need ESSENTIALS, UserPoolAddOns need PLUS)"},
		"code in a link": {rows.Worded(types.VerificationMessageTemplateType{EmailMessageByLink: words("{####}")}),
			"The message is invalid. (VerificationMessageTemplate.EmailMessageByLink takes {##some text##} and no {####})"},
		"link in a code": {cip.CreateUserPoolInput{EmailVerificationMessage: words("{####} {##x##}")},
			"The message is invalid. (EmailVerificationMessage takes {####} and no {##link##})"},
		"required custom attribute": {rows.SchemaPool(types.SchemaAttributeType{Name: words("team"), Required: aws.Bool(true)}),
			"Required custom attributes are not supported currently. (Schema: leave Required out of team)"},
		"custom attribute twice": {rows.SchemaPool(fixture.CustomString("team", "0", "9"), fixture.CustomString("team", "0", "9")),
			"Duplicate custom attribute names custom:team are not allowed in a user pool schema."},
		"type of a standard attribute": {rows.SchemaPool(types.SchemaAttributeType{Name: words("email"), AttributeDataType: types.AttributeDataTypeNumber}),
			"You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute email (AttributeDataType of email is String)"},
		"lengths in disorder": {rows.SchemaPool(fixture.CustomString("team", "9", "3")),
			"Attribute custom:team cannot have a max value smaller than it's min value"},
		"length with a fraction": {rows.SchemaPool(fixture.CustomString("team", "1.5", "3")),
			"Invalid schema for attribute custom:team: MinLength and MaxLength have to be numbers from 0 to 2048, the smaller one first"},
		"length over 2048": {rows.SchemaPool(fixture.CustomString("team", "0", "2049")),
			"Invalid schema for attribute custom:team: MinLength and MaxLength have to be numbers from 0 to 2048, the smaller one first"},
		"bounds in disorder": {rows.SchemaPool(rows.CustomNumber("age", "10", "9")),
			"Attribute custom:age cannot have a max value smaller than it's min value"},
		"bound that is no number": {rows.SchemaPool(rows.CustomNumber("age", "NaN", "9")),
			"Invalid schema for attribute custom:age: MinValue and MaxValue have to be numbers, the smaller one first"},
		"minimum": {rows.PolicyPool(types.PasswordPolicyType{MinimumLength: aws.Int32(5)}),
			"1 validation error detected: Value '5' at 'policies.passwordPolicy.minimumLength' failed to satisfy constraint: Member must have value greater than or equal to 6"},
	} {
		t.Run(name, func(t *testing.T) {
			fake := cognitofake.New()
			require.PanicsWithValue(t, "cognitofake: AddPool: "+c.want, func() { fake.AddPool(c.in) })
			require.Empty(t, fake.Pools(), "nothing is left behind")
		})
	}
}

func TestPoolIDs(t *testing.T) {
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{}, cognitofake.WithID("us-east-1_Chosen1"))
	require.Equal(t, "us-east-1_Chosen1", pool.ID)
	require.PanicsWithValue(t, "cognitofake: AddPool: User pool us-east-1_Chosen1 exists already; give another id.", func() {
		fake.AddPool(cip.CreateUserPoolInput{}, cognitofake.WithID("us-east-1_Chosen1"))
	})
	fixture.RequirePanic(t, `cognitofake: WithID("no id"): a pool's id has a region and a name, such as us-east-1_myPool`, func() {
		fake.AddPool(cip.CreateUserPoolInput{}, cognitofake.WithID("no id"))
	})
	require.Len(t, fake.Pools(), 1)
	require.NotEqual(t, fake.AddPool(cip.CreateUserPoolInput{}).ID, fake.AddPool(cip.CreateUserPoolInput{}).ID)
}

// What the caller does later to an input, or to an answer, changes no pool.
func TestPoolsAreCopies(t *testing.T) {
	in := fixture.EmailPool()
	in.PoolName = aws.String("shop")
	in.Schema = []types.SchemaAttributeType{fixture.CustomString("team", "1", "9")}
	in.Policies = &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: aws.Int32(20)}}
	in.UserPoolTags = map[string]string{"a": "b"}
	fake := cognitofake.New()
	pool := fake.AddPool(in)
	describe := func() *types.UserPoolType {
		out, err := fake.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &pool.ID})
		require.NoError(t, err)
		return out.UserPool
	}
	before := describe()
	*in.PoolName, *in.Schema[0].Name, *in.Policies.PasswordPolicy.MinimumLength = "x", "x", 6
	in.AutoVerifiedAttributes[0], in.UserPoolTags["a"] = fixture.Phone, "x"
	got := describe()
	require.Equal(t, before, got)
	*got.Name, *got.SchemaAttributes[21].Name, *got.Policies.PasswordPolicy.MinimumLength = "y", "y", 7
	got.UserPoolTags["a"] = "y"
	require.Equal(t, before, describe())
}

func TestUserIsFoundByAllThatNamesThem(t *testing.T) {
	fake, pool, app := shop(cognitofake.WithClock(fixture.Stopped))
	mustRegister(t, fake, app, "jane", "email", "shared@example.com", "phone_number", "+12065550100")
	mustRegister(t, fake, app, "john", "email", "shared@example.com")
	for x, want := range map[string]string{
		"jane": "jane", "john": "john", "+12065550100": "jane", "shared@example.com": "john", // the newest
		"nobody": "", "": "", "Jane": "", "Shared@example.com": "",
	} {
		u, ok := pool.User(x)
		require.Equal(t, want != "", ok, x)
		require.Equal(t, want, u.Username, x)
		if ok {
			bySub, _ := pool.User(u.Sub)
			require.Equal(t, u, bySub)
		}
	}
	users := pool.Users()
	require.Len(t, users, 2)
	require.Equal(t, []string{"jane", "john"}, []string{users[0].Username, users[1].Username})
	require.Equal(t, []string{"email", "email_verified", "phone_number", "phone_number_verified", "sub"}, users[0].AttributeNames())
	require.Equal(t, cognitofake.User{
		PoolID: pool.ID, Username: "john", Sub: users[1].Sub, Status: types.UserStatusTypeUnconfirmed, Enabled: true,
		Attributes: map[string]string{"sub": users[1].Sub, "email": "shared@example.com", "email_verified": "false"},
		CreatedAt:  fake.Now(), ModifiedAt: fake.Now(),
	}, users[1])
	users[1].Attributes["email"] = "changed"
	john, _ := pool.User("john")
	require.Equal(t, "shared@example.com", john.Attributes["email"], "a snapshot is a copy")
}

func TestCodeSaysWhyThereIsNone(t *testing.T) {
	fake, pool, app := shop(cognitofake.WithClock(fixture.Stopped), cognitofake.WithFixedCode("123456"))
	silent := fake.AddPool(cip.CreateUserPoolInput{})
	mustRegister(t, fake, silent.AddAppClient(cip.CreateUserPoolClientInput{}), "jane", "email", "jane@example.com")
	mustRegister(t, fake, app, "jane", "email", "jane@example.com")
	mustRegister(t, fake, app, "john")
	require.Equal(t, "123456", pool.Code("jane@example.com"))
	require.NotContains(t, fake.Transcript(), "note:")
	require.Empty(t, pool.Code("nobody"))
	require.Empty(t, pool.Code("john"))
	require.Empty(t, silent.Code("jane"))
	fake.Advance(25 * 3600e9)
	require.Empty(t, pool.Code("jane"))
	for _, note := range []string{
		`note: Code("nobody") is empty: the pool has no such user`,
		`note: Code("john") is empty: no code was sent: the user has no attribute that the pool verifies (docs/behaviour.md#L10, docs/behaviour.md#L11)`,
		`note: Code("jane") is empty: no code was sent: the pool has no AutoVerifiedAttributes (docs/behaviour.md#L9)`,
		`note: Code("jane") is empty: the last code expired after 24h0m0s (docs/behaviour.md#L49)`,
	} {
		require.Contains(t, unbroken(fake.Transcript()), note)
	}
	for range 200 {
		pool.Code("nobody")
	}
	require.Less(t, len(fake.Transcript()), 20_000, "notes are bounded")
}

func TestMessagesOfAPool(t *testing.T) {
	fake, pool, app := shop()
	other := fake.AddPool(fixture.EmailPool())
	mustRegister(t, fake, app, "jane", "email", "jane@example.com")
	mustRegister(t, fake, other.AddAppClient(cip.CreateUserPoolClientInput{}), "john", "email", "john@example.com")
	require.Len(t, fake.Messages(), 2)
	require.Len(t, pool.Messages(), 1)
	require.Equal(t, "jane@example.com", pool.Messages()[0].To)
	require.Equal(t, pool.ID, pool.Messages()[0].PoolID)
}

func TestAddCustomAttributes(t *testing.T) {
	fake, pool, app := shop()
	add := func(attributes ...types.SchemaAttributeType) error {
		_, err := fake.AddCustomAttributes(t.Context(), &cip.AddCustomAttributesInput{UserPoolId: &pool.ID, CustomAttributes: attributes})
		return err
	}
	require.NoError(t, add(fixture.CustomString("team", "1", "9")))
	mustRegister(t, fake, app, "jane", "custom:team", "red")
	require.ErrorContains(t, add(fixture.CustomString("team", "1", "9")), "InvalidParameterException", "twice")
	require.ErrorContains(t, add(fixture.CustomString("color", "1", "9"), fixture.CustomString("team", "1", "9")), "InvalidParameterException")
	_, err := signUpWith(t.Context(), fake, app, "john", "custom:color", "red")
	require.ErrorContains(t, err, "Type for attribute {custom:color} could not be determined", "all or none")
	require.ErrorContains(t, add(types.SchemaAttributeType{Name: aws.String("must"), AttributeDataType: types.AttributeDataTypeString, Required: aws.Bool(true)}), "Required custom attributes are not supported currently.")
	require.ErrorContains(t, add(), "validation error")
	require.NoError(t, add(types.SchemaAttributeType{Name: aws.String("email"), AttributeDataType: types.AttributeDataTypeString}), "custom:email is another than email")
	mustRegister(t, fake, app, "john", "custom:email", "no address")
	require.NoError(t, add(types.SchemaAttributeType{Name: aws.String("level"), AttributeDataType: types.AttributeDataTypeString, DeveloperOnlyAttribute: aws.Bool(true)}))
	_, err = signUpWith(t.Context(), fake, app, "jim", "dev:custom:level", "1")
	require.ErrorContains(t, err, "A client attempted to write unauthorized attribute")
}

func TestDomains(t *testing.T) {
	fake, pool, _ := shop()
	other := fake.AddPool(cip.CreateUserPoolInput{})
	create := func(pool *cognitofake.Pool, domain string, custom bool) error {
		in := &cip.CreateUserPoolDomainInput{UserPoolId: &pool.ID, Domain: &domain}
		if custom {
			in.CustomDomainConfig = &types.CustomDomainConfigType{CertificateArn: aws.String("arn:aws:acm:us-east-1:123456789012:certificate/x")}
		}
		_, err := fake.CreateUserPoolDomain(t.Context(), in)
		return err
	}
	describe := func(domain string) *types.DomainDescriptionType {
		out, err := fake.DescribeUserPoolDomain(t.Context(), &cip.DescribeUserPoolDomainInput{Domain: &domain})
		require.NoError(t, err)
		return out.DomainDescription
	}
	remove := func(pool *cognitofake.Pool, domain string) error {
		_, err := fake.DeleteUserPoolDomain(t.Context(), &cip.DeleteUserPoolDomainInput{UserPoolId: &pool.ID, Domain: &domain})
		return err
	}
	require.Equal(t, &types.DomainDescriptionType{}, describe("shop"), "unknown")
	require.NoError(t, create(pool, "shop", false))
	require.Equal(t, pool.ID, *describe("shop").UserPoolId)
	require.Equal(t, types.DomainStatusTypeActive, describe("shop").Status)
	require.ErrorContains(t, create(other, "shop", false), "Domain already associated with another user pool.")
	require.ErrorContains(t, create(pool, "shop2", false), "User pool already has a domain configured.")
	require.ErrorContains(t, create(pool, "Shop!", false), "The domain name contains an invalid character.")
	require.ErrorContains(t, create(pool, "auth.example.com", false), "The domain name contains an invalid character.")
	require.NoError(t, create(pool, "auth.example.com", true), "a custom domain besides")
	require.ErrorContains(t, remove(other, "shop"), "InvalidParameterException")
	require.NoError(t, remove(pool, "shop"))
	require.ErrorContains(t, remove(pool, "shop"), "InvalidParameterException")
	_, err := fake.DeleteUserPool(t.Context(), &cip.DeleteUserPoolInput{UserPoolId: &pool.ID})
	require.ErrorContains(t, err, "User pool cannot be deleted. It has a domain configured that should be deleted first.", "the custom domain")
	require.NoError(t, remove(pool, "auth.example.com"))
	require.NoError(t, create(other, "shop", false), "a deleted domain is free")
}

// Tokens that no list gave out.
func TestPaginationTokens(t *testing.T) {
	fake, pool, _ := shop()
	for i := range 3 {
		pool.AddAppClient(cip.CreateUserPoolClientInput{ClientName: aws.String(fmt.Sprint("c", i))})
	}
	for _, token := range []string{"x", "-1", "0", "1", "99", "AAAAAAAAAAE"} {
		_, err := fake.ListUserPools(t.Context(), &cip.ListUserPoolsInput{MaxResults: aws.Int32(1), NextToken: &token})
		require.ErrorContains(t, err, "InvalidParameterException", token)
		_, err = fake.ListUserPoolClients(t.Context(), &cip.ListUserPoolClientsInput{UserPoolId: &pool.ID, NextToken: &token})
		require.ErrorContains(t, err, "InvalidParameterException", token)
	}
	for _, token := range []string{"x", "!", "0", "AAAAAAAAAAE"} {
		_, err := fake.ListUserPoolClients(t.Context(), &cip.ListUserPoolClientsInput{UserPoolId: &pool.ID, NextToken: &token})
		require.ErrorContains(t, err, "Paging marker "+token+" is invalid for request ")
	}
	first, err := fake.ListUserPoolClients(t.Context(), &cip.ListUserPoolClientsInput{UserPoolId: &pool.ID, MaxResults: aws.Int32(1)})
	require.NoError(t, err)
	other := fake.AddPool(cip.CreateUserPoolInput{})
	_, err = fake.ListUserPoolClients(t.Context(), &cip.ListUserPoolClientsInput{UserPoolId: &other.ID, NextToken: first.NextToken})
	require.ErrorContains(t, err, "InvalidParameterException", "the token of another pool")
	_, err = fake.ListUserPools(t.Context(), &cip.ListUserPoolsInput{MaxResults: aws.Int32(1), NextToken: first.NextToken})
	require.ErrorContains(t, err, "InvalidParameterException", "the token of another list")
	var names []string
	pages := cip.NewListUserPoolClientsPaginator(fake, &cip.ListUserPoolClientsInput{UserPoolId: &pool.ID, MaxResults: aws.Int32(2)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		require.NoError(t, err)
		require.Len(t, page.UserPoolClients, 2)
		for _, c := range page.UserPoolClients {
			names = append(names, *c.ClientName)
		}
	}
	require.Equal(t, []string{"client", "c0", "c1", "c2"}, names)
}

// A page starts where the one before it ended, also when something before it
// has been deleted meanwhile.
func TestPagesDoNotSkip(t *testing.T) {
	fake := cognitofake.New()
	var pools []*cognitofake.Pool
	for i := range 4 {
		pools = append(pools, fake.AddPool(cip.CreateUserPoolInput{PoolName: aws.String(fmt.Sprint("p", i))}))
	}
	first, err := fake.ListUserPools(t.Context(), &cip.ListUserPoolsInput{MaxResults: aws.Int32(2)})
	require.NoError(t, err)
	_, err = fake.DeleteUserPool(t.Context(), &cip.DeleteUserPoolInput{UserPoolId: &pools[0].ID})
	require.NoError(t, err)
	second, err := fake.ListUserPools(t.Context(), &cip.ListUserPoolsInput{MaxResults: aws.Int32(2), NextToken: first.NextToken})
	require.NoError(t, err)
	require.Len(t, second.UserPools, 2)
	require.Equal(t, "p2", *second.UserPools[0].Name)
	require.Nil(t, second.NextToken)
}
