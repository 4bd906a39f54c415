# shellcheck shell=bash
# Small functions that the other scripts share; sourced, never run.

UV_VERSION=0.13.9

say() { printf '%s\n' "$*"; }

stop() {
    printf 'Stopped: %s\n' "$*" >&2
    exit 1
}

# Prints the prefix that runs a command as root; fails when there is no way.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        printf ''
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        printf 'sudo -n'
    else
        return 1
    fi
}

# apt_install WHY PACKAGE...: installs Debian packages, or stops with the command to type.
apt_install() {
    local why=$1 root
    shift
    command -v apt-get >/dev/null 2>&1 ||
        stop "$why is missing, and this system has no apt-get. Install what Debian calls: $*"
    root=$(as_root) || stop "$why is missing. Type: sudo apt-get install -y --no-install-recommends $*"
    say "Installing $why ($*) ..."
    # Package lists may be absent or stale: fetch them when the first try fails.
    _apt_get "$root" install -y --no-install-recommends "$@" >/dev/null 2>&1 && return 0
    _apt_get "$root" update -q >/dev/null 2>&1 || true
    _apt_get "$root" install -y --no-install-recommends "$@" >&2 ||
        stop "$why could not be installed (no network?). Type: sudo apt-get install -y --no-install-recommends $*"
}

_apt_get() {
    local root=$1
    shift
    # shellcheck disable=SC2086 # the prefix is empty or two words
    $root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@"
}

# stamp_of PYTHON FILE...: one line that changes when the interpreter or one of the files changes.
stamp_of() {
    local python=$1
    shift
    { printf '%s\n' "$python" && cat "$@"; } | sha256sum | cut -d' ' -f1
}

# is_current STAMP_FILE STAMP: true when the file holds exactly this stamp.
is_current() {
    [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]
}
