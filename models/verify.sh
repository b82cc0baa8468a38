#!/usr/bin/env bash
# verify.sh OUTCOME MODEL [-DSWITCH…]: lets spin search every interleaving of a model, and succeeds where it comes to
# what is expected:
#   holds        every promise is kept, and nobody waits for ever
#   ends         nothing goes on for ever: whoever waits gets to return
#   breaks       a promise is broken
#   dead-locks   somebody waits for ever
set -euo pipefail

outcome=$1 model=$(realpath "$2")
shift 2
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cp "$(dirname "$model")"/*.pml "$place"
cd "$place"
model=$(basename "$model")

compile=(-O1 -DSAFETY) search=() expected='errors: 0'
case $outcome in
    holds) ;;
    ends) compile=(-O1 -DNP) search=(-l) ;;
    breaks) compile=(-O0 -DSAFETY) search=(-E) expected='assertion violated' ;;
    dead-locks) compile=(-O0 -DSAFETY) search=(-A) expected='invalid end state' ;;
    *) printf 'verify.sh: there is no outcome "%s"\n' "$outcome" >&2; exit 2 ;;
esac

spin -a "$@" "$model" >spin.log || { cat spin.log >&2; exit 2; }
gcc -w "${compile[@]}" -DCOLLAPSE -DVECTORSZ=2048 -o pan pan.c
./pan -m10000 -w21 "${search[@]}" | tee pan.log
if ! grep -q "$expected" pan.log; then
    printf 'verify.sh: expected: %s\n' "$expected" >&2
    [[ ! -e $model.trail ]] || spin -t -g -p "$@" "$model" | tail -n 60
    exit 1
fi
if [[ $expected == 'errors: 0' ]] && grep -qE 'depth too small|out of memory|not completed' pan.log; then
    printf 'verify.sh: the search was not complete\n' >&2
    exit 1
fi
