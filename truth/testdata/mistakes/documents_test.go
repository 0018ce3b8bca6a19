package mistakes_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const top = "../../.."

// A reader can get the module by what the README says.
func TestReadmeClone(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(top, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"git clone https://", "go get"} {
		if !strings.Contains(string(text), words) {
			t.Errorf("the README does not say %q", words)
		}
	}
}

// An Example on the Go doc site shows every name that it uses.
func TestExamplesAreWhole(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(top, "example*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	whole := 0
	for _, path := range files {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, example := range doc.Examples(file) {
			if example.Play == nil {
				t.Errorf("Example%s in %s is not whole", example.Name, filepath.Base(path))
			} else {
				whole++
			}
		}
	}
	if whole == 0 {
		t.Error("no example")
	}
}

// Each trigger names the type of its event.
func TestTriggerEvents(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(top, "triggers.go"), nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if ok && len(spec.Names) == 1 && spec.Type != nil {
			if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Trigger" {
				n++
				if !strings.Contains(spec.Doc.Text(), "event") {
					t.Errorf("%s does not name its event", spec.Names[0].Name)
				}
			}
		}
		return true
	})
	if n == 0 {
		t.Error("no trigger")
	}
}
