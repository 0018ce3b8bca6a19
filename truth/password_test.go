package truth_test

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"
)

// Rows of the password policy: docs/behaviour.md R40 to R51.

// P of R40.
const (
	notLongEnough = "Password not long enough"
	noLowercase   = "Password must have lowercase characters"
	noUppercase   = "Password must have uppercase characters"
	noNumber      = "Password must have numeric characters"
	noSymbol      = "Password must have symbol characters"
)

// weak is the refusal of a password by policy.
func weak(what string) want {
	return want{code: "InvalidPasswordException", message: "Password did not conform with policy: " + what}
}

// policyPool has this password policy.
func policyPool(p types.PasswordPolicyType) cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{Policies: &types.UserPoolPolicyType{PasswordPolicy: &p}}
}

// described is the policy of the row's pool, as DescribeUserPool shows it.
func described(w *world) (any, error) {
	out, err := w.client.DescribeUserPool(w.ctx, &cip.DescribeUserPoolInput{UserPoolId: &w.pool.ID})
	if err != nil {
		return nil, err
	}
	return out.UserPool, nil
}

func describedPolicy(w *world, out any) *types.PasswordPolicyType {
	w.Helper()
	return out.(*types.UserPoolType).Policies.PasswordPolicy
}

// symbolRows are one row for each symbol of R43.
func symbolRows() []row {
	var rows []row
	for _, c := range "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-" {
		rows = append(rows, row{rules: "R43", name: "symbol " + string(c), call: withPassword("Passw0rd" + string(c))})
	}
	for _, c := range "£€é😀¡\u00a0" {
		rows = append(rows, row{rules: "R43", name: "no symbol " + string(c), call: withPassword("Passw" + string(c) + "0rd"), want: weak(noSymbol)})
	}
	return rows
}

