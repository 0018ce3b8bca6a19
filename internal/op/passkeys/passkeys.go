// Package passkeys has the operations of users on their passkeys, and those
// that show what a user may sign in by.
package passkeys

import (
	"slices"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/webauthn"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Operations are the operations of passkeys and of authentication factors.
var Operations = service.List(
	service.Op(startWebAuthnRegistration),
	service.Op(completeWebAuthnRegistration),
	service.Op(listWebAuthnCredentials),
	service.Op(deleteWebAuthnCredential),
	service.Op(getUserAuthFactors),
	service.Op(adminGetUserAuthFactors),
)

// startWebAuthnRegistration answers with what an authenticator makes a passkey
// of (M141 to M143).
func startWebAuthnRegistration(r *service.Request, in *cip.StartWebAuthnRegistrationInput) (*cip.StartWebAuthnRegistrationOutput, error) {
	var options any
	if err := r.CommitSignedIn(in.AccessToken, func(tx *state.Tx, app *state.App, u *state.User) (func(), *refusal.Error) {
		if err := tx.CheckPasskeysOn(); err != nil {
			return nil, err
		}
		party, err := tx.Party()
		if err != nil {
			return nil, err
		}
		return func() {
			challenge := tx.NewChallenge()
			tx.OpenRegistration(u, app, challenge)
			options = party.CreationOptions(challenge, u.Sub, u.Username, u.PasskeysOf(party))
		}, nil
	}); err != nil {
		return nil, err
	}
	return &cip.StartWebAuthnRegistrationOutput{CredentialCreationOptions: document.NewLazyDocument(options)}, nil
}

// completeWebAuthnRegistration judges what an authenticator has made, in the
// order of M145.
func completeWebAuthnRegistration(r *service.Request, in *cip.CompleteWebAuthnRegistrationInput) (*cip.CompleteWebAuthnRegistrationOutput, error) {
	if err := r.CommitSignedIn(in.AccessToken, func(tx *state.Tx, app *state.App, u *state.User) (func(), *refusal.Error) {
		if err := tx.CheckPasskeysOn(); err != nil {
			return nil, err
		}
		given, err := readCredential(in.Credential)
		if err != nil {
			return nil, err
		}
		if err := tx.CheckRegistration(u, app, given.Challenge()); err != nil {
			return nil, err
		}
		party, err := tx.Party()
		if err != nil {
			return nil, err
		}
		if err := given.CheckOrigin(party); err != nil {
			return nil, err
		}
		made, err := given.Credential(party)
		if err != nil {
			return nil, err
		}
		if err := tx.CheckPasskey(u, made); err != nil {
			return nil, err
		}
		return func() { tx.AddPasskey(u, made) }, nil
	}); err != nil {
		return nil, err
	}
	return &cip.CompleteWebAuthnRegistrationOutput{}, nil
}

func readCredential(given document.Interface) (*webauthn.Registration, *refusal.Error) {
	text, err := given.MarshalSmithyDocument()
	if err != nil {
		return nil, refusal.MalformedCredential().WithHint("Credential is no document: " + err.Error())
	}
	return webauthn.ReadRegistration(text)
}

// pageSize is how many passkeys a page has at most (M147).
const pageSize = 20

// listWebAuthnCredentials shows the passkeys of a user, oldest first (M147).
func listWebAuthnCredentials(r *service.Request, in *cip.ListWebAuthnCredentialsInput) (*cip.ListWebAuthnCredentialsOutput, error) {
	var all []types.WebAuthnCredentialDescription
	var seqs []uint64
	if err := r.LookSignedIn(in.AccessToken, func(_ *state.Tx, _ *state.App, u *state.User) *refusal.Error {
		for _, c := range u.Passkeys() {
			all, seqs = append(all, describe(c)), append(seqs, c.Seq)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	limit := pageSize
	if n := opt.Value(in.MaxResults); n > 0 {
		limit = int(n)
	}
	page, next, err := service.Page(r, seqs, func(seq uint64) uint64 { return seq }, limit, in.NextToken, "ListWebAuthnCredentials")
	if err != nil {
		return nil, err
	}
	out := &cip.ListWebAuthnCredentialsOutput{Credentials: []types.WebAuthnCredentialDescription{}, NextToken: next}
	for i, seq := range seqs {
		if slices.Contains(page, seq) {
			out.Credentials = append(out.Credentials, all[i])
		}
	}
	return out, nil
}

// describe is a passkey as lists show it.
func describe(c *webauthn.Credential) types.WebAuthnCredentialDescription {
	d := types.WebAuthnCredentialDescription{
		CredentialId: opt.Of(c.Name()), FriendlyCredentialName: opt.Of(c.FriendlyName()), RelyingPartyId: opt.Of(c.RelyingParty),
		AuthenticatorTransports: slices.Clone(c.Transports), CreatedAt: opt.Of(c.Created),
	}
	if c.Attachment != "" {
		d.AuthenticatorAttachment = opt.Of(c.Attachment)
	}
	return d
}

// deleteWebAuthnCredential forgets a passkey of the user's own (M148).
func deleteWebAuthnCredential(r *service.Request, in *cip.DeleteWebAuthnCredentialInput) (*cip.DeleteWebAuthnCredentialOutput, error) {
	if err := r.CommitSignedIn(in.AccessToken, func(tx *state.Tx, _ *state.App, u *state.User) (func(), *refusal.Error) {
		for _, c := range u.Passkeys() {
			if c.Name() == *in.CredentialId {
				return func() { tx.RemovePasskey(u, c) }, nil
			}
		}
		return nil, refusal.NoPasskey()
	}); err != nil {
		return nil, err
	}
	return &cip.DeleteWebAuthnCredentialOutput{}, nil
}
