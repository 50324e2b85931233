"""Corrections of what a small parser gets wrong in sentences as news agencies write them.

``coordination``  persons, forces and objects joined by "and"
``phrases``       prepositional phrases and objects
``participles``   participles taken for verbs
``clauses``       subjects of clauses taken for objects or adverbs
``headlines``     verbs of headlines
``lists``         members of a list with a phrase each
``places``        states after their towns taken for subjects
"""

from graphbuild.annotate.parse import Parse
from graphbuild.annotate.repairs.clauses import give_subjects
from graphbuild.annotate.repairs.coordination import join_objects, join_persons, join_subjects, part_forces
from graphbuild.annotate.repairs.headlines import complete_headlines
from graphbuild.annotate.repairs.lists import join_lists
from graphbuild.annotate.repairs.participles import free_gerunds, part_participles
from graphbuild.annotate.repairs.phrases import attach_phrases
from graphbuild.annotate.repairs.places import join_places

__all__ = ["repair"]


def repair(parse: Parse) -> None:
    """Correct the heads in a parse with names, in place."""
    join_persons(parse)
    join_objects(parse)
    join_subjects(parse)
    attach_phrases(parse)
    part_forces(parse)
    part_participles(parse)
    free_gerunds(parse)
    join_places(parse)
    complete_headlines(parse)
    give_subjects(parse)
    join_lists(parse)
