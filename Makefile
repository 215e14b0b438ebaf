# The virtual environment is made where it is missing or out of date.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: demo test test-quick lint fix bench clean

demo: .eventkit-stamp-run
	$(BIN)/eventkit demo $(if $(AGENDA),--agenda "$(AGENDA)")

test: .eventkit-stamp-dev lint
	$(BIN)/pytest -n auto --dist loadgroup

test-quick: .eventkit-stamp-dev
	$(BIN)/pytest -n auto -m "not slow and not corpus"

lint: .eventkit-stamp-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

fix: .eventkit-stamp-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: .eventkit-stamp-dev
	$(BIN)/python tests/bench.py

clean:
	rm -rf .venv .eventkit-stamp-* build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -m venv .venv

.eventkit-stamp-run: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e . && touch $@

.eventkit-stamp-dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]" && touch $@ .eventkit-stamp-run
