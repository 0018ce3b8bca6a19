package settings

import (
	"bytes"
	"encoding/json"
	"regexp"
)

// commands print the descriptions that are imported.
var commands = map[string]string{
	"UserPool":       "aws cognito-idp describe-user-pool",
	"UserPoolClient": "aws cognito-idp describe-user-pool-client",
}

// otherTexts are files that are no JSON, by how they look. The patterns are
// compiled when an import fails, and not at the start of every test binary.
var otherTexts = []struct{ form, kind string }{
	{`(?i)\A\s*<(!doctype )?html`, "an HTML page"},
	{`\A\s*<`, "XML or HTML"},
	{`\A(PK\x03\x04|\x1f\x8b)`, "an archive"},
	{`(?m)^(AWSTemplateFormatVersion|Resources):`, "a CloudFormation template"},
	{`(?m)^(resource|module|terraform|provider|variable)\b.*\{`, "Terraform configuration"},
	{`\A\s*An error occurred`, "an error of the AWS CLI"},
	{`(?m)^(UserPool|UserPoolClient):`, "YAML (the AWS CLI prints JSON with --output json)"},
	{`\A(USERPOOL|USERPOOLCLIENT)\s`, "a text (the AWS CLI prints JSON with --output json)"},
}

// otherObjects are JSON objects of other things, by a member that they have.
var otherObjects = []struct{ member, kind string }{
	{"AWSTemplateFormatVersion", "a CloudFormation template"},
	{"Resources", "a CloudFormation template"},
	{"planned_values", "a Terraform plan"},
	{"terraform_version", "a Terraform plan or state"},
	{"UserPools", "a list of user pools"},
	{"UserPoolClients", "a list of app clients"},
	{"Users", "a list of users"},
	{"UserPool", "the description of a user pool"},
	{"UserPoolClient", "the description of an app client"},
	{"DomainDescription", "the description of a domain"},
	{"SoftwareTokenMfaConfiguration", "an MFA configuration"},
	{"user_pool_id", "the outputs of a tool"},
	{"aws_user_pools_id", "the configuration of Amplify"},
	{"auth", "the outputs of Amplify"},
	{"PoolName", "the input of create-user-pool"},
	{"__type", "an error of the service"},
}

// otherKind names what a text is that is no description of wrapper; "" for one
// that may be.
func otherKind(text []byte, wrapper string) string {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\ufeff")))
	switch {
	case bytes.HasPrefix(text, []byte("[")):
		return otherList(text)
	case !bytes.HasPrefix(text, []byte("{")):
		for _, other := range otherTexts {
			if regexp.MustCompile(other.form).Match(text) {
				return other.kind
			}
		}
		return ""
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(text, &object) != nil || object[wrapper] != nil || own(object, wrapper) {
		return ""
	}
	for _, other := range otherObjects {
		if object[other.member] != nil {
			return other.kind
		}
	}
	return ""
}

// own reports whether an object has the id of what is described.
func own(object map[string]json.RawMessage, wrapper string) bool {
	if wrapper == "UserPool" {
		return object["Id"] != nil
	}
	return object["ClientId"] != nil
}

// otherList names a list by what its first item has.
func otherList(text []byte) string {
	var items []map[string]json.RawMessage
	switch {
	case json.Unmarshal(text, &items) != nil || len(items) == 0:
		return "" // not an object, and no more is known
	case items[0]["ClientId"] != nil:
		return "a list of app clients"
	case items[0]["Id"] != nil:
		return "a list of user pools"
	case items[0]["Username"] != nil:
		return "a list of users"
	}
	return "a list"
}
