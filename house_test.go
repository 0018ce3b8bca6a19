package cognitofake_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The walls of the house: what CONTRIBUTING.md says of the floors, held
// against the imports and the sources.

const module = "github.com/cognitofake/cognitofake"

// listed is a package as go list prints it.
type listed struct {
	ImportPath, Dir, Export            string
	GoFiles                            []string
	Imports, TestImports, XTestImports []string
}

// room is the path of a package within the module: "" for the top.
func (p *listed) room() string {
	return strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
}

// rooms are the rooms that a package imports, without its tests.
func (p *listed) rooms() []string { return roomsOf(p.Imports) }

func roomsOf(imports []string) []string {
	var rooms []string
	for _, path := range imports {
		if path == module {
			rooms = append(rooms, "")
		} else if room, own := strings.CutPrefix(path, module+"/"); own {
			rooms = append(rooms, room)
		}
	}
	return rooms
}

// goList runs go list, and reads the packages that it prints.
func goList(t *testing.T, args ...string) []*listed {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Dir,Export,GoFiles,Imports,TestImports,XTestImports"}, args...)...)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	var packages []*listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		p := &listed{}
		if err := d.Decode(p); err == io.EOF {
			return packages
		} else {
			require.NoError(t, err)
		}
		packages = append(packages, p)
	}
}

// under reports whether a room is one of these, or below one of them.
func under(room string, others ...string) bool {
	return slices.ContainsFunc(others, func(other string) bool { return room == other || strings.HasPrefix(room, other+"/") })
}

// tier orders the rule packages: each may import those of a lower tier.
func tier(room string) int {
	switch strings.TrimPrefix(room, "internal/rule/") {
	case "attribute", "password", "secret":
		return 1
	case "trigger":
		return 3
	case "settings":
		return 4
	}
	return 2
}

func TestFloors(t *testing.T) {
	tools := []string{"internal/awsjson", "internal/clijson", "internal/model", "internal/random", "internal/opt", "internal/giveway", "internal/misuse"}
	for _, p := range goList(t, "./...") {
		room := p.room()
		for _, other := range p.rooms() {
			wall := ""
			switch {
			case under(room, tools...) && !under(other, tools...):
				wall = "1: tools know no higher floor"
			case room == "internal/refusal" && !under(other, "internal/model", "internal/opt"):
				wall = "1: refusal knows model and opt alone"
			case under(room, "internal/rule") && under(other, "internal/state", "internal/service", "internal/op", "internal/hosted", "internal/fault", "internal/history"):
				wall = "2: rules know no state"
			case under(room, "internal/rule") && under(other, "internal/rule") && tier(room) <= tier(other):
				wall = "2: a rule knows rules of a lower tier alone"
			case under(room, "internal/fault", "internal/history") && under(other, "internal/state", "internal/service", "internal/op"):
				wall = "3: faults and history know no state"
			case under(room, "internal/history") && under(other, "internal/rule") && other != "internal/rule/message":
				wall = "3: of the rules, history knows message alone"
			case under(room, "internal/state") && under(other, "internal/service", "internal/op", "internal/fault", "internal/history"):
				wall = "4: state knows no requests"
			case under(room, "internal/service") && under(other, "internal/op", "internal/hosted"):
				wall = "4: service knows no operation"
			case strings.HasPrefix(room, "internal/op/") && under(other, "internal/op"):
				wall = "5: a family knows no other family"
			case strings.HasPrefix(room, "internal/op/") && under(other, "internal/awsjson"):
				wall = "5: a family knows no bytes"
			case strings.HasPrefix(room, "internal/op/") && under(other, "internal/fault", "internal/history"):
				wall = "5: a family knows neither faults nor the recorder"
			case room == "internal/hosted" && under(other, "internal/op"):
				wall = "5: hosted calls operations by name"
			case other == "passkey" && room != "internal/rows":
				wall = "7: only its users import package passkey"
			case room == "passkey":
				wall = "7: package passkey knows nothing of the fake"
			case under(room, "internal") && other == "":
				wall = "7: nobody within knows the top"
			case under(room, "cmd", "examples") && under(other, "internal"):
				wall = "7: programs know the public package alone"
			}
			if wall != "" {
				t.Errorf("%s imports %s; wall %s", p.ImportPath, other, wall)
			}
		}
		for _, other := range roomsOf(slices.Concat(p.TestImports, p.XTestImports)) {
			if under(room, "truth", "cmd", "examples") && under(other, "internal") && !(room == "truth" && under(other, "internal/fixture", "internal/rows")) {
				t.Errorf("tests of %s import %s; wall 7: black boxes know the public package alone", p.ImportPath, other)
			}
		}
	}
	for _, dir := range []string{"bench", "e2e"} { // modules of their own
		eachGoFile(t, dir, func(path string, file *ast.File) {
			for _, spec := range file.Imports {
				if strings.HasPrefix(spec.Path.Value, `"`+module+`/internal`) {
					t.Errorf("%s imports %s; wall 7: other modules know the public package alone", path, spec.Path.Value)
				}
			}
		})
	}
}

