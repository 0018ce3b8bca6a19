package cognitofake

import (
	"context"
	"errors"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"
	"testing"
)

func TestSmoke(t *testing.T) {
	f := NewT(t)
	p := f.AddPool(cip.CreateUserPoolInput{AutoVerifiedAttributes: []types.VerifiedAttributeType{"email"}})
	a := p.AddAppClient(cip.CreateUserPoolClientInput{GenerateSecret: true})
	in := &cip.SignUpInput{ClientId: &a.ID, SecretHash: aws.String(a.SecretHash("jane")), Username: aws.String("jane"), Password: aws.String("pa$$W0rd"), UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("jane@example.com")}}}
	out, err := f.SignUp(context.Background(), in)
	require.NoError(t, err)
	t.Log(*out.UserSub, *out.CodeDeliveryDetails.Destination)
	_, err = f.SignUp(context.Background(), in)
	var e *types.UsernameExistsException
	require.True(t, errors.As(err, &e))
	t.Log(err)
	in.SecretHash = aws.String(secretHash(a.Secret, a.ID+"jane"))
	_, err = f.SignUp(context.Background(), in)
	_, err = f.SignUp(context.Background(), in)
	in.SecretHash = aws.String(a.SecretHash("jane"))
	in.Password = aws.String("Pa$$wördé")
	_, err = f.SignUp(context.Background(), in)
	_, err = f.GetUser(context.Background(), &cip.GetUserInput{AccessToken: aws.String("x")})
	t.Log(err)
	t.Log(p.Code("jane"))
	t.Log(p.User("jane@example.com"))
	p.Code("x")
	d, err := f.DescribeUserPool(context.Background(), &cip.DescribeUserPoolInput{UserPoolId: &p.ID})
	require.NoError(t, err)
	t.Log(*d.UserPool.Arn, len(d.UserPool.SchemaAttributes))
	t.Log("\n" + f.Transcript())
	j, _ := f.Calls()[0].MarshalJSON()
	t.Log(string(j))
}
func BenchmarkSignUp(b *testing.B) {
	f := New()
	p := f.AddPool(cip.CreateUserPoolInput{AutoVerifiedAttributes: []types.VerifiedAttributeType{"email"}})
	a := p.AddAppClient(cip.CreateUserPoolClientInput{}, WithID("3n4b5urk1ft4fl3mg5e62d9ado"))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i++
		u := "jane" + string(rune('a'+i%26)) + f.random.pick(10, digits)
		_, err := f.SignUp(context.Background(), &cip.SignUpInput{ClientId: &a.ID, Username: &u, Password: aws.String("pa$$W0rd"), UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("jane@example.com")}, {Name: aws.String("name"), Value: aws.String("Jane")}}})
		if err != nil {
			b.Fatal(err)
		}
	}
}
