# Two commands matter: `make run` sets up and runs the service, `make test` sets up and passes the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test test-browser check lint types docs accuracy bench bench-events bench-api bench-scale api-fuzz soak soak-day faults ssrf fuzz clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 16

$(VENV)/.run: requirements.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt tests/requirements-axe.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r tests/requirements-axe.txt
	@touch $@ $(VENV)/.run

setup: $(VENV)/.run ## make the environment in .venv

setup-dev: $(VENV)/.dev ## the environment with what tests and checks need

run: setup ## ingest the sample corpus, start scheduler, API and web page on PORT (default 8000)
	@PORT=$(PORT) $(BIN)/python -m aggregator up

test: setup-dev ## run the tests
	$(BIN)/python -m pytest

test-browser: setup-dev ## only the tests that drive a real browser (Debian's package `chromium`)
	@command -v chromium >/dev/null || { echo "chromium is missing: apt-get install chromium"; exit 1; }
	$(BIN)/python -m pytest -m browser

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup-dev
	$(BIN)/mypy

check: lint types test ## lint, types, docs, accuracy floors and tests

docs: setup ## write docs/commands.md, docs/flags.md, docs/modules.md and the examples of docs/events.md from the program itself
	$(BIN)/python docs/generate.py

accuracy: setup-dev ## claims gained and lost against the last commit, on our gold sentences
	$(BIN)/python tests/benchmarks/accuracy.py

bench: setup-dev ## text to claims: documents a second, against spaCy
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/benchmarks/requirements.txt
	$(BIN)/python tests/benchmarks/bench_extract.py

bench-events: setup-dev ## grouping and reconciling as the input grows
	$(BIN)/python tests/benchmarks/bench_events.py

bench-api: setup-dev ## queries, pages and exports over a large database (ROWS claims, default 1,000,000)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-scale.txt
	@test -x $(VENV)/datasette/bin/python || $(PYTHON) -m venv $(VENV)/datasette
	$(VENV)/datasette/bin/python -m pip install --quiet --disable-pip-version-check -r tests/benchmarks/requirements-datasette.txt
	DATASETTE=$(VENV)/datasette/bin/datasette $(BIN)/python tests/benchmarks/bench_api.py $(or $(ROWS),1000000)

bench-scale: setup-dev ## an archive read, grouped and loaded: processes, Dask, what a kill costs, growth to 100,000, a crawl's HTML
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-scale.txt
	$(BIN)/python tests/benchmarks/bench_scale.py
	$(BIN)/python tests/benchmarks/bench_growth.py
	$(BIN)/python tests/benchmarks/bench_html.py

api-fuzz: setup-dev ## schemathesis over the whole REST interface (EXAMPLES an operation, default 500), and 10,000 random questions
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/benchmarks/requirements-fuzz.txt
	$(BIN)/python tests/benchmarks/fuzz_api.py $(EXAMPLES)
	FIGURES_QUESTIONS=10000 $(BIN)/python -m pytest tests/test_queries.py -k oracle

soak: setup-dev ## kill -9 at random moments of ingest and count what was lost
	$(BIN)/python tests/benchmarks/soak.py

soak-day: setup-dev ## a scheduler alone over a played day of 50 outlets (MINUTES, default 80): nothing missing, nothing twice
	$(BIN)/python tests/benchmarks/soak_day.py --minutes $(or $(MINUTES),80)

faults: setup-dev ## every kind of server fault against the fetcher
	$(BIN)/python tests/benchmarks/faults.py

ssrf: setup-dev ## every address that must not be reached
	$(BIN)/python tests/benchmarks/ssrf.py

fuzz: setup-dev ## bombs, and with FEEDS=folder every file there, through the parsers
	$(BIN)/python tests/benchmarks/fuzz_feeds.py --bombs $(FEEDS)

clean: ## remove the environment and caches (the data stays)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
