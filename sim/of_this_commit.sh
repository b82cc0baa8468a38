#!/usr/bin/env bash
# of_this_commit.sh SIMULATOR SECONDS: seeds that begin with the commit's own number.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
commit=$(git rev-parse --short=8 HEAD 2>/dev/null) || commit=1
exec "$1" --for "$2" --from "$((16#${commit:0:8}))"
