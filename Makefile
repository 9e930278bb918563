# `make verify` checks the paper, `make test` checks this program; each sets itself up on a machine with
# Python 3.11 or later.  Set-up happens once, and again when the lock or the metadata changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE := tests/browser/node_modules/.package-lock.json
WORKERS ?= 2

# one thread a process: the tests and the verification run in parallel processes already
export OMP_NUM_THREADS ?= 1

.PHONY: verify verify-quick again recheck kernel kernel-check kernel-record test test-frameworks test-matrix release-check test-browser mutants mutants-some lint check figures docs bench readme current statements lock clean help

verify: $(READY)  ## draw the figures small, check every claim of the paper; the report goes to build/verification
	$(BIN)/mixup-figures --preset quick -o build/figures  # first, so that the report has them
	$(BIN)/mixup-verify run -o build/verification

verify-quick: $(READY)  ## the same with small samples
	$(BIN)/mixup-verify run -o build/verification --preset quick

again: $(READY)  ## run a fifth of the claims, another one for each commit, with every step twice, the second time elsewhere
	$(BIN)/mixup-verify run $$($(BIN)/python -m proofs_check.again "$$(git rev-parse HEAD)") --fresh --preset quick -o build/again

recheck: $(READY)  ## establish what the last run proved and refuted again, from its certificates
	$(BIN)/mixup-verify recheck build/verification

kernel: $(READY)  ## check the theorems of proofs_check/kernel with Coq, which Debian 12 has (1.6 GB, installed if allowed)
	$(BIN)/python -m proofs_check.kernel.build

kernel-check: $(READY)  ## the same, and again by Coq's independent checker; ALL=1 takes the measure theory too (long)
	$(BIN)/python -m proofs_check.kernel.build --coqchk $(if $(ALL),--all)

kernel-record: $(READY)  ## renew what Coq prints of the theorems; read what changed
	$(BIN)/python -m proofs_check.kernel.build --record

test: $(READY)  ## all tests
	$(BIN)/python -m pytest -n $(WORKERS)

test-frameworks: $(READY)  ## our Mixup transforms beside those of torchvision, timm and Keras, in an environment of its own
	test -d build/frameworks || $(PYTHON) -m venv build/frameworks
	build/frameworks/bin/python -m pip install --quiet numpy scipy torch torchvision timm keras jax
	PYTHONPATH=. KERAS_BACKEND=jax build/frameworks/bin/python tests/frameworks/check.py

test-matrix:  ## wheel and sdist in clean environments, with the oldest and the newest dependencies (half an hour)
	test -d build/matrix/tools || $(PYTHON) -m venv build/matrix/tools
	build/matrix/tools/bin/python -m pip install --quiet build packaging twine
	build/matrix/tools/bin/python tests/matrix/check.py build/matrix

release-check:  ## whether a release is ready: versions, dates, what is run by hand, wheel and sdist from a clean clone
	test -d build/matrix/tools || $(PYTHON) -m venv build/matrix/tools
	build/matrix/tools/bin/python -m pip install --quiet build packaging twine
	build/matrix/tools/bin/python tests/matrix/release.py build/release

test-browser: $(READY) $(NODE) docs  ## the pages of the last run in Debian's chromium; needs node and npm
	test -f build/verification/report.html || $(BIN)/mixup-verify run -o build/verification --preset quick
	node tests/browser/check.mjs build/verification/report.html build/browser
	$(BIN)/mixup-audit --demo iris --search 5 --quiet --fail-on never -o build/audit
	node tests/browser/check.mjs build/audit/audit.html build/browser/audit
	$(BIN)/mixup-verify expansion --demo digits --quiet -o build/expansion
	node tests/browser/check.mjs build/expansion/expansion.html build/browser/expansion
	$(BIN)/mixup-verify context tests/browser/grid.csv --quiet -o build/context
	node tests/browser/check.mjs build/context/context.html build/browser/context
	$(BIN)/mixup-verify shift tests/browser/counts.csv --target sick --changes ward --outcome test --count n --quiet -o build/shift
	node tests/browser/check.mjs build/shift/shift.html build/browser/shift
	! node tests/browser/check.mjs tests/browser/broken.html > build/browser/broken.txt 2>&1
	node tests/browser/site.mjs build/docs
	mkdir -p build/browser/broken && cp tests/browser/broken.html build/browser/broken
	! node tests/browser/site.mjs build/browser/broken > build/browser/broken/site.txt 2>&1
	grep -q "pixels wider" build/browser/broken/site.txt && grep -q "axe" build/browser/broken/site.txt

mutants: $(READY)  ## break every formula of tests/mutants/catalogue, one at a time, and see that it is noticed (an hour)
	$(BIN)/python -m tests.mutants --jobs $(WORKERS)

mutants-some: $(READY)  ## the same with every twentieth of them
	$(BIN)/python -m tests.mutants --jobs $(WORKERS) --every 20

lint: $(READY)  ## style and types
	$(BIN)/ruff check .
	$(BIN)/mypy

current: $(READY)  ## whether README.md and docs/ show what the last run found
	$(BIN)/python -m proofs_check.upkeep.readme --check
	cmp build/verification/overview.svg docs/overview.svg
	cmp build/verification/badge.svg docs/badge.svg

check: lint test verify-quick recheck current  ## all of these

figures: $(READY)  ## draw the figures and tables at the paper's scale into build/figures
	$(BIN)/mixup-figures -o build/figures

docs: $(READY)  ## the documentation as a site in build/docs, with the figures that are there; a warning is an error
	$(BIN)/python -m proofs_check.upkeep.site -o build/docs

bench: $(READY)  ## measure speed
	$(BIN)/python -m bench

statements: $(READY)  ## renew the statements that certificates are checked against; read what changed
	$(BIN)/mixup-verify run -o build/verification --preset quick
	$(BIN)/mixup-verify restate build/verification proofs_check/statements

readme: $(READY)  ## bring the tables in README.md and docs/claims.md, and the pictures of docs/, up to date with the last run
	$(BIN)/python -m proofs_check.upkeep.readme --write
	cp build/verification/overview.svg build/verification/badge.svg docs/
	cp build/figures/class-imbalance.png docs/

lock: $(READY)  ## pin the newest versions of everything
	$(BIN)/python -m pip install --quiet pip-tools
	{ echo "# Every package at the version that the project is tested with (all extras, Python 3.11); made by \`make lock\`."; \
	  $(BIN)/pip-compile --quiet --upgrade --all-extras --strip-extras --all-build-deps --allow-unsafe \
	    --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file - setup.cfg; } > $(VENV)/lock
	mv $(VENV)/lock requirements.lock

clean:  ## remove what these commands made, the environment too
	rm -rf $(VENV) build .hypothesis .pytest_cache .mypy_cache .ruff_cache *.egg-info

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do printf '%-14s%s\n' "$$name" "$$text"; done

$(READY): requirements.lock setup.cfg pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(NODE): tests/browser/package-lock.json
	cd tests/browser && npm ci --no-audit --no-fund
