package cognitofake_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// emailNamePool has UsernameAttributes email; phoneNamePool and anyNamePool alike.
func emailNamePool() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{UsernameAttributes: []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}}
}

func phoneNamePool() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{UsernameAttributes: []types.UsernameAttributeType{types.UsernameAttributeTypePhoneNumber}}
}

func anyNamePool() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{UsernameAttributes: []types.UsernameAttributeType{
		types.UsernameAttributeTypeEmail, types.UsernameAttributeTypePhoneNumber,
	}}
}

// aliasPool has these AliasAttributes.
func aliasPool(aliases ...types.AliasAttributeType) cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{AliasAttributes: aliases}
}

// folding is a pool made to compare names without case.
func folding(pool cip.CreateUserPoolInput) cip.CreateUserPoolInput {
	pool.UsernameConfiguration = &types.UsernameConfigurationType{CaseSensitive: aws.Bool(false)}
	return pool
}

func foldingPool() cip.CreateUserPoolInput { return folding(cip.CreateUserPoolInput{}) }
