# One door: `make demo`, `make test`, `make check`. Everything is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
REAL := build/real
SYSTEMS := helpdesk gradio botframework deepchat webchat litellm rasa rt
NOT :=

.PHONY: browser demo detection mutation test test-fast test-real proofs $(SYSTEMS:%=real-%) check format lint types house schemas lock bench clean

$(READY): pyproject.toml .ci/constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint .ci/constraints.txt \
		--editable '.[browser,websocket,jwt,email]' --group dev
	@touch $(READY)

## demo: the embedded bot and desk over loopback HTTP, once healthy and once broken
demo: $(READY)
	$(BIN)/escalation-tests demo --into build/demo

## browser: a Chromium for the tests that need one, on Debian; without it they are skipped
browser:
	@for name in chromium chromium-browser google-chrome; do \
		command -v $$name >/dev/null && exit 0; \
	done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends chromium >/dev/null \
			|| echo "chromium could not be installed: tests of pages are skipped" >&2; \
	else \
		echo "no Chromium: tests of pages are skipped; install the package chromium" >&2; \
	fi

## test: the whole test suite
test: $(READY) browser
	$(BIN)/python -m pytest

## test-fast: without what is marked slow
test-fast: $(READY)
	$(BIN)/python -m pytest -m 'not slow'

## test-real: against real third-party software, installed under build/real on first use;
## NOT="rasa gradio" leaves some out
test-real: $(READY) browser $(addprefix real-,$(filter-out $(NOT),$(SYSTEMS)))
	$(BIN)/python -m pytest -m real tests/real $(NOT:%=--ignore=tests/real/test_%.py)

## proofs: those of test-real that CI plays too; what cannot be installed is told and left out
proofs: $(READY)
	sh tests/real/proofs.sh

real-helpdesk: $(REAL)/helpdesk/.ready

$(REAL)/helpdesk/.ready:
	$(PYTHON) -m venv $(REAL)/helpdesk
	$(REAL)/helpdesk/bin/pip install --quiet django-helpdesk==2.6.1 'Django>=5.2,<5.3' djangorestframework==3.18.3
	@touch $@

real-gradio: $(REAL)/gradio/.ready

$(REAL)/gradio/.ready: tests/real/gradio/requirements.txt
	$(PYTHON) -m venv $(REAL)/gradio
	$(REAL)/gradio/bin/pip install --quiet --requirement $<
	@touch $@

# What npm brings, each into a folder of its own.
real-botframework real-deepchat real-webchat: real-%: $(REAL)/%/.ready

$(REAL)/botframework/.ready $(REAL)/deepchat/.ready $(REAL)/webchat/.ready: \
		$(REAL)/%/.ready: tests/real/%/package.json
	command -v npm >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
		apt-get install --yes --quiet --no-install-recommends nodejs npm >/dev/null; }
	mkdir -p $(REAL)/$*
	cp $< $(REAL)/$*/
	npm install --prefix $(REAL)/$* --no-audit --no-fund --loglevel=error
	@touch $@

real-litellm: $(REAL)/litellm/.ready

$(REAL)/litellm/.ready:
	$(PYTHON) -m venv $(REAL)/litellm
	$(REAL)/litellm/bin/pip install --quiet 'litellm[proxy]==1.108.7'
	@touch $@

# Request Tracker is a package of Debian's; each test makes a database of its own.
real-rt:
	@command -v rt-setup-database-5 >/dev/null || test -x /usr/sbin/rt-setup-database-5 || \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet \
		--no-install-recommends request-tracker5 rt5-db-sqlite rt5-standalone >/dev/null; }

# Rasa runs on Python 3.10 and on no newer one; its bot is trained here, from rules alone.
real-rasa: $(READY) $(REAL)/rasa/.ready

$(REAL)/rasa/.ready: tests/real/rasa/install.sh $(wildcard tests/real/rasa/*.yml tests/real/rasa/data/*.yml)
	sh $< $(REAL)/rasa
	@touch $@

## check: all that CI runs
check: format lint types house test proofs

format: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

house: $(READY)
	$(BIN)/lint-imports

## schemas: write the JSON Schemas of the YAML files anew
schemas: $(READY)
	$(BIN)/python -m escalation_tests.loading.schemas

## bench: 500 conversations against a bot that takes 300 ms a turn
bench: $(READY)
	$(BIN)/python bench/run_ahead.py

## detection: every planted defect and every healthy bot; writes docs/detection.md
detection: $(READY)
	$(BIN)/python -m tests.quality.detection

## mutation: mutants of the checks and of the policy's state machine; fails on a survivor that
## docs/mutation.md does not explain
mutation: $(READY)
	$(BIN)/python -m pip install --quiet --constraint .ci/constraints.txt --group mutation
	$(BIN)/python -m tests.quality.mutation

## lock: choose the versions for development anew (needs uv)
lock:
	uv pip compile --quiet --universal --python-version 3.11 --all-extras --group dev --group mutation \
		--no-header --no-annotate pyproject.toml --output-file .ci/constraints.txt

clean:
	rm -rf .venv build dist
