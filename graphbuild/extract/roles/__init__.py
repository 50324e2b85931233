"""The pass that finds who is said to hold which role of what, by the rules of ``role_rules.tsv``.

It runs twice while an article is read: before coreference, which needs to know who "the minister" can be,
and after it, for the posts of pronouns. What a post then says of its holder (leads, represents, works for)
is a matter of :mod:`graphbuild.extract.roles.relations`.
"""

from graphbuild.extract.roles.holders import find, searching
from graphbuild.extract.roles.relations import candidates

__all__ = ["candidates", "find", "searching"]
