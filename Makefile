# One command each on a fresh machine: python3 ≥ 3.11, make and the package registries.
SHELL := /bin/bash
UV := .tools/bin/uv
PY := .venv/bin/python
CORE := .venv/.core
DEV := .venv/.dev
FRONT := src/zhiheng/web/static/vendor/.built
STATUTES := src/zhiheng/law/statutes/laws.db
PEERS := .tools/openfisca/.installed

help:            ## what can be asked for
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(CORE) $(FRONT) $(STATUTES)  ## install into .venv (leaves .venv/bin/zhiheng)

demo: setup      ## the main job: a province is made, imported, screened, supervised and served
	.venv/bin/zhiheng demo $(DEMO)

test: $(DEV) $(FRONT) $(STATUTES)  ## all tests, on SQLite and on PostgreSQL, pages in Chromium
	$(PY) tools/run_tests.py $(TESTS)

check: $(DEV)    ## style, types, floors, words: everything without tests
	$(PY) tools/check.py

bench: $(DEV) $(FRONT) $(STATUTES) $(PEERS)  ## ratios against named peers, in one run
	$(PY) -m bench $(BENCH)

sbom: $(DEV)     ## what the product is made of: CycloneDX and licences, into build/
	$(PY) tools/supply.py sbom

audit: $(DEV)    ## known weaknesses of the locked packages; 3 where something was not checked
	$(PY) tools/supply.py audit

lock:            ## resolve the dependencies anew
	$(UV) pip compile pyproject.toml --group pyproject.toml:dev --extra postgresql --extra spark --extra linkage --extra sm --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -o locks/dev.txt -q
	$(UV) pip compile pyproject.toml --extra postgresql --extra linkage --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --constraints locks/dev.txt -o locks/core.txt -q
	$(UV) pip compile --group pyproject.toml:bench --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --constraints locks/dev.txt -o locks/bench.txt -q

$(UV): tools/bootstrap.py locks/uv.txt
	@python3 tools/bootstrap.py && touch $@

.venv/bin/python: | $(UV)
	@$(UV) venv -q --python python3 .venv

$(CORE): locks/core.txt pyproject.toml | .venv/bin/python
	@echo "安装运行所需的库（约一分钟）…"
	@$(UV) pip install -q --python $(PY) --require-hashes -r locks/core.txt
	@$(UV) pip install -q --python $(PY) --no-deps -e .
	@touch $@

$(DEV): locks/dev.txt pyproject.toml | .venv/bin/python
	@echo "安装测试所需的库（约两分钟）…"
	@$(UV) pip install -q --python $(PY) --require-hashes -r locks/dev.txt
	@$(UV) pip install -q --python $(PY) --no-deps -e .
	@touch $(CORE) $@

$(PEERS): locks/bench.txt | .venv/bin/python
	@echo "安装基准测试用来对照的库（另设环境，产品不用）…"
	@$(UV) venv -q --clear --python $(PY) .tools/openfisca
	@$(UV) pip install -q --python .tools/openfisca/bin/python --require-hashes -r locks/bench.txt
	@touch $@

$(FRONT): front/package-lock.json tools/front.py | $(UV)
	@echo "取前端部件与字体…"
	@python3 tools/front.py

$(STATUTES): locks/statutes.txt tools/statutes.py | $(UV)
	@echo "取法律条文…"
	@python3 tools/statutes.py && touch $@

clean:           ## remove what was built (not the data in var/)
	rm -rf .venv .tools src/zhiheng/web/static/vendor src/zhiheng/dossier/fonts src/zhiheng/law/statutes front/node_modules

.PHONY: help setup demo test check bench sbom audit lock clean
