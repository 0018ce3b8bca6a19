package truth_test

import (
	"sync/atomic"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// curious is a clock that looks at a pool whenever it is read.
type curious struct {
	pool  atomic.Pointer[cognitofake.Pool]
	looks atomic.Int64
}

func (c *curious) now() time.Time {
	if pool := c.pool.Load(); pool != nil {
		pool.Users()
		c.looks.Add(1)
	}
	return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
}

// clockRows are rows of a clock that looks at the Fake: it is foreign code, and
// no lock is held while foreign code runs.
func clockRows() []rows.Row {
	clock := &curious{}
	return []rows.Row{{
		Rules: "L48 L49", Name: "a clock that looks at the pool", Pool: fixture.EmailPool(),
		Own: []cognitofake.Option{cognitofake.WithClock(clock.now)},
		Prior: prior(func(w *world) {
			clock.pool.Store(w.pool)
		}),
		Call: call(func(w *world) (any, error) {
			w.confirmed("jane", "email", "jane@example.com")
			return nil, nil
		}),
		Want: rows.Want{Check: check(func(w *world, _ any) {
			require.Positive(w, clock.looks.Load())
			require.Equal(w, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), w.user("jane").ModifiedAt)
		})},
	}}
}
