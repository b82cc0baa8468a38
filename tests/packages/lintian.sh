#!/usr/bin/env bash
# What lintian says of the packages in a folder: nothing. That they close no bug of Debian's is no fault of theirs.
set -euo pipefail
command -v lintian >/dev/null || { echo "skipped: lintian is not installed; ./dev package installs it" && exit 77; }
exec lintian --allow-root --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs "$1"/*.deb
