"""Dating of events and relations: when each happened or held.

In order of precedence, the time of an event is

1. that of a temporal expression attached to the event, to the verb that carries it, or to a governor that has
   no time of its own; a verb of speech has one ("said *on Monday* that it had attacked");
2. a bound by tense: a past perfect or a former role lies before the document time, a future after it, a
   present on it;
3. the time of the sentence before, where the sentence continues its narrative;
4. the document time for reports in the past tense, with unknown precision, as in the event data sets of the
   field (ICEWS, POLECAT).

The document time is the article's day, or its year or month where no more is known; in a list of years
("2015: …", "2018: …") it is the year of the heading. Expressions and their normalisation follow TimeML
(Pustejovsky et al. 2003) and HeidelTime (Strötgen and Gertz 2010).
"""

from __future__ import annotations

from graphbuild.extract.time.dating import EventTime, EventTimes

__all__ = ["EventTime", "EventTimes"]
