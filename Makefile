# The commands of a working day. `make help` lists them.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check

# One more than there are cores, since many tests wait: for a process, a clock or a disk.
WORKERS := $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')

.DEFAULT_GOAL := help
.PHONY: help chat test test-all check audit fix bench bless catalogues pages lock clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

chat: $(VENV)/run ## set everything up and take a lesson in the terminal
	@$(BIN)/foretell chat

test: $(VENV)/dev ## set everything up and pass the tests
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadgroup -m 'not slow'

test-all: $(VENV)/dev ## the slow tests as well: kills, many messages, every variant of PostgreSQL
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadgroup

check: $(VENV)/dev ## format, lint, types, import contracts, budget, and no secret in any file
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m tests.secret_scan
	@$(BIN)/python -m bench.budget

audit: ## ask the vulnerability database about each locked package; needs the network
	@$(PYTHON) -m venv $(VENV)/audit && $(VENV)/audit/bin/python -m pip install --quiet pip-audit
	@$(VENV)/audit/bin/pip-audit --strict --require-hashes --disable-pip -r requirements-dev.lock

fix: $(VENV)/dev ## format the code and mend what can be mended by rule
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/dev ## measure speed and memory; prints ratios from one run
	@$(BIN)/python -m bench

bless: $(VENV)/dev ## rewrite the transcripts to what the tutor says now; review the diff
	@$(BIN)/python -m pytest tests/transcripts tests/test_past_databases.py --bless

pages: $(VENV)/dev ## write .env.example and the tables of the docs that follow from the code
	@$(BIN)/python -m tests.test_pages

catalogues: $(VENV)/dev ## refresh the translated sentences from the English ones
	@$(BIN)/python -m adapters.cli.translations

lock: ## resolve the dependencies anew, with hashes and without any registry's address
	@$(PYTHON) -m venv $(VENV)/uv && $(VENV)/uv/bin/python -m pip install --quiet uv
	@$(VENV)/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-sources \
		--group build pyproject.toml -o requirements.lock
	@$(VENV)/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-sources \
		-c requirements.lock --group build --group dev pyproject.toml -o requirements-dev.lock

clean: ## remove what was installed and built
	@rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

# A stamp file each: an install runs again only when its lock or the project file has changed.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Foretell needs Python 3.11 or newer; say make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo 'Setting up in $(VENV); once, about half a minute.' >&2
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo 'Setting up in $(VENV); once, about half a minute.' >&2
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/run
