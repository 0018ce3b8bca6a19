package fault

import (
	"fmt"
	"slices"
)

// awaited is a trigger of a pool that has to run before the test ends.
type awaited struct{ pool, trigger, at string }

// Await wants a trigger of a pool to run.
func (fs *Faults) Await(pool, trigger string) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.awaited = append(fs.awaited, awaited{pool, trigger, origin()})
}

// Ran notes that a trigger of a pool has run.
func (fs *Faults) Ran(pool, trigger string) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.awaited = slices.DeleteFunc(fs.awaited, func(a awaited) bool { return a.pool == pool && a.trigger == trigger })
}

func (a awaited) String() string {
	sentence := fmt.Sprintf("MustRun(%s): the function of pool %s never ran", a.trigger, a.pool)
	if a.at != "" {
		sentence += " (" + a.at + ")"
	}
	return sentence
}
