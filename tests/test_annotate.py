"""Lemmas and paragraphs: what the rules match on, and what the parser is given."""

from __future__ import annotations

import pytest

from graphbuild.annotate import Annotator, paragraphs
from graphbuild.annotate.blocks import recased
from graphbuild.annotate.recognised import merged
from graphbuild.encoder.names import NameSpan
from tests.commands import python

_WRAPPED = "\n".join(
    [
        "This paragraph was wrapped by hand at some",
        "fifty characters a line, as people used to",
        "do, and it is one.",
    ]
)
#: A text broken to one width, so that a line of that width goes on even before a name.
_BROKEN = """Envoys of both states met on the island on Monday, the
French minister said.

The talks had been broken off in the spring, after what
Italy called an attack.

They are to go on in Geneva, where the ministers and the
Swiss hosts meet on Friday."""


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


@pytest.mark.parametrize(
    ("sentence", "lemmas"),
    [
        ("He hoped, hated and waged.", {"hope", "hate", "wage"}),
        ("They hopped and planned.", {"hop", "plan"}),
        ("Peru re-opened its embassy and has re-established ties.", {"reopen", "reestablish"}),
        ("Peru re-signed the accord and won re-election.", {"re-sign", "reelection"}),
        ("France resupplied them and denied it.", {"resupply", "deny"}),
        ("He lied and died.", {"lie", "die"}),
        ("He was there, has it and did it.", {"be", "have", "do"}),
        ("She met them and bombed it.", {"meet", "bomb"}),
    ],
)
def test_inflected_verbs_have_the_verb_as_lemma(
    annotator: Annotator, sentence: str, lemmas: set[str]
) -> None:
    assert lemmas <= set(annotator.parse(sentence).lemmas)


def test_a_parse_speaks_of_the_given_text(annotator: Annotator) -> None:
    text = "\r\n  “Russia’s army”\u00a0left.\n\nChina stayed 😀 here.\n"
    parse = annotator.parse(text)
    assert [text[a:b] for a, b in zip(parse.start, parse.end, strict=True)][:3] == ["“", "Russia", "’s"]
    assert all(text[a:b].strip() for a, b in zip(parse.start, parse.end, strict=True))


def test_what_is_skipped_is_not_parsed(annotator: Annotator) -> None:
    text = "Accept cookies\nRussia left."
    assert annotator.parse(text, skip=[(0, 14)]).words == ["Russia", "left", "."]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One line.\nAnother line.", ["One line.", "Another line."]),
        ("A\n\nB\n", ["A", "B"]),
        (_WRAPPED, [_WRAPPED]),
        (
            "France attacked Italy on\nmonday.\nSpain stayed away.",
            ["France attacked Italy on\nmonday.", "Spain stayed away."],
        ),
        ("France attacks Italy\nRoux resigned.", ["France attacks Italy", "Roux resigned."]),
        (_BROKEN, _BROKEN.split("\n\n")),
        ("", []),
    ],
)
def test_paragraphs_are_lines_unless_wrapped(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in paragraphs(text)] == parts


def test_a_firm_of_partners_is_one_name_where_one_recogniser_sees_it() -> None:
    words = "Okoro , Lindt and Vasquez fell ; Peru and Chad met .".split()
    partners = [NameSpan(0, 1, "PER"), NameSpan(2, 3, "ORG"), NameSpan(4, 5, "PER")]
    states = [NameSpan(7, 8, "LOC"), NameSpan(9, 10, "LOC")]
    told = [(0, 5, "ORG"), (7, 10, "ORG")]
    assert merged(words, told, [*partners, *states]) == [(0, 5, "ORG"), (7, 8, "GPE"), (9, 10, "GPE")]


def test_what_is_no_name_loses_its_capital_in_a_headline() -> None:
    line = "Rwanda Recalls UN Envoy"
    assert recased(line, [(7, "Recalls"), (15, "UN"), (18, "Envoy")]) == "Rwanda recalls UN envoy"


