#!/usr/bin/env bash
# Sets up .venv from the hash-checked locks: `scripts/setup.sh runtime|dev|release|train`.
# Uses uv, which pip fetches for the time of the set-up where none is found, else pip (GRAPHBUILD_NO_UV=1: at once).
# PYTHON names the interpreter (default: the first of 3.11-3.13).
set -euo pipefail
cd "$(dirname "$0")/.."
lock=${1:?usage: scripts/setup.sh runtime|dev|release|train}
python=.venv/bin/python
unset UV_SYSTEM_PYTHON VIRTUAL_ENV PYTHONHOME PIP_TARGET PIP_PREFIX PIP_USER

fail() { printf 'set-up: %s\n' "$*" >&2; exit 1; }
suits() { "$@" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' >/dev/null 2>&1; }

find_python() {
  if [ -n "${PYTHON:-}" ]; then
    suits "$PYTHON" || fail "PYTHON=$PYTHON is no Python 3.11, 3.12 or 3.13"
    echo "$PYTHON"
    return
  fi
  local name
  for name in python3 python3.12 python3.13 python3.11 python; do
    if suits "$name"; then echo "$name"; return; fi
  done
  fail "needs Python 3.11, 3.12 or 3.13 and found none; install one or name it: make PYTHON=/path/to/python3.12 …"
}

. scripts/fetch_uv.sh
uv=()
if [ -z "${GRAPHBUILD_NO_UV:-}" ]; then
  if uv --version >/dev/null 2>&1; then uv=(uv); elif python3 -m uv --version >/dev/null 2>&1; then uv=(python3 -m uv); fi
fi

if ! suits "$python"; then
  [ ! -e .venv ] || fail ".venv holds no working Python 3.11, 3.12 or 3.13; remove it (make clean) and run again"
  base=$(find_python)
  if [ ${#uv[@]} -gt 0 ]; then
    "${uv[@]}" venv --quiet --python "$(command -v "$base")" .venv
  elif ! "$base" -m venv .venv; then
    rm -rf .venv
    fail "'$base -m venv' failed: install the venv module (Debian and Ubuntu: apt install python3-venv) or uv"
  fi
fi

install() {
  echo "set-up: installing requirements/$lock.txt into .venv with $1 (the first time takes up to two minutes)" >&2
  shift
  "$@" --require-hashes -r "requirements/$lock.txt" -r requirements/build.txt &&
    "$@" --no-deps --no-build-isolation --editable .
}

if [ ${#uv[@]} -gt 0 ]; then
  install uv "${uv[@]}" pip install --quiet --python "$python"
else
  "$python" -m pip --version >/dev/null 2>&1 || "$python" -m ensurepip >/dev/null ||
    fail ".venv has no pip and Python brings none; remove .venv and install python3-venv or uv"
  # What is never imported need not be compiled: that takes a quarter of the time.
  pip=("$python" -m pip install --quiet --disable-pip-version-check --no-compile)
  fetched=.venv/.uv
  trap 'rm -rf "$fetched"' EXIT
  if [ -z "${GRAPHBUILD_NO_UV:-}" ] && fetch_uv "$fetched" "${pip[@]}"; then
    install uv "$fetched/bin/uv" --system-certs pip install --quiet --python "$python" || install pip "${pip[@]}"
  else
    install pip "${pip[@]}"
  fi
fi
touch ".venv/.installed-$lock"