// eachGoFile parses the Go files below a folder.
func eachGoFile(t *testing.T, dir string, visit func(path string, file *ast.File)) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && path != ".") {
			return fs.SkipDir
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments|parser.SkipObjectResolution)
		require.NoError(t, err)
		visit(path, file)
		return nil
	}))
}

// locks are the only files that may name a type of package sync, and why
// (wall 6).
var locks = map[string]string{
	"internal/state/account.go":     "pools, app clients and domains of the account",
	"internal/state/pool.go":        "everything in a pool",
	"internal/fault/fault.go":       "what a test has broken",
	"internal/history/history.go":   "calls and messages",
	"internal/random/random.go":     "the source of ids and codes",
	"internal/service/outlet.go":    "e-mails of the day",
	"internal/service/functions.go": "the register of functions",
	"internal/history/redact.go":    "a table of secrets, by type",
	"internal/awsjson/plan.go":      "a table of plans, by type",
	"internal/model/shape.go":       "patterns, compiled when first needed",
	"internal/rule/token/keys.go":   "signing keys, made of their primes when first needed",
}

func TestLocks(t *testing.T) {
	lock := regexp.MustCompile(`^(Mutex|RWMutex|Once|OnceValue|OnceValues|OnceFunc|Map|Cond)$`)
	used := map[string]bool{}
	eachGoFile(t, ".", func(path string, file *ast.File) {
		if strings.HasSuffix(path, "_test.go") || strings.HasPrefix(path, "cmd") || strings.HasPrefix(path, "bench") || strings.HasPrefix(path, "e2e") {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok || !lock.MatchString(sel.Sel.Name) {
				return true
			}
			if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "sync" {
				used[filepath.ToSlash(path)] = true
				if locks[filepath.ToSlash(path)] == "" {
					t.Errorf("%s uses sync.%s; wall 6: locks belong to %d files, each with a reason", path, sel.Sel.Name, len(locks))
				}
			}
			return true
		})
	})
	for path := range locks {
		require.True(t, used[path], "%s has no lock any more: take it from the list", path)
	}
}

// The top is the test's side of the counter: a new file is a decision (wall 9).
func TestTop(t *testing.T) {
	files := strings.Fields(`doc.go fake.go misuse.go pool.go presets.go user.go signin.go mfa.go keep.go policy.go codes.go calls.go triggers.go faults.go hold.go
		intercept.go transport.go serve.go import.go operations_gen.go fake_test.go house_test.go readme_test.go godoc_test.go`)
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	for _, e := range entries {
		name := e.Name()
		if filepath.Ext(name) != ".go" || strings.HasPrefix(name, "example") && strings.HasSuffix(name, "_test.go") {
			continue
		}
		if !slices.Contains(files, name) {
			t.Errorf("%s is new at the top; wall 9: put it behind the counter, or into the list with CONTRIBUTING.md", name)
		}
	}
}

// A file that is longer has two subjects (wall 10).
func TestLength(t *testing.T) {
	const longest = 400
	eachGoFile(t, ".", func(path string, file *ast.File) {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		if lines := bytes.Count(text, []byte("\n")); lines > longest && !ast.IsGenerated(file) {
			t.Errorf("%s has %d lines; wall 10: %d at most", path, lines, longest)
		}
	})
}

