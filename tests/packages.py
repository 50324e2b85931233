"""What an installation of graphbuild consists of: ``python -m tests.packages`` prints sizes and licences.

Counted are the distributions that ``pip install graphbuild`` brings on this machine: those that its metadata
asks for, without extras, and what these ask for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

#: MiB without bytecode that an installation may take.
GOAL = 600
#: Licences under which a part may be passed on beside Apache-2.0 code: permissive, or weak copyleft by file.
PERMITTED = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software Foundation|HPND|Unlicense|Zlib|0BSD|MPL|Mozilla|CC0|CNRI",
    re.I,
)


def runtime(name: str = "graphbuild", extras: Iterable[str] = ()) -> dict[str, Distribution]:
    """Everything that an installation of ``name`` with these extras has, by normalised name, in order."""
    return {name: distribution(name) for name in sorted(dependencies(name, extras))}


def dependencies(name: str = "graphbuild", extras: Iterable[str] = ()) -> dict[str, set[str]]:
    """What each distribution of such an installation asks for, by normalised names."""
    found: dict[str, set[str]] = {}
    waiting = [(name, frozenset(extras))]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, wanted = waiting.pop()
        key = (canonicalize_name(name), wanted)
        if key in seen:
            continue
        seen.add(key)
        needs = found.setdefault(key[0], set())
        for line in distribution(name).requires or ():
            requirement = Requirement(line)
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in (wanted or {""})):
                needs.add(canonicalize_name(requirement.name))
                waiting.append((requirement.name, frozenset(requirement.extras)))
    return found


def mebibytes(installed: Distribution, *, compiled: bool = True) -> float:
    """Size of a distribution's files on disk, in MiB; with or without ``.pyc`` files."""
    paths = {Path(str(installed.locate_file(file))) for file in installed.files or ()}
    if installed.metadata["Name"] == "graphbuild":  # an editable install lists no file of the package
        import graphbuild

        paths = {path for path in Path(graphbuild.__file__).parent.rglob("*") if "page" not in path.parts}
    sizes = (p.stat().st_size for p in paths if p.is_file() and (compiled or p.suffix != ".pyc"))
    return sum(sizes) / 2**20


def licence(installed: Distribution) -> str:
    """The licence by a distribution's metadata: an SPDX expression, else trove classifiers, else text."""
    metadata = installed.metadata
    if expression := metadata["License-Expression"]:
        return str(expression)
    trove = [
        c.rpartition(" :: ")[2] for c in metadata.get_all("Classifier", ()) if c.startswith("License ::")
    ]
    text = (metadata["License"] or "").strip().splitlines()
    return ", ".join(sorted({c for c in trove if c != "OSI Approved"})) or (text[0][:60] if text else "")


def main() -> None:
    """Print each distribution with its size and licence, the largest first, and the sum."""
    found = runtime()
    sizes = {name: mebibytes(d) for name, d in found.items()}
    for name in sorted(found, key=lambda name: (-sizes[name], name)):
        print(f"{sizes[name]:7.1f} MiB  {name} {found[name].version}  {licence(found[name])}")
    bare = sum(mebibytes(d, compiled=False) for d in found.values())
    print(f"{sum(sizes.values()):7.1f} MiB  together, {bare:.1f} MiB without bytecode (goal: {GOAL})")


if __name__ == "__main__":
    main()
