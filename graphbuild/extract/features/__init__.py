"""Predicates on tokens, by what they ask about: grammar, names, entities, common nouns.

Each module has a table ``PREDICATES`` of its predicates by name;
:class:`graphbuild.extract.token_features.Features` looks them up.
"""
