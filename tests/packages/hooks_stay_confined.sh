#!/bin/sh
# Of the daemon's AppArmor profile, its includes and all: programs may be started, and none but under the same profile.
# Usage: hooks_stay_confined.sh APPARMOR_PARSER PROFILE
set -eu
starts=$("$1" --preprocess "$2" | grep -E '^[^#]*[[:space:]][a-zA-Z]*x,')
[ -n "$starts" ]
if printf '%s\n' "$starts" | grep -vE '[[:space:]][mrwakl]*ix,'; then
    echo "these lead out of the profile" >&2
    exit 1
fi
if "$1" --preprocess "$2" | grep -E '^[^#]*(change_profile|unsafe)'; then
    echo "this leads out of the profile" >&2
    exit 1
fi
