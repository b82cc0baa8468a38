#!/usr/bin/env bash
# The tour as a user takes it, on a session bus: each line of the file typed, one after the other, in one shell.
set -eu
cd
fail() { echo "not as it should be: $*"; exit 1; }

# What a line must print; the others must succeed.
declare -A prints=(
    ['offlinectl status']='^work +online +ok '
    ['offlinectl why work']='greeting +ok '
)
after_offline='^work +offline +user '

while IFS= read -r line; do
    command=${line%%#*}
    command=${command%"${command##*[! ]}"}
    echo "\$ $command"
    eval "$command" >~/output 2>&1 || { cat ~/output; fail "$command"; }
    cat ~/output
    ! grep -q 'no daemon' ~/output || fail "it is not the daemon who answers"
    [[ -z ${prints[$command]:-} ]] || grep -Eq "${prints[$command]}" ~/output || fail "$command"
    [[ $command != 'offlinectl set work offline' ]] || offlinectl status | grep -E "$after_offline" || fail "it is not offline"
    [[ $command != 'offlinectl set work online' ]] || offlinectl status --quiet work || fail "it is not online"
done <~/typed

[[ $(cat /proc/[0-9]*/comm | grep -cx offlined) == 1 ]] || fail "there is not one daemon"

# shows FILE WORDS: waits until they are there.
shows() {
    # shellcheck disable=SC2016  # they are the inner shell's
    timeout 30 bash -c 'until grep -qi "$1" "$0" 2>/dev/null; do sleep 0.05; done' "$@" || fail "$1 never holds $2"
}

# hears PROGRAM: it is told of a change that somebody else wishes for.
hears() {
    local told=$HOME/told input
    echo "\$ $1 work"
    exec {input}> >("$1" work >"$told" 2>&1)
    shows "$told" online
    offlinectl set work offline
    shows "$told" DONE
    exec {input}>&-
    cat "$told"
    grep -q 'offline' "$told" || fail "$1 hears nothing"
    offlinectl set work online
    rm "$told"
}

cd ~/examples
for program in ./pull_the_cable build/pull_the_cable_c build/pull_the_cable_cpp build/pull_the_cable_native; do
    hears "$program"
done

for page in 'offlinectl 1' 'offlined 8' 'offlined.profile 5' 'mapioffline 3'; do
    # shellcheck disable=SC2086  # two words
    man -w -s ${page#* } ${page% *} >/dev/null || fail "there is no page $page"
done
# shellcheck source=/dev/null
source /usr/share/bash-completion/completions/offlinectl
complete -p offlinectl
