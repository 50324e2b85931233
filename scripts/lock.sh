#!/usr/bin/env bash
# Pins names, versions and hashes for Python 3.11 to 3.13 in requirements/*.txt (needs uv).
# Versions already pinned are kept; `scripts/lock.sh --upgrade` moves to the newest allowed.
set -euo pipefail
cd "$(dirname "$0")/.."
export UV_CUSTOM_COMPILE_COMMAND="make lock"
unset UV_SYSTEM_PYTHON

if uv --version >/dev/null 2>&1; then uv=(uv); else uv=(python3 -m uv); fi
compile=("${uv[@]}" pip compile --quiet --universal --python-version 3.11 --generate-hashes
  --only-binary :all: --emit-build-options --no-annotate --no-emit-index-url --no-emit-find-links "$@")

"${compile[@]}" pyproject.toml -o requirements/runtime.txt
"${compile[@]}" pyproject.toml --extra dev -c requirements/runtime.txt -o requirements/dev.txt
"${compile[@]}" pyproject.toml --extra release -c requirements/dev.txt -o requirements/release.txt
"${compile[@]}" pyproject.toml --extra train -c requirements/runtime.txt -o requirements/train.txt
"${compile[@]}" --group setup -o requirements/uv.txt
"${compile[@]}" --group build -c requirements/dev.txt -o requirements/build.txt
