# Everything from a checkout, with Python 3.11 or newer and make. Another interpreter: make PYTHON=python3.13 test

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
RUNTIME := $(VENV)/.installed
DEVELOPMENT := $(VENV)/.installed-dev
LOAD := $(VENV)/.installed-load

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo serve test check format bench load soak compare growth accuracy gallery clean

help: ## Say what there is.
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

demo: $(RUNTIME) ## Start the service, render an invoice, read it back from its pages, stop the service.
	@$(BIN)/python examples/demo.py

serve: $(RUNTIME) ## Serve at http://127.0.0.1:8000 until Ctrl-C.
	@$(BIN)/python -m paperloop serve

test: $(DEVELOPMENT) ## Run the tests. One of them: make test ARGS="tests/web -k upload"
	@$(BIN)/python -m pytest $(ARGS)

check: $(DEVELOPMENT) ## Lint, type and hold the imports to the layers.
	@$(BIN)/ruff check --output-format concise
	@$(BIN)/ruff format --check --quiet || { echo "Not formatted; run: make format"; $(BIN)/ruff format --check; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(DEVELOPMENT) ## Format the code.
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

bench: $(LOAD) ## Measure against targets: CPU a request, 100, 200 and 1,000 clients, documents a second.
	@$(BIN)/python loadtest/bench.py $(ARGS)

load: $(LOAD) ## Let users of four kinds loose on it and judge by a budget: make load ARGS="--users 50 --seconds 30".
	@$(BIN)/python loadtest/load.py $(ARGS)

soak: $(LOAD) ## The same with faults for ten minutes: memory, files and processes stay flat. make soak ARGS="--minutes 1".
	@$(BIN)/python loadtest/soak.py $(ARGS)

compare: $(LOAD) ## Set other architectures beside it, draw docs/compare.svg, or shorter: make compare ARGS="--quick".
	@$(BIN)/python loadtest/compare.py $(ARGS)

growth: $(LOAD) ## Measure how cost grows with pages, bytes, requests in flight and jobs of a résumé.
	@$(BIN)/python loadtest/growth.py $(ARGS)

accuracy: $(RUNTIME) ## Write docs/accuracy.md: what is read right of invoices drawn here, or make accuracy CORPUS="folder".
	@$(BIN)/python accuracy/measure.py $(CORPUS) $(ARGS)

gallery: $(RUNTIME) ## Draw the themes anew for docs/themes.md.
	@$(BIN)/python examples/gallery.py

clean: ## Remove the virtual environment, caches and what was built.
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed; $(PYTHON) is: $$($(PYTHON) --version 2>&1)."; \
	  echo "Name another one: make PYTHON=python3.13"; exit 1; }
	@echo "Making a virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv --clear $(VENV)

$(RUNTIME): pyproject.toml | $(BIN)/python
	@echo "Installing what the service needs ..."
	@$(PIP) --editable .
	@touch $@

$(LOAD): pyproject.toml | $(BIN)/python
	@echo "Installing what the service and its load tests need ..."
	@$(PIP) --editable '.[load]'
	@touch $(RUNTIME) $@

$(DEVELOPMENT): pyproject.toml | $(BIN)/python
	@echo "Installing what the service and its tests need ..."
	@$(PIP) --editable '.[dev]'
	@touch $(RUNTIME) $(LOAD) $@
