# Everything a contributor runs. `make` alone prints this list.
# The build folder is always .build: one scratch path, so that no target rebuilds what another has built. Only `sanitize`
# builds everything differently, in .build-address and .build-thread.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PRICE ?=
FILTER ?= .
ROUNDS ?= 40
KILLS ?= 60
FUZZ_SECONDS ?= 600
SLOT_ROUNDS ?= 20
TARGETS ?=
FLOODS ?=
BOOKINGS ?= 200
LINES ?=
SANITIZE ?= address thread
COUNT ?= 20000
SEED ?=
SEEDS ?= 2000
FAULTS ?=
CHAOS ?= 40
PLAYS = $(if $(filter command line,$(origin COUNT)),$(COUNT),2000)
LEAST ?= 90
STATES ?= 100000
STARTS ?= 6
WRITE ?=
BUILD ?= .build/debug
DESTDIR ?=
PREFIX ?= /usr

.PHONY: simulate coverage chaos test-site test-mail mail-pictures bench bench-micro bench-daemon bench-bookings bench-matching soak flood fuzz fuzz-cel fuzz-corpus fuzz-slots kill-test mutate prove sanitize help setup venv build run test test-docs test-systemd check format lint pictures play install clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what a fresh Debian 12 lacks (silent when nothing does)
	@scripts/setup

venv: ## Python tools that tests use as independent counterparts, in .build/venv
	@scripts/venv

build: setup ## debug build of all programs
	@swift build

run: build ## one whole booking from the catalogue against the sandbox (PRICE=15000, in cents: at a price of the site's own)
	@scripts/run $(if $(PRICE),PRICE=$(PRICE))

test: setup venv ## what CI runs: lint, dependencies, own code, tests, with wall times
	@scripts/test

test-docs: build ## run the commands and HTTP examples of the documents, compare what they show
	@scripts/test-docs

test-site: build ## the site in Chromium: the flow with and without a script, axe, pictures in .build/site-pictures
	@scripts/venv .build/venv-site scripts/requirements-site.txt
	@scripts/test-site

test-mail: setup ## hand mail to a real Postfix and a real OpenSMTPD, each in namespaces of its own (as root)
	@swift build --build-tests
	@scripts/test-mail

mail-pictures: ## every mail in Chromium, in light and dark: axe, an HTML parser, pictures in .build/mail-pictures
	@swift build --build-tests
	@scripts/venv .build/venv-site scripts/requirements-site.txt
	@scripts/mail-pictures

test-systemd: build ## install into a real systemd, in a container: restarts, power cut, operators, journal (as root)
	@scripts/test-systemd

simulate: ## the engine in virtual time with everything around it faulty, SEEDS=2000 seeds (release build; SEED=n repeats one to the byte; FAULTS=1 looks for deliberate faults, FAULT=name for one; JOBS=n at once)
	@swift build -c release --product magnetiq-simulate
	@.build/release/magnetiq-simulate --seeds $(SEEDS) $(if $(SEED),--seed $(SEED)) $(if $(FAULTS),--faults) $(if $(FAULT),--fault $(FAULT)) $(if $(JOBS),--jobs $(JOBS))

coverage: ## the lines of the engine that SEEDS seeds of `simulate` reach, and the pairs of state and event under each fault (builds with counters; TESTS=1 builds the tests so as well, and tells what neither a seed nor a test runs)
	@scripts/coverage --seeds $(SEEDS) --lines $(if $(TESTS),--tests)

chaos: ## real faults on the built daemon, CHAOS=40 of them: kills, suspensions, a full disk, bursts … (release build, best as root; SEED=n draws the same ones)
	@for product in magnetiqd magnetiqctl magnetiq-sandbox; do swift build -c release --product $$product; done
	@scripts/chaos --faults $(CHAOS) $(if $(SEED),--seed $(SEED))

kill-test: ## the kill test with KILLS=60 random kills besides the named ones (SEED=n draws the same ones)
	@KILLS=$(KILLS) swift test --filter 'EndToEndTests.*Kills'

mutate: ## change the workflows in small ways and see whether a scenario notices (release build; LEAST=90 per cent)
	@swift build -c release --product magnetiqctl
	@.build/release/magnetiqctl workflows mutate --least $(LEAST)

prove: ## explore what may happen to the shipped workflows, STATES=100000 for each of STARTS=6 beginnings (release build)
	@swift build -c release --product magnetiqctl
	@.build/release/magnetiqctl workflows prove --states $(STATES) --starts $(STARTS) $(if $(WRITE),--write $(WRITE))

play: ## COUNT=2000 random bookings against the rules of docs/rules.md (release build; SEED=n draws the same ones)
	@swift build -c release --product magnetiqctl
	@scripts/play --ctl .build/release/magnetiqctl --count $(PLAYS) $(if $(SEED),--seed $(SEED))

