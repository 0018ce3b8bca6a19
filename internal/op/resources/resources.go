// Package resources has the operations of the plain kinds of things that a
// pool has: a file for each kind.
package resources

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/service"
)

// Operations are the operations of all kinds.
var Operations = service.List(
	service.Op(service.Create[cip.CreateResourceServerInput](servers, func(s *types.ResourceServerType) *cip.CreateResourceServerOutput {
		return &cip.CreateResourceServerOutput{ResourceServer: s}
	})),
	service.Op(service.Describe[cip.DescribeResourceServerInput](servers, func(s *types.ResourceServerType) *cip.DescribeResourceServerOutput {
		return &cip.DescribeResourceServerOutput{ResourceServer: s}
	})),
	service.Op(service.Update[cip.UpdateResourceServerInput](servers, func(s *types.ResourceServerType) *cip.UpdateResourceServerOutput {
		return &cip.UpdateResourceServerOutput{ResourceServer: s}
	})),
	service.Op(service.Delete[cip.DeleteResourceServerInput, cip.DeleteResourceServerOutput](servers)),
	service.Op(service.ListOf[cip.ListResourceServersInput](servers, func(all []types.ResourceServerType, next *string) *cip.ListResourceServersOutput {
		return &cip.ListResourceServersOutput{ResourceServers: all, NextToken: next}
	})),
)