// checked is the packages of the module, type-checked from their sources with
// what they import from the compiler.
func checked(t *testing.T, visit func(p *listed, pkg *types.Package, info *types.Info, files []*ast.File, fset *token.FileSet)) {
	exports := map[string]string{}
	var own []*listed
	for _, p := range goList(t, "-deps", "-export", "./...") {
		exports[p.ImportPath] = p.Export
		if p.ImportPath == module || strings.HasPrefix(p.ImportPath, module+"/") {
			own = append(own, p)
		}
	}
	fset := token.NewFileSet()
	from := importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	for _, p := range own {
		var files []*ast.File
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.ParseComments)
			require.NoError(t, err)
			files = append(files, file)
		}
		info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
		pkg, err := (&types.Config{Importer: from}).Check(p.ImportPath, fset, files, info)
		require.NoError(t, err)
		visit(p, pkg, info, files, fset)
	}
}

// Users, codes, sessions and windows change by the methods of a transaction
// alone: nobody outside their package assigns to their fields. And no exported
// name of the top shows a type that its reader cannot open (wall 8).
func TestTypes(t *testing.T) {
	kept := regexp.MustCompile(`/internal/(state\.(User|Pool|App|Account)|rule/code\.\w+|rule/password\.(Stored|Lockout))$`)
	checked(t, func(p *listed, pkg *types.Package, info *types.Info, files []*ast.File, fset *token.FileSet) {
		for _, file := range files {
			ast.Inspect(file, func(n ast.Node) bool {
				var targets []ast.Expr
				switch n := n.(type) {
				case *ast.AssignStmt:
					targets = n.Lhs
				case *ast.IncDecStmt:
					targets = []ast.Expr{n.X}
				case *ast.UnaryExpr:
					if n.Op == token.AND {
						targets = []ast.Expr{n.X}
					}
				}
				for _, target := range targets {
					sel, ok := target.(*ast.SelectorExpr)
					if !ok || info.Selections[sel] == nil || info.Selections[sel].Kind() != types.FieldVal {
						continue
					}
					owner := strings.TrimPrefix(info.Selections[sel].Recv().String(), "*")
					if kept.MatchString(owner) && !strings.HasPrefix(owner, p.ImportPath+".") && p.room() != "internal/state" {
						if _, taken := n.(*ast.UnaryExpr); taken && !strings.HasSuffix(owner, "state.User") {
							continue
						}
						t.Errorf("%s assigns to a field of %s; a transaction does that", fset.Position(sel.Pos()), owner)
					}
				}
				return true
			})
		}
		if p.room() == "" {
			for _, name := range pkg.Scope().Names() {
				if o := pkg.Scope().Lookup(name); o.Exported() {
					shows(t, name, o.Type(), map[types.Type]bool{})
				}
			}
		}
	})
}

// shows fails for a type of package internal that the documentation of an
// exported name has in it. A type of functions is opaque by itself.
func shows(t *testing.T, name string, typ types.Type, seen map[types.Type]bool) {
	if seen[typ] {
		return
	}
	seen[typ] = true
	switch typ := typ.(type) {
	case *types.Named:
		if o := typ.Obj(); o.Pkg() != nil && strings.HasPrefix(o.Pkg().Path(), module+"/internal") {
			t.Errorf("%s shows %s; wall 8: the top shows no type of package internal", name, typ)
			return
		} else if o.Pkg() == nil || o.Pkg().Path() != module {
			return
		}
		for method := range typ.Methods() {
			if method.Exported() {
				shows(t, name+"."+method.Name(), method.Type(), seen)
			}
		}
		if _, opaque := typ.Underlying().(*types.Signature); !opaque {
			shows(t, name, typ.Underlying(), seen)
		}
	case *types.Struct:
		for field := range typ.Fields() {
			if field.Exported() {
				shows(t, name+"."+field.Name(), field.Type(), seen)
			}
		}
	case *types.Signature:
		for v := range typ.Params().Variables() {
			shows(t, name, v.Type(), seen)
		}
		for v := range typ.Results().Variables() {
			shows(t, name, v.Type(), seen)
		}
	case *types.Map:
		shows(t, name, typ.Key(), seen)
		shows(t, name, typ.Elem(), seen)
	case interface{ Elem() types.Type }: // pointers, slices, channels
		shows(t, name, typ.Elem(), seen)
	}
}
