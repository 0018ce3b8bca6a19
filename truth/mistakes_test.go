package truth_test

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// mistake is one test of testdata/mistakes: what becomes of it, and what it
// has to print.
type mistake struct {
	item      int // of the list that golden.txt follows
	result    string
	sentences []string
}

// readMistakes reads golden.txt: "## 1 title" begins an item, "TestName pass" or
// "TestName fail" a test, and what is indented is printed by it.
func readMistakes(t *testing.T) map[string]*mistake {
	text, err := os.ReadFile("testdata/mistakes/golden.txt")
	require.NoError(t, err)
	all, item := map[string]*mistake{}, 0
	var last *mistake
	for i, line := range strings.Split(string(text), "\n") {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0 || strings.HasPrefix(line, "//"):
		case fields[0] == "##":
			item, err = strconv.Atoi(fields[1])
			require.NoErrorf(t, err, "line %d", i+1)
		case strings.HasPrefix(line, "    "):
			require.NotNilf(t, last, "line %d", i+1)
			last.sentences = append(last.sentences, strings.Join(fields, " "))
		default:
			require.Nilf(t, all[fields[0]], "%s stands there twice", fields[0])
			require.Lenf(t, fields, 2, "line %d", i+1)
			last = &mistake{item: item, result: fields[1]}
			all[fields[0]] = last
		}
	}
	return all
}

// event is a line of go test -json.
type event struct {
	Action, Test, Output string
	Elapsed              float64
}

// ran is what became of one test.
type ran struct {
	result  string
	elapsed float64
	output  string
}

// mistakes is a command that runs tests of the program.
func mistakes(binary string, args ...string) *exec.Cmd {
	cmd := exec.Command("go", append([]string{"tool", "test2json", "-t", binary, "-test.v=test2json"}, args...)...)
	cmd.Dir = "testdata/mistakes"
	return cmd
}

// runMistakes runs the program once.
func runMistakes(t *testing.T, binary string) map[string]*ran {
	var stderr bytes.Buffer
	cmd := mistakes(binary, "-test.parallel=16", "-test.timeout=60s", "-test.skip=^TestOutOfTime$")
	cmd.Stderr = &stderr
	out, _ := cmd.Output() // its tests fail
	results := map[string]*ran{}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var e event
		if err := d.Decode(&e); err == io.EOF {
			break
		} else {
			require.NoError(t, err, "%s%s", stderr.String(), out)
		}
		r := results[e.Test]
		if r == nil {
			r = &ran{}
			results[e.Test] = r
		}
		switch e.Action {
		case "output":
			r.output += e.Output
		case "pass", "fail", "skip":
			r.result, r.elapsed = e.Action, e.Elapsed
		}
	}
	require.Greater(t, len(results), 1, "%s%s", stderr.String(), out)
	return results
}

// Whatever goes wrong in a test is told by that test, within 12 seconds, at its
// own line and in a sentence that helps, and no other test suffers from it.
func TestMistakes(t *testing.T) {
	want := readMistakes(t)
	binary := filepath.Join(t.TempDir(), "mistakes.test")
	built, err := exec.Command("go", "test", "-c", "-vet=off", "-o", binary, "./testdata/mistakes").CombinedOutput()
	require.NoErrorf(t, err, "%s", built)
	interrupted := make(chan string)
	go func() { // a time-out ends all tests of a program: this one runs by itself
		out, _ := mistakes(binary, "-test.run=^TestOutOfTime$", "-test.timeout=2s").CombinedOutput()
		interrupted <- string(out)
	}()
	got := runMistakes(t, binary)
	outOfTime := <-interrupted
	require.NotContains(t, got[""].output, "panic: ", "the program came to its end")

	items := map[int]int{}
	for name, w := range want {
		items[w.item]++
		if name == "TestOutOfTime" {
			continue
		}
		g := got[name]
		if g == nil {
			t.Errorf("%s does not run", name)
			continue
		}
		flat := strings.Join(strings.Fields(g.output), " ")
		var wrong []string
		if g.result != w.result {
			wrong = append(wrong, "its result is "+g.result+", not "+w.result)
		}
		for _, sentence := range w.sentences {
			if !strings.Contains(flat, sentence) {
				wrong = append(wrong, "it does not print "+strconv.Quote(sentence))
			}
		}
		if len(wrong) > 0 {
			t.Errorf("%s, item %d: %s\n%s", name, w.item, strings.Join(wrong, "; "), g.output)
		}
		if g.elapsed > 12 {
			t.Errorf("%s took %v seconds", name, g.elapsed)
		}
	}
	for name := range got {
		if name != "" && want[name] == nil && !strings.Contains(name, "/") {
			t.Errorf("golden.txt does not know %s", name)
		}
	}
	require.GreaterOrEqual(t, len(want), 58)
	for item := 1; item <= 22; item++ {
		require.NotZero(t, items[item], "item %d has no test", item)
	}

	// A mistake is told at the line that made it. The transcript has no such line.
	line := regexp.MustCompile(`(\S+\.go):\d+: cognitofake: (\D)`)
	for name, g := range got {
		for _, m := range line.FindAllStringSubmatch(g.output, -1) {
			if !strings.HasSuffix(m[1], "_test.go") {
				t.Errorf("%s is told at %s: %s", name, m[1], m[0])
			}
		}
	}

	outputs := ""
	for line := range strings.Lines(outOfTime) {
		var e event
		require.NoError(t, json.Unmarshal([]byte(line), &e), line)
		outputs += e.Output
	}
	for _, sentence := range want["TestOutOfTime"].sentences {
		require.Contains(t, strings.Join(strings.Fields(outputs), " "), sentence)
	}
}
