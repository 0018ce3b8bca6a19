package rows

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"
)

// P of R40.
const (
	notLongEnough = "Password not long enough"
	noLowercase   = "Password must have lowercase characters"
	noUppercase   = "Password must have uppercase characters"
	noNumber      = "Password must have numeric characters"
	noSymbol      = "Password must have symbol characters"
)

// weak is the refusal of a password by policy.
func weak(what string) Want {
	return Want{Code: "InvalidPasswordException", Message: "Password did not conform with policy: " + what}
}

// PolicyPool has this password policy.
func PolicyPool(p types.PasswordPolicyType) cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{Policies: &types.UserPoolPolicyType{PasswordPolicy: &p}}
}

// Described is the policy of the row's pool, as DescribeUserPool shows it.
func Described(w *World) (any, error) {
	out, err := w.Client.DescribeUserPool(w.Ctx, &cip.DescribeUserPoolInput{UserPoolId: &w.PoolID})
	if err != nil {
		return nil, err
	}
	return out.UserPool, nil
}

func describedPolicy(w *World, out any) *types.PasswordPolicyType {
	w.Helper()
	return out.(*types.UserPoolType).Policies.PasswordPolicy
}

// symbolRows are one row for each symbol of R43.
func symbolRows() []Row {
	var list []Row
	for _, c := range "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-" {
		list = append(list, Row{Rules: "R43", Name: "symbol " + string(c), Call: withPassword("Passw0rd" + string(c))})
	}
	for _, c := range "£€é😀¡\u00a0" {
		list = append(list, Row{Rules: "R43", Name: "no symbol " + string(c), Call: withPassword("Passw" + string(c) + "0rd"), Want: weak(noSymbol)})
	}
	return list
}

