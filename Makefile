# Two commands do all the set-up: `make demo` and `make test`.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

# What the build links against, and the real clients that the tests drive.
BUILD_PACKAGES := build-essential pkg-config libpcsclite-dev
TEST_PACKAGES := pcscd vsmartcard-vpcd libpcsclite1 pcsc-tools opensc python3-pyscard python3-venv python3-cryptography libpcsc-perl tshark default-jdk-headless

AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

# Installs the Debian packages that are not there yet; says nothing when all are.
define install_packages
	@missing=$$(for package in $(1); do \
		dpkg-query -W -f='$${Status}' "$$package" 2>/dev/null | grep -q 'install ok installed' || echo "$$package"; \
	done); \
	if [ -n "$$missing" ]; then \
		echo "Installing:" $$missing; \
		$(AS_ROOT) apt-get update -qq; \
		DEBIAN_FRONTEND=noninteractive $(AS_ROOT) apt-get install -y -qq --no-install-recommends $$missing; \
	fi
endef

.PHONY: help
help: ## This list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

.PHONY: demo
demo: build-packages ## A card is issued, loaded with 50.00 and pays 12.34, through a virtual PC/SC reader
	cargo build --release --package cardamom-emulator
	target/release/cardamom demo

.PHONY: test
test: test-packages ## All the tests, with real PC/SC clients
	cargo build --workspace --all-targets
	cargo test --workspace

.PHONY: lint
lint: build-packages ## Format, clippy and documentation, warnings denied
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

.PHONY: fuzz
fuzz: build-packages ## 20 seconds of each fuzz target
	fuzz/run 20

.PHONY: bench
bench: test-packages ## Speed, each figure beside the limit it is held to
	cargo bench --package cardamom-benches

.PHONY: build-packages
build-packages:
	$(call install_packages,$(BUILD_PACKAGES))

.PHONY: test-packages
test-packages:
	$(call install_packages,$(BUILD_PACKAGES) $(TEST_PACKAGES))
