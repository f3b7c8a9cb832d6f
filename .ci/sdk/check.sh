#!/bin/sh
# Holds the practice server against Seam's own SDKs, JavaScript and Python, at pinned versions.
#
# Needs ENDPOINT and API_KEY of a freshly started practice server whose encodes take at least 300 ms, node with npm,
# and python3 with venv. Packages go into SDK_DIR (default: a new temporary folder, removed at the end).
# Ends with 0 only if every check of both SDKs passed.
set -eu

: "${ENDPOINT:?set ENDPOINT to the practice server, such as http://127.0.0.1:4000}"
: "${API_KEY:?set API_KEY to the practice server's api_key}"
export ENDPOINT API_KEY

# The SDKs read these as well and refuse two credentials at once.
unset SEAM_API_KEY SEAM_PERSONAL_ACCESS_TOKEN SEAM_WORKSPACE_ID SEAM_ENDPOINT SEAM_API_URL

here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${SDK_DIR:-}" ]; then
    SDK_DIR=$(mktemp -d)
    trap 'rm -rf "$SDK_DIR"' EXIT
    trap 'exit 1' HUP INT TERM
fi
mkdir -p "$SDK_DIR/js"

# 2.32.0 asks for Node 22 and runs on 20; npm only warns about it.
echo '{"private": true, "type": "module"}' > "$SDK_DIR/js/package.json"
npm install --prefix "$SDK_DIR/js" --no-audit --no-fund --loglevel=error --engine-strict=false @seamapi/http@2.32.0
cp "$here/check.mjs" "$SDK_DIR/js/check.mjs"
node "$SDK_DIR/js/check.mjs"

[ -x "$SDK_DIR/py/bin/python" ] || python3 -m venv "$SDK_DIR/py"
"$SDK_DIR/py/bin/python" -m pip install --quiet --disable-pip-version-check seam==3.18.0
"$SDK_DIR/py/bin/python" "$here/check.py"
