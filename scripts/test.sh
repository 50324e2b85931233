#!/bin/sh
# Run all tests, in three processes at once that take about as long: those of the stores, those of security,
# the pipeline and the page, all others.
# With arguments, one pytest gets them: scripts/test.sh tests/extract -k passive
set -eu
cd "$(dirname "$0")/.."

if [ $# -gt 0 ]; then
  exec .venv/bin/python -m pytest "$@"
fi

# The Java engine starts some hundred times: let it start quickly.
export GRAPHBUILD_JVM_CACHE="$PWD/.venv/jvm"
mkdir -p -m 700 "$GRAPHBUILD_JVM_CACHE"
.venv/bin/python -c 'from graphbuild.stores import engine, engine_cache as made
cache = engine.cache()
if cache and not made.is_sound(cache) and made.start_making(cache).wait():
    print("the cache of Java classes was not made: tests take longer")'

stores="tests/neo4j tests/stores"
attacks="tests/pipeline tests/security tests/explore"
logs=$(mktemp -d)
.venv/bin/python -m pytest $stores >"$logs/stores" 2>&1 &
first=$!
.venv/bin/python -m pytest $attacks >"$logs/attacks" 2>&1 &
second=$!
trap 'kill "$first" "$second" 2>/dev/null || true; rm -rf "$logs"' EXIT
trap 'exit 130' INT TERM

status=0
.venv/bin/python -m pytest tests $(printf -- '--ignore=%s ' $stores $attacks) || status=$?
wait "$first" || status=$?
wait "$second" || status=$?
cat "$logs/stores" "$logs/attacks"
exit "$status"
