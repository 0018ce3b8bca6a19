package rows

import (
	"encoding/base64"
	"encoding/json"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/passkey"
)

// registrationRows are rows of StartWebAuthnRegistration and
// CompleteWebAuthnRegistration: M141 to M146.
func registrationRows() []Row {
	row := func(rules, name string, call func(*World) (any, error), want Want) Row {
		return Row{Rules: rules, Name: name, Pool: PasskeyPool(), App: PasskeyClient(), Prior: Then(Relying(""), Jane), Call: call, Want: want}
	}
	starting := func(w *World) (any, error) { return w.StartRegistration(w.Tokens("jane").AccessToken) }
	completing := func(w *World) (any, error) {
		return w.CompleteRegistration(w.Tokens("jane").AccessToken, document.NewLazyDocument(map[string]any{}))
	}
	off := Want{Code: "WebAuthnNotEnabledException", Message: "WebAuthn is not enabled for this user pool."}
	party := func(id string) Want {
		return Want{Check: func(w *World, out any) {
			options := object(w, out.(*cip.StartWebAuthnRegistrationOutput).CredentialCreationOptions)
			require.Equal(w, map[string]any{"id": id, "name": id}, options["rp"])
		}}
	}
	domain := func(name string, custom *types.CustomDomainConfigType) func(*World) {
		return func(w *World) {
			_, err := w.Client.CreateUserPoolDomain(w.Ctx, &cip.CreateUserPoolDomainInput{Domain: &name, UserPoolId: &w.PoolID, CustomDomainConfig: custom})
			require.NoError(w, err)
		}
	}
	certificate := &types.CustomDomainConfigType{CertificateArn: aws.String("arn:aws:acm:us-east-1:123456789012:certificate/x")}
	return []Row{
		row("M143 M2", "the options", func(w *World) (any, error) {
			token := *w.Tokens("jane").AccessToken
			_, _, body := w.Post("StartWebAuthnRegistration", `{"AccessToken":"`+token+`"}`, "Authorization", "")
			return body, nil
		}, Want{Check: func(w *World, out any) {
			var body struct{ CredentialCreationOptions map[string]any }
			require.NoError(w, json.Unmarshal(out.([]byte), &body), "an object, not a text of one: %s", out)
			options := body.CredentialCreationOptions
			challenge, err := base64.RawURLEncoding.DecodeString(options["challenge"].(string))
			require.NoError(w, err)
			require.GreaterOrEqual(w, len(challenge), 16)
			delete(options, "challenge")
			require.Equal(w, map[string]any{
				"authenticatorSelection": map[string]any{"requireResidentKey": true, "residentKey": "required", "userVerification": "preferred"},
				"excludeCredentials":     []any{},
				"pubKeyCredParams":       []any{map[string]any{"alg": -7., "type": "public-key"}, map[string]any{"alg": -257., "type": "public-key"}},
				"rp":                     map[string]any{"id": relyingParty, "name": relyingParty},
				"timeout":                60000.,
				"user":                   map[string]any{"displayName": "jane", "id": base64.RawURLEncoding.EncodeToString([]byte(w.User("jane").Sub)), "name": "jane"},
			}, options)
		}}),
		row("M143", "the passkeys that there are are excluded", func(w *World) (any, error) {
			w.Registered("jane", passkey.New())
			w.Registered("jane", passkey.New())
			return w.StartRegistration(w.Tokens("jane").AccessToken)
		}, Want{Check: func(w *World, out any) {
			options := object(w, out.(*cip.StartWebAuthnRegistrationOutput).CredentialCreationOptions)
			var excluded []any
			for _, p := range w.Passkeys(w.Tokens("jane").AccessToken) {
				excluded = append(excluded, map[string]any{"id": *p.CredentialId, "type": "public-key"})
			}
			require.Len(w, excluded, 2)
			require.Equal(w, excluded, options["excludeCredentials"])
		}}),
		row("M143", "two challenges differ", func(w *World) (any, error) {
			one, err := starting(w)
			require.NoError(w, err)
			other, err := starting(w)
			require.NoError(w, err)
			require.NotEqual(w, object(w, one.(*cip.StartWebAuthnRegistrationOutput).CredentialCreationOptions)["challenge"],
				object(w, other.(*cip.StartWebAuthnRegistrationOutput).CredentialCreationOptions)["challenge"])
			return nil, nil
		}, Want{}),
		{Rules: "M143 M21", Name: "the user has to be verified", Pool: PasskeyPool(), App: PasskeyClient(), Prior: Then(Relying(types.UserVerificationTypeRequired), Jane),
			Call: starting, Want: Want{Check: func(w *World, out any) {
				options := object(w, out.(*cip.StartWebAuthnRegistrationOutput).CredentialCreationOptions)
				require.Equal(w, "required", options["authenticatorSelection"].(map[string]any)["userVerification"])
			}}},

		// M141, M142
		{Rules: "M141", Choice: true, Name: "WEB_AUTHN is no first factor", App: PasskeyClient(), Prior: Jane, Call: starting, Want: off},
		{Rules: "M141", Choice: true, Name: "WEB_AUTHN is no first factor, at the end", App: PasskeyClient(), Prior: Jane, Call: completing, Want: off},
		{Rules: "M141", Choice: true, Name: "WEB_AUTHN is not a first factor any more", Pool: PasskeyPool(), App: PasskeyClient(), Prior: Then(Relying(""), Jane),
			Call: func(w *World) (any, error) {
				token := w.Tokens("jane").AccessToken
				start, err := w.StartRegistration(token)
				require.NoError(w, err)
				credential, err := passkey.New().Register(start.CredentialCreationOptions)
				require.NoError(w, err)
				_, err = w.Client.UpdateUserPool(w.Ctx, &cip.UpdateUserPoolInput{UserPoolId: &w.PoolID})
				require.NoError(w, err)
				return w.CompleteRegistration(token, credential)
			}, Want: off},
		{Rules: "M142", Choice: true, Name: "neither relying party nor domain", Pool: PasskeyPool(), App: PasskeyClient(), Prior: Jane, Call: starting,
			Want: Want{Code: "WebAuthnConfigurationMissingException", Message: "WebAuthn configuration is missing: set a relying party ID or a domain."}},
		{Rules: "M142", Name: "a prefix domain", Pool: PasskeyPool(), App: PasskeyClient(), Prior: Then(Jane, func(w *World) { domain(prefixOf(w), nil)(w) }),
			Call: starting, Want: Want{Check: func(w *World, out any) { party(prefixOf(w)+".auth."+w.Region+".amazoncognito.com").Check(w, out) }}},
		{Rules: "M142", Name: "a custom domain before the prefix", Pool: PasskeyPool(), App: PasskeyClient(), Prior: Then(Jane, func(w *World) {
			domain(prefixOf(w), nil)(w)
			domain(prefixOf(w)+".example.org", certificate)(w)
		}), Call: starting, Want: Want{Check: func(w *World, out any) { party(prefixOf(w)+".example.org").Check(w, out) }}},
		{Rules: "M142", Name: "the configuration before a domain", Pool: PasskeyPool(), App: PasskeyClient(), Prior: Then(Jane, Relying(""), func(w *World) {
			domain(prefixOf(w)+".example.org", certificate)(w)
		}), Call: starting, Want: party(relyingParty)},

		// M144, M145
		row("M144", "a passkey", registering(func(*passkey.Authenticator) {}), keeps),
		row("M144", "the answer", func(w *World) (any, error) {
			token := w.Tokens("jane").AccessToken
			start, err := w.StartRegistration(token)
			require.NoError(w, err)
			credential, err := passkey.New().Register(start.CredentialCreationOptions)
			require.NoError(w, err)
			text, err := credential.MarshalSmithyDocument()
			require.NoError(w, err)
			status, _, body := w.Post("CompleteWebAuthnRegistration", `{"AccessToken":"`+*token+`","Credential":`+string(text)+`}`, "Authorization", "")
			require.Equal(w, 200, status)
			require.Equal(w, "{}", string(body))
			return nil, nil
		}, keeps),
		row("M144", "by a key of RSA", registering(func(key *passkey.Authenticator) { key.Algorithm = passkey.RS256 }), keeps),
		row("M144", "attested by itself", registering(func(key *passkey.Authenticator) { key.SelfAttestation = true }), keeps),
		row("M144", "without what browsers may leave out", spoiltCredential(func(m map[string]any) {
			delete(m, "authenticatorAttachment")
			delete(m, "clientExtensionResults")
			delete(m["response"].(map[string]any), "transports")
		}), keeps),
		row("M145", "of a page below the relying party", registering(func(key *passkey.Authenticator) { key.Origin = "https://www.example.com" }), keeps),
		row("M145", "of a page on a port", registering(func(key *passkey.Authenticator) { key.Origin = "https://example.com:8443" }), keeps),
		row("M145", "the user is not verified", registering(func(key *passkey.Authenticator) { key.UserNotVerified = true }), keeps),
		{Rules: "M145", Name: "no registration is open", Pool: PasskeyPool(), App: PasskeyClient(), Prior: Then(Relying(""), Jane, joe), Call: func(w *World) (any, error) {
			start, err := w.StartRegistration(w.Tokens("jane").AccessToken)
			require.NoError(w, err)
			credential, err := passkey.New().Register(start.CredentialCreationOptions)
			require.NoError(w, err)
			return w.CompleteRegistration(w.Tokens("joe").AccessToken, credential)
		}, Want: notKept("WebAuthnChallengeNotFoundException")},
		row("M145", "the challenge of an older start", func(w *World) (any, error) {
			token := w.Tokens("jane").AccessToken
			start, err := w.StartRegistration(token)
			require.NoError(w, err)
			credential, err := passkey.New().Register(start.CredentialCreationOptions)
			require.NoError(w, err)
			_, err = w.StartRegistration(token)
			require.NoError(w, err)
			return w.CompleteRegistration(token, credential)
		}, notKept("WebAuthnChallengeNotFoundException")),
		row("M145", "twice", func(w *World) (any, error) {
			token := w.Tokens("jane").AccessToken
			start, err := w.StartRegistration(token)
			require.NoError(w, err)
			credential, err := passkey.New().Register(start.CredentialCreationOptions)
			require.NoError(w, err)
			_, err = w.CompleteRegistration(token, credential)
			require.NoError(w, err)
			return w.CompleteRegistration(token, credential)
		}, ofType("WebAuthnChallengeNotFoundException")),
		row("M145", "an invented challenge", spoiltCredential(func(m map[string]any) { rewritten(m, "clientDataJSON", `"challenge":"`, `"challenge":"x`) }), notKept("WebAuthnChallengeNotFoundException")),
		row("M145", "the token of another client", func(w *World) (any, error) {
			start, err := w.StartRegistration(w.Tokens("jane").AccessToken)
			require.NoError(w, err)
			credential, err := passkey.New().Register(start.CredentialCreationOptions)
			require.NoError(w, err)
			return w.CompleteRegistration(w.OtherClient(PasskeyClient()).Tokens("jane").AccessToken, credential)
		}, notKept("WebAuthnClientMismatchException")),
		row("M145", "of a page by http", registering(func(key *passkey.Authenticator) { key.Origin = "http://example.com" }), notKept("WebAuthnOriginNotAllowedException")),
		row("M145", "of another page", registering(func(key *passkey.Authenticator) { key.Origin = "https://notexample.com" }), notKept("WebAuthnOriginNotAllowedException")),
		row("M145", "of another page and for another relying party", registering(func(key *passkey.Authenticator) {
			key.Origin, key.RelyingParty = "https://example.org", "example.org"
		}), notKept("WebAuthnOriginNotAllowedException")),
		row("M145", "for another relying party", registering(func(key *passkey.Authenticator) { key.RelyingParty, key.Algorithm = "example.org", passkey.EdDSA }),
			notKept("WebAuthnRelyingPartyMismatchException")),
		row("M145", "another algorithm", registering(func(key *passkey.Authenticator) { key.Algorithm = passkey.EdDSA }), notKept("WebAuthnCredentialNotSupportedException")),
		{Rules: "M145", Name: "the user is not verified, and has to be", Pool: PasskeyPool(), App: PasskeyClient(), Prior: Then(Relying(types.UserVerificationTypeRequired), Jane),
			Call: registering(func(key *passkey.Authenticator) { key.UserNotVerified = true }), Want: notKept("WebAuthnCredentialNotSupportedException")},
		{Rules: "M145", Name: "the user is verified, and has to be", Pool: PasskeyPool(), App: PasskeyClient(), Prior: Then(Relying(types.UserVerificationTypeRequired), Jane),
			Call: registering(func(*passkey.Authenticator) {}), Want: keeps},
		row("M145", "nobody touched the authenticator", registering(func(key *passkey.Authenticator) { key.UserNotPresent = true }), notKept("WebAuthnCredentialNotSupportedException")),
		row("M145", "a wrong attestation", func(w *World) (any, error) {
			return spoiltCredential(func(m map[string]any) { rewritten(m, "attestationObject", "none", "tpm\x20") })(w)
		}, notKept("WebAuthnCredentialNotSupportedException")),
		row("M145", "a text of the credential", func(w *World) (any, error) {
			token := w.Tokens("jane").AccessToken
			_, err := w.StartRegistration(token)
			require.NoError(w, err)
			return w.CompleteRegistration(token, document.NewLazyDocument(`{"id":"x"}`))
		}, notKept("InvalidParameterException")),
		row("M145", "an empty credential, before the challenge", completing, notKept("InvalidParameterException")),
		row("M145", "another type of credential", spoiltCredential(func(m map[string]any) { m["type"] = "password" }), notKept("InvalidParameterException")),
		row("M145", "the client data of an assertion", spoiltCredential(func(m map[string]any) { rewritten(m, "clientDataJSON", "webauthn.create", "webauthn.get") }), notKept("InvalidParameterException")),
		row("M145", "the id of another credential", spoiltCredential(func(m map[string]any) { m["id"], m["rawId"] = "AAAA", "AAAA" }), notKept("InvalidParameterException")),
		row("M145", "id and rawId differ", spoiltCredential(func(m map[string]any) { m["rawId"] = "AAAA" }), notKept("InvalidParameterException")),
		row("M145", "an attestation that is no CBOR", spoiltCredential(func(m map[string]any) { m["response"].(map[string]any)["attestationObject"] = "AAAA" }), notKept("InvalidParameterException")),
		row("M145", "authenticator data that ends early", spoiltCredential(func(m map[string]any) {
			response := m["response"].(map[string]any)
			text, _ := base64.RawURLEncoding.DecodeString(response["attestationObject"].(string))
			response["attestationObject"] = base64.RawURLEncoding.EncodeToString(text[:len(text)-8])
		}), notKept("InvalidParameterException")),
		Choice(row("M145", "a refusal leaves the registration open", func(w *World) (any, error) {
			token := w.Tokens("jane").AccessToken
			start, err := w.StartRegistration(token)
			require.NoError(w, err)
			key := passkey.New()
			key.Origin = "https://example.org"
			credential, err := key.Register(start.CredentialCreationOptions)
			require.NoError(w, err)
			_, err = w.CompleteRegistration(token, credential)
			require.Error(w, err)
			if credential, err = passkey.New().Register(start.CredentialCreationOptions); err != nil {
				return nil, err
			}
			return w.CompleteRegistration(token, credential)
		}, keeps)),
		row("M145 M30", "no credential", func(w *World) (any, error) {
			status, _, body := w.Post("CompleteWebAuthnRegistration", `{"AccessToken":"`+*w.Tokens("jane").AccessToken+`"}`)
			require.Equal(w, 400, status)
			require.Contains(w, string(body), "1 validation error detected: Value null at 'credential' failed to satisfy constraint: Member must not be null")
			return nil, nil
		}, Want{}),
		row("M146", "twenty-one passkeys", func(w *World) (any, error) {
			token := w.Tokens("jane").AccessToken
			for range 20 {
				_, err := w.Register(token, passkey.New())
				require.NoError(w, err)
			}
			return w.Register(token, passkey.New())
		}, Want{Code: "LimitExceededException", AnyText: true, Check: func(w *World, _ any) {
			require.Len(w, w.Passkeys(w.Tokens("jane").AccessToken), 20)
		}}),
	}
}
