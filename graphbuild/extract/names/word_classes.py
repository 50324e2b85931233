"""Words by which names are told, out of the table of words: parts of names, titles, and what is no name."""

from __future__ import annotations

from graphbuild import tables

#: Words in names of organisations.
BODY = tables.words("organisation noun")
HONORIFIC = tables.words("honorific")
#: Last words of names of laws, events, places and works, which the recogniser often takes for bodies.
NO_BODY = tables.words("thing noun")
#: Heads after which "of X" belongs to the name ("Bank of China", "Football Association of Zambia").
OF = tables.words("organisation of")
#: Legal forms: the last words of names of firms.
LEGAL = tables.words("legal form")
#: Short forms that name things, which the recogniser often takes for bodies.
NO_BODY_SHORT = tables.words("thing acronym")
#: What ministries, departments and their heads are for, word by word.
FIELDS = tables.words("portfolio")
#: Words of address that are no name by themselves ("His Highness", "H.E. Dr.").
ADDRESS_ALONE = tables.words("form of address")
#: Last words of the names of places, which a recogniser may take for persons or bodies.
PLACE_HEADS = tables.words("place noun")
CHAMBERS = tables.words("chamber")
NOT_NAMES = tables.words("function word")
PARTICLES = tables.words("name particle")
SPEECH = tables.words("speech verb")
DAYS = tables.words("weekday")
#: Days of the week and months.
WEEKDAYS = tables.words("weekday", "month")
#: Participles that a hyphen ties to who is behind something and does not act by it: "Saudi-*backed*".
BACKED = tables.words("backing participle")
#: Nouns for a firm that is not named.
FIRMS = tables.words("company noun")
#: Short forms of the states of the US.
US_STATES = tables.words("US state")
#: Ties a name to who is for or against its bearer, or has left him: "*pro*-Trump".
STANDS = tables.words("stand prefix")
