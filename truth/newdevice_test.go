package truth_test

import (
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// newDeviceRows are rows of functions that are told of devices: docs/behaviour.md M140.
func newDeviceRows() []rows.Row {
	return []rows.Row{{
		Rules: "M140 C30", Name: "a sign-in that is given a device", Pool: rows.DevicePool(false, false), App: rows.PasswordClient(),
		Prior: janeAnd(cognitofake.PostAuthentication), Call: janeSignsIn(fixture.GoodPassword),
		Want: rows.Want{Check: check(func(w *world, _ any) { require.Contains(w, w.toldTo(postAuth), `"newDeviceUsed":true`) })},
	}}
}
