# Two promises: `make run` and `make test` do everything on a fresh Debian or Ubuntu with git, Rust and Node.

.PHONY: run test bundle check-package portable manual promises deny bench bench-scale bench-annotations bench-exports bench-groups bench-window bindings lint fuzz setup ui

run:
	scripts/run

test:
	scripts/test

# Side by side on the real texts; see docs/performance.md.
bench: 
	cargo run --release --package yandu-bench

# The release window beside an empty one.
bench-annotations: 
	cargo run --release --package yandu-bench -- annotations

# A list of a million chars as files, and the quotation check; with PDF, so the first build takes long.
bench-exports:
	cargo run --release --package yandu-bench --features pdf -- exports

# A group of fifty with a million annotations, and a newcomer.
bench-groups:
	cargo run --release --package yandu-bench -- groups

# Libraries of 10^4, 10^5 and 10^6 made documents; the last takes half an hour and 20 GB.
bench-scale:
	cargo run --release --package yandu-bench -- scale target/scale 10000 100000 1000000

bench-window:
	scripts/bench-window

# The installable package of this platform.
bundle:
	scripts/bundle

# Installs that package on a fresh Debian in a folder and uses it there; needs root.
check-package:
	scripts/check-package

# A folder that keeps all data beside the program.
portable:
	scripts/portable

# The pictures of docs/manual, taken anew in the real window.
manual:
	scripts/manual

# Breaks each promise of docs/security.md on purpose and wants its test to fail.
promises:
	scripts/promises

# Licences, sources and bans of all dependencies.
deny:
	scripts/deny

# Writes ui/src/bindings anew after a command or its types have changed.
bindings:
	YANDU_WRITE_BINDINGS=1 cargo test --workspace --bin yandu

lint:
	cargo fmt --all --check
	cargo clippy --workspace --features yandu-e2e/window,yandu-pdf/typst --all-targets -- -D warnings

# An hour; `make test` fuzzes for five minutes.
fuzz:
	scripts/fuzz 3600

setup:
	scripts/setup window

ui:
	cd ui && npm ci --no-audit --no-fund && npm run build
