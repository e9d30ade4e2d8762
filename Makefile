# The commands of the project; bootstrap.py does the work. Arguments for a test run: make test ARGS="tests/unit/domain -x"
PYTHON ?= python3
ARGS ?=

.PHONY: help setup run test check faults bench budgets looks backup restore

help:
	@$(PYTHON) bootstrap.py 2>&1 | sed 's/python3 bootstrap.py <command> \[arguments\]/make <command>/' || true

setup:
	@$(PYTHON) bootstrap.py setup
run:
	@$(PYTHON) bootstrap.py run $(ARGS)
test:
	@$(PYTHON) bootstrap.py test $(ARGS)
check:
	@$(PYTHON) bootstrap.py check $(ARGS)
bench:
	@$(PYTHON) bootstrap.py bench $(ARGS)
looks:
	@$(PYTHON) bootstrap.py looks $(ARGS)
budgets:
	@$(PYTHON) bootstrap.py budgets
faults:
	@$(PYTHON) bootstrap.py faults $(ARGS)
backup:
	@$(PYTHON) bootstrap.py backup $(ARGS)
restore:
	@$(PYTHON) bootstrap.py restore $(ARGS)
