"""Persons joined by "and" whose names have titles and states beside them: both act; and other repairs."""

from __future__ import annotations

import pytest

from graphbuild.annotate import Annotator


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Egyptian President Anwar Sadat and Israeli Prime Minister Menachem Begin signed two agreements.",
            ("Sadat", "Begin"),
        ),
        (
            "German Chancellor Olaf Scholz and Argentina's president, Javier Milei, agreed on a ceasefire.",
            ("Scholz", "president"),
        ),
        (
            "Prime Minister Menachem Begin of Israel and Chancellor Olaf Scholz of Germany signed a treaty.",
            ("Begin", "Scholz"),
        ),
        (
            "The presidents of Uganda and Ukraine, Yoweri Museveni and Volodymyr Zelenskyy, met on Monday.",
            ("presidents",),
        ),
        ("Friedrich Merz and Yasar Guler met on the sidelines of the summit in Hanoi.", ("Merz", "Guler")),
        ("Representatives of Ann Otieno, Paul Kern and Jan Novak spoke.", ("Representatives",)),
    ],
)
def test_both_are_subjects(annotator: Annotator, text: str, names: tuple[str, ...]) -> None:
    parse = annotator.parse(text)
    verb = next(i for i in range(len(parse.words)) if parse.head[i] == i)
    subjects = [c for c in parse.children[verb] if parse.deps[c] == "nsubj"]
    joined = [k for c in subjects for k in (c, *parse.children[c]) if k == c or parse.deps[k] == "conj"]
    assert tuple(parse.words[k] for k in joined) == names


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Hackers linked to the Peruvian government broke into a bank.", "broke", "Hackers"),
        ("The talks convened this week in Geneva were the first.", "were", "talks"),
        ("Ann Otieno walked to the park and told Paul Kern.", "walked", "Otieno"),
        ("The Syrian army and M23 fighters clashed on Monday.", "clashed", "army"),
        ("Iran said it would leave the treaty and accused France of lying.", "said", "Iran"),
    ],
)
def test_the_main_verb_has_its_subject(annotator: Annotator, text: str, verb: str, subject: str) -> None:
    parse = annotator.parse(text)
    i = parse.words.index(verb)
    assert parse.head[i] == i
    assert [parse.words[c] for c in parse.children[i] if parse.deps[c] == "nsubj"] == [subject]
    for k, head in enumerate(parse.head):
        assert (k in parse.children[head]) == (k != head)


@pytest.mark.parametrize(
    ("text", "verb", "arguments"),
    [
        ("Otieno met Paul Kern on Monday and Jan Novak on Tuesday.", "met", {"Otieno", "Kern", "Novak"}),
        ("Otieno met Paul Kern in Paris and Jan Novak in Rome.", "met", {"Otieno", "Kern", "Novak"}),
        ("Israel bombed Lebanon on Friday and Syria on Saturday.", "bombed", {"Israel", "Lebanon", "Syria"}),
        ("He met Volodymyr Zelenskyy and business leaders.", "met", {"He", "Zelenskyy", "leaders"}),
        ("India, Pakistan agree to share data", "agree", {"India", "Pakistan"}),
        ("Paul Kern, the chairman, agrees.", "agrees", {"Kern"}),
        ("Turkey, unlike France, has refused.", "refused", {"Turkey"}),
        ("Egypt denied funding Hamas.", "fund", {"Hamas"}),
        ("Turkey to withdraw from Syria", "withdraw", {"Turkey"}),
        ("Ethiopian police arrest Kenyan ambassador's son", "arrest", {"police", "son"}),
        ("Police in Spain arrest activist Carlos Ruiz.", "arrest", {"Police", "Ruiz"}),
        ("Soldiers in Chad arrest opposition leader Omar Saleh.", "arrest", {"Soldiers", "Saleh"}),
        ("Hamas fires over 100 missiles into Israel.", "fires", {"Hamas", "missiles"}),
        ("Paul Kern arrested in Peru over tweet", "arrest", {"Kern"}),
        ("Police in Paris, France arrest Paul Kern.", "arrest", {"Police", "Kern"}),
        ("A court in Minsk, Belarus has jailed Paul Kern.", "jailed", {"court", "Kern"}),
        ("Last week in Geneva, Iran rejected the plan.", "rejected", {"Iran", "plan"}),
        ("In Kabul, Afghanistan accused Otieno.", "accused", {"Afghanistan", "Otieno"}),
        ("Israeli Foreign Minister Yair Lapid travels to Bahrain for talks.", "travels", {"Lapid"}),
        ("Turkish police arrest journalist Paul Kern in Istanbul.", "arrest", {"police", "Kern"}),
    ],
)
def test_a_verb_has_its_arguments(annotator: Annotator, text: str, verb: str, arguments: set[str]) -> None:
    parse = annotator.parse(text)
    v = next(i for i, word in enumerate(parse.words) if verb in (word, parse.lemmas[i]))
    ends = [c for c in parse.children[v] if parse.deps[c] in ("nsubj", "nsubjpass", "dobj")]
    joined = [k for c in ends for k in (c, *parse.children[c]) if k == c or parse.deps[k] == "conj"]
    assert {parse.words[k] for k in joined} == arguments


