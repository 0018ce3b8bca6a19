package rows

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/passkey"
)

// relyingParty is that of the passkeys of rows.
const relyingParty = "example.com"

// PasskeyPool allows passwords and passkeys.
func PasskeyPool() cip.CreateUserPoolInput {
	return WithFactors(cip.CreateUserPoolInput{}, Pwd, webAuthn)
}

// PasskeyClient signs in by password and by choice.
func PasskeyClient() cip.CreateUserPoolClientInput {
	in := PasswordClient()
	in.ExplicitAuthFlows = append(in.ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowUserAuth, types.ExplicitAuthFlowsTypeAllowUserSrpAuth)
	return in
}

// Relying tells the row's pool of the relying party of its passkeys.
func Relying(verification types.UserVerificationType) func(*World) {
	return WithMFA(cip.SetUserPoolMfaConfigInput{WebAuthnConfiguration: &types.WebAuthnConfigurationType{
		RelyingPartyId: aws.String(relyingParty), UserVerification: verification,
	}})
}

// StartRegistration is StartWebAuthnRegistration.
func (w *World) StartRegistration(token *string) (*cip.StartWebAuthnRegistrationOutput, error) {
	return w.Client.StartWebAuthnRegistration(w.Ctx, &cip.StartWebAuthnRegistrationInput{AccessToken: token})
}

// CompleteRegistration is CompleteWebAuthnRegistration.
func (w *World) CompleteRegistration(token *string, credential document.Interface) (*cip.CompleteWebAuthnRegistrationOutput, error) {
	return w.Client.CompleteWebAuthnRegistration(w.Ctx, &cip.CompleteWebAuthnRegistrationInput{AccessToken: token, Credential: credential})
}

// Register registers a passkey of the authenticator, both steps.
func (w *World) Register(token *string, key *passkey.Authenticator) (*cip.CompleteWebAuthnRegistrationOutput, error) {
	start, err := w.StartRegistration(token)
	if err != nil {
		return nil, err
	}
	credential, err := key.Register(start.CredentialCreationOptions)
	require.NoError(w, err)
	return w.CompleteRegistration(token, credential)
}

// Registered gives a user a passkey of the authenticator.
func (w *World) Registered(name string, key *passkey.Authenticator) {
	w.Helper()
	_, err := w.Register(w.Tokens(name).AccessToken, key)
	require.NoError(w, err)
}

// Passkeys is ListWebAuthnCredentials.
func (w *World) Passkeys(token *string) []types.WebAuthnCredentialDescription {
	w.Helper()
	out, err := w.Client.ListWebAuthnCredentials(w.Ctx, &cip.ListWebAuthnCredentialsInput{AccessToken: token})
	require.NoError(w, err)
	return out.Credentials
}

// joe is another user, with the good password.
func joe(w *World) { w.AddUser(NewUser{Username: "joe", Password: fixture.GoodPassword}) }

// object is a document as a map.
func object(w *World, d document.Interface) map[string]any {
	w.Helper()
	text, err := d.MarshalSmithyDocument()
	require.NoError(w, err)
	var m map[string]any
	require.NoError(w, json.Unmarshal(text, &m))
	return m
}

// spoiltCredential completes a registration with what change makes of the credential.
func spoiltCredential(change func(m map[string]any)) func(*World) (any, error) {
	return func(w *World) (any, error) {
		token := w.Tokens("jane").AccessToken
		start, err := w.StartRegistration(token)
		require.NoError(w, err)
		credential, err := passkey.New().Register(start.CredentialCreationOptions)
		require.NoError(w, err)
		m := object(w, credential)
		change(m)
		return w.CompleteRegistration(token, document.NewLazyDocument(m))
	}
}

// registering registers a passkey of an authenticator that change has made another.
func registering(change func(key *passkey.Authenticator)) func(*World) (any, error) {
	return func(w *World) (any, error) {
		key := passkey.New()
		change(key)
		return w.Register(w.Tokens("jane").AccessToken, key)
	}
}

// ofType is a refusal whose words nobody knows.
func ofType(code string) Want { return Want{Code: code, AnyText: true} }

// notKept asserts a refusal that leaves jane without a passkey.
func notKept(code string) Want {
	want := ofType(code)
	want.Check = func(w *World, _ any) { require.Empty(w, w.Passkeys(w.Tokens("jane").AccessToken)) }
	return want
}

// keeps asserts that jane has one passkey.
var keeps = Want{Check: func(w *World, _ any) { require.Len(w, w.Passkeys(w.Tokens("jane").AccessToken), 1) }}

// rewritten is text in base64url with one thing in it for another.
func rewritten(m map[string]any, member, old, with string) {
	response := m["response"].(map[string]any)
	text, err := base64.RawURLEncoding.DecodeString(response[member].(string))
	if err != nil || !strings.Contains(string(text), old) {
		panic(fmt.Sprintf("%s has no %q", member, old))
	}
	response[member] = base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(text), old, with, 1)))
}

// prefixOf is a domain that no other row has.
func prefixOf(w *World) string {
	return "rows-" + strings.ToLower(w.PoolID[strings.IndexByte(w.PoolID, '_')+1:])
}

