#!/usr/bin/env bash
# Every check that needs no test run, cheapest first; stops at the first that fails.
set -euo pipefail
cd "$(dirname "$0")/.."
export ENV_FILE=
bin=.venv/bin

step() {
    printf '== %s\n' "$*"
    "$@"
}

mapfile -t templates < <(find templates -name '*.html' | sort)

step $bin/ruff format --check .
step $bin/ruff check .
if [ "${#templates[@]}" -gt 0 ]; then
    printf '== djhtml, djade, djlint on %s templates\n' "${#templates[@]}"
    $bin/djhtml --check "${templates[@]}"
    $bin/djade --check --target-version 6.1 "${templates[@]}"
    $bin/djlint --lint --quiet templates
fi
step $bin/lint-imports
step $bin/mypy
step $bin/deptry .
step env -u DATABASE_URL $bin/python manage.py makemigrations --check --dry-run

# As in production: the values are made up, the refusals and Django's deploy checks are real.
key=$($bin/python -c 'import secrets; print(secrets.token_urlsafe(64))')
export DEBUG=False SECRET_KEY=$key ALLOWED_HOSTS=portal.example.vn SITE_URL=https://portal.example.vn
step env -u DATABASE_URL $bin/python manage.py check --deploy --fail-level WARNING
