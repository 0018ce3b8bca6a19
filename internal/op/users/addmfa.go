package users

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/factor"
	"github.com/cognitofake/cognitofake/internal/rule/totp"
	"github.com/cognitofake/cognitofake/internal/state"
)

// secondFactors are those of n, nil for none, if they can be.
func secondFactors(p *state.Pool, n *New, attrs attribute.List) (*state.NewFactors, error) {
	var f state.NewFactors
	for _, name := range n.MFA {
		one := factor.Named(string(name))
		address := string(one.Address())
		switch {
		case one == 0:
			return nil, noFactor("MFA", name)
		case address != "" && attrs.Get(address) == "":
			return nil, refusal.InvalidParameter(fmt.Sprintf("MFA has %s, and the user has no %s for its codes", name, address))
		}
		f.On |= one
	}
	if name := n.PreferredMFA; name != "" {
		switch f.Preferred = factor.Named(string(name)); {
		case f.Preferred == 0:
			return nil, noFactor("PreferredMFA", name)
		case !f.On.Has(f.Preferred):
			return nil, refusal.InvalidParameter(fmt.Sprintf("PreferredMFA is %s, which MFA has to name too", name))
		}
	}
	switch {
	case n.TOTPSecret != "":
		token, err := totp.Read(n.TOTPSecret)
		if err != nil {
			return nil, refusal.InvalidParameter("TOTPSecret is no Base32: " + err.Error())
		}
		f.Token = token
	case f.On.Has(factor.Token):
		f.Token = totp.New(p.Random())
	}
	if f.On == 0 && f.Token == nil {
		return nil, nil
	}
	return &f, nil
}

func noFactor(member string, name types.ChallengeNameType) *refusal.Error {
	return refusal.InvalidParameter(fmt.Sprintf("%s has %s, which is no second factor; give SMS_MFA, SOFTWARE_TOKEN_MFA or EMAIL_OTP", member, name))
}
