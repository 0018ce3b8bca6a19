package cognitofake

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
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
	d := copyOf(&p.settings.Load().describe)
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
	if err := p.configure(func(d types.UserPoolType) (types.UserPoolType, *apiError) {
		d = describeConfigured(d, copyOf(in), f.now())
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
	if err := p.configure(func(d types.UserPoolType) (_ types.UserPoolType, err *apiError) {
		d.LastModifiedDate = ptr(f.now())
		d.SchemaAttributes, err = addCustomAttributes(d.SchemaAttributes, copyOf(in).CustomAttributes)
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
	p := f.pools[value(in.UserPoolId)]
	if p == nil {
		return nil, errNoPool(value(in.UserPoolId))
	}
	s := p.settings.Load()
	switch {
	case s.describe.DeletionProtection == types.DeletionProtectionTypeActive:
		return nil, errPoolProtected()
	case s.host(f.region) != "":
		return nil, errPoolHasDomain()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deleted = true
	p.names, p.order = newNames(), nil
	delete(f.pools, p.ID)
	maps.DeleteFunc(f.clients, func(_ string, a *AppClient) bool { return a.pool == p })
	return &cip.DeleteUserPoolOutput{}, nil
}

func (f *Fake) listUserPools(_ *request, in *cip.ListUserPoolsInput) (*cip.ListUserPoolsOutput, error) {
	pools, next, err := page(f.sortedPools(), int(*in.MaxResults), in.NextToken)
	if err != nil {
		return nil, err
	}
	out := &cip.ListUserPoolsOutput{UserPools: []types.UserPoolDescriptionType{}, NextToken: next}
	for _, p := range pools {
		d := copyOf(&p.settings.Load().describe)
		out.UserPools = append(out.UserPools, types.UserPoolDescriptionType{
			Id: d.Id, Name: d.Name, LambdaConfig: d.LambdaConfig,
			CreationDate: d.CreationDate, LastModifiedDate: d.LastModifiedDate,
		})
	}
	return out, nil
}

// page is the part of a list that one answer has, and the token of the rest.
func page[T any](all []T, limit int, token *string) ([]T, *string, *apiError) {
	start := 0
	if token != nil {
		var err error
		if start, err = strconv.Atoi(*token); err != nil || start < 1 || start > len(all) {
			return nil, nil, errPageToken()
		}
	}
	all = all[start:]
	if len(all) <= limit {
		return all, nil, nil
	}
	return all[:limit], ptr(strconv.Itoa(start + limit)), nil
}

func (f *Fake) createUserPoolDomain(_ *request, in *cip.CreateUserPoolDomainInput) (*cip.CreateUserPoolDomainOutput, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.pools[value(in.UserPoolId)]
	switch {
	case p == nil:
		return nil, errNoPool(value(in.UserPoolId))
	case f.domains[*in.Domain] != nil:
		return nil, errDomainTaken()
	}
	custom := in.CustomDomainConfig != nil
	if err := p.configure(func(d types.UserPoolType) (types.UserPoolType, *apiError) {
		switch {
		case custom && d.CustomDomain == nil:
			d.CustomDomain = ptr(*in.Domain)
		case !custom && d.Domain == nil:
			d.Domain = ptr(*in.Domain)
		default:
			return d, errPoolHasOneDomain()
		}
		return d, nil
	}); err != nil {
		return nil, err
	}
	f.domains[*in.Domain] = p
	out := &cip.CreateUserPoolDomainOutput{ManagedLoginVersion: or(in.ManagedLoginVersion, ptr(int32(1)))}
	if custom {
		out.CloudFrontDomain = ptr(distribution)
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
		AWSAccountId: ptr(f.accountID), Domain: ptr(*in.Domain), UserPoolId: ptr(p.ID),
		Status: types.DomainStatusTypeActive, ManagedLoginVersion: ptr(int32(1)),
		CloudFrontDistribution: ptr(distribution), CustomDomainConfig: &types.CustomDomainConfigType{},
		Version: ptr("1"),
	}
	return out, nil
}

func (f *Fake) deleteUserPoolDomain(_ *request, in *cip.DeleteUserPoolDomainInput) (*cip.DeleteUserPoolDomainOutput, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p := f.pools[value(in.UserPoolId)]
	switch {
	case p == nil:
		return nil, errNoPool(value(in.UserPoolId))
	case f.domains[*in.Domain] != p:
		return nil, errNoSuchDomain(*in.Domain)
	}
	if err := p.configure(func(d types.UserPoolType) (types.UserPoolType, *apiError) {
		if value(d.CustomDomain) == *in.Domain {
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
