#!/bin/sh
# Prints a Python that is new enough (3.12 or newer; 3.13 where there is a choice), or says in one line what to install.
set -u

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

if [ -n "${PYTHON:-}" ]; then
    candidates=$PYTHON
else
    pyenv=${PYENV_ROOT:-${HOME:-/root}/.pyenv}
    candidates="python3.13 python3.14 python3.12 python3 python"
    for place in "$pyenv"/versions/3.13* "$pyenv"/versions/3.14* "$pyenv"/versions/3.12* /opt/python3.1[234] \
        /usr/local /opt/homebrew; do
        for name in python3.13 python3.14 python3.12 python3; do
            [ -x "$place/bin/$name" ] && candidates="$candidates $place/bin/$name"
        done
    done
fi
found=
for python in $candidates; do
    if new_enough "$python"; then
        "$python" -c 'import sys; print(sys.executable)'
        exit 0
    fi
    [ -z "$found" ] && found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2], "at", sys.executable)' 2>/dev/null)
done
echo "Jimusho: needs Python 3.12 or newer; found ${found:-none}. Install one (Debian 13, Ubuntu 24.04: apt-get install python3 python3-venv; elsewhere: pyenv install 3.13), or name it: make PYTHON=/path/to/python3.13" >&2
exit 1
