package giveway

import "syscall"

// giveWay puts this thread behind those that wait for its processor, in this
// process and in others. Once leaves a client or two in a thousand behind, on
// a busy machine more; four times left none in eighty thousand.
func giveWay() {
	for range 4 {
		syscall.RawSyscall(syscall.SYS_SCHED_YIELD, 0, 0, 0)
	}
}
