#!/usr/bin/env bash
# Prepares a release on the branch that is checked out: `scripts/release.sh 0.2.0`.
# Sets the version and the changelog's date, checks everything, commits and tags. Nothing is uploaded.
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1:?usage: scripts/release.sh MAJOR.MINOR.PATCH}
fail() { printf 'release: %s\n' "$*" >&2; exit 1; }

[[ $version =~ ^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$ ]] || fail "$version is no version such as 0.2.0"
[ -z "$(git status --porcelain)" ] || fail "commit or put away what is changed first"
! git rev-parse --quiet --verify "refs/tags/v$version" >/dev/null || fail "v$version is there already"
grep -q '^## Unreleased$' CHANGELOG.md || fail "CHANGELOG.md has no section 'Unreleased'"
! grep -q "^## $version " CHANGELOG.md || fail "CHANGELOG.md has a section $version already"

sed -i "s/^__version__ = .*/__version__ = \"$version\"/" graphbuild/__init__.py
sed -i "s/^## Unreleased$/## $version – $(date -u +%F)/" CHANGELOG.md
make test check-dist sbom || fail "not committed: see above; 'git checkout -- .' undoes it"
git commit --quiet --all --message "Release $version"
git tag --annotate "v$version" --message "graphbuild $version"
echo "v$version is committed and tagged; dist/ has what to upload: git push --follow-tags, twine upload dist/*.whl dist/*.tar.gz"
