package cognitofake

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
)

// ImportPool makes a user pool from what
//
//	aws cognito-idp describe-user-pool --user-pool-id ID
//
// prints, so that tests meet the pool as it is in production: with its id, ARN
// and region, whatever the region of the Fake, its schema, policies, messages,
// domains and LambdaConfig. Dates may be ISO 8601 or epoch seconds. The pool
// starts without users. DescribeUserPool gives the description back, of
// whatever year it is, and adds nothing.
//
// Ids and ARNs may be masked, as by asterisks: others stand for them. That,
// and what is in the file and cannot be honoured, unknown members among it, is
// named by [Pool.NotHonoured] and in the transcript. What is no description of
// a pool is an error that names the member, or what the file is instead, and
// makes no pool.
func (f *Fake) ImportPool(r io.Reader) (*Pool, error) {
	if isNil(r) {
		return nil, importError("ImportPool", errNoReader)
	}
	var d types.UserPoolType
	unknown, err := settings.ReadDescription(r, "UserPool", &d)
	if err != nil {
		return nil, importError("ImportPool", err)
	}
	account := f.service.Account
	made, err := settings.CompletePool(&d, account, account.Region, account.AccountID)
	if err != nil {
		return nil, importError("ImportPool", err)
	}
	notes := slices.Concat(unknown, made, settings.PoolNotes(&d))
	d.EstimatedNumberOfUsers = 0
	pool, err := account.StorePool(settings.Imported(d), *d.Id)
	if err != nil {
		return nil, importError("ImportPool", errors.New("UserPool: "+refusal.Advice(err)))
	}
	account.KeepPool(pool)
	p := f.poolOf(pool)
	p.notHonoured = notes
	f.noteImport("ImportPool", notes)
	return p, nil
}

// ImportAppClient makes an app client of the pool from what
//
//	aws cognito-idp describe-user-pool-client --user-pool-id ID --client-id ID
//
// prints, with its id and secret; see [Fake.ImportPool]. A secret that is
// masked is made up: the app client has it as Secret. Attributes, scopes and
// providers that the pool lacks are kept, and named by
// [AppClient.NotHonoured]. A description that names another pool is refused.
func (p *Pool) ImportAppClient(r io.Reader) (*AppClient, error) {
	if isNil(r) {
		return nil, importError("ImportAppClient", errNoReader)
	}
	var d types.UserPoolClientType
	unknown, err := settings.ReadDescription(r, "UserPoolClient", &d)
	if err != nil {
		return nil, importError("ImportAppClient", err)
	}
	account := p.fake.service.Account
	made, err := settings.CompleteClient(&d, p.ID, p.state.Settings(), account, account.Region)
	if err != nil {
		return nil, importError("ImportAppClient", err)
	}
	notes := slices.Concat(unknown, made, settings.ClientNotes(&d))
	app, err := account.StoreApp(p.state, d, *d.ClientId)
	if err != nil {
		return nil, importError("ImportAppClient", errors.New("UserPoolClient: "+refusal.Advice(err)))
	}
	p.state.KeepApp(app)
	a := p.fake.appOf(app)
	a.notHonoured = notes
	p.fake.noteImport("ImportAppClient", notes)
	return a, nil
}

// NotHonoured is what [Fake.ImportPool] found in the description of the pool
// and could not honour: a sentence each, which begins with the member's path,
// such as "UserPool.DeviceConfiguration". It is empty for other pools.
func (p *Pool) NotHonoured() []string { return slices.Clone(p.notHonoured) }

// NotHonoured is what [Pool.ImportAppClient] found in the description of the
// app client and could not honour; see [Pool.NotHonoured].
func (a *AppClient) NotHonoured() []string { return slices.Clone(a.notHonoured) }

var errNoReader = errors.New("the reader is nil; give the file that the command printed, as os.Open returns it")

func importError(by string, err error) error { return fmt.Errorf("cognitofake: %s: %w", by, err) }

func (f *Fake) noteImport(by string, notes []string) {
	for _, note := range notes {
		f.service.History.Note(by + ": " + note)
	}
}
