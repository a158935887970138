# Two commands on a bare machine with Python 3.11 and make:
#   make demo    environment, dependencies, database, invented people, server (PORT=8000 to choose)
#   make test    the whole suite that this machine can run, with an honest list of what was skipped
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
UV_VERSION := 0.13.9
UV := $(BIN)/uv pip install --python $(BIN)/python --quiet
WORKERS ?= 2

.PHONY: demo test check format messages documents fuzz pictures lock clean help

help:
	@sed -n '1,4p' Makefile | cut -c3-; echo "#   make check | format | messages | documents | fuzz | pictures | lock | clean" | cut -c3-

demo: .venv/.base
	@$(BIN)/sankofa demo --port $(PORT)

test: .venv/.dev
	@SANKOFA_TEST_WORKERS=$(WORKERS) $(BIN)/python tools/run_tests.py

check: .venv/.dev
	@$(BIN)/python tools/run_checks.py

format: .venv/.dev
	$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .
	$(BIN)/djlint sankofa --reformat --quiet || true

messages: .venv/.dev
	@$(BIN)/python tools/messages.py

documents: .venv/.dev
	@$(BIN)/python tools/make_handbook.py

fuzz: .venv/.dev
	HYPOTHESIS_PROFILE=fuzz $(BIN)/pytest tests/rules -q

pictures: .venv/.dev
	SANKOFA_PICTURES=1 SANKOFA_REQUIRE=browser $(BIN)/pytest tests/journeys -q

lock: .venv/.uv
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --quiet $(LOCK_OPTIONS) -o requirements/base.txt
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --quiet $(LOCK_OPTIONS) --extra analytics -o requirements/analytics.txt
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --quiet $(LOCK_OPTIONS) --extra analytics --extra spark -o requirements/spark.txt
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --quiet $(LOCK_OPTIONS) --extra analytics --extra spark --extra dev -o requirements/dev.txt

clean:
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/.uv:
	@echo "Making a Python environment in .venv"
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 15) else "Sankofa needs Python 3.11 to 3.14; this is Python " + sys.version.split()[0] + ". Name another one with: make PYTHON=python3.11 " + "demo")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

.venv/.base: .venv/.uv requirements/base.txt pyproject.toml
	@echo "Installing what Sankofa needs"
	@$(UV) --require-hashes -r requirements/base.txt
	@$(UV) --no-deps -e .
	@touch $@

.venv/.dev: .venv/.base requirements/dev.txt
	@echo "Installing what the tests and checks need"
	@$(UV) --require-hashes -r requirements/dev.txt
	@touch $@
