#!/usr/bin/env bash
# Builds wheel and sdist into dist/, checks them, and tries the wheel in a clean environment of each Python
# from 3.11 to 3.13 that is found: version, a small build, a question, and how much disk it takes; in the first
# of them the sdist is installed, too, and the wheel as users do: without the lock, by the pip that Python brings.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$PWD/.venv/bin
work=$(mktemp -d)
fetched=.venv/.uv
trap 'rm -rf "$work" "$fetched"' EXIT

rm -f dist/*.whl dist/*.tar.gz
"$bin/python" -m build --no-isolation --outdir dist . >/dev/null # the wheel from what the sdist holds
"$bin/twine" check --strict dist/*.whl dist/*.tar.gz
wheel=$(ls "$PWD"/dist/*.whl)

. scripts/fetch_uv.sh
uv=()
if [ -z "${GRAPHBUILD_NO_UV:-}" ] && uv --version >/dev/null 2>&1; then uv=(uv); fi
install() { # environment, arguments of pip install
  local env=$1
  shift
  if [ ${#uv[@]} -gt 0 ]; then
    "${uv[@]}" pip install --quiet --python "$env/bin/python" "$@"
  else
    "$env/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
  fi
}

mebibytes() { # folder, condition of find
  find "$@" -type f -printf '%s\n' | awk '{s += $1} END {printf "%.0f", s / 1048576}'
}
goal=$("$bin/python" -c "from tests.packages import GOAL; print(GOAL)")

tried=0
for version in 3.11 3.12 3.13; do
  python=$("$bin/python" scripts/find_python.py "$version") || { echo "Python $version: not found, not tried"; continue; }
  env=$work/$version
  "$python" -m venv "$env"
  if [ ${#uv[@]} = 0 ] && [ -z "${GRAPHBUILD_NO_UV:-}" ] &&
    fetch_uv "$fetched" "$env/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile; then
    uv=("$fetched/bin/uv" --system-certs)
  fi
  install "$env" --require-hashes -r requirements/runtime.txt
  install "$env" --no-deps "$wheel"
  "$env/bin/python" -m pip check
  (
    cd "$work"
    "$env/bin/graphbuild" --version
    "$env/bin/graphbuild" build "$OLDPWD/data/articles/ussuri-1969.txt" -g "graph$version"
    "$env/bin/graphbuild" query "MATCH (n:Country) RETURN n.name AS country ORDER BY country" -g "graph$version" --format csv |
      grep "Soviet Union" >/dev/null # not -q, which ends the query before it has written all
  )
  if [ "$tried" = 0 ]; then # the sdist, too
    "$env/bin/python" -m pip uninstall --quiet --yes graphbuild
    install "$env" --require-hashes -r requirements/build.txt
    install "$env" --no-deps --no-build-isolation dist/*.tar.gz
    "$env/bin/graphbuild" --version
    "$env/bin/python" -m pip uninstall --quiet --yes -r requirements/build.txt
    "$python" -m venv "$work/unlocked"
    "$work/unlocked/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile "$wheel"
    echo "<html><body><p>France met Italy in Rome on Monday.</p></body></html>" >"$work/page.html"
    "$work/unlocked/bin/graphbuild" build "$work/page.html" -g "$work/page" --fast
    rm -rf "$work/unlocked"
  fi
  "$env/bin/python" -m pip uninstall --quiet --yes pip
  echo "Python $version: $(mebibytes "$env/lib" ! -name '*.pyc') MiB installed, without bytecode (goal: $goal)"
  rm -rf "$env"
  tried=$((tried + 1))
done
[ "$tried" -gt 0 ]
echo "dist/: $(cd dist && ls | tr '\n' ' ')fine on $tried versions of Python"
