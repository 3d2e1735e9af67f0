# Two commands are enough:  make run  (install what is missing, start Hearsight)
#                           make test (install what is missing, run every check)
# A test that failed runs once more, is listed as RERUN, and more than ten of those fail: tests/second_chances.py
# make test runs on two workers, WORKERS= on one; see tests/side_by_side.py
PYTHON ?= python3
WORKERS ?= 2
VENV := .venv/bin

.PHONY: run test setup bench check screens lock clean help

help:            ## what can be made
	@grep -hE '^[a-z]+: .*##|^[a-z]+:  +##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup:           ## install what is missing: system packages, .venv, models
	@$(PYTHON) packaging/prepare.py

run:             ## start the tray app; without a display, show the main job on a virtual one
	@$(PYTHON) packaging/prepare.py --for run
	@$(PYTHON) packaging/start.py

test:            ## every check and test
	@$(PYTHON) packaging/prepare.py --for test
	@$(MAKE) --no-print-directory check
	@$(VENV)/python -m pytest --reruns 1 $(if $(WORKERS),-n $(WORKERS))

check:           ## formatting, lint, types, import rules
	@$(VENV)/ruff format --check .
	@$(VENV)/ruff check .
	@$(VENV)/mypy
	@$(VENV)/lint-imports --no-cache

bench:           ## measure, beside what a user would script instead
	@$(PYTHON) packaging/prepare.py --for test
	@$(VENV)/python benchmarks/main_job.py

screens:         ## build the set of real screens that reading and answering are measured on
	@$(PYTHON) packaging/prepare.py --for test
	@$(VENV)/python benchmarks/screens/build.py

lock:            ## pin today's versions of what pyproject.toml asks for
	@$(VENV)/python packaging/lock.py

clean:           ## remove the virtual environment and caches (models and settings stay)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache build dist *.egg-info
