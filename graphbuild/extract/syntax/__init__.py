"""Who does what to whom, whatever the construction: a normalised view of the dependency parse."""

from graphbuild.extract.syntax.graph import ROLES, Syntax

__all__ = ["ROLES", "Syntax"]