def test_a_name_that_is_a_common_word_is_parsed_as_a_name(annotator: Annotator) -> None:
    parse = annotator.parse("Trump accused Zelenskiy of disrespecting the United States.")
    assert parse.words[:2] == ["Trump", "accused"]
    assert parse.lemmas[0] == "trump"
    assert (parse.tags[0], parse.deps[0], parse.tags[1]) == ("NNP", "nsubj", "VBD")


@pytest.mark.parametrize(
    ("text", "verb", "lemma"),
    [
        ("Malian troops retook the town on Sunday.", "retook", "retake"),
        ("Ann Otieno oversaw the trial.", "oversaw", "oversee"),
        ("US sanctions Iranian banks", "sanctions", "sanction"),
        ("Ann Otieno orders strikes on Peru", "orders", "order"),
        ("Peru fines Tekora Systems", "fines", "fine"),
    ],
)
def test_a_verb_that_looks_like_another_word_is_parsed_as_a_verb(
    annotator: Annotator, text: str, verb: str, lemma: str
) -> None:
    parse = annotator.parse(text)
    i = parse.words.index(verb)
    assert (parse.lemmas[i], parse.deps[i], parse.tags[i][:2]) == (lemma, "ROOT", "VB")


def test_a_noun_of_a_headline_stays_a_noun(annotator: Annotator) -> None:
    parse = annotator.parse("US sanctions on Iran bite")
    assert parse.tags[parse.words.index("sanctions")] == "NNS"


def test_names_stay_as_the_text_has_them(annotator: Annotator) -> None:
    text = "Obama met Sanders. TRUMP MET SANDERS IN THE CITY OF PARIS"
    parse = annotator.parse(text)
    assert parse.words[:4] == ["Obama", "met", "Sanders", "."]
    assert {"Clinton"}.isdisjoint(parse.words)
    assert [text[a:b].casefold() for a, b in zip(parse.start, parse.end, strict=True)] == [
        w.casefold() for w in parse.words
    ]


@pytest.mark.parametrize("title", ["Gen.", "Capt.", "Amb.", "Pres.", "Lt. Col.", "Hon."])
def test_a_short_title_ends_no_sentence(annotator: Annotator, title: str) -> None:
    parse = annotator.parse(f"He met {title} Ann Otieno on Monday. She left.")
    assert len(parse.sentences) == 2


@pytest.mark.slow
def test_spacy_comes_without_its_command_line_until_that_is_asked_for() -> None:
    code = (
        "import sys; from graphbuild.annotate import DEFAULT_MODEL, load; load(DEFAULT_MODEL)\n"
        "print('weasel' in sys.modules)\n"
        "import spacy; print(spacy.info(silent=True)['spacy_version'] == spacy.__version__)\n"
        "import spacy.cli; print(callable(spacy.cli.download))"
    )
    done = python("-c", code)
    assert (done.returncode, done.stdout.split()) == (0, ["False", "True", "True"]), done.stderr


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("KYIV (Reuters) - Ukraine left.", ["KYIV", "(", "Reuters", ")", "-"]),
        ("AL-ULA - Saudi Arabia left.", ["AL", "-", "ULA", "-"]),
        ("MOSCOW, March 5 (Reuters) — Iran left.", ["MOSCOW", ",", "March", "5", "(", "Reuters", ")", "—"]),
        ("Washington (CNN) -- He left.", ["Washington", "(", "CNN", ")", "-", "-"]),
        ("Geneva – Peru left.", ["Geneva", "–", "Peru", "left", "."]),
    ],
)
def test_a_dateline_is_a_sentence_of_its_own(annotator: Annotator, text: str, first: list[str]) -> None:
    parse = annotator.parse(text)
    assert parse.words[slice(*parse.sentences[0])] == first


def test_no_sentence_ends_at_the_initials_of_a_person(annotator: Annotator) -> None:
    text = "Major-General M.T. Otieno is the new Commandant of the Defence Academy."
    assert len(annotator.parse(text).sentences) == 1
