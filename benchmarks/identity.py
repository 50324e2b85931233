"""Names of different articles resolved: seconds for so many synthetic entities, some in variants."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from benchmarks.measures import Row
from graphbuild import tables
from graphbuild.resolve import Sighting, resolve_sightings

#: One entity in twenty is also found under a variant of its name.
VARIANTS = 20
SYLLABLES = "ba ker lo min dar vel so rin ta gul mar ned os pi ren sha tor ul vik wen yas zo han lem".split()


def rows() -> list[Row]:
    """Resolution of ten thousand and a hundred thousand entities, and how the one grows into the other."""
    few, many = seconds(10_000), seconds(100_000)
    return [
        Row("resolving 10,000 entities, 5 % in variants", f"{few:.2f} s", "", ""),
        Row("resolving 100,000 entities, 5 % in variants", f"{many:.2f} s", "seconds", ""),
        Row("resolving ten times as many", f"{many / few:.3g}", "about 10", f"{many:.2f} s : {few:.2f} s"),
    ]


def seconds(number: int) -> float:
    """How long it takes to resolve so many entities, two sightings of each."""
    found = list(sightings(number))
    started = time.perf_counter()
    resolve_sightings(found)
    return time.perf_counter() - started


def sightings(number: int) -> Iterator[Sighting]:
    """Persons of ordinary first names and made-up surnames, as many share a surname as do in the news."""
    dice = random.Random(7)
    given = sorted(tables.first_names())
    homes = sorted(code for code, c in tables.countries().items() if c.status == "sovereign")
    for k in range(number):
        surname = "".join(dice.choices(SYLLABLES, k=dice.choice((2, 3, 3, 4)))).title()
        first, home = dice.choice(given), dice.choice(homes)
        names = [f"{first} {surname}"] * 2
        if k % VARIANTS == 0:
            names[1] = dice.choice(
                (f"{first} {respelt(surname)}", f"{first} {dice.choice(given)} {surname}", surname)
            )
        for n, name in enumerate(names):
            yield _sighting(f"{k}-{n}", name, home, dice)


def respelt(surname: str) -> str:
    return surname.replace("k", "q").replace("u", "ou").replace("y", "i")


def _sighting(article: str, name: str, home: str, dice: random.Random) -> Sighting:
    bare = " " not in name
    key = f"{article}/{name.lower()}" if bare else name.lower()
    date = f"{dice.randint(1990, 2020)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    return Sighting(
        article=article,
        local="e",
        kind="person",
        key=key,
        bound=bare,
        name=name,
        forms=frozenset((name,)),
        date=date,
        source=f"Publisher {dice.randint(1, 30)}",
        homes=frozenset((home,)) if dice.random() < 0.5 else frozenset(),
        offices=frozenset((("president", home),)) if dice.random() < 0.1 else frozenset(),
        bodies=frozenset(),
        beside=frozenset((home, "USA")),
    )


if __name__ == "__main__":
    for row in rows():
        print(f"{row.measure}: {row.value}")
