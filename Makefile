# Two promises: `make run` and `make test` do everything on a fresh Debian or Ubuntu with git, Rust and Node.

.PHONY: run test bundle bench bench-annotations bench-exports bench-window bindings lint fuzz setup ui

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

bench-window:
	scripts/bench-window

# The installable package of this platform.
bundle:
	scripts/bundle

# Writes ui/src/bindings anew after a command or its types have changed.
bindings:
	YANDU_WRITE_BINDINGS=1 cargo test --package yandu-desktop

lint:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

fuzz:
	scripts/fuzz 60

setup:
	scripts/setup window

ui:
	cd ui && npm ci --no-audit --no-fund && npm run build
