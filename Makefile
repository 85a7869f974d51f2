# The same few verbs for everybody. `make demo` and `make test` set up what they need by themselves.
PYTHON ?= python3
VENV := .venv/bin
LESSON ?=
MODEL ?=
ALL ?=
TESTS ?=
# Many containers set it: each of the hundreds of processes that a run starts would compile what it imports anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test weekly notebooks check outputs verify models lock newest doctor clean

help:
	@echo "make setup      virtual environment with the locked packages (.venv)"
	@echo "make demo       the main job: build, release, a small class, grade, feedback, report"
	@echo "make test       all tests, notebooks included, but what passed here with the same inputs (ALL=1: that too)"
	@echo "make weekly     what takes minutes and chance: the grader killed 50 times at random moments"
	@echo "make notebooks  regenerate notebooks and pages; make check: is anything stale, or the code unkempt?"
	@echo "make verify     do the exercises' tests judge rightly? (LESSON=slug for one)"
	@echo "make outputs    run lectures on real data and store their outputs (LESSON=slug for one)"
	@echo "make models     train one of our own models anew into build/models (MODEL=ko_bert or ko_gpt: minutes of a GPU; MODEL=ko_ner or another that changes them: minutes of a CPU)"
	@echo "make doctor     what this machine lacks, what for, and the command that adds it"

setup:
	@$(PYTHON) requirements/install.py $(if $(filter file,$(origin PYTHON)),--keep)

demo: setup
	@$(VENV)/autograder demo

test: setup
	@$(VENV)/python -m pytest -n auto --dist worksteal $(if $(ALL),,--skip-passed) $(TESTS)

weekly: setup
	@$(VENV)/python -m pytest -m weekly

notebooks: setup
	@$(VENV)/autograder build

check: setup
	@$(VENV)/autograder build --check
	@$(VENV)/ruff format --check --quiet
	@$(VENV)/ruff check --quiet
	@$(VENV)/mypy

outputs: setup
	@$(VENV)/autograder outputs $(LESSON)

verify: setup
	@$(VENV)/autograder verify $(LESSON)

models: setup
	@NLPLAB_PROFILE=full $(VENV)/python -m recipes.models $(MODEL) build/models/$(MODEL)

doctor: setup
	@$(VENV)/autograder doctor

# Newest versions, written into the lock; torch stays where torch.txt holds it. Then: make notebooks test
lock: setup
	@$(VENV)/uv pip compile requirements/direct.in --upgrade --universal --python-version 3.11 --generate-hashes --no-header -q \
		--excludes requirements/cuda.txt --excludes requirements/excluded.txt --no-emit-package torch --no-emit-package nlp-lecture --no-emit-package nlplab -o requirements/lock.txt

# The same with the newest torch.
newest: setup
	@echo torch | $(VENV)/uv pip compile - --no-deps --no-header --no-annotate -q -o requirements/torch.txt
	@$(MAKE) lock

clean:
	rm -rf .venv demo release submitted autograded feedback reports .autograder .pytest_cache gradebook.db*
