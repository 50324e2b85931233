"""The event to which factuality is propagated."""

from __future__ import annotations

from dataclasses import dataclass

from graphbuild.annotate import Parse
from graphbuild.extract.factuality.speakers import Attribution
from graphbuild.extract.syntax import Syntax


@dataclass(frozen=True, slots=True)
class EventContext:
    """One event in its sentence."""

    syntax: Syntax
    event: int
    """Token of the event."""
    carrier: int
    """Token of the verb that carries an event noun ("*launched* an attack"); -1 for none."""
    standing: bool
    """Whether a noun denotes a lasting relation rather than an occurrence."""
    quotation: Attribution
    """Speaker of the quotation around the event."""

    @property
    def parse(self) -> Parse:
        return self.syntax.parse
