package rows

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/passkey"
)

const webAuthnChallenge = types.ChallengeNameTypeWebAuthn

// PasskeyChallenge is the WEB_AUTHN that a user is asked who prefers it.
func (w *World) PasskeyChallenge(name string) *cip.InitiateAuthOutput {
	w.Helper()
	out, err := w.Choose(name, "PREFERRED_CHALLENGE", "WEB_AUTHN")
	require.NoError(w, err)
	require.Equal(w, webAuthnChallenge, out.ChallengeName)
	return out
}

// asserted is what an authenticator makes of a challenge.
func asserted(w *World, key *passkey.Authenticator, out *cip.InitiateAuthOutput) string {
	w.Helper()
	answer, err := key.Assert(out.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"])
	require.NoError(w, err)
	return answer
}

// ByPasskey signs in by a passkey.
func (w *World) ByPasskey(name string, key *passkey.Authenticator) (*cip.RespondToAuthChallengeOutput, error) {
	w.Helper()
	out := w.PasskeyChallenge(name)
	return w.Respond(webAuthnChallenge, out.Session, "USERNAME", name, "CREDENTIAL", asserted(w, key, out))
}

// signing registers a passkey of jane's and signs in by it, change having made
// the authenticator another in between.
func signing(change func(key *passkey.Authenticator)) func(*World) (any, error) {
	return func(w *World) (any, error) {
		key := passkey.New()
		w.Registered("jane", key)
		change(key)
		return w.ByPasskey("jane", key)
	}
}

// assertion is an AuthenticationResponseJSON, to spoil.
type assertion struct {
	m map[string]any
}

func (a assertion) response() map[string]any { return a.m["response"].(map[string]any) }

// spoiltAssertion signs in with what change makes of the answer.
func spoiltAssertion(change func(w *World, a assertion)) func(*World) (any, error) {
	return func(w *World) (any, error) {
		key := passkey.New()
		w.Registered("jane", key)
		out := w.PasskeyChallenge("jane")
		var a assertion
		require.NoError(w, json.Unmarshal([]byte(asserted(w, key, out)), &a.m))
		change(w, a)
		text, err := json.Marshal(a.m)
		require.NoError(w, err)
		return w.Respond(webAuthnChallenge, out.Session, "USERNAME", "jane", "CREDENTIAL", string(text))
	}
}

// passkeySignInRows are rows of WEB_AUTHN in USER_AUTH: M150 to M154.
func passkeySignInRows() []Row {
	prior := Then(Relying(""), Jane)
	row := func(rules, name string, call func(*World) (any, error), want Want) Row {
		return Row{Rules: rules, Name: name, Pool: PasskeyPool(), App: PasskeyClient(), Prior: prior, Call: call, Want: want}
	}
	with := func(r Row, prior func(*World)) Row {
		r.Prior = prior
		return r
	}
	tokens := Want{Check: Tokens}
	refused := notAuthorized("Incorrect username or password.")
	unchanged := func(*passkey.Authenticator) {}
	verifying := Then(Relying(types.UserVerificationTypeRequired), Jane)
	begun := func(verification string) Want {
		return Want{Check: func(w *World, out any) {
			got := out.(*cip.InitiateAuthOutput)
			require.Equal(w, webAuthnChallenge, got.ChallengeName)
			require.NotNil(w, got.Session)
			require.Nil(w, got.AuthenticationResult)
			require.ElementsMatch(w, []types.ChallengeNameType{password, srp, webAuthnChallenge}, got.AvailableChallenges)
			require.Len(w, got.ChallengeParameters, 1)
			text := got.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"]
			require.True(w, strings.HasPrefix(text, `{"challenge":"`), text)
			var options map[string]any
			require.NoError(w, json.Unmarshal([]byte(text), &options))
			delete(options, "challenge")
			id := *w.Passkeys(w.Tokens("jane").AccessToken)[0].CredentialId
			require.Equal(w, map[string]any{
				"rpId": relyingParty, "timeout": 180000., "userVerification": verification,
				"allowCredentials": []any{map[string]any{"type": "public-key", "id": id, "transports": []any{"internal"}}},
			}, options)
		}}
	}
	preferring := func(w *World) (any, error) {
		w.Registered("jane", passkey.New())
		return w.Choose("jane", "PREFERRED_CHALLENGE", "WEB_AUTHN")
	}
	return []Row{
		row("M150", "the challenge that is preferred", preferring, begun("preferred")),
		with(row("M150 M21", "the challenge, the user to be verified", preferring, begun("required")), verifying),
		row("M150 N47", "among the challenges to select", func(w *World) (any, error) {
			w.Registered("jane", passkey.New())
			return w.Choose("jane")
		}, offered(password, srp, webAuthnChallenge)),
		row("M151 N49", "without a passkey", choosing("PREFERRED_CHALLENGE", "WEB_AUTHN"), offered(password, srp)),
		row("M151 M148", "the passkey has been deleted", func(w *World) (any, error) {
			w.Registered("jane", passkey.New())
			token := w.Tokens("jane").AccessToken
			_, err := w.Client.DeleteWebAuthnCredential(w.Ctx, &cip.DeleteWebAuthnCredentialInput{AccessToken: token, CredentialId: w.Passkeys(token)[0].CredentialId})
			require.NoError(w, err)
			return w.Choose("jane", "PREFERRED_CHALLENGE", "WEB_AUTHN")
		}, offered(password, srp)),
		row("M152 M153", "a passkey", signing(unchanged), tokens),
		row("M152", "a passkey of RSA", func(w *World) (any, error) {
			key := passkey.New()
			key.Algorithm = passkey.RS256
			w.Registered("jane", key)
			return w.ByPasskey("jane", key)
		}, tokens),
		row("M152", "twice with the same passkey", func(w *World) (any, error) {
			key := passkey.New()
			w.Registered("jane", key)
			_, err := w.ByPasskey("jane", key)
			require.NoError(w, err)
			return w.ByPasskey("jane", key)
		}, tokens),
		row("M152", "the second of two passkeys", func(w *World) (any, error) {
			w.Registered("jane", passkey.New())
			key := passkey.New()
			w.Registered("jane", key)
			return w.ByPasskey("jane", key)
		}, tokens),
		row("M152 M150", "selected, and then asked", func(w *World) (any, error) {
			key := passkey.New()
			w.Registered("jane", key)
			out, err := w.selecting("jane", "ANSWER", "WEB_AUTHN")
			require.NoError(w, err)
			require.Equal(w, webAuthnChallenge, out.ChallengeName)
			answer, err := key.Assert(out.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"])
			require.NoError(w, err)
			return w.Respond(webAuthnChallenge, out.Session, "USERNAME", "jane", "CREDENTIAL", answer)
		}, tokens),
		row("M152", "selected, with a credential of options that were given before", func(w *World) (any, error) {
			key := passkey.New()
			w.Registered("jane", key)
			return w.selecting("jane", "ANSWER", "WEB_AUTHN", "CREDENTIAL", asserted(w, key, w.PasskeyChallenge("jane")))
		}, tokens),
		row("M152 M153", "selected, with a credential that is none", func(w *World) (any, error) {
			w.Registered("jane", passkey.New())
			return w.selecting("jane", "ANSWER", "WEB_AUTHN", "CREDENTIAL", "{}")
		}, Want{Code: "NotAuthorizedException", AnyText: true}),
		row("M152 N72", "selected by a user without a passkey", answers("ANSWER", "WEB_AUTHN"), Want{Code: "InvalidParameterException", Message: "Selected challenge is not available"}),
		row("M152", "by an administrator's operations", func(w *World) (any, error) {
			key := passkey.New()
			w.Registered("jane", key)
			out, err := w.adminAuth(types.AuthFlowTypeUserAuth, "USERNAME", "jane", "PREFERRED_CHALLENGE", "WEB_AUTHN")
			require.NoError(w, err)
			answer, err := key.Assert(out.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"])
			require.NoError(w, err)
			return w.AdminRespond(webAuthnChallenge, out.Session, "USERNAME", "jane", "CREDENTIAL", answer)
		}, tokens),
		Choice(row("M152 N26", "no CREDENTIAL", func(w *World) (any, error) {
			w.Registered("jane", passkey.New())
			return w.Respond(webAuthnChallenge, w.PasskeyChallenge("jane").Session, "USERNAME", "jane")
		}, invalid("Missing required parameter CREDENTIAL"))),
		row("M152", "the user is not verified", signing(func(key *passkey.Authenticator) { key.UserNotVerified = true }), tokens),

		Choice(with(row("M153 M21", "the user is not verified, and has to be", signing(func(key *passkey.Authenticator) { key.UserNotVerified = true }), refused), verifying)),
		Choice(row("M153", "nobody touched the authenticator", signing(func(key *passkey.Authenticator) { key.UserNotPresent = true }), refused)),
		Choice(row("M153", "another page", signing(func(key *passkey.Authenticator) { key.Origin = "https://example.org" }), refused)),
		Choice(row("M153", "a page by http", signing(func(key *passkey.Authenticator) { key.Origin = "http://example.com" }), refused)),
		Choice(row("M153", "another relying party", signing(func(key *passkey.Authenticator) { key.RelyingParty = "example.org" }), refused)),
		Choice(row("M153", "a counter that goes back", func(w *World) (any, error) {
			key := passkey.New()
			w.Registered("jane", key)
			key.SetCounter(10)
			_, err := w.ByPasskey("jane", key)
			require.NoError(w, err)
			key.SetCounter(5)
			return w.ByPasskey("jane", key)
		}, refused)),
		Choice(row("M153", "a counter that stands still", func(w *World) (any, error) {
			key := passkey.New()
			w.Registered("jane", key)
			key.SetCounter(10)
			_, err := w.ByPasskey("jane", key)
			require.NoError(w, err)
			key.SetCounter(10)
			return w.ByPasskey("jane", key)
		}, refused)),
		Choice(row("M153", "a signature that is none", spoiltAssertion(func(_ *World, a assertion) { a.response()["signature"] = "AAAA" }), refused)),
		Choice(row("M153", "the signature of another assertion", spoiltAssertion(func(w *World, a assertion) {
			key := passkey.New()
			key.Passkey(relyingParty)
			text, err := key.Assert(`{"challenge":"AAAA","rpId":"` + relyingParty + `"}`)
			require.NoError(w, err)
			var other assertion
			require.NoError(w, json.Unmarshal([]byte(text), &other.m))
			a.response()["signature"] = other.response()["signature"]
		}), refused)),
		Choice(row("M153", "data that were signed differently", spoiltAssertion(func(_ *World, a assertion) {
			text := []byte(a.response()["authenticatorData"].(string))
			raw, _ := base64.RawURLEncoding.DecodeString(string(text))
			raw[len(raw)-1]++
			a.response()["authenticatorData"] = base64.RawURLEncoding.EncodeToString(raw)
		}), refused)),
		Choice(row("M153", "an id that nobody has", spoiltAssertion(func(_ *World, a assertion) { a.m["id"], a.m["rawId"] = "AAAA", "AAAA" }), refused)),
		Choice(row("M153", "the handle of another user", spoiltAssertion(func(_ *World, a assertion) { a.response()["userHandle"] = "AAAA" }), refused)),
		Choice(row("M153", "no handle of a user", spoiltAssertion(func(_ *World, a assertion) { delete(a.response(), "userHandle") }), tokens)),
		Choice(row("M153", "no JSON", func(w *World) (any, error) {
			w.Registered("jane", passkey.New())
			return w.Respond(webAuthnChallenge, w.PasskeyChallenge("jane").Session, "USERNAME", "jane", "CREDENTIAL", "x")
		}, refused)),
		Choice(row("M153", "the challenge of another sign-in", func(w *World) (any, error) {
			key := passkey.New()
			w.Registered("jane", key)
			one, other := w.PasskeyChallenge("jane"), w.PasskeyChallenge("jane")
			return w.Respond(webAuthnChallenge, one.Session, "USERNAME", "jane", "CREDENTIAL", asserted(w, key, other))
		}, refused)),
		Choice(with(row("M153", "the passkey of another user", func(w *World) (any, error) {
			key := passkey.New()
			w.Registered("jane", passkey.New())
			w.Registered("joe", key)
			out := w.PasskeyChallenge("jane")
			answer, err := key.Assert(strings.ReplaceAll(out.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"],
				*w.Passkeys(w.Tokens("jane").AccessToken)[0].CredentialId, *w.Passkeys(w.Tokens("joe").AccessToken)[0].CredentialId))
			require.NoError(w, err)
			return w.Respond(webAuthnChallenge, out.Session, "USERNAME", "jane", "CREDENTIAL", answer)
		}, refused), Then(prior, joe))),
		Choice(row("M153", "a refusal leaves the session good", func(w *World) (any, error) {
			key := passkey.New()
			w.Registered("jane", key)
			out := w.PasskeyChallenge("jane")
			_, err := w.Respond(webAuthnChallenge, out.Session, "USERNAME", "jane", "CREDENTIAL", "{}")
			require.Error(w, err)
			return w.Respond(webAuthnChallenge, out.Session, "USERNAME", "jane", "CREDENTIAL", asserted(w, key, out))
		}, tokens)),
		row("M153 N62", "an answer that is sent twice", func(w *World) (any, error) {
			key := passkey.New()
			w.Registered("jane", key)
			out := w.PasskeyChallenge("jane")
			answer := asserted(w, key, out)
			_, err := w.Respond(webAuthnChallenge, out.Session, "USERNAME", "jane", "CREDENTIAL", answer)
			require.NoError(w, err)
			return w.Respond(webAuthnChallenge, out.Session, "USERNAME", "jane", "CREDENTIAL", answer)
		}, notAuthorized(TextUsed)),
		row("M150 M142", "another relying party since", func(w *World) (any, error) {
			w.Registered("jane", passkey.New())
			WithMFA(cip.SetUserPoolMfaConfigInput{WebAuthnConfiguration: &types.WebAuthnConfigurationType{RelyingPartyId: aws.String("example.org")}})(w)
			return w.Choose("jane", "PREFERRED_CHALLENGE", "WEB_AUTHN")
		}, offered(password, srp)),
		row("M153 M60 M72", "a passkey that stands for both factors needs no other", func(w *World) (any, error) {
			key := passkey.New()
			w.Registered("jane", key)
			WithMFA(bothFactors())(w)
			return w.ByPasskey("jane", key)
		}, tokens),
		row("M154 M72 M150", "a passkey beside a second factor", func(w *World) (any, error) {
			both := MFA(mfaOptional, tokenMFA)
			both.WebAuthnConfiguration = &types.WebAuthnConfigurationType{RelyingPartyId: aws.String(relyingParty)}
			WithMFA(both)(w)
			token := w.Tokens("jane").AccessToken
			HasToken(w)
			Turning(settings{tokenMFA: asOn})(w)
			_, err := w.Register(token, passkey.New())
			require.NoError(w, err)
			require.Len(w, w.Passkeys(token), 1)
			return w.Choose("jane", "PREFERRED_CHALLENGE", "WEB_AUTHN")
		}, offered(password, srp)),
		row("M72", "what is offered where a passkey stands for both factors", func(w *World) (any, error) {
			w.Registered("jane", passkey.New())
			WithMFA(bothFactors())(w)
			return w.Choose("jane")
		}, offered(password, srp, webAuthnChallenge)),
	}
}

// bothFactors makes second factors obligatory, and has passkeys stand for both.
func bothFactors() cip.SetUserPoolMfaConfigInput {
	in := MFA(mfaOn, tokenMFA)
	in.WebAuthnConfiguration = &types.WebAuthnConfigurationType{
		RelyingPartyId: aws.String(relyingParty), FactorConfiguration: types.WebAuthnFactorConfigurationTypeMultiFactorWithUserVerification,
	}
	return in
}

// authFactorRows are rows of GetUserAuthFactors and AdminGetUserAuthFactors: M155.
func authFactorRows() []Row {
	pool := func() cip.CreateUserPoolInput {
		return WithFactors(Both(cip.CreateUserPoolInput{}), Pwd, EmailOTP, SmsOTP, webAuthn)
	}
	factors := func(names ...types.AuthFactorType) Want {
		return Want{Check: func(w *World, out any) {
			got := out.(*cip.AdminGetUserAuthFactorsOutput)
			require.Equal(w, "jane", *got.Username)
			require.ElementsMatch(w, names, got.ConfiguredUserAuthFactors)
			require.Nil(w, got.PreferredMfaSetting)
			require.Nil(w, got.UserMFASettingList)
		}}
	}
	asking := func(w *World) (any, error) {
		admin, err := w.Client.AdminGetUserAuthFactors(w.Ctx, &cip.AdminGetUserAuthFactorsInput{UserPoolId: &w.PoolID, Username: aws.String("jane")})
		if err != nil {
			return nil, err
		}
		own, err := w.Client.GetUserAuthFactors(w.Ctx, &cip.GetUserAuthFactorsInput{AccessToken: w.Tokens("jane").AccessToken})
		require.NoError(w, err)
		require.Equal(w, admin.ConfiguredUserAuthFactors, own.ConfiguredUserAuthFactors)
		require.Equal(w, admin.Username, own.Username)
		return admin, nil
	}
	addressed := OtpUser("email", "jane@example.com", "phone_number", "+15555550100")
	return []Row{
		{Rules: "M155", Name: "all first factors", Pool: pool(), App: PasskeyClient(), Prior: Then(Relying(""), addressed, func(w *World) { w.Registered("jane", passkey.New()) }),
			Call: asking, Want: factors(Pwd, EmailOTP, SmsOTP, webAuthn)},
		{Rules: "M155", Name: "a user who has a password alone", Pool: pool(), App: PasskeyClient(), Prior: OtpUser(), Call: asking, Want: factors(Pwd)},
		{Rules: "M155", Name: "addresses where passwords alone sign in", App: PasskeyClient(), Prior: addressed, Call: asking, Want: factors(Pwd)},
		{Rules: "M155", Name: "factors that are not allowed any more", Pool: pool(), App: PasskeyClient(), Prior: Then(Relying(""), addressed, func(w *World) {
			w.Registered("jane", passkey.New())
			_, err := w.Client.UpdateUserPool(w.Ctx, &cip.UpdateUserPoolInput{UserPoolId: &w.PoolID, Policies: FirstFactors(Pwd, EmailOTP)})
			require.NoError(w, err)
		}), Call: asking, Want: factors(Pwd, EmailOTP)},
		{Rules: "M155", Name: "a user without a password", Pool: OtpPool(), Prior: func(w *World) { w.MustAdminCreate("jane", "email", "jane@example.com") },
			Call: func(w *World) (any, error) {
				return w.Client.AdminGetUserAuthFactors(w.Ctx, &cip.AdminGetUserAuthFactorsInput{UserPoolId: &w.PoolID, Username: aws.String("jane")})
			}, Want: factors(EmailOTP)},
		{Rules: "M155", Name: "as on the wire", App: PasskeyClient(), Prior: Jane, Raw: func(w *World) string {
			return `AdminGetUserAuthFactors {"UserPoolId":"` + w.PoolID + `","Username":"jane"}`
		}, Want: Want{Check: func(w *World, out any) {
			require.JSONEq(w, `{"Username":"jane","ConfiguredUserAuthFactors":["PASSWORD"]}`, string(out.([]byte)))
		}}},
		{Rules: "M155", Name: "second factors", App: PasskeyClient(), Prior: Then(Jane, WithMFA(MFA(mfaOptional, tokenMFA)), HasToken, Turning(settings{tokenMFA: asPreferred})), Raw: func(w *World) string {
			return `AdminGetUserAuthFactors {"UserPoolId":"` + w.PoolID + `","Username":"jane"}`
		}, Want: Want{Check: func(w *World, out any) {
			require.JSONEq(w, `{"Username":"jane","ConfiguredUserAuthFactors":["PASSWORD","SOFTWARE_TOKEN"],
				"PreferredMfaSetting":"SOFTWARE_TOKEN_MFA","UserMFASettingList":["SOFTWARE_TOKEN_MFA"]}`, string(out.([]byte)))
		}}},
		{Rules: "M155", Name: "a software token as a first factor", Call: Creating(WithFactors(cip.CreateUserPoolInput{}, Pwd, types.AuthFactorTypeSoftwareToken)),
			Want: ofType("InvalidParameterException")},
		{Rules: "M155 N6", Name: "nobody", Call: asking, Want: unknownUser},
		{Rules: "M155 N2", Name: "an unknown pool", Call: func(w *World) (any, error) {
			return w.Client.AdminGetUserAuthFactors(w.Ctx, &cip.AdminGetUserAuthFactorsInput{UserPoolId: aws.String("us-east-1_unknown"), Username: aws.String("jane")})
		}, Want: Want{Code: "ResourceNotFoundException", Message: "User pool us-east-1_unknown does not exist."}},
	}
}
