#!/usr/bin/env bash
# The tour of `make demo`: the sample corpus into ./graph, then five questions, each with its evidence.
set -euo pipefail
cd "$(dirname "$0")/.."
export GRAPHBUILD_GRAPH=graph
export PATH="$PWD/.venv/bin:$PATH"

run() {
  local word
  printf '\n$ graphbuild'
  for word in "$@"; do
    case $word in *" "*) printf ' "%s"' "$word" ;; *) printf ' %s' "$word" ;; esac
  done
  printf '\n'
  graphbuild "$@"
}
question() { printf '\n── %s\n' "$*"; }

run build data/articles

question "1. Whom did Richard Nixon meet?"
run query --name who_met --param person="Richard Nixon"

question "2. Who acts or speaks against Iraq, and against whom does Iraq?"
run query --name hostilities --param country=Iraq --param limit=8

question "3. Who punishes whom with sanctions, embargoes or expulsions?"
run query --name sanctions --param limit=6

question "4. How did Iran and Iraq stand to each other over time?"
run stance Iran Iraq

question "5. And what is said of Egypt and Israel?"
run explain Egypt Israel

printf '\n── And all of it, to be looked at\n'
run report --out graph/report.html

printf '\nOpen graph/report.html in a browser, or look at the graph with its articles: .venv/bin/graphbuild explore\n'
printf 'The graph is in ./graph. More questions: .venv/bin/graphbuild queries\n'