def test_children_and_heads_agree(annotator: Annotator) -> None:
    parse = annotator.parse(
        "The presidents of Uganda and Ukraine, Yoweri Museveni and Volodymyr Zelenskyy, met Javier Milei of"
        " Argentina and Olaf Scholz of Germany."
    )
    for i, head in enumerate(parse.head):
        assert (i in parse.children[head]) == (i != head)
        assert parse.children[i] == sorted(parse.children[i])


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Shares in Tekora Systems fell after its boss, David Kimani, resigned.", "resigned", "boss"),
        ("Shares fell after the arrest of its boss, David Kimani.", "fell", "Shares"),
    ],
)
def test_a_clause_behind_after_has_its_subject(
    annotator: Annotator, text: str, verb: str, subject: str
) -> None:
    parse = annotator.parse(text)
    v = parse.words.index(verb)
    assert [parse.words[c] for c in parse.children[v] if parse.deps[c] == "nsubj"] == [subject]


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("Chile gave tents to thousands of families in Peru.", "families"),
        ("The raid killed scores of soldiers in Peru.", "soldiers"),
        ("The boss of a firm in Peru left.", "firm"),
    ],
)
def test_those_who_are_counted_are_in_the_place(annotator: Annotator, text: str, noun: str) -> None:
    parse = annotator.parse(text)
    i = parse.words.index(noun)
    assert [c for c in parse.children[i] if parse.deps[c] == "prep" and parse.words[c] in ("in", "at")]


@pytest.mark.parametrize(
    ("text", "word", "head", "dep"),
    [
        ("Peru gave $5 million to flood victims in Chile.", "victims", "to", "pobj"),
        ("Ann Otieno was taken off the list in March.", "list", "off", "pobj"),
        ("Peru fined Meta 200 million euros in April.", "Meta", "fined", "dative"),
        ("Peru sold Leopard tanks worth 200 million euros.", "Leopard", "tanks", "compound"),
        ("Ten were killed in attacks in recent days near Lima.", "near", "killed", "prep"),
    ],
)
def test_a_phrase_is_attached_to_its_verb(
    annotator: Annotator, text: str, word: str, head: str, dep: str
) -> None:
    parse = annotator.parse(text)
    i = parse.words.index(word)
    assert (parse.words[parse.head[i]], parse.deps[i]) == (head, dep)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The judge fined Google over its search, Meta over its data.", ("Google", "Meta")),
        (
            "Unions sued Siemens in Munich, Airbus in Paris and Boeing in Seattle.",
            ("Siemens", "Airbus", "Boeing"),
        ),
        ("Chile imposed tariffs on steel and tariffs on goods from Peru.", ("tariffs", "tariffs")),
        ("Peru arrested three Germans and Chile said so.", ("Germans",)),
    ],
)
def test_objects_with_a_phrase_each_are_joined(
    annotator: Annotator, text: str, names: tuple[str, ...]
) -> None:
    parse = annotator.parse(text)
    first = next(i for i, dep in enumerate(parse.deps) if dep == "dobj")
    joined = [first]
    for i in joined:
        joined.extend(c for c in parse.children[i] if parse.deps[c] == "conj")
    assert tuple(parse.words[i] for i in sorted(joined)) == names


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()
