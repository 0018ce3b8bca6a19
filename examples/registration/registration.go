// Package registration is an application: it signs people up with Amazon
// Cognito, and in. Its tests run against cognitofake, and it knows nothing of that.
package registration

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Cognito is what the service calls of the SDK's client.
type Cognito interface {
	SignUp(context.Context, *cognitoidentityprovider.SignUpInput, ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.SignUpOutput, error)
	ConfirmSignUp(context.Context, *cognitoidentityprovider.ConfirmSignUpInput, ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.ConfirmSignUpOutput, error)
	InitiateAuth(context.Context, *cognitoidentityprovider.InitiateAuthInput, ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.InitiateAuthOutput, error)
}

// What people are told when a form cannot be accepted.
var (
	ErrNameTaken     = errors.New("this name is taken")
	ErrWeakPassword  = errors.New("this password is too weak")
	ErrWrongCode     = errors.New("this code is wrong or too old")
	ErrNotConfirmed  = errors.New("the code that was sent has to be given first")
	ErrNotAuthorized = errors.New("this name and password are not accepted")
)

// Service signs people up, and in, for one app client.
type Service struct {
	cognito          Cognito
	clientID, secret string
}

// New makes a service; secret is the app client's.
func New(cognito Cognito, clientID, secret string) *Service {
	return &Service{cognito, clientID, secret}
}

// Register signs somebody up, who is then sent a code.
func (s *Service) Register(ctx context.Context, name, password, email string) error {
	_, err := s.cognito.SignUp(ctx, &cognitoidentityprovider.SignUpInput{
		ClientId: &s.clientID, SecretHash: s.hash(name), Username: &name, Password: &password,
		UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: &email}},
	})
	var (
		taken *types.UsernameExistsException
		weak  *types.InvalidPasswordException
	)
	switch {
	case errors.As(err, &taken):
		return ErrNameTaken
	case errors.As(err, &weak):
		return fmt.Errorf("%w: %s", ErrWeakPassword, weak.ErrorMessage())
	}
	return err
}

// Confirm takes the code that somebody was sent.
func (s *Service) Confirm(ctx context.Context, name, code string) error {
	_, err := s.cognito.ConfirmSignUp(ctx, &cognitoidentityprovider.ConfirmSignUpInput{
		ClientId: &s.clientID, SecretHash: s.hash(name), Username: &name, ConfirmationCode: &code,
	})
	var (
		wrong   *types.CodeMismatchException
		expired *types.ExpiredCodeException
	)
	if errors.As(err, &wrong) || errors.As(err, &expired) {
		return ErrWrongCode
	}
	return err
}

// SignIn gives somebody tokens for their password.
func (s *Service) SignIn(ctx context.Context, name, password string) (*types.AuthenticationResultType, error) {
	out, err := s.cognito.InitiateAuth(ctx, &cognitoidentityprovider.InitiateAuthInput{
		ClientId: &s.clientID, AuthFlow: types.AuthFlowTypeUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": name, "PASSWORD": password, "SECRET_HASH": *s.hash(name)},
	})
	var (
		unconfirmed *types.UserNotConfirmedException
		refused     *types.NotAuthorizedException
		unknown     *types.UserNotFoundException
	)
	switch {
	case errors.As(err, &unconfirmed):
		return nil, ErrNotConfirmed
	case errors.As(err, &refused), errors.As(err, &unknown):
		return nil, ErrNotAuthorized
	case err != nil:
		return nil, err
	case out.AuthenticationResult == nil:
		return nil, fmt.Errorf("sign-in asks for %s, which this application does not know", out.ChallengeName)
	}
	return out.AuthenticationResult, nil
}

// hash is the SecretHash of a request for name.
func (s *Service) hash(name string) *string {
	mac := hmac.New(sha256.New, []byte(s.secret))
	mac.Write([]byte(name + s.clientID))
	return aws.String(base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}