// passkeyListRows are rows of ListWebAuthnCredentials and
// DeleteWebAuthnCredential: M147 to M149.
func passkeyListRows() []Row {
	row := func(rules, name string, call func(*World) (any, error), want Want) Row {
		return Row{Rules: rules, Name: name, Pool: PasskeyPool(), App: PasskeyClient(), Prior: Then(Relying(""), Jane), Call: call, Want: want}
	}
	deleting := func(w *World, token, id *string) (any, error) {
		return w.Client.DeleteWebAuthnCredential(w.Ctx, &cip.DeleteWebAuthnCredentialInput{AccessToken: token, CredentialId: id})
	}
	return []Row{
		row("M147 M149", "as on the wire", func(w *World) (any, error) {
			w.Registered("jane", passkey.New())
			_, _, body := w.Post("ListWebAuthnCredentials", `{"AccessToken":"`+*w.Tokens("jane").AccessToken+`"}`, "Authorization", "")
			return body, nil
		}, Want{Check: func(w *World, out any) {
			var body map[string][]map[string]any
			require.NoError(w, json.Unmarshal(out.([]byte), &body))
			require.Equal(w, []string{"Credentials"}, slices.Sorted(maps.Keys(body)))
			require.Len(w, body["Credentials"], 1)
			c := body["Credentials"][0]
			require.IsType(w, 0., c["CreatedAt"])
			require.NotEmpty(w, c["CredentialId"])
			require.NotEmpty(w, c["FriendlyCredentialName"])
			delete(c, "CreatedAt")
			delete(c, "CredentialId")
			delete(c, "FriendlyCredentialName")
			require.Equal(w, map[string]any{"RelyingPartyId": relyingParty, "AuthenticatorAttachment": "platform", "AuthenticatorTransports": []any{"internal"}}, c)
		}}),
		row("M147", "none, as on the wire", func(w *World) (any, error) {
			_, _, body := w.Post("ListWebAuthnCredentials", `{"AccessToken":"`+*w.Tokens("jane").AccessToken+`"}`, "Authorization", "")
			require.Equal(w, `{"Credentials":[]}`, string(body))
			return nil, nil
		}, Want{}),
		row("M147", "an authenticator that does not say what it is", spoiltCredential(func(m map[string]any) { delete(m, "authenticatorAttachment") }),
			Want{Check: func(w *World, _ any) {
				require.Nil(w, w.Passkeys(w.Tokens("jane").AccessToken)[0].AuthenticatorAttachment)
			}}),
		{Rules: "M147 M141", Name: "in a pool without passkeys", App: PasskeyClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return nil, nil }, Want: Want{Check: func(w *World, _ any) { require.Empty(w, w.Passkeys(w.Tokens("jane").AccessToken)) }}},
		row("M147", "pages", func(w *World) (any, error) {
			for range 3 {
				w.Registered("jane", passkey.New())
			}
			token := w.Tokens("jane").AccessToken
			one, err := w.Client.ListWebAuthnCredentials(w.Ctx, &cip.ListWebAuthnCredentialsInput{AccessToken: token, MaxResults: aws.Int32(2)})
			require.NoError(w, err)
			require.Len(w, one.Credentials, 2)
			require.NotNil(w, one.NextToken)
			two, err := w.Client.ListWebAuthnCredentials(w.Ctx, &cip.ListWebAuthnCredentialsInput{AccessToken: token, MaxResults: aws.Int32(2), NextToken: one.NextToken})
			require.NoError(w, err)
			require.Nil(w, two.NextToken)
			require.Equal(w, w.Passkeys(token), slices.Concat(one.Credentials, two.Credentials))
			return nil, nil
		}, Want{}),
		row("M147", "21 of them", func(w *World) (any, error) {
			return w.Client.ListWebAuthnCredentials(w.Ctx, &cip.ListWebAuthnCredentialsInput{AccessToken: w.Tokens("jane").AccessToken, MaxResults: aws.Int32(21)})
		}, violating("Value '21' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 20")),
		row("M148", "deleted", func(w *World) (any, error) {
			w.Registered("jane", passkey.New())
			w.Registered("jane", passkey.New())
			token := w.Tokens("jane").AccessToken
			_, _, body := w.Post("DeleteWebAuthnCredential", `{"AccessToken":"`+*token+`","CredentialId":"`+*w.Passkeys(token)[0].CredentialId+`"}`, "Authorization", "")
			require.Equal(w, "{}", string(body))
			return nil, nil
		}, keeps),
		row("M148", "unknown", func(w *World) (any, error) { return deleting(w, w.Tokens("jane").AccessToken, aws.String("AAAA")) }, ofType("ResourceNotFoundException")),
		{Rules: "M148", Name: "of another user", Pool: PasskeyPool(), App: PasskeyClient(), Prior: Then(Relying(""), Jane, joe), Call: func(w *World) (any, error) {
			w.Registered("jane", passkey.New())
			return deleting(w, w.Tokens("joe").AccessToken, w.Passkeys(w.Tokens("jane").AccessToken)[0].CredentialId)
		}, Want: Want{Code: "ResourceNotFoundException", AnyText: true, Check: keeps.Check}},
		row("M148 M30", "no id", func(w *World) (any, error) {
			_, _, body := w.Post("DeleteWebAuthnCredential", `{"AccessToken":"`+*w.Tokens("jane").AccessToken+`"}`)
			require.Contains(w, string(body), "1 validation error detected: Value null at 'credentialId' failed to satisfy constraint: Member must not be null")
			return nil, nil
		}, Want{}),
		row("M57", "a user who is gone leaves no passkey", func(w *World) (any, error) {
			key := passkey.New()
			w.Registered("jane", key)
			w.deletes("jane")
			Jane(w)
			return nil, nil
		}, Want{Check: func(w *World, _ any) { require.Empty(w, w.Passkeys(w.Tokens("jane").AccessToken)) }}),
	}
}
