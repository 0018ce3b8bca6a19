package hosted

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// discovery is what OpenID Connect clients ask of a pool, its members in
// alphabetical order. Without a domain there are no endpoints (C133).
type discovery struct {
	Authorization string   `json:"authorization_endpoint,omitempty"`
	EndSession    string   `json:"end_session_endpoint,omitempty"`
	Algorithms    []string `json:"id_token_signing_alg_values_supported"`
	Issuer        string   `json:"issuer"`
	KeySet        string   `json:"jwks_uri"`
	ResponseTypes []string `json:"response_types_supported"`
	Revocation    string   `json:"revocation_endpoint,omitempty"`
	Scopes        []string `json:"scopes_supported"`
	SubjectTypes  []string `json:"subject_types_supported"`
	Token         string   `json:"token_endpoint,omitempty"`
	TokenAuth     []string `json:"token_endpoint_auth_methods_supported"`
	UserInfo      string   `json:"userinfo_endpoint,omitempty"`
}

const (
	keysPath      = "/.well-known/jwks.json"
	discoveryPath = "/.well-known/openid-configuration"
)

// IsWellKnown reports whether a path is one of those by which applications
// learn to verify a pool's tokens (N89).
func IsWellKnown(path string) bool {
	return strings.HasSuffix(path, keysPath) || strings.HasSuffix(path, discoveryPath)
}

// ServeWellKnown answers GET /<pool id>/.well-known/jwks.json, the keys of the
// pool's tokens, and /<pool id>/.well-known/openid-configuration (N89, C132).
func ServeWellKnown(s *service.Service, w http.ResponseWriter, req *http.Request) {
	poolID, _, _ := strings.Cut(strings.Trim(req.URL.Path, "/"), "/")
	p, err := s.Account.Pool(&poolID)
	if err != nil {
		http.Error(w, "cognitofake: User pool "+poolID+" does not exist.", http.StatusNotFound)
		return
	}
	var answer any = keySet(p)
	if strings.HasSuffix(req.URL.Path, discoveryPath) {
		answer = discoveryOf(p)
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(answer)
}

func discoveryOf(p *state.Pool) discovery {
	d := discovery{
		Algorithms: []string{"RS256"}, Issuer: p.Issuer(), KeySet: p.Issuer() + keysPath,
		ResponseTypes: []string{"code", "token"}, Scopes: []string{"openid", "email", "phone", "profile"},
		SubjectTypes: []string{"public"}, TokenAuth: []string{"client_secret_basic", "client_secret_post"},
	}
	if host := p.Settings().Host(p.Region); host != "" {
		domain := "https://" + host
		d.Authorization, d.EndSession, d.Revocation = domain+"/oauth2/authorize", domain+"/logout", domain+"/oauth2/revoke"
		d.Token, d.UserInfo = domain+"/oauth2/token", domain+"/oauth2/userInfo"
	}
	return d
}
