# Two promises: `make run` and `make test` do everything on a fresh Debian or Ubuntu with git, Rust and Node.

.PHONY: run test bench lint fuzz setup ui

run:
	scripts/run

test:
	scripts/test

# Side by side on the real texts; see docs/performance.md.
bench: 
	cargo run --release --package yandu-bench

lint:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings

fuzz:
	scripts/fuzz 60

setup:
	scripts/setup window

ui:
	cd ui && npm ci --no-audit --no-fund && npm run build
