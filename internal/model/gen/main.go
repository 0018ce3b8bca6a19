// Command gen writes the table of package model, the names of the operations
// in package cognitofake and their types in package op, from service-model.json. `go generate` runs it in
// the folder of package model.
package main

import (
	"fmt"
	"log"
	"os"
	"strings"
)

func main() {
	log.SetFlags(0)
	m, err := readModel("service-model.json")
	if err != nil {
		log.Fatal(err)
	}
	table, err := renderTable(m)
	if err != nil {
		log.Fatal(err)
	}
	names, err := renderNames(m)
	if err != nil {
		log.Fatal(err)
	}
	types, err := renderTypes(m)
	if err != nil {
		log.Fatal(err)
	}
	for file, content := range map[string][]byte{"table_gen.go": table, "../../operations_gen.go": names, "../op/types_gen.go": types} {
		if err := os.WriteFile(file, content, 0o644); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(strings.Join(lacking(m), "\n"))
}
