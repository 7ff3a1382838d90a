# make run and make test are all that most people need. They set up .venv and are quick the second time.

VENV := .venv
IN := $(VENV)/bin/python
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(IN) -m pip install --quiet --editable
BIN := $(HOME)/.local/bin

.DEFAULT_GOAL := help
.PHONY: help run link test check format pictures look release measure clean

help:
	@echo "make run       open the app (make run ARGS=demo: on a made-up journal)"
	@echo "make link      let l5tui be called from anywhere: a link in ~/.local/bin"
	@echo "make test      run the tests (make test ARGS='-k settings')"
	@echo "make check     look at style and types"
	@echo "make format    put the style right"
	@echo "make pictures  draw the pictures of docs/ anew"
	@echo "make look      draw any screen to look.svg (make look KEYS='J down' ARGS='--size 40x12')"
	@echo "make release   build sdist and wheel into dist/, check both, write checksums; uploads nothing"
	@echo "make measure   run all benchmarks, on a wheel in a new venv"
	@echo "make clean     take away what the above made"

run: $(VENV)/.can-run
	@$(IN) -m l5tui $(ARGS)

link: $(VENV)/.can-run
	@mkdir -p '$(BIN)'
	@ln -s '$(CURDIR)/$(VENV)/bin/l5tui' '$(BIN)/l5tui' 2> /dev/null || \
		[ "$$(readlink '$(BIN)/l5tui')" = '$(CURDIR)/$(VENV)/bin/l5tui' ] || \
		{ echo "$(BIN)/l5tui is there already and is another one; it stays as it is" >&2; exit 1; }
	@echo "$(BIN)/l5tui now opens the l5tui of this folder"
	@case ":$$PATH:" in (*":$(BIN):"*) ;; (*) echo "It is found by name once PATH holds $(BIN)." \
		"Most systems see to it at the next login; else add  PATH=\"\$$HOME/.local/bin:\$$PATH\"  to ~/.profile" ;; esac

test: $(VENV)/.can-test
	$(IN) -m pytest $(ARGS)

check: $(VENV)/.can-test
	$(IN) -m ruff check
	$(IN) -m ruff format --check
	$(IN) -m mypy

format: $(VENV)/.can-test
	$(IN) -m ruff check --fix
	$(IN) -m ruff format

pictures: $(VENV)/.can-test
	$(IN) -m docs.make_pictures

look: $(VENV)/.can-test
	$(IN) -m docs.make_pictures --look look.svg $(ARGS) $(KEYS)

release: $(VENV)/.can-test
	.ci/release $(DIST)

measure: $(VENV)/.can-test
	$(IN) benchmarks/everything.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is as new as the last set-up. What can be tested can be run, but not the other way round.

$(VENV)/.can-run: pyproject.toml Makefile
	@$(SET_UP)
	@echo "Installing l5tui and what it needs into $(VENV), from the Python package index" >&2
	@$(PIP) .
	@echo "Ready. It opens with: make run.  To call l5tui from anywhere: make link" >&2
	@touch $@

$(VENV)/.can-test: pyproject.toml Makefile
	@$(SET_UP)
	@echo "Installing l5tui, what it needs and the test tools into $(VENV), from the Python package index" >&2
	@$(PIP) '.[dev]'
	@echo "Ready" >&2
	@touch $(VENV)/.can-run $@

# Take the first Python that is new enough and has venv; PYTHON=... goes before the others. A name alone says little
# (version managers have names that lead nowhere), so each is tried.
define SET_UP
if $(IN) -c 'import pip' 2> /dev/null; then exit 0; fi; \
old=; bare=; \
for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	found=$$($$python -c 'import platform; print(platform.python_version())' 2> /dev/null) || continue; \
	if ! $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then old="$$old $$python is $$found."; \
	elif ! $$python -c 'import ensurepip, venv' 2> /dev/null; then bare="$$bare $$python has no venv."; \
	else echo "Making $(VENV) with Python $$found" >&2; $$python -m venv --clear $(VENV); exit; fi; \
done; \
echo "l5tui needs Python 3.11 or newer with venv (on Debian: apt install python3-venv).$$old$$bare" >&2; exit 1
endef
