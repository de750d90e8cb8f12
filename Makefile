# make test    the tests, as the build server runs them
# make soak    the same tests with many times the kills and random worlds: hours
# make check   what every commit has to pass beside its tests
# make bench   the benchmarks
# make bench-peers
#              the algorithms beside gonum, networkx, igraph and scipy
# make gallery the pictures of docs/gallery, in Chromium and librsvg
#
# The Neo4j servers that tests need are installed by the tests themselves, see
# internal/neo4jtest; a version that cannot be had is announced by a line that
# starts with NOT RUN before the tests.

GO ?= go

# Two quiet cores shall need at most four minutes for a package alone and fifteen
# for all. The limit of a package leaves ten times as much to slow and busy machines.
LIMIT = -timeout 40m

# make vet has asked more of the same code than go test would, once for each build.
NOVET = -vet=off

# On a build server nothing may be missing and nothing comes from the test
# cache.
ifeq ($(CI),true)
export KITH_REQUIRE_NEO4J ?= 1
TESTFLAGS ?= -count=1 -p 2 $(LIMIT)
endif
TESTFLAGS ?= $(LIMIT)

# Data of real organisations, for the tests that read it, where it lies beside
# the checkout.
CORPUS := $(wildcard $(abspath $(CURDIR)/../shared/data))
ifneq ($(CORPUS),)
export KITH_CORPUS ?= $(CORPUS)
endif

.NOTPARALLEL:
.PHONY: test soak check vet bench bench-peers gallery

test: vet
	$(GO) test $(NOVET) -race -count=1 -timeout 20m -v -run '^TestInstall$$' ./internal/neo4jtest
	$(GO) test $(NOVET) $(TESTFLAGS) $(HOUSE)
	$(GO) test $(NOVET) $(TESTFLAGS) -run '^TestWorstQuestions$$' ./resolvers
	$(GO) test $(NOVET) -race $(TESTFLAGS) $(LONGEST) $$($(GO) list ./... | grep -v /internal/house$$)

# It reads the code of the whole repository and starts no goroutine: under the race
# detector that takes ten times as long.
HOUSE = ./internal/house

# The worst questions are asked with no race detector, which would take ten times as long,
# and with no other test beside them: what they take is that of the process.

# These begin first, so that none of them is left over at the end, when there is
# nothing to run beside it.
LONGEST = ./graph/neo4jstore ./cmd/kith ./resolvers ./internal/neo4jtest

# The packages that hold properties against input which rapid draws.
PROPERTIES = $(addprefix ./,$(sort $(dir $(shell git grep -lE '^."pgregory.net/rapid"$$$$' -- '*_test.go'))))

# Run by hand.
soak:
	$(GO) test -count=1 -run '^TestWorstQuestions$$' ./resolvers
	KITH_SOAK=1 $(GO) test -race -count=1 -p 1 -timeout 12h ./...
	$(GO) test -race -count=1 -p 1 -timeout 12h $(PROPERTIES) -rapid.checks=10000

check: vet
	@echo 'gofmt -l .'; files=$$(gofmt -l .) && if [ -n "$$files" ]; then \
		echo "not formatted, run gofmt -w on:"; echo "$$files"; exit 1; fi
	$(GO) mod tidy -diff
ifneq ($(wildcard schema/*.go),)
	$(GO) generate ./schema ./internal/web
	git diff --exit-code -- schema docs resolvers graph/neo4jstore/cypher internal/web
endif

vet:
	$(GO) vet ./...

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

# The versions of graph/analysis/internal/oracle/testdata/peers/requirements.txt are installed with
# Python 3.11 or later into a folder of their own, PEERS. What cannot be had is
# announced by a line that starts with NOT RUN. KITH_BENCH_1M=1 adds a million
# people.
PEERS ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/kith-peers
bench-peers:
	-python3 -m venv $(PEERS) && $(PEERS)/bin/python -m pip install -q -r graph/analysis/internal/oracle/testdata/peers/requirements.txt
	KITH_PEERS=1 KITH_PEERS_PYTHON=$(PEERS)/bin/python \
		$(GO) test ./graph/analysis/internal/oracle -count=1 -timeout 90m -v -run '^TestPeers$$'

# Needs chromium, rsvg-convert and the fonts Liberation and Noto CJK.
gallery:
	dir=$$(mktemp -d) && \
	KITH_GALLERY_ALL=$$dir $(GO) test ./export -count=1 -run '^TestGallery$$' -update && \
	KITH_GALLERY_ALL=$$dir KITH_GALLERY_PNG=1 $(GO) test ./export -count=1 -timeout 30m -run '^(TestGalleryImages|TestTextBoxes)$$'; \
	status=$$?; rm -r $$dir; exit $$status
