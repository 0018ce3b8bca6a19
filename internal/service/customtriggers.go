package service

import (
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
	"github.com/cognitofake/cognitofake/internal/state"
)

// DefineAuthChallenge asks what comes next in a custom sign-in, after these
// rounds (C45).
func (r *Request) DefineAuthChallenge(who Somebody, rounds []code.Round, metadata map[string]string) (d trigger.Decision, err error) {
	ran, err := r.ask(who, trigger.DefineAuthChallenge, trigger.SourceAuthentication, trigger.DefineRequest{
		UserAttributes: who.Attributes, Session: list(rounds), ClientMetadata: metadata, UserNotFound: who.NotFound,
	}, trigger.DefineResponse{}, func(answer trigger.Response) (err *refusal.Error) {
		d, err = trigger.ReadDefine(answer)
		return err
	}, trigger.DefineMembers...)
	return d, needed(trigger.DefineAuthChallenge, ran, err)
}

// CreateAuthChallenge asks for a challenge (C58).
func (r *Request) CreateAuthChallenge(who Somebody, name string, rounds []code.Round, metadata map[string]string) (c trigger.CreateResponse, err error) {
	ran, err := r.ask(who, trigger.CreateAuthChallenge, trigger.SourceAuthentication, trigger.CreateRequest{
		UserAttributes: who.Attributes, ChallengeName: name, Session: list(rounds), ClientMetadata: metadata, UserNotFound: who.NotFound,
	}, trigger.CreateResponse{}, func(answer trigger.Response) (err *refusal.Error) {
		c, err = trigger.ReadCreate(answer)
		return err
	}, trigger.CreateMembers...)
	return c, needed(trigger.CreateAuthChallenge, ran, err)
}

// VerifyAuthChallengeResponse asks whether the answer to a challenge is right
// (C69). No verdict is a wrong answer (C72).
func (r *Request) VerifyAuthChallengeResponse(who Somebody, private map[string]string, answer string, metadata map[string]string) (bool, error) {
	var correct *bool
	ran, err := r.ask(who, trigger.VerifyAuthChallengeResponse, trigger.SourceAuthentication, trigger.VerifyRequest{
		UserAttributes: who.Attributes, Private: private, Answer: answer, ClientMetadata: metadata, UserNotFound: who.NotFound,
	}, trigger.VerifyResponse{}, func(answer trigger.Response) (err *refusal.Error) {
		correct, err = trigger.ReadVerify(answer)
		return err
	}, trigger.VerifyMembers...)
	if err := needed(trigger.VerifyAuthChallengeResponse, ran, err); err != nil {
		return false, err
	}
	if correct == nil {
		r.Hint("VerifyAuthChallengeResponse answered no answerCorrect, which counts as false (C72)")
	}
	return correct != nil && *correct, nil
}

// CheckRuns refuses a custom sign-in that needs a function which the pool does
// not have (C36, C37).
func (r *Request) CheckRuns(app *state.App, named string) error {
	return needed(named, r.function(app.Pool, app.Pool.Settings(), named) != nil, nil)
}

// needed refuses a custom sign-in whose function did not run.
func needed(named string, ran bool, err error) error {
	if err != nil || ran {
		return err
	}
	return refusal.NoCustomAuth().WithHint("the pool has no function for " + named + "; give it with Pool.On, or name it in LambdaConfig")
}

// list is rounds as events have them: [] for none (C46).
func list(rounds []code.Round) []code.Round {
	if rounds == nil {
		return []code.Round{}
	}
	return rounds
}
