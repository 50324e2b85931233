"""What can go wrong, as a tree. Every message says what, where and what to do.

GraphbuildError
├── InputError     an article, file or folder that cannot be read
├── TableError     a table of ``graphbuild/resources`` that contradicts itself
├── ModelError     a language model that is missing or broken
├── LedgerError    a graph folder that is missing, not ours, newer, locked or unwritable
├── QueryError     Cypher that is wrong, forbidden, too slow or lacks a parameter
└── StoreError     a database or export file that cannot be reached, read or written
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

#: Words of which all are compared with one that is unknown; of more those that begin alike.
_MANY = 20_000


class GraphbuildError(Exception):
    """Base of all errors that graphbuild raises on purpose.

    ``wrong`` are the options, without dashes, whose values are at fault whatever a graph holds: the command
    line ends with 2 for them. Where ``named`` the message calls them so.
    """

    def __init__(self, message: str = "", *, wrong: Sequence[str] = (), named: bool = True) -> None:
        super().__init__(message)
        self.wrong = tuple(wrong)
        self.named = named


class InputError(GraphbuildError):
    """An article, file or folder cannot be read."""


class TableError(GraphbuildError):
    """A table of ``graphbuild/resources`` contradicts itself."""


class ModelError(GraphbuildError):
    """A language model is missing or cannot be loaded."""


class LedgerError(GraphbuildError):
    """A graph folder is missing, not ours, of a newer schema, locked or unwritable."""


class QueryError(GraphbuildError):
    """A Cypher query is wrong, forbidden, too slow, or lacks a parameter."""


class StoreError(GraphbuildError):
    """A database or an export file cannot be reached, read or written."""


def cannot_read(path: Path | str, error: OSError) -> InputError:
    """The error for a file that cannot be read, in the same words for every file that a user gives."""
    if error.errno == errno.ENOENT:
        return InputError(f"{path}: there is no such file; check the path")
    if error.errno == errno.EISDIR:
        return InputError(f"{path}: is a folder; give a file")
    advice = "check its permissions" if error.errno in (errno.EACCES, errno.EPERM) else "check the file"
    return InputError(f"{path}: cannot be read ({error.strerror or error}); {advice}")


def cannot_write(path: Path | str, error: OSError) -> StoreError:
    """The error for a file that cannot be written, in the same words for every file that a user asks for."""
    reason = error.strerror or str(error)
    if error.errno == errno.EISDIR:
        reason = "it is a folder"
    elif error.errno in (errno.ENOENT, errno.ENOTDIR):
        lacking = next((p for p in [*Path(path).parents][::-1] if not p.is_dir()), None)
        if lacking is not None:
            reason = f"{lacking} is no folder" if lacking.exists() else f"there is no folder {lacking}"
    return StoreError(f"{path}: cannot be written ({reason}); give another place")


def a_kind(value: object) -> str:
    """What a value is, as a message about a wrong type has it: "a dict"; what it holds may be long."""
    kind = type(value).__name__
    return "None" if value is None else f"{'an' if kind[0].lower() in 'aeiou' else 'a'} {kind}"


def did_you_mean(word: str, known: Iterable[str] | Mapping[str, str]) -> str:
    """What a message about an unknown word ends with: "; did you mean …?", where a known word is like it, or
    the same in another letter case; else nothing.

    Of a mapping the words are looked through, and what they stand for is listed.
    """
    found = near(word, known)
    return f"; did you mean {' or '.join(found)}?" if found else ""


def perhaps(word: str, known: Iterable[str] | Mapping[str, str]) -> str:
    """As :func:`did_you_mean`, in brackets within a message: " (did you mean …?)"."""
    return in_brackets(near(word, known))


def in_brackets(found: Sequence[str]) -> str:
    """Words that may be meant as a message has them: " (did you mean …?)"; nothing for none."""
    return f" (did you mean {' or '.join(found)}?)" if found else ""


def near(word: str, known: Iterable[str] | Mapping[str, str], alike: float = 0.6) -> list[str]:
    """At most three known words that are like one, from 0 to 1 so much, the likeliest first; see
    :func:`did_you_mean`.
    """
    import difflib

    wanted = word.casefold()
    plain = {other.casefold(): known[other] if isinstance(known, Mapping) else other for other in known}
    among = [other for other in plain if other[:2] == wanted[:2]] if len(plain) > _MANY else plain
    return list(
        dict.fromkeys(plain[match] for match in difflib.get_close_matches(wanted, among, n=3, cutoff=alike))
    )
