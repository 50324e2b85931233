"""Mentions without a name: which entity a pronoun, a common noun or a description refers to."""