soak: venv ## COUNT=100000 random bookings, as `play`, every planted hole, and 20000 seeds of `simulate` (release build; SEED=n draws the same bookings)
	@swift build -c release --product magnetiqctl
	@.build/venv/bin/python scripts/play --ctl .build/release/magnetiqctl --holes
	@scripts/play --ctl .build/release/magnetiqctl --count $(if $(filter command line,$(origin COUNT)),$(COUNT),100000) $(if $(SEED),--seed $(SEED))
	@swift build -c release --product magnetiq-simulate
	@.build/release/magnetiq-simulate --seeds 20000

check: ## inner loop: build and run the tests that match FILTER=regex
	@swift test --quiet --filter '$(FILTER)'

bench: ## the table of docs/performance.md, each line beside its floor, in some 12 minutes (release builds; FILTER=cel or LINES="points parked": only those; COUNT=1000000)
	@$(if $(LINES),true,$(MAKE) bench-micro)
	@$(if $(filter .,$(FILTER)),$(MAKE) bench-daemon,true)

bench-daemon: ## the lines of `make bench` with the engine, the store and the daemon (COUNT=1000000 instances parked and bookings ended)
	@rm -f Benchmarks/.build/release.yaml # else SwiftPM does not see a new file of the package above
	@swift build --package-path Benchmarks --configuration release --product DaemonBenchmark
	@for product in magnetiqd magnetiqctl magnetiq-sandbox; do swift build -c release --product $$product; done
	@$(if $(filter command line,$(origin COUNT)),COUNT=$(COUNT)) BOOKINGS=$(BOOKINGS) scripts/bench/all $(LINES)

bench-micro: ## CPU time of what is hot beside a floor, release build in Benchmarks/.build (FILTER=cel: only those lines)
	@rm -f Benchmarks/.build/release.yaml
	@swift build --package-path Benchmarks --configuration release --product Benchmarks
	@Benchmarks/.build/release/Benchmarks '$(filter-out .,$(FILTER))' $(ROUNDS)

bench-bookings: ## what a whole booking costs the daemon, beside a bare loop over SQLite (release build; BOOKINGS=200)
	@swift build -c release
	@scripts/bench-bookings --count $(BOOKINGS)

bench-matching: ## nDCG@10 of a retrieval task with and without vectors, and the time of a search (release build; the data come from Python packages)
	@scripts/bench-matching

flood: ## what an honest client, descriptors and memory notice of floods at the public door (release build; FLOODS="many slow-heads")
	@swift build -c release --product magnetiqd
	@scripts/flood $(FLOODS)

fuzz: ## libFuzzer on everything that reads bytes from outside, FUZZ_SECONDS=600 a target (TARGETS="yaml form")
	@FUZZ_SECONDS=$(FUZZ_SECONDS) scripts/fuzz $(TARGETS)

fuzz-corpus: ## keep of all that fuzzing has found the smallest inputs that reach as much, in Fuzzing/corpus
	@scripts/fuzz corpus

sanitize: venv ## the unit bundles under AddressSanitizer and ThreadSanitizer, in folders of their own (SANITIZE=thread FILTER=regex)
	@FILTER='$(FILTER)' scripts/sanitize $(SANITIZE)

fuzz-slots: build ## SLOT_ROUNDS=20 of random consultants: the daemon's free starts against a scan of every minute in Python (SEED=n draws the same ones)
	@scripts/fuzz-slots --rounds $(SLOT_ROUNDS) $(if $(SEED),--seed $(SEED))

fuzz-cel: ## COUNT=20000 random expressions through our CEL and through cel-cpp (SEED=n draws the same ones)
	@COUNT=$(COUNT) SEED=$(SEED) scripts/fuzz-cel

format: ## put every Swift file into the checked-in format
	@swift format format --in-place --parallel --recursive Package.swift Sources Tests $(wildcard Benchmarks/*.swift Benchmarks/Sources Fuzzing/*.swift Fuzzing/Sources/Fuzz Fuzzing/Sources/FuzzDoors Fuzzing/Sources/FuzzDriver)

lint: ## format, shell scripts, systemd units, workflows' schema and pictures, without changing anything
	@scripts/lint

pictures: venv ## draw the workflows' machines into docs/images (lint tells when they are not up to date)
	@.build/venv/bin/python scripts/draw-machines

install: ## programs, units, configuration (DESTDIR=, PREFIX=/usr, BUILD=.build/debug)
	@scripts/install "$(BUILD)" "$(DESTDIR)" "$(PREFIX)"

clean: ## forget everything that was built
	@rm -rf .build .build-address .build-thread Benchmarks/.build Fuzzing/.build