// passwordRows are rows of the password policy: docs/behaviour.md R40 to R51.
func passwordRows() []Row {
	return slices.Concat(
		symbolRows(),
		[]Row{ // Every failure.
			{Rules: "R40 R41", Name: "three characters", Call: withPassword("123"), Want: weak(notLongEnough)},
			{Rules: "R40 R41", Name: "two characters", Call: withPassword("xy"), Want: weak(notLongEnough)},
			{Rules: "R40 R46", Name: "seven characters of all classes", Call: withPassword("aA1!xyz"), Want: weak(notLongEnough)},
			{Rules: "R40 R46", Name: "eight characters of all classes", Call: withPassword("aA1!wxyz")},
			{Rules: "R40", Name: "no lower case", Call: withPassword("PASSW0RD!"), Want: weak(noLowercase)},
			{Rules: "R40", Name: "no upper case", Call: withPassword("passw0rd!"), Want: weak(noUppercase)},
			{Rules: "R40", Name: "no number", Call: withPassword("Password!"), Want: weak(noNumber)},
			{Rules: "R40", Name: "no symbol", Call: withPassword("Passw0rd"), Want: weak(noSymbol)},

			// One answer, the first in order.
			{Rules: "R42", Name: "length before all classes", Call: withPassword("£££"), Want: weak(notLongEnough)},
			{Rules: "R42", Name: "lower case before the others", Call: withPassword("££££££££"), Want: weak(noLowercase)},
			{Rules: "R42", Name: "digits alone", Call: withPassword("12345678"), Want: weak(noLowercase)},
			{Rules: "R42", Name: "upper case before number and symbol", Call: withPassword("badpassword"), Want: weak(noUppercase)},
			{Rules: "R42", Name: "number before symbol", Call: withPassword("Password"), Want: weak(noNumber)},

			// What counts as what.
			{Rules: "R44", Name: "É is no upper case", Call: withPassword("Épassw0rd!"), Want: weak(noUppercase)},
			{Rules: "R44", Name: "é is no lower case", Call: withPassword("éPASSW0RD!"), Want: weak(noLowercase)},
			{Rules: "R44", Name: "٣ is no number", Call: withPassword("Password٣!"), Want: weak(noNumber)},
			{Rules: "R44 R43", Name: "other characters do no harm", Call: withPassword("pa$$W0rdÉé٣😀")},
			{Rules: "R50 R43", Name: "a space within is a symbol", Call: withPassword("Passw0rd Passw0rd")},
			{Rules: "R17", Choice: true, Name: "length in code points", Call: withPassword("aA1!ééé"), Want: weak(notLongEnough)},

			// Other policies.
			{Rules: "R46", Name: "the policy of a pool without one", Call: Described, Want: Want{Check: func(w *World, out any) {
				require.Equal(w, &types.PasswordPolicyType{
					MinimumLength: aws.Int32(8), TemporaryPasswordValidityDays: 7,
					RequireLowercase: true, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true,
				}, describedPolicy(w, out))
			}}},
			{Rules: "R46", Name: "members left out of a given policy", Pool: PolicyPool(types.PasswordPolicyType{MinimumLength: aws.Int32(10), RequireNumbers: true}),
				Call: Described, Want: Want{Check: func(w *World, out any) {
					require.Equal(w, &types.PasswordPolicyType{
						MinimumLength: aws.Int32(10), RequireNumbers: true, TemporaryPasswordValidityDays: 7,
					}, describedPolicy(w, out))
				}}},
			{Rules: "R46", Name: "an empty policy asks for no class", Pool: PolicyPool(types.PasswordPolicyType{}), Call: withPassword("££££££££")},
			{Rules: "R46", Choice: true, Name: "an empty policy asks for eight characters", Pool: PolicyPool(types.PasswordPolicyType{}), Call: withPassword("£££££££"), Want: weak(notLongEnough)},
			{Rules: "R46 R40", Name: "one class asked for", Pool: PolicyPool(types.PasswordPolicyType{RequireSymbols: true}), Call: withPassword("abcdefgh"), Want: weak(noSymbol)},
			{Rules: "R46", Name: "a policy beside which factors are given", Pool: cip.CreateUserPoolInput{Policies: &types.UserPoolPolicyType{
				SignInPolicy: &types.SignInPolicyType{AllowedFirstAuthFactors: []types.AuthFactorType{types.AuthFactorTypePassword}},
			}}, Call: withPassword("passwordpassword"), Want: weak(noUppercase)},
			{Rules: "R47 R40", Name: "six characters are enough", Pool: PolicyPool(types.PasswordPolicyType{MinimumLength: aws.Int32(6)}), Call: withPassword("abcdef")},
			{Rules: "R47 R40 R41", Name: "five characters never are", Pool: PolicyPool(types.PasswordPolicyType{MinimumLength: aws.Int32(6)}), Call: withPassword("abcde"), Want: weak(notLongEnough)},
			{Rules: "R47 R40", Name: "98 of 99", Pool: PolicyPool(types.PasswordPolicyType{MinimumLength: aws.Int32(99)}), Call: withPassword(strings.Repeat("x", 98)), Want: weak(notLongEnough)},
			{Rules: "R47", Name: "99 of 99", Pool: PolicyPool(types.PasswordPolicyType{MinimumLength: aws.Int32(99)}), Call: withPassword(strings.Repeat("x", 99))},
			{Rules: "R40 N137", Name: "the policy that holds is the pool's of now", Prior: func(w *World) {
				_, err := w.Client.UpdateUserPool(w.Ctx, &cip.UpdateUserPoolInput{
					UserPoolId: &w.PoolID, Policies: PolicyPool(types.PasswordPolicyType{MinimumLength: aws.Int32(12)}).Policies,
				})
				require.NoError(w, err)
			}, Call: withPassword("elevenchars"), Want: weak(notLongEnough)},

			// What SignUp does not look at.
			{Rules: "R48", Name: "the history of passwords", Pool: PolicyPool(types.PasswordPolicyType{PasswordHistorySize: aws.Int32(24)}),
				Prior: func(w *World) { w.MustSignUp("john") }, Call: SigningUp("jane")},
			{Rules: "R51", Name: "the username in the password", Call: withPassword("jane-Jane1")},
			{Rules: "R51", Name: "the e-mail as the password", Call: func(w *World) (any, error) {
				in := w.SignUpInput("jane", "email", "Jane1@example.com")
				in.Password = aws.String("Jane1@example.com")
				return w.Client.SignUp(w.Ctx, in)
			}},
		},
	)
}

// refusedPolicy is a row of a policy that no pool may have.
func refusedPolicy(rules, name string, p types.PasswordPolicyType, want Want) Row {
	return Row{Rules: rules, Name: name, Want: want, Call: func(w *World) (any, error) {
		pool := PolicyPool(p)
		pool.PoolName = aws.String("refused")
		return w.Client.CreateUserPool(w.Ctx, &pool)
	}}
}

// refusedPolicyRows are rows of the password policy: docs/behaviour.md R40 to R51.
func refusedPolicyRows() []Row {
	return []Row{
		refusedPolicy("R47", "minimum of 5", types.PasswordPolicyType{MinimumLength: aws.Int32(5)},
			violating(breaksShown("5", "policies.passwordPolicy.minimumLength", "Member must have value greater than or equal to 6"))),
		refusedPolicy("R47", "minimum of 100", types.PasswordPolicyType{MinimumLength: aws.Int32(100)},
			violating(breaksShown("100", "policies.passwordPolicy.minimumLength", "Member must have value less than or equal to 99"))),
		refusedPolicy("R47", "history of 25", types.PasswordPolicyType{PasswordHistorySize: aws.Int32(25)},
			violating(breaksShown("25", "policies.passwordPolicy.passwordHistorySize", "Member must have value less than or equal to 24"))),
		refusedPolicy("R47", "validity of 366 days", types.PasswordPolicyType{TemporaryPasswordValidityDays: 366},
			violating(breaksShown("366", "policies.passwordPolicy.temporaryPasswordValidityDays", "Member must have value less than or equal to 365"))),
	}
}
