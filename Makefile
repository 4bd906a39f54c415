# What a newcomer types. `make run` and `make test` need only git and make on Debian 12 or newer.
.DEFAULT_GOAL := help
.PHONY: help setup run test test-postgres test-office check lock screenshots

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

setup: ## Install uv, Python, the locked packages and the libraries for PDF
	@scripts/setup.sh

run: setup ## Migrate, load the demonstration on first start, serve with the task worker
	@.venv/bin/python scripts/run.py

test: setup ## Run the suite with the browser tests, on SQLite
	@scripts/test.sh sqlite

test-postgres: setup ## Run the tests that open a database on PostgreSQL, without the browser
	@scripts/test.sh postgres

test-office: setup ## Open the Word and Excel files in LibreOffice
	@scripts/test.sh office

check: setup ## Format, lint, types, import contracts, migrations, deploy check
	@scripts/check.sh

lock: setup ## Compute requirements.lock and requirements-dev.lock anew
	@scripts/lock.sh

screenshots: setup ## Take the pictures of the user guide anew
	@.venv/bin/python scripts/screenshots.py
