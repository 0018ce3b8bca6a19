package cognitofake

type function struct{}
type triggerSet struct{}
