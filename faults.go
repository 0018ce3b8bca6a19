package cognitofake

// faults is everything that a test has broken.
type faults struct{}

func newFaults() *faults { return &faults{} }

func (*faults) unused() []string        { return nil }
func (*faults) reset()                  {}
func (*faults) strike(r *request) error { return nil }
func (r *request) beforeCommit()        {}
