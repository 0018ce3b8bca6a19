package resources

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/service"
)

// servers are resource servers. An update replaces name and scopes (P42).
var servers = service.Kind[types.ResourceServerType]{
	Key:     func(s *types.ResourceServerType) *string { return s.Identifier },
	Exists:  refusal.ServerExists,
	Missing: refusal.NoServer,
	Check: func(s *types.ResourceServerType) *refusal.Error {
		if s.Scopes == nil {
			s.Scopes = []types.ResourceServerScopeType{} // P35: choice
		}
		return nil
	},
	Quota: 25,
	Full:  refusal.TooManyServers,
}
