# make test needs Go, git and make. The rest may fetch what it runs.

STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.7.0
GO_DIRECTIVE = 1.25.0
FUZZTIME ?= 10s
MODULES = . bench e2e
ANSWERS ?= 20000
STEPS ?= 20000

.PHONY: test race fuzz bench e2e lint newest-sdk answers model cbor

# The two that take longest go first, side by side.
test:
	go test ./truth ./cmd/... ./...

# Every test again: race detector, tests of each package in a new order.
race:
	go test -race -shuffle=on ./...

# A short run of each fuzz target there is; FUZZTIME=10m for a long one.
fuzz:
	@targets=$$(go test -list '^Fuzz' ./...) || exit 1; \
	echo "$$targets" | awk '/^Fuzz/ { names[n++] = $$1 } /^ok/ { for (i = 0; i < n; i++) print $$2, names[i]; n = 0 }' | \
	while read -r package target; do \
		echo "$$target in $$package"; \
		go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$package" || exit 1; \
	done

# What a sign-up costs beside the same SDK client on a canned answer, and what
# a list costs with few users and with many.
bench:
	cd bench && go test -run '^$$' -bench . -benchmem ./...
	go test -run '^$$' -bench . -benchmem ./truth

# Other people's clients against the server; installs what is missing.
e2e:
	e2e/run

# No answer is lost over HTTP: TestAnswers for longer than in make test. It
# prints what giving way costs, too, which only a quiet machine can tell.
answers:
	go test ./truth -count=1 -timeout 30m -run '^TestAnswers$$' -v -before -answers $(ANSWERS)

# Sign-in and its tokens against a model, at random: TestSignInModel for longer
# than in make test. It prints the seed.
model:
	go test ./truth -count=1 -timeout 10m -run '^TestSignInModel$$' -v -model.signin $(STEPS)

# What CBOR costs: its packages in the build, and the bytes of their code and
# tables among all those of the server.
cbor:
	@go list -deps . | grep -E 'fxamacker|float16'
	@dir=$$(mktemp -d) && trap 'rm -r "$$dir"' EXIT && go build -o "$$dir/server" ./cmd/cognitofake && \
	go tool nm -size "$$dir/server" | awk '/fxamacker|float16/ { n += $$2 } END { print n, "bytes of CBOR" }' && \
	wc -c < "$$dir/server" | awk '{ print $$1, "bytes of the server" }'

# The truth table with the newest SDK that the module proxy serves; a program with
# an older one against the server.
newest-sdk:
	.ci/newest-sdk

# go mod tidy -diff fails when go.mod is not tidy; no dependency may raise the
# go directive.
lint:
	@unformatted=$$(gofmt -l .); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	@for module in $(MODULES); do \
		echo "lint $$module"; \
		( cd $$module && go vet ./... && go run $(STATICCHECK) ./... && go mod tidy -diff ) || exit 1; \
		grep -qx 'go $(GO_DIRECTIVE)' $$module/go.mod || \
			{ echo "$$module/go.mod: the go directive has to be $(GO_DIRECTIVE)"; exit 1; }; \
	done
