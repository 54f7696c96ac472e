# Each command works from a fresh clone: the environment is made on first use and
# again whenever the pinned versions change.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

BENCH_VENV := .venv-bench

.PHONY: setup test test-browser verify bench docs clean

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("beyond-eos needs Python 3.11 or later; name one with make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --no-deps -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $(VENV)/.ready

test: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto

verify: setup
	@status=0; \
	$(BIN)/beyond-eos verify --json build/results.json --certificates build/certificates || status=$$?; \
	$(BIN)/beyond-eos mutants --json build/mutants.json || status=$$?; \
	$(BIN)/beyond-eos figure all --output build/figures || status=$$?; \
	$(BIN)/beyond-eos report --mutants build/mutants.json --certificates build/certificates \
	  --figures build/figures --output build/report.html || status=$$?; \
	exit $$status

# Needs Chromium and its driver (Debian: chromium, chromium-driver); without them it fails.
test-browser: setup
	$(PIP) install --no-deps -r requirements-browser.lock
	$(BIN)/python -m pytest -p no:cacheprovider browser_tests

# Measured comparisons with what people use today, in an environment of their own: gmpy2 makes mpmath and
# SymPy faster wherever it is installed, and PyTorch is large.
bench: $(BENCH_VENV)/.ready
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BENCH_VENV)/bin/python -m benchmarks

$(BENCH_VENV)/.ready: requirements.lock requirements-bench.lock pyproject.toml
	$(PYTHON) -m venv --clear $(BENCH_VENV)
	$(BENCH_VENV)/bin/python -m pip --disable-pip-version-check -q install --no-deps -r requirements.lock -r requirements-bench.lock
	$(BENCH_VENV)/bin/python -m pip --disable-pip-version-check -q install --no-deps --no-build-isolation -e .
	@touch $(BENCH_VENV)/.ready

# The documentation as pages under build/site; a warning is an error.
docs: setup
	$(PIP) install --no-deps -r requirements-docs.lock
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

clean:
	rm -rf $(VENV) $(BENCH_VENV) build
