"""The guides: pages that can be read anywhere, and sources that can be looked up."""

from __future__ import annotations

import re
from textwrap import wrap

import pytest

from l5tui.library import Guide, load

CONTENT = load()
PAGES = [guide for guide in CONTENT.guides if guide.id != "sources"]


def name(guide: Guide) -> str:
    return guide.id


def test_they_stand_in_their_order() -> None:
    assert [guide.id for guide in CONTENT.guides] == [
        "understanding",
        "symptoms",
        "exercise",
        "claims",
        "routines",
        "care",
        "scores",
        "strategies",
        "walking",
        "takeaways",
        "notice",
        "sources",
    ]


@pytest.mark.parametrize("guide", CONTENT.guides, ids=name)
def test_a_page_is_plain_markdown_under_its_own_title(guide: Guide) -> None:
    """Headings, paragraphs, lists and bold, which a column of forty can show: no table, link, picture, code or HTML."""
    assert guide.text.startswith(f"# {guide.title}\n")
    assert not re.search(r"^\||\]\(|^```|`|<[a-z]|^ {4}|^>|^#{3,}|\*\*\*|__", guide.text, re.MULTILINE)
    assert len(guide.title) <= 38


@pytest.mark.parametrize("guide", CONTENT.guides, ids=name)
def test_no_word_is_wider_than_a_small_window(guide: Guide) -> None:
    words = re.sub(r"[*#]", "", guide.text).split()
    assert [word for word in words if len(word) > 36] == []


@pytest.mark.parametrize("guide", PAGES, ids=name)
def test_the_keys_in_the_text_its_last_line_and_its_front_are_the_same(guide: Guide) -> None:
    in_text = set(re.findall(r"\[(\w+)\]", guide.text))
    last = re.search(r"\*\*Sources:\*\* (.+)\n$", guide.text)
    if guide.id == "notice":
        assert last is None
        return
    assert last
    assert tuple(last[1].split(", ")) == guide.sources
    assert in_text == set(guide.sources)


def test_every_key_is_on_the_page_of_sources_and_every_source_is_a_key_of_some_page() -> None:
    sources = CONTENT.guide("sources")
    assert sources
    listed = re.findall(r"^- \*\*(\w+)\*\* ", sources.text, re.MULTILINE)
    assert len(listed) == len(set(listed))
    assert {key for guide in CONTENT.guides for key in guide.sources} == set(listed), "none is listed without a use"


def test_the_first_notice_fits_its_screen_and_says_what_it_must() -> None:
    """56 columns wide, under a figure of seven rows, in a window of 24."""
    notice = CONTENT.guide("notice")
    assert notice
    says = re.sub(r"\s+", " ", notice.text)
    for words in (
        "timer and a diary",
        "nothing in it is a diagnosis",
        "See a health professional before you start",
        "severe",
        "stays",
        "Stopping is fine",
        "No clinician has reviewed this app.",
        "not a medical device and does not replace care",
        "stays on this computer",
    ):
        assert words in says
    paragraphs = notice.text.split("\n\n")[1:]
    rows = [row for paragraph in paragraphs for row in (*wrap(paragraph, 56), "")]
    assert len(rows[:-1]) <= 13


