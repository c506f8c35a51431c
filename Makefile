# Everything this project can do, from a fresh checkout. `make help` lists it.
PORT ?= 8501
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
QUICK := tests/test_types.py tests/test_house.py tests/test_names.py tests/test_addresses.py tests/domain tests/queries tests/commands

# What was read once is kept compiled: otherwise every process of a test run would read all libraries anew.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help run test quick lint types bench walls sample lock licences audit clean

help:  ## Show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# Bytecode is left to the first import: most of what is installed is never imported.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make run PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv is missing; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/runtime: requirements.lock | $(BIN)/python
	@$(INSTALL) --require-hashes -r requirements.lock
	@touch $@

$(VENV)/development: requirements-dev.lock requirements.lock | $(BIN)/python
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $(VENV)/runtime $@

# Tools that look at what is installed live apart from it.
TOOLS := .venv-tools
$(TOOLS)/ready: requirements-tools.txt
	@$(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check --no-compile -r requirements-tools.txt
	@touch $@

run: $(VENV)/runtime  ## Serve the dashboard on http://localhost:8501 (PORT=… for another), with the sample if empty
	@$(BIN)/python -m smartcity init
	@$(BIN)/python -m smartcity import --sample data/contoh/contoh.xlsx
	@$(BIN)/python -m smartcity welcome --port $(PORT)
	@exec $(BIN)/python -m streamlit run dashboard.py --server.port $(PORT)

test: $(VENV)/development  ## Run everything: lint, types, and all tests in a real browser and on real PostgreSQL
	@$(BIN)/python tests/chromium.py
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m pytest -n $$(($(WORKERS) + 1)) --dist loadgroup  # while one waits for a browser, another computes

quick: $(VENV)/development  ## Lint, types, domain, queries and commands on SQLite: the inner loop, within a minute
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -k "not postgresql" $(QUICK)

lint: $(VENV)/development  ## Mend what can be mended, show the rest
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/djangofmt --quiet smartcity

types: $(VENV)/development  ## Check the types
	@$(BIN)/mypy

bench: $(VENV)/development  ## Measure a day of changes over two sizes of plan, and a browser beside a bare page (about six minutes)
	@$(BIN)/python -m tools.bench bench-day
	@$(BIN)/python -m tools.bench bench --browser

walls: $(VENV)/development  ## Measure the walls: weight, price of a poll, an hour of ten of them (about two minutes)
	@$(BIN)/python -m tools.bench bench-walls

sample: $(VENV)/runtime  ## Write the sample workbook and CSV anew
	@$(BIN)/python -m tools.sample

LOCK := $(TOOLS)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --upgrade

lock: $(TOOLS)/ready  ## Write the lock files anew: every package with the hash of every file of it
	@$(LOCK) requirements.txt -o requirements.lock
	@$(LOCK) requirements-dev.txt -c requirements.lock -o requirements-dev.lock

licences: $(TOOLS)/ready $(VENV)/runtime  ## Write the list of licences anew
	@$(TOOLS)/bin/python tools/licences.py $(BIN)/python

audit: $(TOOLS)/ready  ## Ask for known flaws of what is installed, where the network allows it
	@$(TOOLS)/bin/python tools/audit.py

clean:  ## Remove what was made, never data
	@rm -rf $(VENV) $(TOOLS) .mypy_cache .ruff_cache
