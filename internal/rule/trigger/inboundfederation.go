package trigger

import "github.com/cognitofake/cognitofake/internal/refusal"

// SourceExternalProvider ends the trigger sources of users who come through an
// identity provider: PreSignUp, PostConfirmation and InboundFederation have it.
const SourceExternalProvider = "ExternalProvider"

// FederationRequest is what the function is asked before the attributes of a
// provider's user are mapped (C116).
type FederationRequest struct {
	ProviderName string               `json:"providerName"`
	ProviderType string               `json:"providerType"`
	Attributes   FederationAttributes `json:"attributes"`
}

// FederationAttributes are what the provider tells: by OIDC, or by SAML.
type FederationAttributes struct {
	TokenResponse map[string]string `json:"tokenResponse,omitzero"`
	IDToken       map[string]string `json:"idToken,omitzero"`
	UserInfo      map[string]string `json:"userInfo,omitzero"`
	SAMLResponse  map[string]string `json:"samlResponse,omitzero"`
}

// FederationResponse is what it fills in.
type FederationResponse struct {
	UserAttributesToMap map[string]string `json:"userAttributesToMap"`
}

// ReadFederation is the attributes that are mapped in place of the provider's;
// ok is false where those stay.
func ReadFederation(answer []byte) (attributes map[string]string, ok bool, err *refusal.Error) {
	response, err := ReadWhole(answer, "userAttributesToMap")
	if err != nil {
		return nil, false, err
	}
	err = response.Member("userAttributesToMap", &attributes)
	return attributes, err == nil && attributes != nil, err
}
