#!/bin/sh
# Makes .venv and installs what is asked for: `venv.sh local` to run the office here, `venv.sh dev` to test it too.
# Does nothing where the requirements have not changed since.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-dev}
files="requirements-$kind.txt requirements.txt requirements-local.txt constraints.txt"
stamp=.venv/.jimusho
# shellcheck disable=SC2086
sum=$(cat $files | cksum)

usable() {
    .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

if usable && [ -f "$stamp-$kind" ] && [ "$(cat "$stamp-$kind")" = "$sum" ]; then
    exit 0
fi
exec >&2
if ! usable; then
    python=$(sh tools/python.sh) || exit 1
    rm -rf .venv 2>/dev/null || { echo "Jimusho: .venv belongs to another user. Remove it, or clone afresh."; exit 1; }
    echo "Making .venv with $python"
    if ! "$python" -m venv .venv >/dev/null 2>&1; then
        rm -rf .venv
        echo "Jimusho: $python cannot make virtual environments. Install what it lacks (Debian, Ubuntu: apt-get install python3-venv)."
        exit 1
    fi
fi
if ! [ -w .venv ]; then
    echo "Jimusho: .venv belongs to another user and is out of date. Remove it, or clone afresh."
    exit 1
fi
echo "Installing requirements ($kind)"
wanted="-r requirements-$kind.txt"
[ "$kind" = local ] && wanted="-r requirements.txt $wanted"
# shellcheck disable=SC2086
if ! .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --no-compile $wanted; then
    echo "Jimusho: pip could not install the requirements; its own words are above."
    exit 1
fi
# What pip would compile one by one, all processors do at once; a file that does not compile is nobody's.
.venv/bin/python -m compileall -qq -j 0 .venv/lib >/dev/null 2>&1 || true
echo "$sum" >"$stamp-$kind"
# What development needs includes what a run needs.
if [ "$kind" = dev ]; then
    cat requirements-local.txt requirements.txt requirements-local.txt constraints.txt | cksum >"$stamp-local"
fi
