package attribute

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/stretchr/testify/require"
)

// The schema that DescribeUserPool shows is the one that is enforced.
func TestSchemaOfDescription(t *testing.T) {
	described, err := Describe([]types.SchemaAttributeType{
		{Name: opt.Of("email"), Required: opt.Of(true), StringAttributeConstraints: &types.StringAttributeConstraintsType{MaxLength: opt.Of("99")}},
		{Name: opt.Of("team"), AttributeDataType: types.AttributeDataTypeString, Mutable: opt.Of(false)},
		{Name: opt.Of("age"), AttributeDataType: types.AttributeDataTypeNumber, NumberAttributeConstraints: &types.NumberAttributeConstraintsType{MinValue: opt.Of("18")}},
		{Name: opt.Of("level"), DeveloperOnlyAttribute: opt.Of(true)},
	})
	require.Nil(t, err)
	s := NewSchema(described)
	require.Len(t, s.list, 24)
	require.Equal(t, []*Definition{s.ByName["email"]}, s.Required, "sub is not asked for")
	require.Equal(t, 99, s.ByName["email"].maxLength)
	require.Equal(t, 0, s.ByName["email"].minLength)
	require.False(t, s.ByName["custom:team"].mutable)
	require.Equal(t, "18", s.ByName["custom:age"].minValue)
	require.NotNil(t, s.ByName["dev:custom:level"])
	require.Nil(t, s.ByName["team"])
	for i := range described {
		require.Equal(t, *described[i].Name, s.list[i].Name)
	}
}

func TestDescribeSchemaRefuses(t *testing.T) {
	for name, given := range map[string]types.SchemaAttributeType{
		"no name":                    {AttributeDataType: types.AttributeDataTypeString},
		"mutable sub":                {Name: opt.Of("sub"), Mutable: opt.Of(true)},
		"optional sub":               {Name: opt.Of("sub"), Required: opt.Of(false)},
		"developer-only email":       {Name: opt.Of("email"), DeveloperOnlyAttribute: opt.Of(true)},
		"bounds of another type":     {Name: opt.Of("x"), AttributeDataType: types.AttributeDataTypeNumber, StringAttributeConstraints: &types.StringAttributeConstraintsType{}},
		"bounds of a string":         {Name: opt.Of("email"), NumberAttributeConstraints: &types.NumberAttributeConstraintsType{}},
		"negative length":            {Name: opt.Of("x"), StringAttributeConstraints: &types.StringAttributeConstraintsType{MinLength: opt.Of("-1")}},
		"minimum over the standard":  {Name: opt.Of("birthdate"), StringAttributeConstraints: &types.StringAttributeConstraintsType{MinLength: opt.Of("11")}},
		"maximum that is no number":  {Name: opt.Of("x"), StringAttributeConstraints: &types.StringAttributeConstraintsType{MaxLength: opt.Of("many")}},
		"minimum value in base 16":   {Name: opt.Of("x"), AttributeDataType: types.AttributeDataTypeNumber, NumberAttributeConstraints: &types.NumberAttributeConstraintsType{MinValue: opt.Of("0x10")}},
		"lower bound over the upper": {Name: opt.Of("x"), AttributeDataType: types.AttributeDataTypeNumber, NumberAttributeConstraints: &types.NumberAttributeConstraintsType{MinValue: opt.Of("2"), MaxValue: opt.Of("1")}},
	} {
		_, err := Describe([]types.SchemaAttributeType{given})
		require.NotNil(t, err, name)
		require.Equal(t, refusal.CodeInvalidParameter, err.Code)
	}
}
