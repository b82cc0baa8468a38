#!/usr/bin/env bash
# Makes Debian's packages of what a build has: tools/make_packages.sh BUILD FOLDER. The folder is made anew.
#
# CPack makes them, and this adds what version 3.25 of it has no words for: the field Multi-Arch; ldconfig by dpkg's trigger
# alone, without scripts that call it; one time in all files, so that the same sources make the same bytes.
set -euo pipefail
build=$1 folder=$2
SOURCE_DATE_EPOCH=$(git -C "$(dirname "${BASH_SOURCE[0]}")" log -1 --format=%ct)
export SOURCE_DATE_EPOCH

rm -rf "$folder"
cpack --config "$build/CPackConfig.cmake" -B "$folder"
rm -rf "$folder/_CPack_Packages"

tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
for package in "$folder"/*.deb; do
    dpkg-deb --raw-extract "$package" "$tree/of"
    rm -f "$tree/of/DEBIAN/postinst" "$tree/of/DEBIAN/postrm"
    case $(dpkg-deb --field "$package" Package) in
        lib*) of_each_architecture=same ;;
        *) of_each_architecture=foreign ;;
    esac
    sed -i "/^Architecture:/a Multi-Arch: $of_each_architecture" "$tree/of/DEBIAN/control"
    chmod 755 "$tree/of"
    dpkg-deb --root-owner-group --build "$tree/of" "$package"
    rm -rf "$tree/of"
done
