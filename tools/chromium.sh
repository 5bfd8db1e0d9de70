#!/bin/sh
# Chromium for the browser journeys: installed where that is allowed, else one line that says what to install.
# The headless shell draws the same pages for half the work; any Chromium will do.
set -u
cd "$(dirname "$0")/.." || exit 1
tried=.local/no-headless-shell # it was looked for once, and any Chromium that is there is used
found() {
    for name in "$@"; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}
any="chromium chromium-browser google-chrome google-chrome-stable"

found chromium-headless-shell && exit 0
# shellcheck disable=SC2086
[ -f "$tried" ] && found $any && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium and a font with Japanese, Korean and Chinese" >&2
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    quick="-q -o Acquire::Retries=1 -o Acquire::http::Timeout=20"
    # shellcheck disable=SC2086
    apt-get update $quick >"$log" 2>&1 </dev/null
    for package in chromium-headless-shell chromium; do
        # shellcheck disable=SC2086
        apt-get install -y $quick --no-install-recommends $package fonts-noto-cjk >>"$log" 2>&1 </dev/null &&
            found $package && rm -f "$log" && exit 0
        # shellcheck disable=SC2086
        found $any && mkdir -p .local && touch "$tried" && rm -f "$log" && exit 0
    done
    tail -n 3 "$log" >&2
    rm -f "$log"
fi
# shellcheck disable=SC2086
found $any && exit 0
echo "Jimusho: the browser tests need Chromium. Install it and run again (Debian, Ubuntu: apt-get install chromium-headless-shell fonts-noto-cjk)." >&2
exit 1
