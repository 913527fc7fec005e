# make run   the 2022 suspension, from nothing to the answer
# make test  every test
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint setup bench validate learn pack-docs clean

run: $(VENV)/.run
	$(BIN)/stationkeep run suspension-2022

test: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

setup: $(VENV)/.dev

bench: $(VENV)/.bench
	$(BIN)/python scripts/bench.py

validate: $(VENV)/.dev
	$(BIN)/python scripts/validate.py

# the weights of the news reader, from the annotated texts
learn: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev,learn]'
	$(BIN)/python scripts/learn_news.py

pack-docs: $(VENV)/.dev
	$(BIN)/python -m stationkeep.facts.describe > docs/pack.md

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "stationkeep needs Python 3.11 or newer; give one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: pyproject.toml | $(VENV)/bin/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[report,risk]'
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/bin/pip
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.run

# The programs measured against have no wheels for some machines; the rest is measured without them.
$(VENV)/.bench: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev,bench]' || \
	  echo "the programs to measure against cannot be installed here; they are left out"
	@touch $@

clean:
	rm -rf $(VENV) out build dist
