#!/usr/bin/env bash
# Runs Windows programs, 64-bit and 32-bit ones alike:
#
#   tools/wine.sh PROGRAM [ARGUMENT…]   the program under Wine; the checkout is at its own path there, on drive Z:
#   tools/wine.sh --prepare             makes what that needs, once
#   tools/wine.sh --end                 ends Wine's server, which otherwise stays for the next program
#
# Wine's 32-bit half does not install beside the newer libraries of every Debian, so both halves live in a small system
# of their own, build/windows/wine, and leave the machine's packages alone. Entering it takes root, or sudo.
set -euo pipefail

checkout=$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")
system=$checkout/build/windows/wine
# Without the parts of Wine that want a screen, and without its Network List Manager, which never tells anything and
# keeps threads at work while a program ends.
export WINEPREFIX=/prefix WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe,netprofm=' HOME=/root LC_ALL=C.UTF-8
unset DISPLAY WAYLAND_DISPLAY XDG_RUNTIME_DIR

fail() { printf 'wine.sh: %s\n' "$*" >&2; exit 1; }

((EUID == 0)) || {
    command -v sudo >/dev/null || fail "only root can enter $system: run this as root, or install sudo"
    exec sudo --preserve-env "$0" "$@"
}

# Runs a command inside, in a mount namespace that ends with it.
inside() {
    # shellcheck disable=SC2016  # they are the inner shell's
    unshare --mount --propagation private -- bash -c '
        system=$1 checkout=$2 here=$3
        shift 3
        mkdir -p "$system$checkout"
        mount --bind "$checkout" "$system$checkout"
        mount -t proc proc "$system/proc"
        exec chroot "$system" env --chdir="$here" "$@"' inside "$system" "$checkout" "$@"
}

# The mirror of this machine, as its own sources name it.
mirror() {
    sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb \(\[[^]]*\] \)\?\(http[^ ]*\).*/\2/p' \
        /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null | grep -m 1 debian
}

prepare() {
    local from width
    if [[ ! -e $system/made ]]; then
        from=$(mirror) || true
        rm -rf "$system" && mkdir -p "$system"
        # What it mounts goes with it, also where it is ended half-way.
        unshare --mount --propagation private -- mmdebstrap --quiet --architectures=amd64,i386 --variant=minbase \
            --aptopt='APT::Install-Recommends "false"' \
            --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
            --dpkgopt='path-exclude=/usr/share/locale/*' \
            --include=wine,wine64,wine32:i386 bookworm "$system" "${from:-http://deb.debian.org/debian}" || fail "mmdebstrap failed: see above"
        inside / wineboot --init >/dev/null 2>&1 || fail "Wine cannot make its prefix"
        # A program that crashes ends at once, with a status that says so, and not in Wine's debugger.
        for width in 64 32; do
            inside / wine reg add 'HKLM\Software\Microsoft\Windows NT\CurrentVersion\AeDebug' /v Debugger /d none /f \
                "/reg:$width" >/dev/null 2>&1
        done
        touch "$system/made"
    fi
    # It stays, so that a program does not wait for one; and Windows' services begin now, since they would keep open
    # whatever the first program writes to.
    inside / wineserver --persistent </dev/null >/dev/null 2>&1 || true
    inside / wine cmd /c exit </dev/null >/dev/null 2>&1 || fail "Wine does not run"
}

case ${1:?which program?} in
    --prepare) prepare ;;
    --end) [[ ! -e $system/made ]] || inside / wineserver --kill 2>/dev/null || true ;;
    *)
        [[ -e $system/made ]] || fail "there is no Wine yet: ./dev windows makes it"
        # cmd has the status that the program ended with for Windows. Wine's own processes are killed by a signal now and
        # then when they end, through a fault of Wine's: docs/decisions/0013-windows.md.
        program=Z:$(realpath "$1")
        shift
        # A service that Wine begins meanwhile keeps what the program writes to: a file, which nobody waits for as for a
        # pipe.
        written=$(mktemp)
        trap 'rm -f "$written"' EXIT
        status=0
        inside "$PWD" wine cmd /c "${program//\//\\}" "$@" </dev/null >"$written" 2>&1 || status=$?
        cat "$written"
        exit "$status"
        ;;
esac
