# Dutybell. `make demo` runs it, `make test` passes every test and check; each does its own set-up.

BIN := .venv/bin
READY := .venv/.ready
UV := UV_SYSTEM_CERTS=1 UV_PYTHON_DOWNLOADS=never $(BIN)/uv
UV_VERSION := 0.13.9
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip
PYTHONS := python3.13 python3.12 python3.11 python3
LOCK := pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header

# uv leaves the libraries uncompiled, and where the environment forbids bytecode every command would compile them again.
COMPILED_ONCE := import bot.serving, handlers.rehearsal; from schedules.workdays import england; england()
# Loaded only while it starts, which no import shows.
COMPILED_WHOLE := $(addprefix .venv/lib/python3*/site-packages/,anyio h11 httpcore uvicorn websockets)

.PHONY: help demo test setup bench words pictures lock clean

help:
	@echo "make demo      run it here, with an authority that does not exist"
	@echo "make test      every test and check"
	@echo "make setup     .venv with the command dutybell in it"
	@echo "make bench     measured comparisons"
	@echo "make words     bring the catalogue of every text up to date"
	@echo "make pictures  take the README's pictures anew, in a browser"
	@echo "make lock      write requirements.lock anew from pyproject.toml"
	@echo "make clean     take away .venv and every cache"

demo: setup
	@$(BIN)/python -m bot.demo

test: setup
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -n 2 --dist worksteal

setup: $(READY)
	@echo "Ready: $(BIN)/dutybell"

bench: setup
	@$(BIN)/python -m bench

words: setup
	@$(BIN)/python -m handlers.wording.catalogue

pictures: setup
	PICTURES=docs/pictures $(BIN)/python -m pytest tests/browser/test_pictures.py

lock: setup
	$(UV) pip compile $(LOCK) --quiet -o requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# uv is quick; where it cannot reach the index that pip is set up for, pip does the same more slowly.
$(READY): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Setting up .venv, once"
	@$(PIP) install --quiet "uv==$(UV_VERSION)"
	@$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock \
	|| { echo "uv could not; pip does it, in a minute or two"; $(PIP) install --quiet --require-hashes -r requirements.lock; }
	@$(PIP) install --quiet --no-deps --no-build-isolation --no-index --editable .
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -c "$(COMPILED_ONCE)"
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m compileall -q $(COMPILED_WHOLE)
	@touch $@

$(BIN)/python:
	@for python in $(PYTHONS); do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    $$python -m venv --clear .venv && exit; \
	    echo "This Python cannot make a virtual environment: install its venv package (on Debian: python3-venv)." >&2; \
	    exit 1; \
	  fi; \
	done; \
	echo "Dutybell needs Python 3.11 or newer: install it, then run make again." >&2; exit 1