var _ = addRows(append(symbolRows(),
	// Every failure.
	row{rules: "R40 R41", name: "three characters", call: withPassword("123"), want: weak(notLongEnough)},
	row{rules: "R40 R41", name: "two characters", call: withPassword("xy"), want: weak(notLongEnough)},
	row{rules: "R40 R46", name: "seven characters of all classes", call: withPassword("aA1!xyz"), want: weak(notLongEnough)},
	row{rules: "R40 R46", name: "eight characters of all classes", call: withPassword("aA1!wxyz")},
	row{rules: "R40", name: "no lower case", call: withPassword("PASSW0RD!"), want: weak(noLowercase)},
	row{rules: "R40", name: "no upper case", call: withPassword("passw0rd!"), want: weak(noUppercase)},
	row{rules: "R40", name: "no number", call: withPassword("Password!"), want: weak(noNumber)},
	row{rules: "R40", name: "no symbol", call: withPassword("Passw0rd"), want: weak(noSymbol)},

	// One answer, the first in order.
	row{rules: "R42", name: "length before all classes", call: withPassword("£££"), want: weak(notLongEnough)},
	row{rules: "R42", name: "lower case before the others", call: withPassword("££££££££"), want: weak(noLowercase)},
	row{rules: "R42", name: "digits alone", call: withPassword("12345678"), want: weak(noLowercase)},
	row{rules: "R42", name: "upper case before number and symbol", call: withPassword("badpassword"), want: weak(noUppercase)},
	row{rules: "R42", name: "number before symbol", call: withPassword("Password"), want: weak(noNumber)},

	// What counts as what.
	row{rules: "R44", name: "É is no upper case", call: withPassword("Épassw0rd!"), want: weak(noUppercase)},
	row{rules: "R44", name: "é is no lower case", call: withPassword("éPASSW0RD!"), want: weak(noLowercase)},
	row{rules: "R44", name: "٣ is no number", call: withPassword("Password٣!"), want: weak(noNumber)},
	row{rules: "R44 R43", name: "other characters do no harm", call: withPassword("pa$$W0rdÉé٣😀")},
	row{rules: "R50 R43", name: "a space within is a symbol", call: withPassword("Passw0rd Passw0rd")},
	row{rules: "R17", choice: true, name: "length in code points", call: withPassword("aA1!ééé"), want: weak(notLongEnough)},

	// Other policies.
	row{rules: "R46", name: "the policy of a pool without one", call: described, want: want{check: func(w *world, out any) {
		require.Equal(w, &types.PasswordPolicyType{
			MinimumLength: aws.Int32(8), TemporaryPasswordValidityDays: 7,
			RequireLowercase: true, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true,
		}, describedPolicy(w, out))
	}}},
	row{rules: "R46", name: "members left out of a given policy", pool: policyPool(types.PasswordPolicyType{MinimumLength: aws.Int32(10), RequireNumbers: true}),
		call: described, want: want{check: func(w *world, out any) {
			require.Equal(w, &types.PasswordPolicyType{
				MinimumLength: aws.Int32(10), RequireNumbers: true, TemporaryPasswordValidityDays: 7,
			}, describedPolicy(w, out))
		}}},
	row{rules: "R46", name: "an empty policy asks for no class", pool: policyPool(types.PasswordPolicyType{}), call: withPassword("££££££££")},
	row{rules: "R46", choice: true, name: "an empty policy asks for eight characters", pool: policyPool(types.PasswordPolicyType{}), call: withPassword("£££££££"), want: weak(notLongEnough)},
	row{rules: "R46 R40", name: "one class asked for", pool: policyPool(types.PasswordPolicyType{RequireSymbols: true}), call: withPassword("abcdefgh"), want: weak(noSymbol)},
	row{rules: "R46", name: "a policy beside which factors are given", pool: cip.CreateUserPoolInput{Policies: &types.UserPoolPolicyType{
		SignInPolicy: &types.SignInPolicyType{AllowedFirstAuthFactors: []types.AuthFactorType{types.AuthFactorTypePassword}},
	}}, call: withPassword("passwordpassword"), want: weak(noUppercase)},
	row{rules: "R47 R40", name: "six characters are enough", pool: policyPool(types.PasswordPolicyType{MinimumLength: aws.Int32(6)}), call: withPassword("abcdef")},
	row{rules: "R47 R40 R41", name: "five characters never are", pool: policyPool(types.PasswordPolicyType{MinimumLength: aws.Int32(6)}), call: withPassword("abcde"), want: weak(notLongEnough)},
	row{rules: "R47 R40", name: "98 of 99", pool: policyPool(types.PasswordPolicyType{MinimumLength: aws.Int32(99)}), call: withPassword(strings.Repeat("x", 98)), want: weak(notLongEnough)},
	row{rules: "R47", name: "99 of 99", pool: policyPool(types.PasswordPolicyType{MinimumLength: aws.Int32(99)}), call: withPassword(strings.Repeat("x", 99))},
	row{rules: "R40 N137", name: "the policy that holds is the pool's of now", prior: func(w *world) {
		_, err := w.client.UpdateUserPool(w.ctx, &cip.UpdateUserPoolInput{
			UserPoolId: &w.pool.ID, Policies: policyPool(types.PasswordPolicyType{MinimumLength: aws.Int32(12)}).Policies,
		})
		require.NoError(w, err)
	}, call: withPassword("elevenchars"), want: weak(notLongEnough)},

	// What SignUp does not look at.
	row{rules: "R48", name: "the history of passwords", pool: policyPool(types.PasswordPolicyType{PasswordHistorySize: aws.Int32(24)}),
		prior: func(w *world) { w.mustSignUp("john") }, call: signingUp("jane")},
	row{rules: "R51", name: "the username in the password", call: withPassword("jane-Jane1")},
	row{rules: "R51", name: "the e-mail as the password", call: func(w *world) (any, error) {
		in := w.signUpInput("jane", "email", "Jane1@example.com")
		in.Password = aws.String("Jane1@example.com")
		return w.client.SignUp(w.ctx, in)
	}},
)...)

// refusedPolicy is a row of a policy that no pool may have.
func refusedPolicy(rules, name string, p types.PasswordPolicyType, want want) row {
	return row{rules: rules, name: name, want: want, call: func(w *world) (any, error) {
		pool := policyPool(p)
		pool.PoolName = aws.String("refused")
		return w.client.CreateUserPool(w.ctx, &pool)
	}}
}

var _ = addRows(
	refusedPolicy("R47", "minimum of 5", types.PasswordPolicyType{MinimumLength: aws.Int32(5)},
		violating(breaksShown("5", "policies.passwordPolicy.minimumLength", "Member must have value greater than or equal to 6"))),
	refusedPolicy("R47", "minimum of 100", types.PasswordPolicyType{MinimumLength: aws.Int32(100)},
		violating(breaksShown("100", "policies.passwordPolicy.minimumLength", "Member must have value less than or equal to 99"))),
	refusedPolicy("R47", "history of 25", types.PasswordPolicyType{PasswordHistorySize: aws.Int32(25)},
		violating(breaksShown("25", "policies.passwordPolicy.passwordHistorySize", "Member must have value less than or equal to 24"))),
	refusedPolicy("R47", "validity of 366 days", types.PasswordPolicyType{TemporaryPasswordValidityDays: 366},
		violating(breaksShown("366", "policies.passwordPolicy.temporaryPasswordValidityDays", "Member must have value less than or equal to 365"))),
)
