#!/usr/bin/env bash
# Runs one of the three suites: sqlite (with the browser), postgres, office. More arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/lib.sh
source scripts/lib.sh

suite=${1:?which suite: sqlite, postgres or office}
shift

# The suite must not depend on what a developer has in .env or in the shell.
export ENV_FILE=
unset DEBUG TRACEBACKS PRODUCTION SECRET_KEY ALLOWED_HOSTS SITE_URL REQUIRE_MFA SCANNER TIME_ZONE
processes=${TEST_PROCESSES:-2}

need() { # need COMMAND WHY PACKAGE...
    local command=$1
    shift
    command -v "$command" >/dev/null 2>&1 || apt_install "$@"
}

need_pdf_tools() {
    need pdftotext "poppler-utils (reads PDFs in tests)" poppler-utils
    need qpdf "qpdf (checks PDFs in tests)" qpdf
}

run_pytest() {
    local code=0
    "$@" || code=$?
    [ "$code" -ne 5 ] || stop "pytest found no test to run."
    return "$code"
}

case $suite in
sqlite)
    unset DATABASE_URL
    need_pdf_tools
    chosen="not office"
    if ! command -v chromium >/dev/null 2>&1; then
        if grep -qi '^ID=ubuntu' /etc/os-release 2>/dev/null; then
            say "NOTE: Ubuntu has no Chromium package; the browser tests are left out here. Run them on Debian."
            chosen="not office and not browser"
        else
            apt_install "Chromium (browser tests)" chromium
        fi
    fi
    run_pytest .venv/bin/pytest -n "$processes" --dist worksteal -m "$chosen" "$@"
    ;;
postgres)
    need_pdf_tools
    chosen="not office and not browser"
    if [ -n "${DATABASE_URL:-}" ]; then
        run_pytest .venv/bin/pytest -n "$processes" --dist worksteal -m "$chosen" "$@"
    else
        .venv/bin/python scripts/with_postgres.py --probe || apt_install "PostgreSQL" postgresql
        run_pytest .venv/bin/python scripts/with_postgres.py .venv/bin/pytest -n "$processes" --dist worksteal -m "$chosen" "$@"
    fi
    ;;
office)
    unset DATABASE_URL
    need soffice "LibreOffice (opens Word and Excel files in tests)" libreoffice-writer libreoffice-calc
    need_pdf_tools
    run_pytest .venv/bin/pytest -m office "$@"
    ;;
*)
    stop "unknown suite '$suite'; it is one of: sqlite, postgres, office."
    ;;
esac
