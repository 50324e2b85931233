"""Word classes for recognising names, from the table of words: parts of names, titles, non-names."""

from __future__ import annotations

from graphbuild import tables

#: Nouns in names of organisations.
ORGANISATION_NOUNS = tables.words("organisation noun")
HONORIFIC = tables.words("honorific")
#: Last words of names of laws, events, places and works, which NER often labels as organisations.
THING_NOUNS = tables.words("thing noun")
#: Last words of names of events and awards.
EVENT_NOUNS = tables.words("event noun")
#: Nouns after which "of X" belongs to the name ("Bank of China", "Football Association of Zambia").
OF_NOUNS = tables.words("organisation of")
#: Legal forms: last words of names of companies.
LEGAL_FORMS = tables.words("legal form")
#: Acronyms of things, which NER often labels as organisations.
THING_ACRONYMS = tables.words("thing acronym")
#: Words of the portfolios of ministries, departments and their heads.
PORTFOLIO_WORDS = tables.words("portfolio")
#: Words of address that are no names by themselves ("His Highness", "H.E. Dr.").
FORMS_OF_ADDRESS = tables.words("form of address")
#: Last words of names of places, which NER may label as persons or organisations.
PLACE_NOUNS = tables.words("place noun")
CHAMBERS = tables.words("chamber")
FUNCTION_WORDS = tables.words("function word")
NAME_PARTICLES = tables.words("name particle")
SPEECH_VERBS = tables.words("speech verb")
WEEKDAYS = tables.words("weekday")
WEEKDAYS_AND_MONTHS = tables.words("weekday", "month")
#: Participles after a hyphen and a supporter, who is not the actor: "Saudi-*backed*".
BACKING_PARTICIPLES = tables.words("backing participle")
#: Common nouns for companies.
COMPANY_NOUNS = tables.words("company noun")
#: Abbreviations of US states.
US_STATES = tables.words("US state")
#: Prefixes for supporters, opponents and former followers: "*pro*-Trump".
STANCE_PREFIXES = tables.words("stand prefix")
