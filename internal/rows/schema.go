package rows

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// addingAttributes is AddCustomAttributes on the row's pool, which is then described.
func addingAttributes(given ...types.SchemaAttributeType) func(*World) (any, error) {
	return func(w *World) (any, error) {
		if _, err := w.Client.AddCustomAttributes(w.Ctx, &cip.AddCustomAttributesInput{UserPoolId: &w.PoolID, CustomAttributes: given}); err != nil {
			return nil, err
		}
		return Described(w)
	}
}

// schemaRows are rows of what a pool's schema says and takes: docs/behaviour.md R82, P131.
func schemaRows() []Row {
	typeless := func(change func(*types.SchemaAttributeType)) func(*World) (any, error) {
		a := types.SchemaAttributeType{Name: aws.String("x"), Mutable: aws.Bool(true)}
		change(&a)
		return addingAttributes(a)
	}
	noType := invalid("Invalid AttributeDataType input, consider using the provided AttributeDataType enum.")
	standard := invalid("You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute email")
	return slices.Concat(mutableRows(), []Row{
		{Rules: "P131", Name: "AddCustomAttributes without a type", Call: typeless(func(*types.SchemaAttributeType) {}), Want: noType},
		{Rules: "P131", Name: "AddCustomAttributes without a type, required", Call: typeless(func(a *types.SchemaAttributeType) { a.Required = aws.Bool(true) }), Want: noType},
		{Rules: "P131", Name: "AddCustomAttributes of phone_number without a type", Call: typeless(func(a *types.SchemaAttributeType) { a.Name = aws.String("phone_number") }), Want: noType},
		{Rules: "P131 N135", Name: "AddCustomAttributes with a type, required", Call: typeless(func(a *types.SchemaAttributeType) { a.AttributeDataType, a.Required = "String", aws.Bool(true) }),
			Want: invalid("Required custom attributes are not supported currently.")},
		{Rules: "P131", Name: "a standard attribute needs no type", Call: Creating(SchemaPool(types.SchemaAttributeType{Name: aws.String("email"), Required: aws.Bool(true), Mutable: aws.Bool(true)}))},
		{Rules: "P131", Name: "another type for a standard attribute", Call: Creating(SchemaPool(custom("email", types.AttributeDataTypeNumber))), Want: standard},
		{Rules: "P131", Name: "a standard attribute for developers", Call: Creating(SchemaPool(types.SchemaAttributeType{Name: aws.String("email"), DeveloperOnlyAttribute: aws.Bool(true)})), Want: standard},
		{Rules: "P131", Name: "a custom attribute twice", Call: Creating(SchemaPool(fixture.CustomString("dept", "0", "9"), fixture.CustomString("dept", "0", "9"))),
			Want: invalid("Duplicate custom attribute names custom:dept are not allowed in a user pool schema.")},
		{Rules: "P131", Name: "bounds the wrong way round", Call: Creating(SchemaPool(CustomNumber("x", "9", "1"))), Want: invalid("Attribute custom:x cannot have a max value smaller than it's min value")},
		{Rules: "R82", Name: "a flag in Schema is a custom attribute beside it", Call: Creating(SchemaPool(
			types.SchemaAttributeType{Name: aws.String("email_verified"), AttributeDataType: types.AttributeDataTypeBoolean, Mutable: aws.Bool(true)},
		)), Want: shows(func(w *World, p *types.UserPoolType) {
			schema := schemaOf(p)
			require.Len(w, p.SchemaAttributes, 22)
			require.True(w, *schema["email_verified"].Mutable)
			require.True(w, *schema["custom:email_verified"].Mutable)
		})},
	})
}

// mutableRows are rows of attributes that a schema names without Mutable, of
// every type, in every operation that writes them.
func mutableRows() []Row {
	pool := SchemaPool(
		types.SchemaAttributeType{Name: aws.String("email"), Required: aws.Bool(true)}, types.SchemaAttributeType{Name: aws.String("updated_at")},
		custom("text", types.AttributeDataTypeString), custom("number", types.AttributeDataTypeNumber),
		custom("date", types.AttributeDataTypeDatetime), custom("flag", types.AttributeDataTypeBoolean),
	)
	fixed := map[string]string{
		"email": "b@example.com", "updated_at": "2", "custom:text": "b", "custom:number": "2", "custom:date": "1800000000", "custom:flag": "false",
	}
	jane := func(w *World) { w.AddJane("email", "a@example.com") }
	list := []Row{
		{Rules: "R82", Name: "attributes that Schema names without Mutable", Call: Creating(pool), Want: shows(func(w *World, p *types.UserPoolType) {
			for name, a := range schemaOf(p) {
				_, immutable := fixed[name]
				require.Equal(w, !immutable && name != "sub", *a.Mutable, name)
			}
		})},
		{Rules: "R82", Name: "an attribute added without Mutable", Call: addingAttributes(custom("late", types.AttributeDataTypeString)), Want: shows(func(w *World, p *types.UserPoolType) {
			require.False(w, *schemaOf(p)["custom:late"].Mutable)
		})},
		{Rules: "R82", Name: "Mutable true", Call: Creating(SchemaPool(types.SchemaAttributeType{Name: aws.String("email"), Mutable: aws.Bool(true)})), Want: shows(func(w *World, p *types.UserPoolType) {
			require.True(w, *schemaOf(p)["email"].Mutable)
		})},
		{Rules: "R82 R92", Name: "immutable attributes may be set when the user is made", Pool: pool, Call: SigningUp("jane", "email", "a@example.com", "custom:text", "a", "updated_at", "1")},
		{Rules: "R82 N122", Name: "what Schema does not name changes", Pool: pool, Prior: jane, Call: func(w *World) (any, error) { return w.Update("jane", "name", "Jane", "phone_number", "+12065550100") }},
	}
	for name, value := range fixed {
		list = append(list, Row{Rules: "R82 N122", Name: "no update of " + name, Pool: pool, Prior: jane,
			Call: func(w *World) (any, error) { return w.Update("jane", name, value) }, Want: invalid("user." + name + ": Attribute cannot be updated.\n")})
	}
	return append(list, Row{Rules: "R82 N122", Name: "no removal of an immutable attribute", Pool: pool, Prior: jane, Call: func(w *World) (any, error) {
		return w.Client.AdminDeleteUserAttributes(w.Ctx, &cip.AdminDeleteUserAttributesInput{UserPoolId: &w.PoolID, Username: aws.String("jane"), UserAttributeNames: []string{"custom:text"}})
	}, Want: invalid("user.custom:text: Attribute cannot be updated.\n")})
}