# Facts and figures of the clinical text that a page must have, word by word.
FACTS = {
    "understanding": (
        "five bones, called L1 to L5",
        "two lowest joints",
        "98 people without back pain, 52 % had a bulging disc",
        "About 95 % is often quoted",
        "get better over weeks to months [eTG]. This says nothing certain about you",
        "Hurt is not always harm, and no pain is not proof of safety",
        "cannot know which level, or whether a disc",
    ),
    "symptoms": ("about 1 in 13 people worldwide had it in 2020", "about 40 %", "trained examiner"),
    "exercise": (
        "probably reduce pain and trouble with daily tasks a little",
        "about 0.3 standard deviations, moderate certainty",
        "may be offered (conditional, low certainty)",
        "consider group exercise for a flare-up or an episode, with or without sciatica",
        "A little more pain for a short time can happen",
        "have not been tested by us or, as far as we know, by others",
        "Those 0.3 are against doing nothing, or against usual care.",
        "For single kinds of exercise the certainty is mostly very low [WHOEX]",
        "stretching and McKenzie exercise were not clearly different from no exercise",
        "Exercise for stability and strength did a little better [OWE20].",
        "Five of the seven here are of the first kinds.",
        "exercise probably eases long-lasting low back pain somewhat, compared with no treatment or usual care [RIZ25]",
        "tested against a dummy, about 1 in 10 did better, and by little. Exercise was among them [CAS25]",
    ),
    "claims": (
        "Not shown to pull the bones apart.",
        "May ease a tight feeling.",
        "Moves the whole low back, not one joint.",
        "Pressure in the disc cannot be felt or measured here.",
        "Trains the muscles of back, hips and belly.",
        "For some people leg pain moves back towards the spine. For others it spreads. Watch it.",
    ),
    "routines": (
        "How often, how fast, the rests and the order are this app's choice. The article does not say.",
        "85 people",
        "about 33 %, but anything from 11 % to 55 % fits",
        "the dummy set had pelvic tilts in it",
        "It is no treatment for a flare-up.",
        "Where it gives a range, they begin at the low end.",
        "as far as the longest that the article gives",
        "Only if bending backward feels fine or better. Stop if it spreads down the leg.",
    ),
    "strategies": (
        "Bones are not put back in place. Some people feel less pain for a while.",
        "as part of a package with exercise, not alone",
        "How sure? Very unsure.",
        "about 1 point less on a scale of 0 to 10 than without it.",
        "Exercise differs from no exercise by about as much or less.",
        "12 trials with 632 people: 1.04 points less at 4 weeks, 0.85 at 12 weeks",
        "22 studies with 1749 people: 1.14 points less",
        "not in the NICE or WHO lists that we read",
        "Guidelines advise against it as routine care.",
        "It says nothing about gentle stretching.",
    ),
    "walking": (
        "701 people",
        "a walking plan and lessons about pain from a physiotherapist",
        "within 208 days. In the other it was within 112 days [WLK24]",
        "not tested for pain that is there now",
        "A little, often, on days it feels OK.",
        "This app gives no walking plan and no amounts.",
    ),
    "scores": (
        "It is never a 0.",
        "2 points, or 30 % of the first score, are a change that matters [OST08]",
        "1.3 to 1.8 points",
        "1.77 points",
        "1 point from 1 to 4, 2 points from 5 to 7, 3 or 4 points from 8 to 10 [GER21]",
        "up to 4 points can be chance [KOV08]",
        "Only you know what your 0 means.",
        "scores often fall on their own. A chart cannot show why.",
    ),
    "care": (
        "not in everyone",
        "fast, are repeated, carry a load, or go to the very end [TFTF] [SSS22]",
        "From about week 16 on, lying flat on the back for long is not advised [PREG].",
        "One sign alone is often a false alarm.",
    ),
    "takeaways": (
        "Moving in a way that you can stand is better than long bed rest.",
        "Start small, add little.",
        "A score is a note, not a test result.",
        "Pain that spreads down and stays: stop.",
        "a leg that gets weaker: emergency. Get help now",
        "above all if your pain is severe or lasts",
    ),
}


@pytest.mark.parametrize(("page", "fact"), [(page, fact) for page, facts in FACTS.items() for fact in facts])
def test_a_page_has_its_facts(page: str, fact: str) -> None:
    guide = CONTENT.guide(page)
    assert guide
    assert fact in re.sub(r"\s+", " ", guide.text.replace("**", ""))


def test_massage_is_said_to_be_as_unsure_as_chiropractic_care() -> None:
    guide = CONTENT.guide("strategies")
    assert guide
    parts = dict(re.findall(r"^## (.+?)\n(.+?)(?=\n## |\n\*\*Sources)", guide.text, re.MULTILINE | re.DOTALL))
    for strategy in ("Chiropractic care", "Massage therapy"):
        assert "not alone [NG59]" in parts[strategy]
        assert "Very unsure" in parts[strategy]


# What the pages once said about the app although it wasn't so.
UNTRUE = (
    "never go beyond its highest",
    "start at its lowest",
    "Why the app asks how far down it goes",
    "on the other pages stand for these",
    "the 2 points that people usually notice",
    "only routine offered",
    "position as little as possible",
)


@pytest.mark.parametrize("untrue", UNTRUE)
def test_no_page_and_no_routine_says_again_what_was_not_so(untrue: str) -> None:
    said = [guide.text for guide in CONTENT.guides] + [routine.why for routine in CONTENT.routines.values()]
    assert [text for text in said if untrue in re.sub(r"\s+", " ", text)] == []


SYLLABLE = re.compile(r"[aeiouy]+")
HARDEST = 6.5
"""A reading grade in school years: children of about eleven."""


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text, with syllables counted roughly."""
    prose = re.sub(r"\[\w+\]|[*#]|\*\*Sources:.*", "", text)
    blocks = [re.sub(r"\s+", " ", block).strip(" -") for block in re.split(r"\n\n|\n- ", prose)]
    sentences = [one for block in blocks for one in re.split(r"(?<=[.?:;])\s", block) if one]
    words = re.findall(r"[A-Za-z]+", " ".join(sentences))
    syllables = sum(max(1, len(SYLLABLE.findall(re.sub(r"e\b", "", word.lower())))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


@pytest.mark.parametrize("guide", PAGES, ids=name)
def test_a_page_is_written_in_short_sentences_and_plain_words(guide: Guide) -> None:
    assert grade(guide.text) <= HARDEST
