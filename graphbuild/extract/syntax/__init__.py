"""A normalised predicate–argument and noun-phrase graph of the dependency parse."""

from graphbuild.extract.syntax.graph import ROLES, Syntax

__all__ = ["ROLES", "Syntax"]
