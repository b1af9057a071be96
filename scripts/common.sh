# Shared by the scripts of this folder: finds the project, and installs what is missing on a Debian machine.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PROJECT=$PWD

say() { printf '\n== %s\n' "$*"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Installs those of the named Debian packages that are not there.
need_debian() {
    local missing=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return
    say "installing ${missing[*]}"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Installs those of the named Python packages that are not there, into a folder of the project's own.
need_python() {
    [ -x .venv/bin/python ] || python3 -m venv .venv
    for requirement in "$@"; do
        .venv/bin/pip show -q "${requirement%%==*}" >/dev/null 2>&1 || .venv/bin/pip install -q "$requirement"
    done
}

need_swift() {
    command -v swift >/dev/null || {
        echo "Swift 6.3 or newer is needed: see https://www.swift.org/install/linux/" >&2
        exit 1
    }
}

# What building Signet needs, and what it reads when it runs.
need_build() {
    need_swift
    need_debian libsqlite3-dev libzstd-dev libmaxminddb-dev zlib1g-dev pkg-config uap-core
}

need_web() {
    need_debian esbuild node-typescript
}
