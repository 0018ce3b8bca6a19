//go:build !linux

package giveway

import "runtime"

// giveWay has this thread sleep for a moment: its goroutine, which no other
// thread may run, waits for another one. Nobody has measured this outside
// Linux, where the like made losses rarer and did not end them (choice).
func giveWay() {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for range 2 {
		woken := make(chan struct{})
		go close(woken)
		<-woken
	}
}
