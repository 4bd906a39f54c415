#!/usr/bin/env bash
# Writes both lock files anew: every version with its hashes, no address.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=$(command -v uv || printf '%s' .tools/bin/uv)

compile() { # compile OUTPUT ARGUMENT...
    local output=$1
    shift
    "$uv" pip compile pyproject.toml "$@" --quiet --universal --generate-hashes --no-emit-index-url \
        --no-emit-find-links --python-version 3.12 --custom-compile-command "make lock" --output-file "$output"
}

compile requirements.lock
compile requirements-dev.lock --group dev
