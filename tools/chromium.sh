#!/bin/sh
# Chromium for the browser journeys: installed where that is allowed, else one line that says what to install.
set -u
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium and a font with Japanese, Korean and Chinese" >&2
    export DEBIAN_FRONTEND=noninteractive
    log=$(mktemp)
    packages="chromium fonts-noto-cjk"
    # shellcheck disable=SC2086
    if { apt-get update -q && apt-get install -y -q --no-install-recommends $packages; } >"$log" 2>&1 </dev/null &&
        command -v chromium >/dev/null 2>&1; then
        rm -f "$log"
        exit 0
    fi
    tail -n 3 "$log" >&2
    rm -f "$log"
fi
echo "Jimusho: the browser tests need Chromium. Install it and run again (Debian, Ubuntu: apt-get install chromium fonts-noto-cjk)." >&2
exit 1
