PYTHON := .venv/bin/python
SIZES := 800x480 1024x600

.DEFAULT_GOAL := help
.PHONY: help setup run test check format screens pages bench-scan bench-queue bench-ingest bench-touch bench-screen bench-web bench-field image image-test install-test enclosure faults fuzz words constraints

help: ## Show this help
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'

setup: ## Install what is missing: Debian packages and .venv (again: a second)
	@./scripts/setup

run: setup ## Start broker, server and a terminal; SCRIPT=morning or day plays one, CHAOS=1 kills programs during it
	@$(PYTHON) -m demo $(if $(SCRIPT),--script $(SCRIPT)) $(if $(CHAOS),--chaos) $(if $(PORT),--web-port $(PORT))

test: setup ## Run every test
	@$(PYTHON) -m pytest $(ARGS)

check: setup ## Formatting, lint, types, who may import whom
	@$(PYTHON) -m ruff format --check --quiet . && $(PYTHON) -m ruff check --quiet .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports --no-logo

format: setup ## Format the code and mend what ruff can mend
	@$(PYTHON) -m ruff check --fix --quiet . ; $(PYTHON) -m ruff format --quiet .

screens: setup ## Draw every screen into docs/screens/ and every paper into docs/paper/; fails on text that is cut
	@$(PYTHON) -m device.ui.gallery docs/screens $(SIZES)
	@$(PYTHON) -m device.paper.gallery docs/paper

pages: setup ## Draw every page of the province into docs/pages/; fails on a page that is broken
	@$(PYTHON) -m tests.pages docs/pages

bench-scan: setup ## Measure code reading beside other readers; IMAGES=DIR reads your own pictures
	@OPENCV_LOG_LEVEL=ERROR $(PYTHON) -m bench.scan $(if $(IMAGES),--images $(IMAGES))

bench-queue: setup ## Measure the durable commit of a sale beside other queues
	@$(PYTHON) -m bench.queue $(ARGS)

bench-ingest: setup ## Measure ingest beside a bare reader, Node-RED and mqttwarn (about ten minutes)
	@$(PYTHON) -m bench.ingest $(ARGS)

bench-touch: setup ## Count scans, touches and letters of the commonest tasks, through the real screens
	@$(PYTHON) -m bench.touch $(ARGS)

bench-screen: setup ## Measure code to frame, search, start and memory beside a bare Kivy window
	@$(PYTHON) -m bench.screen $(ARGS)

bench-web: setup ## Measure pages on ten million sales beside psql, a recall to 1,000 terminals (an hour the first time)
	@$(PYTHON) -m bench.web $(ARGS)

bench-field: setup ## Time a technician's steps from the sheet of labels to the first sale, and count the characters typed (IMAGE=var/image/out: in qemu)
	@$(if $(IMAGE),./scripts/setup image && $(PYTHON) -m tests.image field --built $(IMAGE),$(PYTHON) -m bench.field) $(ARGS)

image: ## Build the terminal's image for arm64 into var/image/out
	@./scripts/setup image
	@$(PYTHON) -m provisioning image build var/image/out $(ARGS)

image-test: ## Start the image in qemu: enrol, sell, update, come back, pull the plug 20 times, replace (hours on a slow machine)
	@./scripts/setup image
	@$(PYTHON) -m tests.image all $(ARGS)

install-test: ## Install the server on a fresh Debian, upgrade it and go back (as root; some ten minutes)
	@./scripts/setup image
	@$(PYTHON) -m tests.installing $(ARGS)

enclosure: setup ## Make the printed case: parts as STL and pictures in var/enclosure
	@$(PYTHON) -m hardware.enclosure var/enclosure --whole

faults: setup ## Break everything at random, N kills, and count every sale; SEED=n repeats a run
	@$(PYTHON) -m tests.faults $(if $(N),--kills $(N)) $(if $(SEED),--seed $(SEED))

fuzz: setup ## Throw a million broken codes at the parsers
	@$(PYTHON) -m tests.codes.fuzz --inputs 1000000

words: setup ## Collect the words to translate into words/locale
	@./scripts/words

constraints: setup ## Pin the newest releases in constraints.txt
	@.venv/bin/uv pip compile --quiet --no-emit-index-url --all-extras --universal --python-version 3.11 --no-header --no-annotate --upgrade pyproject.toml -o constraints.txt
