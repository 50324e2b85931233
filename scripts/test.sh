#!/bin/sh
# Run all tests, in three processes at once, each with a share of the folders, and beside them scripts/lint.sh.
# With arguments, one pytest gets them: scripts/test.sh tests/extract -k passive
# With --fast alone, what is not marked slow, in two processes at once that take about as long.
set -eu
cd "$(dirname "$0")/.."
# Tests start hundreds of processes of Python: what they load is to be compiled once.
unset PYTHONDONTWRITEBYTECODE

if [ "$*" = --fast ]; then
  outside="tests/cli tests/pipeline tests/security tests/stores"
  log=$(mktemp)
  .venv/bin/python -m pytest -m "not slow" $outside >"$log" 2>&1 &
  other=$!
  trap 'kill "$other" 2>/dev/null || true; rm -f "$log"' EXIT
  trap 'exit 130' INT TERM
  status=0
  .venv/bin/python -m pytest -m "not slow" tests $(printf -- '--ignore=%s ' $outside) || status=$?
  wait "$other" || status=$?
  cat "$log"
  exit "$status"
fi

if [ $# -gt 0 ]; then
  exec .venv/bin/python -m pytest "$@"
fi

scripts/lint.sh &
lint=$!

# The Java engine starts some hundred times: let it start quickly.
export GRAPHBUILD_JVM_CACHE="$PWD/.venv/jvm"
mkdir -p -m 700 "$GRAPHBUILD_JVM_CACHE"
.venv/bin/python -c 'from graphbuild.stores import engine, engine_cache as made
cache = engine.cache()
if cache and not made.is_sound(cache) and made.start_making(cache).wait():
    print("the cache of Java classes was not made: tests take longer")'

# Three shares at a time, on two processors: many tests wait for a database, a browser or another process. What
# needs a Neo4j, which starts once, is one share, and so is what reads our own suite, which takes a minute; the
# longest come first, so that all end at about the same time.
neo4j="tests/neo4j tests/stores/neo4j tests/stores/test_contract.py tests/stores/test_library.py
  tests/stores/test_neo4j_docs.py tests/stores/test_networkx.py tests/stores/test_notebooks.py
  tests/stores/test_parity.py tests/stores/test_read_back.py tests/stores/test_read_only.py
  tests/security/test_clauses.py tests/security/test_secrets.py
  tests/explore/test_places.py"
suite="tests/extract tests/test_quality.py"
# The sessions of the documents build the graph that the turning points are looked for in.
commands="tests/pipeline tests/cli tests/test_turning_points.py"
ignored() { printf -- ' --ignore=%s' "$@"; }
shares() {
  echo $neo4j
  echo "tests$(ignored $neo4j $suite $commands tests/explore tests/security tests/stores)"
  echo $commands
  echo "tests/explore$(ignored $neo4j)"
  echo "tests/security$(ignored $neo4j)"
  echo $suite
  echo "tests/stores$(ignored $neo4j)"
}
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
trap 'exit 130' INT TERM
export logs
status=0
shares | xargs -P 3 -L 1 sh -c '
  log=$(mktemp "$logs/XXXXXX")
  .venv/bin/python -m pytest "$@" >"$log" 2>&1 && status=0 || status=1
  cat "$log"
  exit "$status"' share || status=$?
wait "$lint" || { status=$?; echo "scripts/lint.sh failed: see above" >&2; }
exit "$status"
