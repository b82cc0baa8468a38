#!/usr/bin/env bash
# Installs the packages into a fresh Debian 12, and does there what the README's section "Installing" says:
# tour.sh PACKAGES README
#
# The system is in memory, and in a network of its own with one mail server; all of it ends with this script.
set -euo pipefail
here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
skip() { echo "skipped: $*" && exit 77; }

if [[ ${3:-} != inside ]]; then
    ((EUID == 0)) || skip "only root can enter a system of its own"
    command -v mmdebstrap >/dev/null || skip "mmdebstrap is not installed; ./dev package installs it"
    exec unshare --mount --propagation private "$0" "$1" "$2" inside
fi
packages=$1 readme=$2

# The mirror of this machine, as its own sources name it.
mirror=$(sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb \(\[[^]]*\] \)\?\(http[^ ]*\).*/\2/p' \
    /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null | grep -m 1 debian) || true

tree=$(mktemp -d)
trap 'umount --lazy "$tree" && rmdir "$tree"' EXIT
mount -t tmpfs -o mode=755 tmpfs "$tree"
mkdir "$tree/packages"
cp "$packages"/*.deb "$tree/packages"
# shellcheck disable=SC2016  # mmdebstrap's own $1
mmdebstrap --quiet --variant=minbase --aptopt='APT::Install-Recommends "false"' --skip=check/empty \
    --include=g++,cmake,make,pkgconf,man-db \
    --customize-hook='chroot "$1" sh -c "apt-get -q install --yes /packages/*.deb"' \
    --customize-hook='chroot "$1" useradd --create-home --shell /bin/bash alice' \
    bookworm "$tree" "${mirror:-http://deb.debian.org/debian}"
cp "$here/tour_inside.sh" "$tree/home/alice/tour.sh"
# The second block of the section is what a user types.
awk '/^## /{section = $0} section == "## Installing" && /^```/{fence++; next} section == "## Installing" && fence == 3' \
    "$readme" >"$tree/home/alice/typed"
[[ -s $tree/home/alice/typed ]]
printf '127.0.0.1 localhost\n192.0.2.2 imap.example.org\n' >"$tree/etc/hosts"
: >"$tree/etc/resolv.conf" # the name servers of this machine are out of reach there

# shellcheck disable=SC2016  # they are the inner shell's
unshare --net --pid --fork --kill-child bash -euc '
    tree=$1 here=$2
    mount -t proc proc "$tree/proc"
    ip link set lo up
    ip link add eth0 type veth peer name cable
    ip address add 192.0.2.2/24 dev eth0
    ip link set eth0 up
    ip link set cable up
    ip route add default via 192.0.2.1
    python3 -B "$here/imap_server.py" 192.0.2.2 &
    until (exec 3<>/dev/tcp/192.0.2.2/143) 2>/dev/null; do sleep 0.05; done
    chroot --userspec=alice:alice "$tree" env -i HOME=/home/alice LANG=C.UTF-8 PATH=/usr/bin:/bin \
        dbus-run-session -- bash /home/alice/tour.sh' tour "$tree" "$here" </dev/null

echo "== and is gone without a trace when it is purged"
chroot "$tree" dpkg --purge offlined offlined-doc libmapioffline-dev libmapioffline1
left=$(find "$tree" -xdev -regex '.*\(offlined\|offlinectl\|mapioffline\).*' ! -path "$tree/home/*" ! -path "$tree/packages/*")
[[ -z $left ]] || { echo "left behind: $left" && exit 1; }
