# The menu. The logic is in crates/dev; `cargo dev --help` shows the options.

# Show this menu
default:
    @just --list

# Set up, freeze the examples and run them on every board
demo:
    cargo dev demo

# Set up and run all tests
test:
    cargo dev test

# Install what is missing on this machine
setup:
    cargo dev setup

# Build the device archives into the cache
archives:
    cargo dev archives

# Executable and wheel with everything inside
dist *args:
    cargo dev dist {{args}}

# Run language tests in the simulator: just lang dict
lang *args:
    cargo dev lang {{args}}

# Accept new diagnostics and sizes
bless:
    cargo dev ui --bless
    cargo dev sizes --bless

# Sizes of the examples on every board
sizes:
    cargo dev sizes

# Instructions, memory, density, times: writes docs/yardsticks.md
yardsticks *args:
    cargo dev yardsticks {{args}}

# What in the runtime could still panic
panic-free:
    cargo dev panic-free

# Rules of the project that a program can check
tidy:
    cargo dev tidy

# Generated pages of docs/
docs:
    cargo dev docs

# Format and lint
lint:
    cargo fmt --all
    cargo clippy --workspace --all-targets

# What CI runs
ci:
    bash .ci/run
