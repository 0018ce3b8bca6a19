package clijson_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/clijson"
)

func TestDecode(t *testing.T) {
	const whole = `{"UserPool": {
		"Id": "us-west-2_aaaaaaaaa",
		"Name": null,
		"CreationDate": 1547763720.822,
		"LastModifiedDate": "2019-01-17T14:22:00.822000-08:00",
		"EstimatedNumberOfUsers": 7,
		"Policies": {"PasswordPolicy": {"MinimumLength": 9, "RequireSymbols": true, "Entropy": 3}},
		"AutoVerifiedAttributes": ["email"],
		"AliasAttributes": [],
		"UserPoolTags": {"team": "a"},
		"MfaConfiguration": "OFF",
		"Moon": {}
	}, "ResponseMetadata": {}}`
	var d types.UserPoolType
	unknown, err := clijson.Decode([]byte(whole), "UserPool", &d)
	require.NoError(t, err)
	require.Equal(t, []string{"ResponseMetadata", "UserPool.Moon", "UserPool.Policies.PasswordPolicy.Entropy"}, unknown)

	nine := int32(9)
	moment := time.Date(2019, 1, 17, 22, 22, 0, 822e6, time.UTC)
	require.Equal(t, types.UserPoolType{
		Id: d.Id, CreationDate: &moment, LastModifiedDate: &moment, EstimatedNumberOfUsers: 7,
		Policies: &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{
			MinimumLength: &nine, RequireSymbols: true,
		}},
		AutoVerifiedAttributes: []types.VerifiedAttributeType{"email"},
		AliasAttributes:        []types.AliasAttributeType{},
		UserPoolTags:           map[string]string{"team": "a"},
		MfaConfiguration:       "OFF",
	}, d)
	require.Equal(t, "us-west-2_aaaaaaaaa", *d.Id)
}

func TestDecodeWithoutWrapper(t *testing.T) {
	var d types.UserPoolType
	unknown, err := clijson.Decode([]byte("\ufeff{\"Id\":\"x\",\"UserPoolClient\":1}"), "UserPool", &d)
	require.NoError(t, err)
	require.Equal(t, "x", *d.Id)
	require.Equal(t, []string{"UserPool.UserPoolClient"}, unknown)
}

func TestDates(t *testing.T) {
	want := time.Date(2024, 5, 1, 12, 0, 0, 500e6, time.UTC)
	for _, given := range []string{
		`1714564800.5`, `17145648005e-1`, `"2024-05-01T12:00:00.5Z"`, `"2024-05-01T14:00:00.500000+02:00"`,
		`"2024-05-01 12:00:00.500000+00:00"`, `"2024-05-01T12:00:00.500"`,
	} {
		var d types.UserPoolType
		_, err := clijson.Decode([]byte(`{"CreationDate":`+given+`}`), "UserPool", &d)
		require.NoError(t, err, given)
		require.Equal(t, want, *d.CreationDate, given)
	}
}

func TestErrorsNameTheMember(t *testing.T) {
	for given, want := range map[string]string{
		``:                              "not JSON: it is empty",
		`{"Id":`:                        "not JSON: it ends too early",
		"{\n \"Id\": nope}":             "not JSON: invalid character 'o' in literal null (expecting 'u'), at line 2, column 9",
		`[]`:                            "not a JSON object but a list",
		`{} {}`:                         "something follows the object, at line 1, column 4",
		`{"UserPool": "x"}`:             "UserPool has to be an object, not a string",
		`{"Id": 5}`:                     "UserPool.Id has to be a string, not a number",
		`{"UserPool": {"Id": ["x"]}}`:   "UserPool.Id has to be a string, not a list",
		`{"CreationDate": "yesterday"}`: "UserPool.CreationDate has to be a date, as ISO 8601 or seconds since 1970",
		`{"CreationDate": 1e300}`:       "UserPool.CreationDate has to be a date, as ISO 8601 or seconds since 1970",
		`{"Policies": {"PasswordPolicy": {"MinimumLength": "8"}}}`:   "UserPool.Policies.PasswordPolicy.MinimumLength has to be a number, not a string",
		`{"Policies": {"PasswordPolicy": {"MinimumLength": 8.5}}}`:   "UserPool.Policies.PasswordPolicy.MinimumLength has to be a whole number of 32 bits, not 8.5",
		`{"Policies": {"PasswordPolicy": {"RequireNumbers": "no"}}}`: "UserPool.Policies.PasswordPolicy.RequireNumbers has to be true or false, not a string",
		`{"Policies": true}`:                         "UserPool.Policies has to be an object, not a boolean",
		`{"SchemaAttributes": {}}`:                   "UserPool.SchemaAttributes has to be a list, not an object",
		`{"SchemaAttributes": [{}, {"Name": 1}]}`:    "UserPool.SchemaAttributes[1].Name has to be a string, not a number",
		`{"SchemaAttributes": [null]}`:               "UserPool.SchemaAttributes[0] is null",
		`{"UserPoolTags": ["a"]}`:                    "UserPool.UserPoolTags has to be an object, not a list",
		`{"UserPoolTags": {"a": null}}`:              "UserPool.UserPoolTags.a has to be a string, not null",
		strings.Repeat(`{"Policies":`, 20_000) + `1`: "not JSON: invalid character '{' exceeded max depth, at line 1, column 120001",
	} {
		_, err := clijson.Decode([]byte(given), "UserPool", &types.UserPoolType{})
		require.EqualError(t, err, want, "%.60s", given)
	}
}
