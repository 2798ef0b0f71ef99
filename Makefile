PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: run test test-all lint format lock clean bench-extract bench-forecast

run: $(STAMP)
	@$(BIN)/zhibiao run

test: $(STAMP)
	@$(BIN)/python -m pytest -m "not slow" -n 2 --dist loadscope

test-all: $(STAMP)
	@$(BIN)/python -m pytest -n 2 --dist loadscope

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(STAMP)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# Every dependency is pinned with its hash; the project itself is installed without looking anything up.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "zhibiao needs Python 3.11 or newer; call: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing dependencies into $(VENV) (once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Scores of extraction from text, per field, genre and document, and its throughput.
bench-extract: $(STAMP)
	@$(BIN)/python benchmarks/extract.py --throughput
	@$(BIN)/python benchmarks/extract.py --corpus heldout

# Forecasts against their peers, which have an environment of their own. The panels are not part of
# the repository: make bench-forecast PANELS=folder [BENCH_OPTIONS=--quick]
PANELS ?= ../shared/panels
BENCH_VENV := .venv-bench
BENCH_STAMP := $(BENCH_VENV)/.installed

bench-forecast: $(BENCH_STAMP)
	@test -d "$(PANELS)" || \
		{ echo "no panels in $(PANELS); call: make bench-forecast PANELS=folder"; exit 2; }
	@OMP_NUM_THREADS=1 $(BENCH_VENV)/bin/python -m benchmarks.forecast "$(PANELS)" $(BENCH_OPTIONS)
	@OMP_NUM_THREADS=1 $(BENCH_VENV)/bin/python -m benchmarks.competitions "$(PANELS)" --peers

$(BENCH_STAMP): requirements-bench.lock
	@test -x $(BENCH_VENV)/bin/python || $(PYTHON) -m venv $(BENCH_VENV)
	@$(BENCH_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements-bench.lock
	@touch $@

# Needs uv; run it after changing the dependencies in pyproject.toml.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --no-strip-extras \
		--generate-hashes --no-emit-index-url --no-header --output-file requirements.lock
	uv pip compile pyproject.toml --extra bench --universal --python-version 3.11 --no-strip-extras \
		--generate-hashes --no-emit-index-url --no-header --output-file requirements-bench.lock

clean:
	rm -rf $(VENV) data dbt_project/target dbt_project/logs

# Loading of made-up claims next to DuckDB's own reader: make bench-load LOAD_OPTIONS="--rows 1000000 3000000 --build"
.PHONY: bench-load
bench-load: $(STAMP)
	@$(BIN)/python benchmarks/load.py $(LOAD_OPTIONS)

# Ten thousand broken and hostile files through loading, and a corpus of nasty ones.
.PHONY: fuzz
fuzz: $(STAMP)
	@$(BIN)/python benchmarks/fuzz.py $(FUZZ_OPTIONS)

# Kills, full disks, races and watching readers: make torture TORTURE_OPTIONS=--short
.PHONY: torture
torture: $(STAMP)
	@$(BIN)/python benchmarks/torture.py $(TORTURE_OPTIONS)
