#!/usr/bin/env bash
# Leaves behind .venv with the locked packages, and the libraries that WeasyPrint loads. Safe to repeat.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

find_uv() {
    if command -v uv >/dev/null 2>&1; then
        command -v uv
    elif [ -x .tools/bin/uv ]; then
        printf '%s\n' "$PWD/.tools/bin/uv"
    else
        return 1
    fi
}

install_uv() {
    command -v python3 >/dev/null 2>&1 || apt_install "Python 3" python3 python3-venv ca-certificates
    rm -rf .tools
    if ! python3 -m venv .tools >/dev/null 2>&1; then
        rm -rf .tools
        apt_install "Python's venv module" python3-venv ca-certificates
        python3 -m venv .tools || stop "python3 -m venv .tools failed; the lines above say why."
    fi
    say "Installing uv $UV_VERSION into .tools ..."
    .tools/bin/pip install --quiet --disable-pip-version-check "uv==$UV_VERSION" ||
        stop "uv could not be downloaded (no network?). Connect, or put uv on the PATH, and repeat."
}

make_venv() {
    local wanted=${UV_PYTHON:-$(cat .python-version)}
    if [ -x .venv/bin/python ] && { [ -z "${UV_PYTHON:-}" ] || [ "$(cat .venv/.wanted 2>/dev/null)" = "$wanted" ]; }; then
        return 0
    fi
    say "Preparing Python $wanted in .venv ..."
    "$UV" venv --quiet --clear --python "$wanted" .venv ||
        stop "Python $wanted was neither found nor downloadable. Install it, or name another from 3.12 on, for example: UV_PYTHON=3.12 make run"
    printf '%s\n' "$wanted" >.venv/.wanted
}

install_packages() {
    local version stamp
    version=$(.venv/bin/python -c 'import sys; print(sys.version)') ||
        stop ".venv does not start. Delete it (rm -rf .venv) and repeat."
    .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' ||
        stop "Python in .venv is too old (${version%% *}; 3.12 or newer is needed). Delete .venv and set UV_PYTHON=3.13."
    stamp=$(stamp_of "$version" requirements-dev.lock)
    is_current .venv/.installed "$stamp" && return 0
    say "Installing the locked packages ..."
    rm -f .venv/.installed
    "$UV" pip sync --quiet --require-hashes --python .venv/bin/python requirements-dev.lock ||
        stop "The locked packages could not be installed; uv says why above. Without a network, connect and repeat."
    printf '%s\n' "$stamp" >.venv/.installed
}

pdf_libraries_load() {
    .venv/bin/python - <<'PYTHON'
import ctypes
import sys

missing = []
for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"):
    try:
        ctypes.CDLL(name)
    except OSError:
        missing.append(name)
sys.exit(bool(missing))
PYTHON
}

if ! UV=$(find_uv); then
    install_uv
    UV=$(find_uv)
fi
make_venv
install_packages
pdf_libraries_load ||
    apt_install "a library that makes PDFs" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
pdf_libraries_load || stop "Pango or HarfBuzz still does not load. Type: sudo apt-get install --reinstall libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
