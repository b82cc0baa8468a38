#!/usr/bin/env bash
# Makes a page of the manual, and beside it the same compressed: tools/manual_page.sh SOURCE PAGE VERSION CHANGELOG
#
# scdoc indents by tabs, our sources by four spaces. A page bears the day of its version, so that each build makes the
# same bytes.
set -euo pipefail
source=$1 page=$2 version=$3 changelog=$4

released=$(sed -n 's/^ -- .*>  //p' "$changelog" | head -n 1)
SOURCE_DATE_EPOCH=$(date -d "$released" +%s)
export SOURCE_DATE_EPOCH
mkdir -p "$(dirname "$page")"
sed -e "s/@VERSION@/$version/" -e ':again' -e 's/^\(\t*\)    /\1\t/;tagain' "$source" | scdoc >"$page"
gzip -9nc "$page" >"$page.gz"
