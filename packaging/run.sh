#!/bin/sh
# Starts the main job: the window where there is a display, a terminal chat where there is a terminal, the demo elsewhere.
set -eu
bin=$1
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" = Darwin ]; then
    exec "$bin/attune"
elif [ -t 0 ] && [ -t 1 ]; then
    exec "$bin/attune" chat
else
    exec "$bin/attune" demo
fi
