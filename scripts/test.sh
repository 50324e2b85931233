#!/bin/sh
# Run all tests, in two processes at once: those of stores, security and the pipeline beside the others.
# With arguments, one pytest gets them: scripts/test.sh tests/extract -k passive
set -eu
cd "$(dirname "$0")/.."

if [ $# -gt 0 ]; then
  exec .venv/bin/python -m pytest "$@"
fi

beside="tests/neo4j tests/pipeline tests/security tests/stores"
log=$(mktemp)
.venv/bin/python -m pytest $beside >"$log" 2>&1 &
second=$!
trap 'kill "$second" 2>/dev/null || true; rm -f "$log"' EXIT
trap 'exit 130' INT TERM

status=0
.venv/bin/python -m pytest tests $(printf -- '--ignore=%s ' $beside) || status=$?
wait "$second" || status=$?
cat "$log"
exit "$status"
