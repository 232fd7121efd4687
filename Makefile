.DEFAULT_GOAL := help
.PHONY: help run demo test lint types contracts audit bench schema reference clean

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
DATA_DIR ?= var
COVER ?= yes
UV_VERSION := 0.13.8
export UV_PYTHON_DOWNLOADS := never
export PORT HOST DATA_DIR

UV := .uv/bin/uv
BIN := .venv/bin
AUDIT := tests/audit
BENCH := tests/bench

help: ## List the targets
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "%-10s %s\n", $$1, $$2}' Makefile

.uv/installed-$(UV_VERSION):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv --clear .uv || { echo "Python's venv module is missing (Debian: apt-get install python3-venv)."; exit 1; }
	@.uv/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

.venv/installed: pyproject.toml uv.lock .uv/installed-$(UV_VERSION)
	@$(UV) sync --quiet --frozen --python $(PYTHON)
	@touch $@

$(DATA_DIR)/static/.collected: .venv/installed $(shell find pages/static api/static -type f 2>/dev/null)
	@$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@touch $@

run: .venv/installed $(DATA_DIR)/static/.collected ## Install, migrate, load the sample communities, serve the CMS
	@$(BIN)/python manage.py demo --free-port
	@$(BIN)/python manage.py worker --parent $$$$ & exec $(BIN)/granian --interface wsgi --host $(HOST) --port $(PORT) --workers 1 --blocking-threads 4 --no-ws --log-level warning cms.wsgi:application

demo: .venv/installed ## Migrate, make the first administrator, load the sample communities
	@$(BIN)/python manage.py demo

test: .venv/installed ## Run the tests (DATABASE_URL and CACHE_URL choose database and cache; COVER=no: twice as fast)
ifeq ($(COVER),yes)
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report
	@$(BIN)/coverage report --include="pages/moments.py,pages/importers/*,api/visibility/*" --fail-under=100
else
	@$(BIN)/python -m pytest
endif

lint: .venv/installed ## Check style, formatting and import contracts
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports

types: .venv/installed ## Check types
	@$(BIN)/mypy

$(AUDIT)/.venv/installed: pyproject.toml uv.lock .uv/installed-$(UV_VERSION)
	@UV_PROJECT_ENVIRONMENT=$(AUDIT)/.venv $(UV) sync --quiet --frozen --only-group audit --python $(PYTHON)
	@touch $@

$(AUDIT)/node_modules/.installed: $(AUDIT)/package.json $(AUDIT)/package-lock.json
	@npm ci --prefix $(AUDIT) --loglevel=error >/dev/null || { echo "Node 20 or newer and npm are needed (Debian: apt-get install nodejs npm)."; exit 1; }
	@touch $@

audit: .venv/installed $(AUDIT)/.venv/installed $(AUDIT)/node_modules/.installed ## Have foreign clients, linters and a fuzzer judge the API (needs Node)
	@$(BIN)/python $(AUDIT)/run.py

$(BENCH)/node_modules/.installed: $(BENCH)/package.json $(BENCH)/package-lock.json
	@npm ci --prefix $(BENCH) --loglevel=error >/dev/null || { echo "Node 20 or newer and npm are needed (Debian: apt-get install nodejs npm)."; exit 1; }
	@touch $@

bench: .venv/installed $(BENCH)/node_modules/.installed ## Measure the API over COUNT=10000 events (needs PostgreSQL and Node)
	@$(BIN)/python -m tests.bench.run --count $(or $(COUNT),10000) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SOAK),--soak $(SOAK))

reference: .venv/installed $(AUDIT)/node_modules/.installed ## Write docs/schema/README.md anew (needs Node)
	@$(BIN)/python $(AUDIT)/run.py reference

schema: .venv/installed ## Write api/schema.graphql anew
	@$(BIN)/python manage.py export_schema

contracts: .venv/installed ## Check that committed contracts and migrations are fresh, and the deployment settings
	@$(BIN)/python manage.py export_schema --check
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(UV) lock --check --quiet

clean: ## Remove everything that the other targets made, the data in var/ included
	rm -rf .uv .venv .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache htmlcov var $(AUDIT)/.venv $(AUDIT)/node_modules $(BENCH)/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
