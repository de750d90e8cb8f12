# make test    the tests, as the build server runs them
# make check   what every commit has to pass beside its tests
# make bench   the benchmarks
# make gallery the pictures of docs/gallery, in Chromium and librsvg
#
# The Neo4j servers that tests need are installed by the tests themselves, see
# internal/neo4jtest; a version that cannot be had is announced by a line that
# starts with NOT RUN before the tests.

GO ?= go

# On a build server nothing may be missing and nothing comes from the test
# cache.
ifeq ($(CI),true)
export KITH_REQUIRE_NEO4J ?= 1
TESTFLAGS ?= -count=1 -p 2 -timeout 45m
endif

# Data of real organisations, for the tests that read it, where it lies beside
# the checkout.
CORPUS := $(wildcard $(abspath $(CURDIR)/../shared/data))
ifneq ($(CORPUS),)
export KITH_CORPUS ?= $(CORPUS)
endif

.NOTPARALLEL:
.PHONY: test check vet bench gallery

test: vet
	$(GO) test -race -count=1 -timeout 20m -v -run '^TestInstall$$' ./internal/neo4jtest
	$(GO) test -race $(TESTFLAGS) ./...

check: vet
	@echo 'gofmt -l .'; files=$$(gofmt -l .) && if [ -n "$$files" ]; then \
		echo "not formatted, run gofmt -w on:"; echo "$$files"; exit 1; fi
	$(GO) mod tidy -diff
ifneq ($(wildcard schema/*.go),)
	$(GO) generate ./schema
	git diff --exit-code -- schema
endif

vet:
	$(GO) vet ./...

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

# Needs chromium, rsvg-convert and the fonts Liberation and Noto CJK.
gallery:
	dir=$$(mktemp -d) && \
	KITH_GALLERY_ALL=$$dir $(GO) test ./export -count=1 -run '^TestGallery$$' -update && \
	KITH_GALLERY_ALL=$$dir KITH_GALLERY_PNG=1 $(GO) test ./export -count=1 -timeout 30m -run '^TestGalleryImages$$'; \
	status=$$?; rm -r $$dir; exit $$status
