# make run | test | soak | check | eval | bench: each sets up what it needs by itself.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run-stamp
DEV_STAMP := $(VENV)/.dev-stamp

.DEFAULT_GOAL := run
.PHONY: run test soak check eval bench clean

run: $(RUN_STAMP)
	$(BIN)/python bot.py run

# Compiled code is kept: dozens of processes begin with the same modules.
test: export PYTHONDONTWRITEBYTECODE =
test: $(DEV_STAMP)
	$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder

soak: $(DEV_STAMP)
	$(BIN)/python -m pytest -m soak

check: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy bot handlers knowledge
	$(BIN)/mypy bot.py
	$(BIN)/python -m bot.i18n_check
	$(BIN)/python bot.py knowledge check

eval: $(DEV_STAMP)
	$(BIN)/python -m tests.evaluation

bench: $(DEV_STAMP)
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .coverage

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(DEV_STAMP): requirements-dev.txt requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $(RUN_STAMP) $@
