# The commands of the project; bootstrap.py does the work, `make help` lists them.
# Words for a command: make test ARGS="tests/unit/domain -x" · another Python: make run PYTHON=python3.12
PYTHON ?= python3
ARGS ?=
COMMANDS := help setup run backup restore lint fmt fast test check proofs faults bench budgets looks lock outdated release

.PHONY: $(COMMANDS)
$(COMMANDS):
	@$(PYTHON) bootstrap.py $@ $(ARGS)
