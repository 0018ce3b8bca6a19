package cognitofake_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What go doc shows, which readme_test.go does for the pages.

// What go doc shows of an Example is whole: its body declares every name that
// it uses, or the file has this Example alone and is shown with it.
func TestExamplesAreWhole(t *testing.T) {
	fset := token.NewFileSet()
	var files []*ast.File
	paths, err := filepath.Glob("example*_test.go")
	require.NoError(t, err)
	for _, path := range paths {
		file, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		require.NoError(t, err)
		files = append(files, file)
	}
	examples := doc.Examples(files...)
	require.Greater(t, len(examples), 40)
	for _, ex := range examples {
		require.NotNil(t, ex.Play, "Example%s uses a name of another file, and is no program by itself", ex.Name)
		body, ok := ex.Code.(*ast.BlockStmt)
		if !ok {
			continue // a file
		}
		ast.Inspect(body, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok || id.Obj == nil { // an import, a predeclared name, a field or a method
				return true
			}
			if at := id.Obj.Pos(); at < body.Pos() || at > body.End() {
				t.Errorf("Example%s uses %s, which its body does not declare", ex.Name, id.Name)
			}
			return true
		})
	}
	// The package's own Example stands first on the page; the others hang on
	// what they explain.
	for _, ex := range examples {
		require.False(t, strings.HasPrefix(ex.Name, "_"), "Example%s is on no type, function or method", ex.Name)
	}
}

// What the package's documentation links to is there.
func TestDocLinksLeadSomewhere(t *testing.T) {
	fset := token.NewFileSet()
	var files []*ast.File
	paths, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		require.NoError(t, err)
		files = append(files, file)
	}
	declared := map[string]bool{"Option": true}
	for _, file := range files {
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				name := decl.Name.Name
				if decl.Recv != nil {
					of := decl.Recv.List[0].Type
					if star, ok := of.(*ast.StarExpr); ok {
						of = star.X
					}
					name = of.(*ast.Ident).Name + "." + name
				}
				declared[name] = true
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						declared[spec.Name.Name] = true
						if of, ok := spec.Type.(*ast.StructType); ok {
							for _, field := range of.Fields.List {
								for _, name := range field.Names {
									declared[spec.Name.Name+"."+name.Name] = true
								}
							}
						}
					case *ast.ValueSpec:
						for _, name := range spec.Names {
							declared[name.Name] = true
						}
					}
				}
			}
		}
	}
	link := regexp.MustCompile(`\[([A-Z]\w*(?:\.[A-Z]\w*)?)\]`)
	links := 0
	for _, file := range files {
		for _, comments := range file.Comments {
			for _, l := range link.FindAllStringSubmatch(comments.Text(), -1) {
				links++
				require.True(t, declared[l[1]], "%s: [%s] leads nowhere", fset.Position(comments.Pos()), l[1])
			}
		}
	}
	require.Greater(t, links, 50)
}

// Readers whose English is second stop at these.
func TestPlainEnglish(t *testing.T) {
	rare := regexp.MustCompile(`(?i)\b(lest|kin|hence|hitherto|thereof|whence|whereof|albeit|wherein|whilst|aught|naught|in vain|betimes|henceforth)\b`)
	texts := pages(t)
	delete(texts, "docs/behaviour.md") // the service's words are in it
	paths, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, path := range paths {
		if path == "godoc_test.go" {
			continue
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		texts[path] = string(text)
	}
	for path, text := range texts {
		require.Empty(t, rare.FindAllString(text, -1), path)
	}
}
