package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// What GET /_cognitofake/calls is asked for, it answers, oldest first.
func TestCallsAsked(t *testing.T) {
	base, srv, _ := start(t, "-demo")
	for _, name := range []string{"jane", "joe", "jane", "ann"} { // the second jane is refused
		call(t, base, "SignUp", `{"ClientId":"`+demoClient+`","Username":"`+name+`","Password":"pa$$W0rd"}`)
	}
	call(t, base, "AdminGetUser", `{"UserPoolId":"`+demoPool+`","Username":"jane"}`)
	call(t, base, "ListUserPools", `{"MaxResults":1}`)
	for query, want := range map[string]string{
		"":                                      "SignUp jane, SignUp joe, SignUp jane, SignUp ann, AdminGetUser jane, ListUserPools ",
		"?limit=2":                              "AdminGetUser jane, ListUserPools ",
		"?limit=100":                            "SignUp jane, SignUp joe, SignUp jane, SignUp ann, AdminGetUser jane, ListUserPools ",
		"?username=jane":                        "SignUp jane, SignUp jane, AdminGetUser jane",
		"?username=jane&limit=1":                "AdminGetUser jane",
		"?operation=SignUp&limit=2":             "SignUp jane, SignUp ann",
		"?errors=1":                             "SignUp jane",
		"?errors=0&username=ann":                "SignUp ann",
		"?poolId=" + demoPool + "&username=ann": "SignUp ann",
		"?poolId=other":                         "",
		"?q=usernameexists":                     "SignUp jane",
		"?q=%22userconfirmed%22:false%20JOE":    "SignUp joe",
	} {
		var got []string
		for _, c := range get[[]struct{ Operation, Username string }](t, base+"/_cognitofake/calls"+query) {
			got = append(got, c.Operation+" "+c.Username)
		}
		require.Equal(t, want, strings.Join(got, ", "), query)
	}
	for _, limit := range []string{"0", "-1", "all", "1.5"} {
		a := send(t, http.MethodGet, base+"/_cognitofake/calls?limit="+limit, "")
		require.Equal(t, http.StatusBadRequest, a.status)
		require.JSONEq(t, `{"error":"limit is \"`+limit+`\": give a number from 1 on"}`, a.body)
	}

	// Each is what the package makes of the call.
	written := get[[]json.RawMessage](t, base+"/_cognitofake/calls")
	for i, c := range srv.fake.Calls() {
		want, err := json.Marshal(c)
		require.NoError(t, err)
		require.JSONEq(t, string(want), string(written[i]))
	}
	require.NotContains(t, send(t, http.MethodGet, base+"/_cognitofake/calls", "").body, "pa$$W0rd")
}

// A history of 32 MiB is written to six at once with less than one more: nothing
// is decoded, and nothing is copied but the call that is being written (S3).
func TestCallsTakeNoMemory(t *testing.T) {
	base, srv, _ := start(t, "-demo")
	const calls, size = 64, 512 << 10
	long := strings.Repeat("x", 128<<10)
	for n := range calls {
		a := call(t, base, "SignUp", fmt.Sprintf(`{"ClientId":%q,"Username":"jane%d","Password":"pa$$W0rd","ClientMetadata":{"a":%q,"b":%q,"c":%q,"d":%q}}`,
			demoClient, n, long, long, long, long))
		require.Equal(t, http.StatusOK, a.status)
	}
	require.Len(t, srv.fake.Calls(), calls)

	defer debug.SetGCPercent(debug.SetGCPercent(10)) // what is garbage goes at once
	inUse := func() uint64 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	runtime.GC()
	before := inUse()
	var readers sync.WaitGroup
	var highest [6]uint64
	for i := range highest {
		readers.Go(func() {
			response, err := http.Get(base + "/_cognitofake/calls")
			if err != nil {
				return
			}
			defer response.Body.Close()
			total := 0
			for buffer := make([]byte, 256<<10); ; {
				n, err := io.ReadFull(response.Body, buffer)
				total += n
				highest[i] = max(highest[i], inUse())
				if err != nil {
					break
				}
			}
			if total < calls*size {
				highest[i] = 1 << 62 // it was cut off
			}
		})
	}
	readers.Wait()
	for _, used := range highest {
		require.NotZero(t, used)
		require.Less(t, used, before+calls*size, "of %d MiB of history", calls*size>>20)
	}
}
