"""The tree of exceptions. Every message says what is wrong, where, and what to do.

GraphbuildError ├── InputError     an article, file or folder that cannot be read ├── TableError     a table
of ``graphbuild/resources`` with a contradiction ├── ModelError     a language model that is missing or broken
├── LedgerError    a graph folder that is missing, not a graph, newer, locked or unwritable ├── QueryError
a query that is invalid, forbidden, too slow or lacks a parameter └── StoreError     a database or export file
that cannot be reached, read or written
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

#: Up to so many words, an unknown word is compared with all of them; above, only with those of the same
#: initial.
_MOST_COMPARED = 20_000


class GraphbuildError(Exception):
    """Base class of all errors that graphbuild raises on purpose.

    ``wrong`` are the options, without dashes, with invalid values, regardless of the graph; the command line
    then exits with 2. ``named`` is whether the message contains the names of these options.
    """

    def __init__(self, message: str = "", *, wrong: Sequence[str] = (), named: bool = True) -> None:
        super().__init__(message)
        self.wrong = tuple(wrong)
        self.named = named


class InputError(GraphbuildError):
    """An article, file or folder cannot be read."""


class TableError(GraphbuildError):
    """A table of ``graphbuild/resources`` has a contradiction."""


class ModelError(GraphbuildError):
    """A language model is missing or cannot be loaded."""


class LedgerError(GraphbuildError):
    """A graph folder is missing, not a graph, of a newer schema, locked or unwritable."""


class QueryError(GraphbuildError):
    """A Cypher query is invalid, forbidden, too slow, or lacks a parameter."""


class StoreError(GraphbuildError):
    """A database or an export file cannot be reached, read or written."""


def cannot_read(path: Path | str, error: OSError) -> InputError:
    """Return the error for an unreadable file of the user, with the same wording everywhere."""
    if error.errno == errno.ENOENT:
        return InputError(f"{path}: there is no such file; check the path")
    if error.errno == errno.EISDIR:
        return InputError(f"{path}: is a folder; give a file")
    advice = "check its permissions" if error.errno in (errno.EACCES, errno.EPERM) else "check the file"
    return InputError(f"{path}: cannot be read ({error.strerror or error}); {advice}")


def cannot_write(path: Path | str, error: OSError) -> StoreError:
    """Return the error for an unwritable file of the user, with the same wording everywhere."""
    reason = error.strerror or str(error)
    if error.errno == errno.EISDIR:
        reason = "it is a folder"
    elif error.errno in (errno.ENOENT, errno.ENOTDIR):
        lacking = next((p for p in [*Path(path).parents][::-1] if not p.is_dir()), None)
        if lacking is not None:
            reason = f"{lacking} is no folder" if lacking.exists() else f"there is no folder {lacking}"
    return StoreError(f"{path}: cannot be written ({reason}); give another place")


def type_description(value: object) -> str:
    """Return the type of a value for messages: "a dict". The value itself may be too long."""
    kind = type(value).__name__
    return "None" if value is None else f"{'an' if kind[0].lower() in 'aeiou' else 'a'} {kind}"


def did_you_mean(word: str, known: Iterable[str] | Mapping[str, str]) -> str:
    """Return the end of a message about an unknown word: "; did you mean …?", or empty without suggestions.

    Suggestions are similar words, or the same word in another case. The keys of a mapping are compared, and
    its values are suggested.
    """
    found = similar_words(word, known)
    return f"; did you mean {' or '.join(found)}?" if found else ""


def suggested(word: str, known: Iterable[str] | Mapping[str, str]) -> str:
    """Like :func:`did_you_mean`, in brackets within a message: " (did you mean …?)"."""
    return in_brackets(similar_words(word, known))


def in_brackets(found: Sequence[str]) -> str:
    """Format suggestions within a message: " (did you mean …?)"; empty for none."""
    return f" (did you mean {' or '.join(found)}?)" if found else ""


def similar_words(word: str, known: Iterable[str] | Mapping[str, str], alike: float = 0.6) -> list[str]:
    """Return at most three known words with a similarity of at least ``alike`` (0 to 1), the most similar
    first.

    See :func:`did_you_mean`.
    """
    import difflib

    wanted = word.casefold()
    plain = {other.casefold(): known[other] if isinstance(known, Mapping) else other for other in known}
    among = [other for other in plain if other[:2] == wanted[:2]] if len(plain) > _MOST_COMPARED else plain
    return list(
        dict.fromkeys(plain[match] for match in difflib.get_close_matches(wanted, among, n=3, cutoff=alike))
    )
