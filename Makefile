# Needs Python 3.11 or newer, git and make. The same steps with plain pip, for Windows too: CONTRIBUTING.md.
# make start EXTRAS="torch boosters" installs optional libraries as well; EXTRAS=all installs every one.
PYTHON ?= python3
EXTRAS ?=
BOOTSTRAP = $(PYTHON) src/rehydrate/lab/bootstrap.py
OMP_NUM_THREADS ?= 1
export OMP_NUM_THREADS

.PHONY: start test book lint bench soak figures clean learn prove

start: book                # the course: environment, book, your board
	@.venv/bin/rehydrate

book: learn                # the book, every cell executed, in _build/html
	@.venv/bin/rehydrate book

test: prove                # everything this project claims
	.venv-test/bin/python -m pytest -n auto --dist loadfile

lint: prove                # style and types
	.venv-test/bin/ruff check
	.venv-test/bin/ruff format --check
	.venv-test/bin/mypy

bench: prove               # speed and size, as ratios against named baselines of the same run
	.venv-test/bin/python tests/benchmarks/run.py

soak: prove                # the reliability and fuzzing tests with their full counts
	REHYDRATE_SOAK=1 .venv-test/bin/python -m pytest -n auto --dist loadfile tests/reliability tests/hostile

figures: prove             # the diagrams whose source changed; needs Graphviz
	.venv-test/bin/python book/figures/render.py

clean:
	rm -rf .venv .venv-test _build dist .pytest_cache .ruff_cache .mypy_cache

learn:
	@$(BOOTSTRAP) .venv --extras book $(EXTRAS)

prove:
	@$(BOOTSTRAP) .venv-test --extras all --groups test dev
