"""The pass that attaches roles to their holders, by the rules of ``role_rules.tsv``.

It runs twice: before coreference, which needs the posts to resolve "the minister", and after it, for the
posts of pronouns. :mod:`graphbuild.extract.roles.relations` derives relations from the posts (leads,
represents, works for).
"""

from graphbuild.extract.roles.holders import find_posts, role_search
from graphbuild.extract.roles.relations import candidates

__all__ = ["candidates", "find_posts", "role_search"]
