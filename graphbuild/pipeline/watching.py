"""Rebuild a graph whenever its inputs change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from graphbuild.errors import GraphbuildError, InputError, LedgerError
from graphbuild.pipeline.building import build
from graphbuild.pipeline.options import DateFrom, GivenDay, Inputs, columns_of, paths
from graphbuild.pipeline.report import BuildReport, Progress
from graphbuild.tables import aliases as dictionary
from graphbuild.workers import Workers

_QUIET = 0.4
"""Seconds without a further change after which a rebuild starts."""
_LONGEST = 5.0
"""Seconds after which a rebuild starts although changes continue."""
_AGAIN = 2.0
"""Seconds until a failed build is retried."""


def watch(
    inputs: Inputs,
    folder: Path | str,
    *,
    workers: Workers = "auto",
    model: str | None = None,
    encoder: bool = True,
    aliases: Path | str | None = None,
    any_language: bool = False,
    collate: bool = True,
    columns: Mapping[str, str] | None = None,
    day_first: bool | None = None,
    date: GivenDay = None,
    date_from: DateFrom | None = None,
    source: str | None = None,
    stop: threading.Event | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[BuildReport | GraphbuildError]:
    """Keep a graph folder in step with its inputs: new and changed articles are read, deleted ones removed.

    Builds at once and after every change, as ``build`` does with ``prune``. Yields the report of each build,
    or the error of a failed one, which is retried. Ends when ``stop`` is set, or is interrupted.

    Raises ``InputError`` at once for inputs that cannot be watched.
    """
    import watchfiles

    given = [Path(path) for path in paths(inputs)]
    for path in given:
        if str(path) == "-":
            raise InputError("-: files and folders are watched, not stdin; give a folder")
        if not path.exists():
            raise InputError(f"{path}: there is no such file or folder to watch; check the path")
    columns_of(columns, day_first, date, date_from, source)  # validates the options
    if aliases is not None:
        dictionary.load(aliases)
    graph = Path(folder).resolve()

    def matters(_: watchfiles.Change, name: str) -> bool:
        path = Path(name)
        return not path.name.startswith(".") and not path.resolve().is_relative_to(graph)

    def reports() -> Iterator[BuildReport | GraphbuildError]:
        due = True
        for changes in watchfiles.watch(
            *given,
            watch_filter=matters,
            debounce=int(_LONGEST * 1000),
            step=int(_QUIET * 1000),
            rust_timeout=int(_AGAIN * 1000),
            yield_on_timeout=True,
            stop_event=stop,
            raise_interrupt=True,
        ):
            if changes or due:
                try:
                    yield build(
                        list(given),
                        folder,
                        workers=workers,
                        model=model,
                        encoder=encoder,
                        aliases=aliases,
                        any_language=any_language,
                        collate=collate,
                        columns=columns,
                        day_first=day_first,
                        date=date,
                        date_from=date_from,
                        source=source,
                        prune=True,
                        progress=progress,
                    )
                    due = False
                except (InputError, LedgerError) as error:
                    yield error
                    due = True

    return reports()
