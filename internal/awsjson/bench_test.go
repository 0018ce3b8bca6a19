package awsjson_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/awsjson"
)

var (
	signUpBody = []byte(`{"ClientId":"3n4b5urk1ft4fl3mg5e62d9ado","Password":"pa$$W0rd",` +
		`"SecretHash":"lO1gTVqXvPHVCfDEBjiTbhUVPq1Ew6bHRqjYyfvDW2c=",` +
		`"UserAttributes":[{"Name":"email","Value":"jane@example.com"},{"Name":"name","Value":"Jane"}],"Username":"jane"}`)

	signUpOutput = &cip.SignUpOutput{
		CodeDeliveryDetails: &types.CodeDeliveryDetailsType{
			AttributeName:  aws.String("email"),
			DeliveryMedium: types.DeliveryMediumTypeEmail,
			Destination:    aws.String("j***@e***"),
		},
		UserSub: aws.String("2a6b1f0e-7c1d-4f0a-9b57-1d2c3e4f5a6b"),
	}
)

func BenchmarkDecode(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		var in cip.SignUpInput
		if err := awsjson.Decode(signUpBody, &in); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	b.ReportAllocs()
	var buf []byte
	for b.Loop() {
		buf = awsjson.Append(buf[:0], signUpOutput)
	}
}

func BenchmarkAppendError(b *testing.B) {
	b.ReportAllocs()
	var buf []byte
	for b.Loop() {
		buf = awsjson.AppendError(buf[:0], "UsernameExistsException", "User already exists")
	}
}

// What a call may allocate: the input, for each of its seven strings the pointer and the text, and the list.
func TestAllocations(t *testing.T) {
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() {
		_ = awsjson.Decode(signUpBody, &cip.SignUpInput{})
	}), 1.0+2*8+1)

	buf := make([]byte, 0, 1024)
	require.Zero(t, testing.AllocsPerRun(100, func() { awsjson.Append(buf, signUpOutput) }))
	require.Zero(t, testing.AllocsPerRun(100, func() { awsjson.AppendError(buf, "C", "m") }))
}
