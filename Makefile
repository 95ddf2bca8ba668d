# Two doors: `make check` runs the gate on the embedded reference target, `make test` runs every test.
PYTHON ?= python3
VENV := .venv
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --quiet

.PHONY: check test site proof clean

check: $(VENV)/.installed
	$(VENV)/bin/ringback check

test: $(VENV)/.tox-installed
	$(VENV)/bin/tox run

# The pages of docs/ as a site: open site/index.html.
site: $(VENV)/.tox-installed
	$(VENV)/bin/tox run -e docs

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# The stamps depend on pyproject.toml alone: the install is editable, sources need no new one.
$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(PIP) install --editable '.[mock]'
	touch $@

$(VENV)/.tox-installed: tox.ini pyproject.toml | $(VENV)/bin/python
	$(PIP) install 'tox>=4.23'
	touch $@

# The long form: every fault, and 20 seeds on the reference and on each of its conforming variants.
proof: $(VENV)/.installed
	$(VENV)/bin/ringback prove --all --habits --seeds 20

clean:
	rm -rf $(VENV) .tox dist site .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
