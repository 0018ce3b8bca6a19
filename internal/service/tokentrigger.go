package service

import (
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/token"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
	"github.com/cognitofake/cognitofake/internal/state"
)

// TokenGeneration lets a function change the claims of tokens that are about
// to be signed (C91 to C107). source is what follows TokenGeneration in its
// trigger source.
func (r *Request) TokenGeneration(who Somebody, source string, metadata map[string]string, claims *token.Claims) error {
	fn, version := r.tokenFunction(who.App.Pool)
	if fn == nil {
		return nil
	}
	groups := claims.GroupsOf()
	e := trigger.NewPreTokenEvent(r.caller(who.App.Pool, who.App), trigger.Generation{
		Version: version, Source: source, UserName: who.UserName, UserAttributes: who.Attributes,
		Groups: &groups, Scopes: claims.Scopes(), ClientMetadata: metadata,
	})
	var o token.Override
	if err := r.run(fn, e, func(result []byte) (err *refusal.Error) {
		o, err = trigger.ReadPreToken(version, result)
		return err
	}); err != nil {
		return err
	}
	if ignored := claims.Apply(o); ignored != nil {
		r.Hint("PreTokenGeneration cannot change what it answers of " + strings.Join(ignored, ", "))
	}
	if g := o.Groups; g != nil && len(groups.Groups) > 0 && len(g.Groups) == 0 {
		r.Hint(fmt.Sprintf("PreTokenGeneration took the groups %s out of the tokens, by a groupOverrideDetails without groupsToOverride; "+
			"the events of aws-lambda-go always send one: copy Request.GroupConfiguration to keep the groups (C99)", strings.Join(groups.Groups, ", ")))
	}
	return nil
}

// tokenFunction is the function of PreTokenGeneration of a pool, nil for none,
// and the version of its events.
func (r *Request) tokenFunction(p *state.Pool) (*trigger.Function, types.PreTokenGenerationLambdaVersionType) {
	s := p.Settings()
	set := *p.Triggers.Load()
	for name, version := range trigger.Versioned {
		if handler := set[name]; handler != nil {
			return &trigger.Function{
				Trigger: trigger.PreTokenGeneration, Arn: r.service.Account.FunctionARN(trigger.PreTokenGeneration), Handler: handler,
			}, version
		}
	}
	return r.function(p, s, trigger.PreTokenGeneration), trigger.TokenVersion(s.Describe.LambdaConfig)
}
