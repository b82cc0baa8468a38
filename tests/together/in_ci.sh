#!/bin/sh
# A program is tested as offlinectl(1) describes it under EXAMPLES: on a bus of its own, where the bus starts the daemon.
# Usage: in_ci.sh OFFLINED OFFLINECTL PULL_THE_CABLE
set -eu
daemon=$1 tool=$2 program=$3
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export XDG_CONFIG_HOME="$home/config" XDG_STATE_HOME="$home/state" XDG_DATA_HOME="$home/data" XDG_DATA_DIRS="$home/data"
mkdir -p "$XDG_DATA_HOME/dbus-1/services"
printf '[D-BUS Service]\nName=org.offlined.Offline1\nExec=%s\n' "$daemon" >"$XDG_DATA_HOME/dbus-1/services/offlined.service"
cat >"$home/tunnel.script" <<'END'
profile test
after 2s    offline no-route
after 500ms online
END
cat >"$home/expected" <<'END'
test is online
START        online -> offline
STATECHANGE  online -> offline
DONE         online -> offline
START        offline -> online
STATECHANGE  offline -> online
DONE         offline -> online
END
mkfifo "$home/keys"
export tool program home
# shellcheck disable=SC2016 # the inner shell expands them
dbus-run-session -- sh -ec '
    printf "profile test\nonline\n" | "$tool" simulate --create -
    "$program" test <"$home/keys" >"$home/heard" & running=$!
    exec 3>"$home/keys"
    "$tool" simulate "$home/tunnel.script"
    exec 3>&-
    wait $running
    diff "$home/expected" "$home/heard"
    daemon=$(busctl --user call org.freedesktop.DBus /org/freedesktop/DBus org.freedesktop.DBus \
        GetConnectionUnixProcessID s org.offlined.Offline1 | cut -d " " -f 2)
    kill "$daemon"
    tail --pid="$daemon" --sleep-interval=0.05 --follow /dev/null # until it has ended it may write'
