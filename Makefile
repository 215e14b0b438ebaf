# The virtual environment is made where it is missing or out of date.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: demo test test-quick lint fix bench clean

demo: .eventkit-stamp-run
	$(BIN)/eventkit demo $(if $(AGENDA),--agenda "$(AGENDA)")

test: .eventkit-stamp-dev lint
	$(BIN)/pytest -n auto --dist loadgroup

test-quick: .eventkit-stamp-dev
	$(BIN)/pytest -n auto -m "not slow and not corpus" -k "not PostgreSQL" --hypothesis-profile quick

lint: .eventkit-stamp-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

fix: .eventkit-stamp-dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: .eventkit-stamp-dev .eventkit-stamp-others
	$(BIN)/python tests/bench.py

clean:
	rm -rf .venv .venv-khal .venv-mailmerge .eventkit-stamp-* build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# What finding a session, and drafting, are compared with; they want other versions of what we use, so each lives by itself.
.eventkit-stamp-others:
	@$(PYTHON) -m venv .venv-khal && .venv-khal/bin/python -m pip install --quiet --disable-pip-version-check khal \
		|| echo "khal cannot be installed: finding is not compared"
	@$(PYTHON) -m venv .venv-mailmerge && .venv-mailmerge/bin/python -m pip install --quiet --disable-pip-version-check \
		mailmerge || echo "mailmerge cannot be installed: drafting is not compared"
	@touch $@

.venv/bin/python:
	$(PYTHON) -m venv .venv

.eventkit-stamp-run: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e . && touch $@

.eventkit-stamp-dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]" && touch $@ .eventkit-stamp-run
