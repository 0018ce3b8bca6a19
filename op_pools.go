package cognitofake

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

func (f *Fake) createUserPool(_ *request, in *cip.CreateUserPoolInput) (*cip.CreateUserPoolOutput, error) {
	p, err := f.addPool(in, "")
	if err != nil {
		return nil, err
	}
	return &cip.CreateUserPoolOutput{UserPool: p.describe()}, nil
}

func (f *Fake) describeUserPool(_ *request, in *cip.DescribeUserPoolInput) (*cip.DescribeUserPoolOutput, error) {
	p, err := f.pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	return &cip.DescribeUserPoolOutput{UserPool: p.describe()}, nil
}

// describe is the pool as DescribeUserPool shows it (N134).
func (p *Pool) describe() *types.UserPoolType {
	d := opt.Copy(&p.settings.Load().describe)
	p.mu.Lock()
	defer p.mu.Unlock()
	d.EstimatedNumberOfUsers = int32(len(p.order))
	return d
}

func (f *Fake) updateUserPool(_ *request, in *cip.UpdateUserPoolInput) (*cip.UpdateUserPoolOutput, error) {
	p, err := f.pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	if err := p.configure(func(d types.UserPoolType) (types.UserPoolType, *refusal.Error) {
		d = describeConfigured(d, opt.Copy(in), f.now())
		return d, checkMFA(d)
	}); err != nil {
		return nil, err
	}
	return &cip.UpdateUserPoolOutput{}, nil
}

func (f *Fake) addCustomAttributes(_ *request, in *cip.AddCustomAttributesInput) (*cip.AddCustomAttributesOutput, error) {
	p, err := f.pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	if err := p.configure(func(d types.UserPoolType) (_ types.UserPoolType, err *refusal.Error) {
		d.LastModifiedDate = opt.Of(f.now())
		d.SchemaAttributes, err = attribute.AddCustom(d.SchemaAttributes, opt.Copy(in).CustomAttributes)
		return d, err
	}); err != nil {
		return nil, err
	}
	return &cip.AddCustomAttributesOutput{}, nil
}

// deleteUserPool forgets a pool, its users and its clients (R21).
func (f *Fake) deleteUserPool(_ *request, in *cip.DeleteUserPoolInput) (*cip.DeleteUserPoolOutput, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.pools[opt.Value(in.UserPoolId)]
	if p == nil {
		return nil, refusal.NoPool(opt.Value(in.UserPoolId))
	}
	s := p.settings.Load()
	switch {
	case s.describe.DeletionProtection == types.DeletionProtectionTypeActive:
		return nil, refusal.PoolProtected()
	case s.host(f.region) != "":
		return nil, refusal.PoolHasDomain()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deleted = true
	p.names, p.order = newNames(), nil
	delete(f.pools, p.ID)
	maps.DeleteFunc(f.clients, func(_ string, a *AppClient) bool { return a.pool == p })
	return &cip.DeleteUserPoolOutput{}, nil
}

func (f *Fake) listUserPools(r *request, in *cip.ListUserPoolsInput) (*cip.ListUserPoolsOutput, error) {
	pools, next, err := page(r, f, f.sortedPools(), func(p *Pool) uint64 { return p.seq }, int(*in.MaxResults), in.NextToken, "ListUserPools")
	if err != nil {
		return nil, err
	}
	out := &cip.ListUserPoolsOutput{UserPools: []types.UserPoolDescriptionType{}, NextToken: next}
	for _, p := range pools {
		d := opt.Copy(&p.settings.Load().describe)
		out.UserPools = append(out.UserPools, types.UserPoolDescriptionType{
			Id: d.Id, Name: d.Name, LambdaConfig: d.LambdaConfig,
			CreationDate: d.CreationDate, LastModifiedDate: d.LastModifiedDate,
		})
	}
	return out, nil
}

func (f *Fake) createUserPoolDomain(_ *request, in *cip.CreateUserPoolDomainInput) (*cip.CreateUserPoolDomainOutput, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.pools[opt.Value(in.UserPoolId)]
	switch {
	case p == nil:
		return nil, refusal.NoPool(opt.Value(in.UserPoolId))
	case f.domains[*in.Domain] != nil:
		return nil, refusal.DomainTaken()
	}
	custom := in.CustomDomainConfig != nil
	if !custom && strings.Contains(*in.Domain, ".") {
		return nil, refusal.DomainPrefix(*in.Domain).WithHint("a domain with dots is a custom domain: give CustomDomainConfig")
	}
	if err := p.configure(func(d types.UserPoolType) (types.UserPoolType, *refusal.Error) {
		switch {
		case custom && d.CustomDomain == nil:
			d.CustomDomain = opt.Of(*in.Domain)
		case !custom && d.Domain == nil:
			d.Domain = opt.Of(*in.Domain)
		default:
			return d, refusal.PoolHasOneDomain()
		}
		return d, nil
	}); err != nil {
		return nil, err
	}
	f.domains[*in.Domain] = p
	out := &cip.CreateUserPoolDomainOutput{ManagedLoginVersion: opt.Or(in.ManagedLoginVersion, opt.Of(int32(1)))}
	if custom {
		out.CloudFrontDomain = opt.Of(distribution)
	}
	return out, nil
}

// distribution is what stands for the CloudFront distribution of a custom domain.
const distribution = "d111111abcdef8.cloudfront.net"

func (f *Fake) describeUserPoolDomain(_ *request, in *cip.DescribeUserPoolDomainInput) (*cip.DescribeUserPoolDomainOutput, error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	out := &cip.DescribeUserPoolDomainOutput{DomainDescription: &types.DomainDescriptionType{}}
	p := f.domains[*in.Domain]
	if p == nil {
		return out, nil // an unknown domain is described as an empty one
	}
	out.DomainDescription = &types.DomainDescriptionType{
		AWSAccountId: opt.Of(f.accountID), Domain: opt.Of(*in.Domain), UserPoolId: opt.Of(p.ID),
		Status: types.DomainStatusTypeActive, ManagedLoginVersion: opt.Of(int32(1)),
		CloudFrontDistribution: opt.Of(distribution), CustomDomainConfig: &types.CustomDomainConfigType{},
		Version: opt.Of("1"),
	}
	return out, nil
}

func (f *Fake) deleteUserPoolDomain(_ *request, in *cip.DeleteUserPoolDomainInput) (*cip.DeleteUserPoolDomainOutput, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.pools[opt.Value(in.UserPoolId)]
	switch {
	case p == nil:
		return nil, refusal.NoPool(opt.Value(in.UserPoolId))
	case f.domains[*in.Domain] != p:
		return nil, refusal.NoSuchDomain(*in.Domain)
	}
	if err := p.configure(func(d types.UserPoolType) (types.UserPoolType, *refusal.Error) {
		if opt.Value(d.CustomDomain) == *in.Domain {
			d.CustomDomain = nil
		} else {
			d.Domain = nil
		}
		return d, nil
	}); err != nil {
		return nil, err
	}
	delete(f.domains, *in.Domain)
	return &cip.DeleteUserPoolDomainOutput{}, nil
}

// sortedApps are the app clients of a pool, oldest first.
func (p *Pool) sortedApps() []*AppClient {
	p.fake.mu.RLock()
	defer p.fake.mu.RUnlock()
	var apps []*AppClient
	for _, a := range p.fake.clients {
		if a.pool == p {
			apps = append(apps, a)
		}
	}
	slices.SortFunc(apps, func(a, b *AppClient) int { return cmp.Compare(a.seq, b.seq) })
	return apps
}
