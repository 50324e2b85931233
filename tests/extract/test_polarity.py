"""Polarity of events in context, through the whole extraction."""

from __future__ import annotations

import pytest

from tests.extract.events import said, statements

MET = ("Chile", "MET_WITH", "Peru")
TREATY = ("Chile", "AGREED_WITH", "Peru")
ATTACK = ("Chile", "ATTACKS", "Peru")
BLAME = ("Chile", "ACCUSES", "Peru")
SALE = ("Chile", "TRADES_WITH", "Peru")


def _expected_failure(*case: object, reason: str) -> object:
    """Mark a correct case that extraction does not reach yet."""
    return pytest.param(*case, marks=pytest.mark.xfail(strict=True, reason=reason))


@pytest.mark.parametrize(
    ("text", "event", "polarity"),
    [
        # plain
        ("Chile attacked Peru.", ATTACK, "asserted"),
        ("Talks between Chile and Peru collapsed.", MET, "asserted"),
        ("Chile's attack on Peru could change the election.", ATTACK, "asserted"),
        (
            "Peru left after a resolution of the Arab League that it had rejected.",
            ("Peru", "REJECTS", "Arab League"),
            "asserted",
        ),
        ("Chile accused Peru of arson; Bolivia denied it.", BLAME, "asserted"),
        ("Chile voted to attack Peru.", ATTACK, "future"),
        ("Chile pledged $5 million to Peru.", ("Chile", "AIDS", "Peru"), "future"),
        ("Bolivia convinced Chile to attack Peru.", ATTACK, "asserted"),
        ("Chile is among the states to accuse Peru of arson.", BLAME, "asserted"),
        ("Chile was convicted of attacking Peru.", ATTACK, "asserted"),
        ("Chile has been intent on attacking Peru.", ATTACK, "possible"),
        ("In ten years Chile will threaten Peru.", ("Chile", "THREATENS", "Peru"), "future"),
        ("Chile will retaliate against Peru.", ("Chile", "THREATENS", "Peru"), "asserted"),
        ("Chile will not talk to Peru.", ("Chile", "REJECTS", "Peru"), "asserted"),
        # negated
        ("Chile's president had been due to meet Peru's on Monday.", MET, "negated"),
        ("Chile's president was to have met Peru's on Monday.", MET, "negated"),
        ("Chile had been expected to meet Peru.", MET, "negated"),
        ("Chile put off a meeting with Peru.", MET, "negated"),
        ("Chile should have blamed Peru.", BLAME, "negated"),
        ("Chile did not attack Peru.", ATTACK, "negated"),
        ("Chile no longer sells ships to Peru.", SALE, "negated"),
        ("Chile nearly attacked Peru.", ATTACK, "negated"),
        ("Chile stopped short of blaming Peru.", BLAME, "negated"),
        ("Chile came close to attacking Peru.", ATTACK, "negated"),
        ("A Chilean attempt to attack Peru collapsed.", ATTACK, "negated"),
        ("It is not true that Chile attacked Peru.", ATTACK, "negated"),
        ("Reports that Chile had attacked Peru were dismissed as false by Santiago.", ATTACK, "negated"),
        ("Chile denied attacking Peru.", ATTACK, "negated"),
        ("Neither Chile nor Bolivia attacked Peru.", ATTACK, "negated"),
        ("Neither Chile nor Bolivia was interested in attacking Peru.", ATTACK, "negated"),
        ("Chile launched no attack on Peru.", ATTACK, "negated"),
        ("No ship of Peru was attacked by Chile.", ATTACK, "negated"),
        ("None of Peru's ships are known to have been attacked by Chile.", ATTACK, "negated"),
        ("Reports that Chile had attacked Peru were untrue.", ATTACK, "negated"),
        # uncertain
        ("Chile is believed to have attacked Peru.", ATTACK, "possible"),
        ("Chile will rest after it meets Peru on Monday.", MET, "future"),
        ("Chile will hold a vote before it signs a treaty with Peru.", TREATY, "future"),
        ("Chile's president was arranging talks with Peru.", MET, "future"),
        ("Chile will vote to attack Peru.", ATTACK, "future"),
        (
            "Britain has voted to leave the European Union.",
            ("United Kingdom", "WITHDRAWS_FROM", "European Union"),
            "future",
        ),
        ("Chile voted to impose sanctions on Peru.", ("Chile", "SANCTIONS", "Peru"), "asserted"),
        ("Chile voted to lift sanctions on Peru.", ("Chile", "CONCEDES_TO", "Peru"), "asserted"),
        ("Chile will send troops to attack Peru.", ATTACK, "future"),
        ("Chile will try to meet Peru on Monday.", MET, "future"),
        ("Chile is not expected to support Peru.", ("Chile", "REJECTS", "Peru"), "future"),
        ("Chile announced its intent to attack Peru.", ATTACK, "future"),
        ("Bolivia condemned Chile's threat to attack Peru.", ATTACK, "future"),
        ("Chile will attack Peru if Bolivia leaves.", ATTACK, "hypothetical"),
        ("Should Chile's president accuse Peru of arson, the court will have to act.", BLAME, "hypothetical"),
        ("Asked if Chile would attack Peru, the minister said nothing.", ATTACK, "possible"),
        ("Rumours that Chile had attacked Peru lifted the price of tin.", ATTACK, "possible"),
        ("Analysts predicted that Chile would respond by attacking Peru.", ATTACK, "possible"),
        ("Traders feared that Chile had attacked Peru.", ATTACK, "possible"),
        ("Chile tested a rocket capable of hitting Peru.", ATTACK, "possible"),
        ("Some of the rumours were that Chile had attacked Peru.", ATTACK, "possible"),
        ("Traders fear pending Chilean attacks on Peru.", ATTACK, "possible"),
        ("Any strike by Chile against Peru would be costly.", ATTACK, "hypothetical"),
        ("Trade would suffer in the event of a Chilean strike against Peru.", ATTACK, "hypothetical"),
        ("The mine closes when Peru is attacked by Chile.", ATTACK, "possible"),
        (
            "Independence is conditional on the withdrawal of Chilean troops from Peru.",
            ("Chile", "WITHDRAWS_FROM", "Peru"),
            "hypothetical",
        ),
        ("Chile prefers to negotiate with Peru.", MET, "possible"),
        ("Spies of Chile conspired to attack Peru.", ATTACK, "possible"),
        ("Chile sent divers to attack Peru.", ATTACK, "possible"),
        ("Chile has sent divers to assist Peru.", ("Chile", "AIDS", "Peru"), "asserted"),
        ("Chile was able to attack Peru.", ATTACK, "asserted"),
        ("Chile is able to attack Peru.", ATTACK, "possible"),
        ("Bolivia inspired Chile to attack Peru.", ATTACK, "asserted"),
        ("Bolivia tried to convince Chile to attack Peru.", ATTACK, "possible"),
        ("Bolivia recruited Chile to attack Peru.", ATTACK, "possible"),
        ("Bolivia knew that they'd met when Chile's attacks on Peru ended.", ATTACK, "asserted"),
        ("Chile's attacks on Peru will continue.", ATTACK, "asserted"),
        ("Nothing will move while Chile is attacking Peru.", ATTACK, "asserted"),
        ("Chile said it will not recognise Peru.", ("Chile", "REJECTS", "Peru"), "asserted"),
        (
            "Zeta Corp filed suit to bar Kern Corp from the sale.",
            ("Zeta Corp", "COERCES", "Kern Corp"),
            "possible",
        ),
        ("Chile was the first country to attack Peru.", ATTACK, "asserted"),
        ("Chile used rockets to attack Peru.", ATTACK, "asserted"),
        ("The novel has a fictional plot about Chile attacking Peru.", ATTACK, "possible"),
        ("Anna Kern had no evidence that Chile had attacked Peru.", ATTACK, "possible"),
        ("Chile may have had a role in attacking Peru.", ATTACK, "possible"),
        ("Chile may attack Peru.", ATTACK, "possible"),
        ("Chile tried to attack Peru.", ATTACK, "possible"),
        ("Chile hatched a plot to attack Peru.", ATTACK, "possible"),
        ("A conspiracy by Chile to attack Peru was uncovered.", ATTACK, "possible"),
        (
            "Did Israel bomb the consulate in Syria, or was it a gas leak?",
            ("Israel", "ATTACKS", "Syria"),
            "possible",
        ),
        ("Had the bridge not fallen, Chile would have attacked Peru.", ATTACK, "hypothetical"),
        ("If rice ran out, Chile would attack Peru.", ATTACK, "hypothetical"),
        ("In case of war, Chile would attack Peru.", ATTACK, "hypothetical"),
        ("In the film, Chile attacked Peru.", ATTACK, "hypothetical"),
        ("Chile must meet Peru.", MET, "demanded"),
        ("Chile has to meet Peru.", MET, "demanded"),
        # reported
        ("Chile attacked Peru, according to Bolivia.", ATTACK, "reported"),
        ("In the view of Bolivia, Chile attacked Peru.", ATTACK, "reported"),
        ("Bolivia told reporters that Chile had attacked Peru.", ATTACK, "reported"),
        ("Bolivia's accusation that Chile had attacked Peru was filed.", ATTACK, "reported"),
        ("Peter Holm called for action to help Chile.", ("Peter Holm", "AIDS", "Chile"), "demanded"),
        (
            "Kenya may hand land to Chile allowing Peru to trade.",
            ("Kenya", "CONCEDES_TO", "Peru"),
            "possible",
        ),
        ("Peru is moving towards pressuring Chile.", ("Peru", "REQUESTS", "Chile"), "possible"),
        ("Peru needs to begin working with Chile.", ("Chile", "PARTNERSHIP", "Peru"), "demanded"),
        ("Chile rebutted Peruvian criticism of its navy.", ("Peru", "ACCUSES", "Chile"), "asserted"),
        ("Siemens raised money to buy Bosch.", ("Bosch", "TRADES_WITH", "Siemens"), "possible"),
        ("Siemens agreed to buy Bosch.", ("Bosch", "TRADES_WITH", "Siemens"), "future"),
        ("Chile is visiting Peru next week.", MET, "future"),
        ("Peru has yet to ratify the treaty with Chile.", TREATY, "negated"),
        ("Chile suggested holding talks with Peru.", ("Chile", "MET_WITH", "Peru"), "possible"),
        ("The meeting between Chile and Peru is due to take place.", ("Chile", "MET_WITH", "Peru"), "future"),
        ("Bolivia heard from a waiter that Chile had sold ships to Peru.", SALE, "reported"),
        ("Bolivia learnt from a newspaper that Chile had blamed Peru.", BLAME, "reported"),
        ("Chile could win with the support of Peru.", ("Peru", "SUPPORTS", "Chile"), "possible"),
        ("Chile allegedly attacked Peru.", ATTACK, "possible"),
        ("Chile is rumoured to have attacked Peru.", ATTACK, "possible"),
        # presupposed events
        ("Bolivia would not give details of the attack on Peru by Chile.", ATTACK, "asserted"),
        ("Bolivia refused to take sides in the war between Chile and Peru.", ATTACK, "asserted"),
        ("Bolivia made no statement on the Chilean attack on Peru.", ATTACK, "asserted"),
        ("Bolivia may bar the mine after consulting Peru.", ("Bolivia", "MET_WITH", "Peru"), "possible"),
        _expected_failure(
            "Bolivia let Brazil know that Chile had attacked Peru.",
            ATTACK,
            "reported",
            reason="a causative is not treated as a verb of saying yet",
        ),
        _expected_failure(
            "Bolivia's foreign minister informed colleagues that Chile had blamed Peru.",
            BLAME,
            "reported",
            reason="the parser analyses the content as a relative clause",
        ),
    ],
)
def test_polarity(text: str, event: tuple[str, str, str], polarity: str) -> None:
    assert (event, polarity) in said(text)
    assert {p for e, p in said(text) if e == event} == {polarity}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("According to the mayor of Arica, Chile attacked Peru and bombed the port.", "the mayor of Arica"),
        ("Bolivia said that Brazil believes that Chile attacked Peru.", "Brazil"),
    ],
)
def test_the_event_is_attributed_to_the_nearest_speaker(text: str, speaker: str) -> None:
    attributions = [s.attribution for event, s in statements(text) if event == ATTACK]
    assert attributions == [speaker]


def test_a_report_by_the_actor_itself_is_asserted() -> None:
    assert (ATTACK, "asserted") in said("Chile said it had attacked Peru.")
