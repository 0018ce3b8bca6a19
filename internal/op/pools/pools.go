// Package pools has the operations of pools and their domains.
package pools

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Operations are the operations of pools and their domains.
var Operations = service.List(
	service.Op(createUserPool),
	service.Op(describeUserPool),
	service.Op(updateUserPool),
	service.Op(deleteUserPool),
	service.Op(listUserPools),
	service.Op(addCustomAttributes),
	service.Op(setUserPoolMfaConfig),
	service.Op(getUserPoolMfaConfig),
	service.Op(createUserPoolDomain),
	service.Op(describeUserPoolDomain),
	service.Op(updateUserPoolDomain),
	service.Op(deleteUserPoolDomain),
	service.Op(tagResource),
	service.Op(untagResource),
	service.Op(listTagsForResource),
)

// Add makes a pool from a whole input; id is "" for a random one.
func Add(s *service.Service, in *cip.CreateUserPoolInput, id string) (*state.Pool, error) {
	if message := model.Check(in); message != "" {
		return nil, refusal.InvalidParameter(message)
	}
	d, refused := settings.DescribePool(in, s.Account.Now())
	if refused != nil {
		return nil, refused
	}
	if err := settings.CheckNew(&d, s.Account.AccountID); err != nil {
		return nil, err
	}
	return s.Account.StorePool(d, id)
}

func createUserPool(r *service.Request, in *cip.CreateUserPoolInput) (*cip.CreateUserPoolOutput, error) {
	p, err := Add(r.Service(), in, "")
	if err != nil {
		return nil, err
	}
	return &cip.CreateUserPoolOutput{UserPool: p.Describe()}, nil
}

func describeUserPool(r *service.Request, in *cip.DescribeUserPoolInput) (*cip.DescribeUserPoolOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	return &cip.DescribeUserPoolOutput{UserPool: p.Describe()}, nil
}

func updateUserPool(r *service.Request, in *cip.UpdateUserPoolInput) (*cip.UpdateUserPoolOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	by := r.Change(in)
	if err := p.Configure(by, func(old settings.Configuration) (settings.Configuration, *refusal.Error) {
		d := settings.UpdatePool(old, in, r.Account().Now())
		return d, settings.CheckUpdate(&old, &d, in)
	}); err != nil {
		return nil, err
	}
	r.HintReset(p.Settings().Resets.By(by.Call))
	return &cip.UpdateUserPoolOutput{}, nil
}

func addCustomAttributes(r *service.Request, in *cip.AddCustomAttributesInput) (*cip.AddCustomAttributesOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	if err := p.Configure(settings.Change{}, func(d settings.Configuration) (_ settings.Configuration, err *refusal.Error) {
		d.LastModifiedDate = opt.Of(r.Account().Now())
		d.SchemaAttributes, err = attribute.AddCustom(d.SchemaAttributes, opt.Copy(in).CustomAttributes)
		return d, err
	}); err != nil {
		return nil, err
	}
	return &cip.AddCustomAttributesOutput{}, nil
}

func deleteUserPool(r *service.Request, in *cip.DeleteUserPoolInput) (*cip.DeleteUserPoolOutput, error) {
	if err := r.Account().DeletePool(*in.UserPoolId); err != nil {
		return nil, err
	}
	return &cip.DeleteUserPoolOutput{}, nil
}

func listUserPools(r *service.Request, in *cip.ListUserPoolsInput) (*cip.ListUserPoolsOutput, error) {
	pools, next, err := service.Page(r, r.Account().Pools(), func(p *state.Pool) uint64 { return p.Seq }, int(*in.MaxResults), in.NextToken, "ListUserPools")
	if err != nil {
		return nil, err
	}
	out := &cip.ListUserPoolsOutput{UserPools: []types.UserPoolDescriptionType{}, NextToken: next}
	for _, p := range pools {
		d := opt.Copy(&p.Settings().Describe)
		out.UserPools = append(out.UserPools, types.UserPoolDescriptionType{
			Id: d.Id, Name: d.Name, LambdaConfig: d.LambdaConfig,
			CreationDate: d.CreationDate, LastModifiedDate: d.LastModifiedDate,
		})
	}
	return out, nil
}
