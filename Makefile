# The two commands: `make run` opens the office on this machine, `make test` runs every test and check.
# Nothing is needed but make and Python 3.12 or newer; all that is made here lies in .venv and .local.

PORT ?= 8000
PY = .venv/bin/python
export PORT
.DEFAULT_GOAL := help
.PHONY: help run test coverage lint demo bench services stop venv venv-local
MAKEFLAGS += --no-print-directory

help:  ## This list
	@echo "Jimusho, the office for influencers"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {gsub(/[$$]+/, "$$", $$2); printf "  make %-10s %s\n", $$1, $$2}' Makefile
	@echo
	@echo "  make run PORT=8001         another port"
	@echo "  make test ARGS=tests/lib   some tests only; any option of pytest"
	@echo "  DATABASE_URL, REDIS_URL    servers of your own instead of the private ones (docs/configuration.md)"

run: venv-local  ## Open the office: servers, demo data, web, worker, clock; Ctrl-C closes it
	@exec $(PY) -m tools.run

test: venv  ## Every test and check, as CI runs them
	@[ -n "$(ARGS)" ] || sh tools/chromium.sh
	@exec $(PY) -m tools.verify $(ARGS)

coverage: venv  ## Every test, and which lines and branches none of them walks through (.local/coverage)
	@exec $(PY) -m tools.verify --cov --cov-branch --cov-report=term --cov-report=html:.local/coverage

lint: venv  ## Only the checks that need no database
	@exec $(PY) -m tools.verify --lint

demo: venv-local  ## A fresh demo office in place of what the private server holds
	@exec $(PY) -m tools.demo

bench: venv  ## The budgets, measured on an office of 100,000 talents
	@exec $(PY) -m tools.bench $(ARGS)

services: venv-local  ## Start PostgreSQL and Valkey where they do not run: eval "$$(make -s services)"
	@exec $(PY) -m tools.services up

stop:  ## Close the office and stop the servers of this checkout
	@if [ -x $(PY) ]; then exec $(PY) -m tools.stop; else echo "Nothing ran."; fi

venv:  ## .venv with everything that is needed to work on the code
	@sh tools/venv.sh dev

venv-local:
	@sh tools/venv.sh local
