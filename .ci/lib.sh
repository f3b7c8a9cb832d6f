# What the scripts beside this one share. To be sourced by bash.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
pids=()

finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

# pause SECONDS: begins no process, which bash would have to keep apart from those that are waited for.
mkfifo "$work/never"
exec {never}<>"$work/never"
pause() { read -rt "$1" -u "$never" || true; }

say() { printf '\n== %s\n' "$*"; }

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    if [[ -n ${folder:-} ]]; then cat "$folder"/logs/*.jsonl 2>/dev/null | tail -25 >&2; fi
    exit 1
}

# until SECONDS WHAT COMMAND…: runs the command again and again until it succeeds.
until_true() {
    local limit=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        ((SECONDS < limit)) || fail "$what did not come within the time"
        pause 0.05
    done
}

# open_display [WIDTH HEIGHT]: a private display, of 1280×800 where nothing else is said; its number goes to DISPLAY.
open_display() {
    wide=${1:-1280} high=${2:-800}
    rm -f "$work/display"
    mkfifo "$work/display"
    Xvfb -displayfd 3 -screen 0 "${wide}x${high}x24" -nolisten tcp 3>"$work/display" 2>"$work/xvfb.log" &
    pids+=($!)
    read -rt 20 number <"$work/display" || fail "Xvfb did not start"
    export DISPLAY=:$number
    export LIBGL_ALWAYS_SOFTWARE=1
    unset WAYLAND_DISPLAY
}

# A private session bus with an empty, unlocked keyring.
open_keyring() {
    export HOME=$work/home XDG_RUNTIME_DIR=$work/run
    mkdir -p "$HOME" "$XDG_RUNTIME_DIR"
    chmod 700 "$XDG_RUNTIME_DIR"
    mkfifo "$work/bus"
    dbus-daemon --session --nofork --print-address=3 3>"$work/bus" 2>/dev/null &
    pids+=($!)
    read -rt 20 DBUS_SESSION_BUS_ADDRESS <"$work/bus" || fail "the session bus did not start"
    export DBUS_SESSION_BUS_ADDRESS
    echo -n password | gnome-keyring-daemon --unlock --components=secrets >/dev/null
}

# open_window FOLDER ARGUMENT…: the real program; its window has the keyboard when this returns.
open_window() {
    folder=$1
    shift
    mkdir -p "$folder"
    "$keydesk" --data-dir "$folder" "$@" >"$folder.out" 2>&1 &
    window_pid=$!
    pids+=("$window_pid")
    until_true 60 "the first frame" logged "first frame"
    xdotool search --sync --onlyvisible --all --pid "$window_pid" --name '^Keydesk$' >"$work/window"
    window=$(head -1 "$work/window")
    xdotool windowmove "$window" 0 0 windowsize "$window" "$wide" "$high" windowfocus --sync "$window" 2>/dev/null || true
    xdotool mousemove $((wide - 1)) $((high - 1))
}

close_window() {
    kill "$window_pid" 2>/dev/null || true
    wait "$window_pid" 2>/dev/null || true
}

# logged WORDS: whether the window's log holds a line with these words.
logged() { cat "$folder"/logs/*.jsonl 2>/dev/null | grep -qF -- "$1"; }

# logged_times WORDS COUNT: at least so often.
logged_times() { (($(cat "$folder"/logs/*.jsonl 2>/dev/null | grep -cF -- "$1") >= $2)); }

key() { xdotool key --window "$window" --clearmodifiers "$@"; }
write() { xdotool type --window "$window" --delay 15 -- "$1"; }

# picture FILE: what is on the display, as soon as two looks a moment apart agree.
picture() {
    local before=x now=y
    local limit=$((SECONDS + 10))
    while [[ $before != "$now" && $SECONDS -lt $limit ]]; do
        before=$now
        pause 0.4
        import -window root "$work/look.ppm"
        now=$(sha256sum <"$work/look.ppm")
    done
    import -window root "$1"
}

# attempts: the journal of the practice window, one JSON object a line.
attempts() { "$keydesk" --data-dir "$folder" --practice attempts --json; }

# settled: returns when two looks at the display a moment apart agree, as a person would wait for the screen to answer.
settled() { picture "$work/settled.png"; }
