# Every target sets up .venv by itself; see scripts/setup.sh. `make PYTHON=python3.12 test` names the interpreter.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-fast lint docs bench eval page lock check-dist sbom clean
export PYTHON
# Some machines have Python keep no bytecode: then each process compiles anew what it loads, which takes seconds.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
PARTS := requirements/build.txt requirements/uv.txt pyproject.toml scripts/setup.sh

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name what; do \
		printf '%-18s %s\n' "$$name" "$$what"; done

demo: .venv/.installed-runtime ## Build the sample corpus into ./graph, answer five questions, write a report
	@scripts/demo.sh

test: $(if $(PYTEST_ARGS),lint,.venv/.installed-dev) ## Run every check: ruff, mypy, import-linter, pytest (a real Neo4j among them)
	@scripts/test.sh $(PYTEST_ARGS)

test-fast: .venv/.installed-dev ## Run the quick tests alone, about 90 s on two processors: what is not marked slow
	@scripts/test.sh $(if $(PYTEST_ARGS),-m "not slow" $(PYTEST_ARGS),--fast)

lint: .venv/.installed-dev ## Run the checks that need no test: ruff, mypy --strict, import-linter
	@scripts/lint.sh

docs: .venv/.installed-dev ## Build the documentation into ./site, with every broken link an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

bench: .venv/.installed-dev ## Measure ratios in one run: make bench [BENCH_ARGS="texts.jsonl --articles 200"]
	$(BIN)/python -m benchmarks $(BENCH_ARGS)

eval: .venv/.installed-dev ## Score our own suite, or published sets: make eval [EVAL_ARGS=folder]
	$(BIN)/graphbuild eval $(EVAL_ARGS)

page: ## Build the page of `graphbuild explore` from its TypeScript (needs Node.js and npm)
	cd graphbuild/explore/page && npm ci && npm run check && npm run build

lock: ## Pin names, versions and hashes anew: make lock [LOCK_ARGS=--upgrade] (needs uv)
	scripts/lock.sh $(LOCK_ARGS)

check-dist: .venv/.installed-release ## Build wheel and sdist into dist/ and try them on each Python from 3.11 to 3.13
	scripts/check_dist.sh

sbom: .venv/.installed-release ## Write dist/graphbuild.cdx.json, the bill of materials of a runtime install (CycloneDX)
	mkdir -p dist
	$(BIN)/python -W ignore -m cyclonedx_py requirements requirements/runtime.txt --pyproject pyproject.toml --mc-type library \
		--output-reproducible --of JSON -o dist/graphbuild.cdx.json
	$(BIN)/python -m scripts.sbom dist/graphbuild.cdx.json

clean: ## Remove .venv and caches; your graphs stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis dist site
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.installed-%: requirements/%.txt $(PARTS)
	@scripts/setup.sh $*
