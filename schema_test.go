package cognitofake

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"
)

// The schema that DescribeUserPool shows is the one that is enforced.
func TestSchemaOfDescription(t *testing.T) {
	described, err := describeSchema([]types.SchemaAttributeType{
		{Name: ptr("email"), Required: ptr(true), StringAttributeConstraints: &types.StringAttributeConstraintsType{MaxLength: ptr("99")}},
		{Name: ptr("team"), AttributeDataType: types.AttributeDataTypeString, Mutable: ptr(false)},
		{Name: ptr("age"), AttributeDataType: types.AttributeDataTypeNumber, NumberAttributeConstraints: &types.NumberAttributeConstraintsType{MinValue: ptr("18")}},
		{Name: ptr("level"), DeveloperOnlyAttribute: ptr(true)},
	})
	require.Nil(t, err)
	s := newSchema(described)
	require.Len(t, s.list, 24)
	require.Equal(t, []*attributeSchema{s.byName["email"]}, s.required, "sub is not asked for")
	require.Equal(t, 99, s.byName["email"].maxLength)
	require.Equal(t, 0, s.byName["email"].minLength)
	require.False(t, s.byName["custom:team"].mutable)
	require.Equal(t, "18", s.byName["custom:age"].minValue)
	require.NotNil(t, s.byName["dev:custom:level"])
	require.Nil(t, s.byName["team"])
	for i := range described {
		require.Equal(t, *described[i].Name, s.list[i].name)
	}
}

func TestDescribeSchemaRefuses(t *testing.T) {
	for name, given := range map[string]types.SchemaAttributeType{
		"no name":                    {AttributeDataType: types.AttributeDataTypeString},
		"mutable sub":                {Name: ptr("sub"), Mutable: ptr(true)},
		"optional sub":               {Name: ptr("sub"), Required: ptr(false)},
		"developer-only email":       {Name: ptr("email"), DeveloperOnlyAttribute: ptr(true)},
		"bounds of another type":     {Name: ptr("x"), AttributeDataType: types.AttributeDataTypeNumber, StringAttributeConstraints: &types.StringAttributeConstraintsType{}},
		"bounds of a string":         {Name: ptr("email"), NumberAttributeConstraints: &types.NumberAttributeConstraintsType{}},
		"negative length":            {Name: ptr("x"), StringAttributeConstraints: &types.StringAttributeConstraintsType{MinLength: ptr("-1")}},
		"minimum over the standard":  {Name: ptr("birthdate"), StringAttributeConstraints: &types.StringAttributeConstraintsType{MinLength: ptr("11")}},
		"maximum that is no number":  {Name: ptr("x"), StringAttributeConstraints: &types.StringAttributeConstraintsType{MaxLength: ptr("many")}},
		"minimum value in base 16":   {Name: ptr("x"), AttributeDataType: types.AttributeDataTypeNumber, NumberAttributeConstraints: &types.NumberAttributeConstraintsType{MinValue: ptr("0x10")}},
		"lower bound over the upper": {Name: ptr("x"), AttributeDataType: types.AttributeDataTypeNumber, NumberAttributeConstraints: &types.NumberAttributeConstraintsType{MinValue: ptr("2"), MaxValue: ptr("1")}},
	} {
		_, err := describeSchema([]types.SchemaAttributeType{given})
		require.NotNil(t, err, name)
		require.Equal(t, codeInvalidParameter, err.code)
	}
}
