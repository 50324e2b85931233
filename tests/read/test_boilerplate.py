"""Boilerplate is passed over; a real sentence never is."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphbuild.errors import TableError
from graphbuild.read.boilerplate import _patterns, boilerplate
from graphbuild.tables import reader

BODY = "Ministers met in Geneva on Tuesday.\n\nFrance and Italy signed the treaty."


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in boilerplate(text)]


@pytest.mark.parametrize(
    "line",
    [
        "0",
        "1,204",
        "12 comments",
        "* * *",
        "Source link",
        "Source: Harbour News",
        "Comments",
        "Comments (12)",
        "Leave a comment",
        "Read more",
        "Read More »",
        "READ MORE: Ministers return from Geneva",
        "Also Read:Ministers return from Geneva",
        "Related stories",
        "You may also like",
        "Why We Wrote This",
        "Advertisement",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "Share",
        "Share this article",
        "Facebook Twitter WhatsApp Email",
        "Share on Facebook",
        "Follow us on Twitter",
        "Follow Jane Roe on Twitter @janeroe",
        "Subscribe to our newsletter for the day's top stories.",
        "Sign up for our morning briefing",
        "Newsletter",
        "Get the latest news in your inbox every morning.",
        "Already a subscriber? Log in",
        "Support our journalism from as little as 1 a month.",
        "Click here to read the full report.",
        "This website uses cookies to give you a better visit. You can opt out. Accept Read More",
        "We and our partners use cookies to measure our audience.",
        "By continuing to use this site you agree to our terms.",
        "Accept all cookies",
        "Privacy policy",
        "Terms of use | Privacy policy",
        "Please enable JavaScript to view the comments.",
        "© 2021 Harbour News. All rights reserved.",
        "Copyright 2021 Harbour News",
        "Copyright Harbour News Ltd 2021. All rights reserved.",
        "All rights reserved. No copying without leave.",
        "Photo: Jane Roe/Harbour News",
        "(Photo by Jane Roe)",
        "Photograph by Jane Roe",
        "FILE PHOTO: Delegates in Geneva",
        "Jane Roe/Getty Images",
        "Image source, AFP",
        "(Reporting by Jane Roe in Geneva and John Doe; Editing by Richard Miles)",
        "Jane Roe and John Doe contributed to this report.",
        "By Jane Roe and John Doe",
        "Published on 4 March 2021 at 10:00",
        "Last updated: March 4, 2021",
        "Tags: Geneva, treaty",
        "https://example.org/geneva",
        "jane.roe@example.org",
        "This article was originally published in Harbour Weekly.",
        "What do you think? Tell us in the comments.",
        "Join the conversation",
        "-- Reuters",
        "Find Harbour News: North of Geneva on Facebook, Instagram and X. Send your ideas to us.",
        "For breaking news, follow @janeroe on Twitter.",
        "Follow Jane Roe at http://example.org/janeroe",
        "Twitter: @janeroe, @johndoe",
        "Want to keep up with the talks? Click here to get our newsletter.",
        "If you value what you read, please become a member today.",
        "Your support makes our independent journalism possible.",
        "READ THE REPORT: The minister's letter",
        "More From HARBOUR",
        "Courtesy Jane Roe",
        "WHRB YouTube",
        "Jane Roe for The Harbour Post",
    ],
)
def test_boilerplate_between_paragraphs(line: str) -> None:
    assert found(f"{BODY}\n\n{line}\n\n{BODY}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "The author is a senior fellow at the Harbour Institute.",
        "Jane Roe is a correspondent for Harbour News based in Geneva.",
        "Jane Roe is Harbour News's diplomatic correspondent in Geneva.",
        "John Doe writes about trade for Harbour News.",
        "The views expressed here are the author's own.",
        "With reporting by John Doe in Rome.",
        "More from Harbour News",
        "For more information, visit our website.",
        "About us | Contact us | Careers",
        "ENDS",
    ],
)
def test_boilerplate_after_the_last_paragraph(line: str) -> None:
    assert found(f"{BODY}\n\n{line}\n\nShare\n") == [line, "Share"]
    assert found(f"{BODY}\n\n{line}\n\n{BODY}") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Like him, France opposed the war.",
        "Like our allies, we reject the plan, he said.",
        "Support now comes from Italy.",
        "By using the terms of the treaty, Egypt closed the canal.",
        "Reporting by the BBC showed that France attacked the port.",
        "Photos by Reuters showed French tanks in the city.",
        "This report was published by the UN and condemned France.",
        "This article was condemned by Italy.",
        "Joining NATO is not planned.",
        "Join NATO, Italy was told.",
        "Copyright law passed in 2019 was rejected by Italy.",
        "Copyright talks with Italy failed.",
        "(c) France withdraws from Italy by 2019.",
        "More from Italy was expected.",
        "For more than a decade France has supported Italy.",
        "To learn more, France sent an envoy to Italy.",
        "With reports of French attacks mounting, Italy called for talks.",
        "Al Jazeera reported from Rome that France attacked Italy.",
        "Jean Roux was a journalist killed by French troops.",
        "Jean Roux is a French journalist held by Italy.",
        "The writer was sentenced by a court in Italy.",
        "Article Five covers attacks on members of NATO.",
        "Comments by France angered Italy.",
        "Sources in Rome accused France of spying.",
        "Advertising by French companies was banned in Italy.",
        "Published risk figures rose 4.2 per cent in Italy.",
        "Share prices in Italy fell after France's threat.",
        "Home Secretary Jane Roe met her French colleague.",
        "Return to Italy was refused by France.",
        "Accept the plan or face sanctions, France told Italy.",
        "Read by millions, the book was banned in Italy.",
        "Follow-up talks between France and Italy failed.",
        "Tweets by the French president angered Italy.",
        "Photo opportunities aside, France and Italy agreed on little.",
        "Register of voters was seized by troops.",
        "Thank you for your support, the president told Italy.",
        "Yes, France attacked Italy.",
        "Find a seat, France told Italy on Twitter.",
        "Your support for Italy is wrong, France said.",
        "Help us keep the peace, Italy asked France.",
        "More From Italy was published in Rome.",
        "France fines Facebook",
        "Also on Monday, France attacked Italy.",
    ],
)
def test_a_sentence_is_never_boilerplate(sentence: str) -> None:
    assert found(f"{BODY}\n\n{sentence}\n\n{BODY}") == []
    assert found(f"{BODY}\n\n{sentence}\n") == []


def test_links_under_their_heading_are_boilerplate() -> None:
    links = "ALSO ON HARBOUR\n\n* Spain leaves the talks\n\nHas Egypt lied? Envoys look for clues"
    assert "\n\n".join(found(f"{BODY}\n\n{links}\n\n{BODY}")) == links
    assert found(f"{BODY}\n\nSpain leaves the talks\n\n{BODY}") == []


def test_wrapped_lines_under_a_heading_are_kept() -> None:
    assert found("Talks\nRelated news\nFrance and Italy met\nin Geneva and spoke\nof Spain.") == [
        "Related news"
    ]


def test_a_repeated_label_is_boilerplate() -> None:
    label = "\n\nThe Geneva Letter\n\n"
    text = f"France and Italy agree\n\n{BODY}{label}Spain stayed away.{label}{BODY}"
    assert found(text) == ["The Geneva Letter", "The Geneva Letter"]


def test_a_repeated_headline_is_kept() -> None:
    assert found(f"France attacks Italy\n\nFrance attacks Italy\n\n{BODY}") == []


def test_repeated_lines_of_running_text_are_kept() -> None:
    text = (
        "The talks were held by\nFrance and Italy\nin Geneva. They were led by\nFrance and Italy\nonce more."
    )
    assert found(text) == []


def test_spans_are_of_the_unchanged_text() -> None:
    text = f"\n  Share  \n\n{BODY}\r\n\n\t© 2021 Harbour News \n"
    assert boilerplate(text) == [(3, 8), (text.index("©"), text.index("News \n") + 4)]


def test_no_text() -> None:
    assert boilerplate("") == []
    assert boilerplate(" \n\n") == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("(\tany\tbroken", "boilerplate.tsv:2: pattern: '(' is no regular expression"),
        ("x*\tany\tmatches nothing", "boilerplate.tsv:2: pattern: 'x*' matches an empty line"),
        ("x\tsomewhere\tno such place", "boilerplate.tsv:2: where: 'somewhere' is not one of any, end"),
        ("x\tany\tonce\nx\tend\ttwice", "boilerplate.tsv:3: pattern: 'x' is there twice"),
        ("x\tany\t", "boilerplate.tsv:2: meaning: is empty"),
    ],
)
def test_a_wrong_table_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, message: str
) -> None:
    (tmp_path / "boilerplate.tsv").write_text(f"pattern\twhere\tmeaning\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(reader, "RESOURCES", tmp_path)
    _patterns.cache_clear()
    try:
        with pytest.raises(TableError) as error:
            boilerplate("x")
    finally:
        _patterns.cache_clear()
    assert str(error.value).startswith(message)


_LONG = "that was taken among several thousand voters in every county has put the mayor ahead."


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("GENEVA - Talks began on Monday.", "GENEVA - "),
        ("WASHINGTON, Feb 26 - The dollar fell.", "WASHINGTON, Feb 26 - "),
        ("LONDON, March 2 - <Sale Tilney Plc> fell.", "LONDON, March 2 - "),
        ("LA PAZ, Bolivia -- Miners marched.", "LA PAZ, Bolivia -- "),
        ("KHARTOUM, March 16 (Tidewire) -- Sudan received envoys.", "KHARTOUM, March 16 (Tidewire) -- "),
        ("Nairobi (Tidewire) - Kenya sent maize.", "Nairobi (Tidewire) - "),
        ("SENNAN, Osaka Prefecture--Ann Otieno won.", "SENNAN, Osaka Prefecture--"),
        ("BRASILIA, MARCH 31 - Brazil rose.", "BRASILIA, MARCH 31 - "),
        ("Chicago, Oct 19 - Pork prices rose.", "Chicago, Oct 19 - "),
        ("Vancouver, British Columbia, march 9 - Ore was found.", "Vancouver, British Columbia, march 9 - "),
        ("Tehran, March 15, IRNA - The envoy left.", "Tehran, March 15, IRNA - "),
        (f"Nairobi - A poll {_LONG}", "Nairobi - "),
        (f"NAIROBI Kenyan police {_LONG}", "NAIROBI "),
        (f"KISUMU, Kenya The police {_LONG}", "KISUMU, Kenya "),
        (f"LAMU/GARISSA, Kenya U.S. troops {_LONG}", "LAMU/GARISSA, Kenya "),
        (f"BRIGADE A man {_LONG}", ""),
        (f"B.C. Resources said {_LONG}", ""),
        (f"NAIROBI County said {_LONG}", ""),
        (f"KENYA AIRWAYS Chief {_LONG}", ""),
        (f"Sambalpur, India – Farmers {_LONG}", "Sambalpur, India – "),
        (f"Nairobi - Kenya's capital - saw a poll {_LONG}", ""),
        (f"Gazprom - A giant {_LONG}", ""),
        ("Berlin - Paris trains run again.", ""),
        ("NATO-Russia talks began.", ""),
        ("US-China trade fell.", ""),
        ("Kenya - the larger of the two - sent maize.", ""),
    ],
)
def test_a_dateline_is_boilerplate_but_its_sentence_is_not(text: str, dateline: str) -> None:
    assert boilerplate(text) == ([(0, len(dateline))] if dateline else [])


_FORM = ["You agree to receive occasional updates of Wire."]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Europe must change, it says. Sign up here. The paper is the latest.", ["Sign up here."]),
        (
            "He left. Sign up for Harbour News’s daily newsletter It went on.",
            ["Sign up for Harbour News’s daily newsletter"],
        ),
        ("She won in Ohio. Read more Leaving the plane, she waved.", ["Read more"]),
        ("He writes for Wire. Follow him on Twitter at @janeroe.", ["Follow him on Twitter at @janeroe."]),
        ("She kept fighting. (Photo: Getty) And she won.", ["(Photo: Getty)"]),
        ("He fills his car. (Jane Roe/Getty Images)The threat grew.", ["(Jane Roe/Getty Images)"]),
        ("Marchers in Geneva. (AP Photo/Jane Roe) They sang.", ["(AP Photo/Jane Roe)"]),
        (
            "He spoke to us. Jane Roe/Wire via Getty Images President Otieno left.",
            ["Jane Roe/Wire via Getty Images"],
        ),
        ("Talks went on. Getty ImagesKenya's president left.", ["Getty Images"]),
        ("Talks went on. Wire via Getty ImagesKenya's president left.", ["Wire via Getty Images"]),
        (
            "A march. REUTERS/Jane Roe/File Photo Purchase Licensing Rights, opens new tab He left.",
            ["REUTERS/Jane Roe/File Photo Purchase Licensing Rights, opens new tab"],
        ),
        (f"Marchers in Geneva {_LONG} REUTERS/Jane Roe {_LONG.capitalize()}", ["REUTERS/Jane Roe"]),
        ("Marchers in Geneva. Jane Roe/AFP The president left.", ["Jane Roe/AFP"]),
        ("Jane M. Roe/AP Before that the president left.", ["Jane M. Roe/AP"]),
        ("Jane Ann Roe/APPresident Kern left.", ["Jane Ann Roe/AP"]),
        ("Talks went on Credit: AFP Treasury Secretary Otieno left.", ["Credit: AFP"]),
        (
            "Talks went on. Photo Credit: AFP/Getty Images The president left.",
            ["Photo Credit: AFP/Getty Images"],
        ),
        ("The end. © 2016 - 2024 PT. Harbour Media Share it.", ["© 2016 - 2024 PT. Harbour Media"]),
        (
            "He fell. Copyright 2018 by Harbour News, Inc. All rights reserved. He rose.",
            ["Copyright 2018 by Harbour News, Inc. All rights reserved."],
        ),
        ("Lawyers said that Copyright 2018 was a bad year. Kenya (c) sued.", []),
        ("He spoke. Credit: Reuters 12.", ["Credit: Reuters 12"]),
        ("He has a line of Credit: AP said so. Credit: Rex Otieno spoke.", []),
        ("A Reuters/Ipsos poll and the AFP asked.", []),
        ("Citizens have to sign up for the newsletter, and read more books. They follow us on X.", []),
        ("The agency (Reuters) said that France (and Italy) would subscribe to the fund.", []),
        ("They took a photo (of the minister) and sued Getty Images.", []),
        ("Marchers. Jane Roe/DPA /Landov Jane Roe/DPA /Landov", ["Jane Roe/DPA /Landov"] * 2),
        ("Jobs jumped. (iStock) And pay grew.", ["(iStock)"]),
        ("He led. (Jane Roe/The Harbour Post) And won.", ["(Jane Roe/The Harbour Post)"]),
        ("The train came.Photo: Jane van Roe / HH. It was late.", ["Photo: Jane van Roe / HH."]),
        ("They won the cup. - Photo by Jane Roe. The colt ran.", ["Photo by Jane Roe."]),
        ("A score. Facebook Twitter Pinterest Jane Roe ran.", ["Facebook Twitter Pinterest"]),
        ("Sign Up You agree to receive occasional updates of Wire. He left.", _FORM),
        ("He won (Jane Roe of the Greens said). Photo: Jane Roe meets the Pope in Rome.", []),
        ("Ann Otieno (Social Democrats/Greens) sued Facebook, Twitter and Reddit.", []),
    ],
)
def test_plugs_and_credits_within_a_line(line: str, expected: list[str]) -> None:
    assert found(f"Ministers met.\n\n{line}\n\nThey left.") == expected
