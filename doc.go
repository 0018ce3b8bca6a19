// Package cognitofake is a fake of Amazon Cognito user pools for Go tests.
//
// Only the network is fake. The code under test holds a real
// *cognitoidentityprovider.Client, whose requests are built, retried and
// decoded by the AWS SDK and end in memory at a [Fake]. It answers them as
// the service does: the same checks in the same order, the same error types
// and words, the same state afterwards.
//
//	func TestRegister(t *testing.T) {
//		fake := cognitofake.NewT(t)
//		pool := fake.AddPool(cognitofake.AliasPool())
//		app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
//
//		svc := myapp.NewRegistration(fake.Client, app.ID)
//		require.NoError(t, svc.Register(t.Context(), "jane", "pa$$W0rd", "jane@example.com"))
//		require.NoError(t, svc.Confirm(t.Context(), "jane", pool.Code("jane")))
//	}
//
// One Fake belongs to one test. It needs no set-up and no clean-up, and opens no
// port. Fakes share nothing, so tests that use them may run in parallel. A
// mistake in the test, such as an impossible pool, fails that test with a
// sentence that says what to do instead. A Fake of [New] has no test to fail,
// and panics with that sentence.
//
// # Ways in
//
// Code that takes the SDK's client, or an interface of its methods, gets the
// Fake or its Client field. Code that takes an aws.Config gets [Fake.Config].
// Code that asks the environment gets it from [Fake.Serve]. Tests that run in
// parallel over HTTP, a TestMain and programs in other languages use
// [Fake.Start] and [Fake.Environ]. Code that calls the service over https with a
// client of its own, to fetch token keys for instance, gets [Fake.HTTPClient].
// All lead to the same place. [Fake.ResetAfter] is for tests that share a Fake.
//
// # Pools, app clients, users
//
// [Fake.AddPool] and [Pool.AddAppClient] take the SDK's own inputs, and have
// the service's defaults for members that are left out. CreateUserPool and
// CreateUserPoolClient do the same over the API. [EmailPool], [PhonePool],
// [AliasPool] and [PublicApp] are inputs for the usual ones, and
// [Fake.AddEmailApp] makes a pool and an app client in one line. [Pool.AddUser]
// puts a user into a state that would take several calls to reach, and
// [AppClient.SignIn] signs one in.
//
// [Pool.User], [Pool.Code], [Pool.LastMessage], [Fake.Messages] and [Fake.Calls]
// show what has happened. [Pool.MustUser], [Pool.MustCode] and
// [Pool.MustMessage] fail the test if there is nothing to show. All return copies
// without passwords, client secrets, sessions or tokens. [Fake.Transcript] tells
// it from beginning to end, with hints that the service would never give. [NewT]
// logs it when the test has failed.
//
// # Triggers
//
// [Pool.On] gives a pool the function that the application deploys for one of
// its triggers. [Fake.Lambda] registers functions that a LambdaConfig names.
// They run with the service's own events, and what they return has the
// consequences that it has in production.
//
// # Faults
//
// Which one to use:
//
//	to test that the application                   use
//	-------------------------------------------    --------------------------------------
//	survives one failed attempt                    FailNext
//	handles an error that it is told               Fail
//	handles throttling                             Throttle
//	handles every error that there is              Faults, with Fail
//	survives a lost answer                         FailNext with ErrDroppedAfter
//	handles e-mail that fails                      FailNext or Fail with AtDelivery
//	handles e-mail that vanishes                   the same with ErrLost
//	stays within the requests a second             WithQuota, WithDefaultQuotas
//	handles the end of the day's e-mails           WithDailyEmailLimit
//	gives up on a slow answer                      Delay
//	orders calls that run at the same time         Hold
//	sends what it should, or gets what you like    Intercept
//	handles a function that fails                  Pool.On with an error
//
// [Fake.FailNext], [Fake.Fail] and [Fake.Throttle] fail attempts. The SDK tries
// a call that is throttled, or that meets a failure of the server or the
// network, up to three times. So the application never sees one such failure:
// that is what FailNext tests. [Fake.Fail] and [Fake.Throttle] fail every
// attempt, and the application is told. Options such as [WithQuota] and
// [WithDailyEmailLimit] set a limit for the whole Fake.
//
// # Common mistakes
//
//   - No message is sent. A pool sends a code to addresses that its
//     AutoVerifiedAttributes name, and a pool without them sends none.
//   - Sign-in by password is refused. The ExplicitAuthFlows of the app client
//     need ALLOW_USER_PASSWORD_AUTH, as in production.
//   - A throttled call succeeds. FailNext fails one attempt, and the SDK tries
//     again. Use [Fake.Throttle].
//   - [Fake.WaitMessage] and [Held.Wait] get t.Context(), which ends only after
//     the test. The wait then ends after ten seconds ([WithWaitLimit]), and its
//     error says what happened instead.
//   - [Fake.Serve] is called in a parallel test. It sets the environment, which
//     testing does not allow there. Use [Fake.Start].
//   - The test fails with "is not modelled, and was called". The fake does not
//     have the operation, or that part of it. Answer it with [Intercept], or
//     let it be refused with [AllowNotModelled].
//   - A code or an id is written into the test. They are random in each run.
//     Ask [Pool.Code], or use [WithFixedCode] and [WithID].
//   - The test sleeps until a code has expired. Use [Fake.Advance].
//
// # Time and randomness
//
// Codes, sessions and windows expire by the Fake's clock: [WithClock] sets it,
// and [Fake.Advance] moves it. Nothing ticks, so a testing/synctest bubble
// works too. Codes, subs and ids are random in each run, so that no test depends
// on them by accident. [WithSeed] and [WithFixedCode] are for tests that have
// to.
//
// # Where the rules come from
//
// The service's behaviour was gathered from its documentation, its public
// model and recorded answers. Every rule stands in docs/behaviour.md with its
// certainty and its source, under the number (R72, L63) that comments here
// cite. Where nobody has recorded what the service does, the fake does the most
// plausible thing, and the document calls that a choice: no test should depend
// on one.
//
// # When not to use it
//
// It shows that an application handles what the service says. It does not show
// that a pool in an account is configured as the test assumes, that roles and
// policies let the application in, or that e-mail arrives: for these, test
// against the service. It is no identity provider either: it keeps nothing,
// checks no signature, and its tokens prove nothing outside a test.
//
// # Differences from the service
//
//  1. Credentials and signatures are not checked. An operation that wants
//     credentials wants an Authorization header, with anything in it.
//  2. Operations that are not modelled, and parts of operations likewise, are
//     refused with NotModelledException and HTTP 501, which the service does
//     not have, and fail a test of [NewT] without [AllowNotModelled].
//     docs/operations.md lists those that are modelled.
//  3. A Fake is one account in one region; only pools that are imported keep
//     a region of their own. Requests are known by their target, whatever the
//     endpoint. Those for another AWS service fail with an error that names
//     the host.
//  4. What is written can be read at once. The service's lists may lag behind.
//  5. Messages go to the outbox and nowhere else. By themselves they do not
//     fail, and the service's daily limits do not count.
//  6. Request rates are not limited by themselves. AWS WAF and adaptive
//     authentication do nothing.
//  7. Passwords are kept under a fast hash.
//  8. Tokens are signed with keys that stand in the source of this package,
//     for everybody to read: they protect nothing. Refresh tokens are no JWE:
//     nobody could decrypt them anyway.
//  9. Functions of triggers run on the goroutine of the call. One that never
//     returns hangs it, where the service gives up after five seconds and
//     tries again.
//  10. Custom senders get the code in Base64, not encrypted, unless
//     [WithCodeEncrypter] says otherwise.
//  11. The clients of a Fake retry without waiting and without a quota. Code
//     under [Fake.Serve] waits as in production.
//  12. Confirmation links and token keys are served under any host name.
//  13. Some settings of pools and app clients are kept and described back,
//     and change nothing. docs/settings.md lists them.
package cognitofake
