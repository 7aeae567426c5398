# `make run` and `make test` need nothing but Python 3.11 or later; they set up the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check install --quiet --constraint constraints.txt

# As a large site runs: PostgreSQL at 127.0.0.1:5432, Redis at 127.0.0.1:6379 (its databases from 8
# on are emptied). Where they do not answer this says so and goes on; in CI it fails.
define on-postgres
@if $(BIN)/python -m tests.support.services; then CACHE_URL=redis://127.0.0.1:6379/8 \
  DATABASE_URL=postgres://postgres@127.0.0.1:5432/realtime_site
endef
or-not := elif [ -n "$$CI" ]; then exit 1; fi

.PHONY: run test test-fast test-postgres test-browser test-slow test-deployed fuzz faults check load load-peer bench bench-records bench-usage messages screenshots

run: $(VENV)/.local .env
	@exec $(BIN)/python manage.py run

test: test-fast test-browser

test-fast: $(VENV)/.dev
	$(BIN)/pytest --ignore tests/browser --numprocesses 2

# The same on PostgreSQL and Redis, which takes as long again.
test-postgres: $(VENV)/.dev
	$(on-postgres) $(BIN)/pytest --ignore tests/browser --ignore tests/localpeer --numprocesses 2; $(or-not)
	$(BIN)/python -m tests.support.chromium
	$(on-postgres) $(BIN)/pytest tests/browser --numprocesses 3 --reruns 2; $(or-not)

# Speech is recognized while it is spoken, beside all else that a machine does: what fails is tried
# again, twice at most, and the summary counts it.
test-browser: $(VENV)/.dev
	$(BIN)/python -m tests.support.chromium
	$(BIN)/pytest tests/browser --numprocesses 3 --reruns 2

# What takes long: many cases, twenty calls in a row, connections that have to be given up.
test-slow: $(VENV)/.dev
	$(BIN)/python -m tests.support.chromium
	$(BIN)/pytest -m slow --numprocesses 3 --reruns 2
	$(on-postgres) $(BIN)/pytest -m slow --ignore tests/browser; $(or-not)

# The site as it is deployed: several processes of gunicorn on one PostgreSQL and one Redis.
test-deployed: $(VENV)/.dev
	$(on-postgres) $(BIN)/pytest tests/deployment -m deployed; $(or-not)

# 20,000 requests that make no sense, by a visitor, a person and an admin; SEED=7 makes others.
fuzz: $(VENV)/.dev
	$(on-postgres) $(BIN)/pytest tests/fuzz -m slow --requests 20000 --seed $(or $(SEED),1) \
	  --numprocesses 2; $(or-not)

# Everything that can fail during a call, on each database; writes the table of docs/reliability.md.
# In CI the table has to be there already, and PostgreSQL, too; elsewhere SQLite may do alone. What a
# busy machine was too slow to show is tried again; words that were not kept never are.
faults: $(VENV)/.dev
	$(BIN)/python -m tests.support.chromium
	@$(BIN)/python -m tests.support.services || [ -z "$$CI" ]
	$(BIN)/pytest tests/faults -m fault --numprocesses 2 --dist loadgroup --table docs/reliability.md \
	  --reruns 2 --only-rerun 'Locator expected|TimeoutError'

check: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m tests.support.production makemigrations --check --dry-run
	$(BIN)/python -m tests.support.production check --deploy --fail-level WARNING

# 200 starts at once, then 500 calls for ten minutes, on PostgreSQL and Redis.
load: $(VENV)/.dev
	$(BIN)/python -m benchmarks.load

# Twenty calls at once to the local peer; fails if one of them is dropped or goes unanswered.
load-peer: $(VENV)/.dev
	$(BIN)/python -m tests.localpeer.load

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

# History and batches of turns with a million turns beside ten thousand. Takes ten minutes.
bench-records: $(VENV)/.dev
	$(BIN)/python -m benchmarks.records

# The pages of usage with a million rows beside ten thousand. Takes ten minutes.
bench-usage: $(VENV)/.dev
	$(BIN)/python -m benchmarks.usage

# The messages of the code into the catalogues, and those into what is served. Needs gettext. Then
# translate what voicechat/locale has no words for, and call it again.
MAKE_MESSAGES = $(BIN)/python manage.py makemessages --all --no-location --no-obsolete \
  --ignore .venv --ignore tests --ignore benchmarks --ignore staticfiles
messages: $(VENV)/.dev .env
	$(MAKE_MESSAGES)
	$(MAKE_MESSAGES) --domain djangojs
	$(BIN)/python manage.py compilemessages --ignore .venv

# Pictures of every page and state from a running site, into OUT, and those that the README shows.
# LANGUAGES="en ja" takes those of some languages, ONLY=history those whose names have that in them.
screenshots: $(VENV)/.dev
	$(BIN)/python -m tests.support.chromium
	$(BIN)/python -m tests.screenshots --out $(or $(OUT),screenshots) --only "$(ONLY)" \
	  $(if $(LANGUAGES),--languages "$(LANGUAGES)")

.env: | .env.example
	@$(PYTHON) -m realtime_site.dotenv

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 …" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.local: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing what the site needs (a minute or two) …"
	$(PIP) --editable '.[local,postgres,redis]'
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing what the site and its tests need (a minute or two) …"
	$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.local
