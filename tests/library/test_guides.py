"""The guides: their order, Markdown, statements and sources."""

from __future__ import annotations

import re
from textwrap import wrap

import pytest

from l5tui.domain.how_to import how_to
from l5tui.library import Guide, load

CONTENT = load()
PAGES = [guide for guide in CONTENT.guides if guide.id != "sources"]


def name(guide: Guide) -> str:
    return guide.id


def test_the_guides_have_their_order() -> None:
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
    """Only headings, paragraphs, lists and bold, which fit into 40 columns: no table, link, picture, code or HTML."""
    assert guide.text.startswith(f"# {guide.title}\n")
    assert not re.search(r"^\||\]\(|^```|`|<[a-z]|^ {4}|^>|^#{3,}|\*\*\*|__", guide.text, re.MULTILINE)
    assert len(guide.title) <= 38


@pytest.mark.parametrize("guide", CONTENT.guides, ids=name)
def test_no_word_is_wider_than_a_small_window(guide: Guide) -> None:
    words = re.sub(r"[*#]", "", guide.text).split()
    assert [word for word in words if len(word) > 36] == []


@pytest.mark.parametrize("guide", PAGES, ids=name)
def test_the_source_keys_in_the_text_in_the_last_line_and_in_the_header_are_the_same(guide: Guide) -> None:
    in_text = set(re.findall(r"\[(\w+)\]", guide.text))
    last = re.search(r"\*\*Sources:\*\* (.+)\n$", guide.text)
    if guide.id == "notice":
        assert last is None
        return
    assert last
    assert tuple(last[1].split(", ")) == guide.sources
    assert in_text == set(guide.sources)


def test_every_source_key_is_on_the_page_of_sources_and_every_source_is_cited() -> None:
    sources = CONTENT.guide("sources")
    assert sources
    listed = re.findall(r"^- \*\*(\w+)\*\* ", sources.text, re.MULTILINE)
    assert len(listed) == len(set(listed))
    assert {key for guide in CONTENT.guides for key in guide.sources} == set(listed), "none is listed without a use"


def test_the_first_notice_fits_its_screen_and_has_its_required_statements() -> None:
    """It is 56 columns wide, below a figure of seven rows, in a window of 24 rows."""
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


# Section f of the clinical data, row by row: what a page must say, word by word.
ROWS_OF_F = [
    pytest.param("understanding", ("five bones, called L1 to L5", "two lowest joints"), id="f1-bones"),
    pytest.param(
        "understanding",
        ("carry much of the body's weight. They are common places for trouble, and are easily hurt [ART]",),
        id="f1-weight",
    ),
    pytest.param("understanding", ("About 95 % is often quoted; the exact share varies",), id="f1-share"),
    pytest.param(
        "understanding",
        ("Discs change with age. In 98 people without back pain, 52 % had a bulging disc on a scan [JEN94]",),
        id="f1-scan",
    ),
    pytest.param(
        "understanding",
        (
            "a bulge on a scan may or may not be why it hurts",
            "Only a health professional can put a scan and signs together",
        ),
        id="f1-bulge",
    ),
    pytest.param(
        "understanding",
        ("get better over weeks to months [eTG]. This says nothing certain about you",),
        id="f1-course",
    ),
    pytest.param("understanding", ("Hurt is not always harm, and no pain is not proof of safety",), id="f1-harm"),
    pytest.param("understanding", ("cannot know which level, or whether a disc, is behind your pain",), id="f1-app"),
    pytest.param(
        "symptoms",
        (
            "An ache or a sharp pain in the low back. Very common:",
            "about 1 in 13 people worldwide had it in 2020 [WHO23]",
        ),
        id="f2-back",
    ),
    pytest.param(
        "symptoms",
        ("Pain goes from the back or buttock into the leg. Note how far down it goes.",),
        id="f2-leg",
    ),
    pytest.param(
        "symptoms",
        (
            "Pins and needles, or less feeling than before. Is it new? Ask a health professional.",
            "In both legs, or between the legs? That can be an emergency: get help now [NHS]",
        ),
        id="f2-tingling",
    ),
    pytest.param("symptoms", ("Change position often. Note how many minutes are OK for you.",), id="f2-sitting"),
    pytest.param(
        "symptoms",
        ("about 40 %", "But a trained examiner found it [MAY18]. A diary at home is not that test.", "[DERM]"),
        id="b-background",
    ),
    pytest.param(
        "exercise",
        (
            "probably reduce pain and trouble with daily tasks a little",
            "about 0.3 standard deviations, moderate certainty) [WHOEX]",
        ),
        id="f3-effect",
    ),
    pytest.param("exercise", ("may be offered (conditional, low certainty) [WHO23]",), id="f3-who"),
    pytest.param(
        "exercise",
        (
            "consider group exercise for a flare-up or an episode, with or without sciatica, fitted to the person "
            "[NG59]",
        ),
        id="f3-nice",
    ),
    pytest.param(
        "exercise",
        (
            "should use exercise, such as trunk strength and endurance, for long-lasting low back pain",
            "may use it with leg pain [APTA21]",
        ),
        id="f3-us",
    ),
    pytest.param("exercise", ("A little more pain for a short time can happen [WHOEX]",), id="f3-more"),
    pytest.param("exercise", ("have not been tested by us or, as far as we know, by others",), id="f3-set"),
    pytest.param(
        "exercise",
        (
            "Those 0.3 are against doing nothing, or against usual care.",
            "For single kinds of exercise the certainty is mostly very low [WHOEX]",
        ),
        id="f3-against-nothing",
    ),
    pytest.param(
        "exercise",
        (
            "stretching and McKenzie exercise were not clearly different from no exercise",
            "Exercise for stability and strength did a little better [OWE20].",
            "Five of the seven here are of the first kinds.",
        ),
        id="f3-kinds",
    ),
    pytest.param(
        "exercise",
        (
            "exercise probably eases long-lasting low back pain somewhat, compared with no treatment or usual care "
            "[RIZ25]",
        ),
        id="f3-cochrane",
    ),
    pytest.param(
        "exercise",
        ("tested against a dummy, about 1 in 10 did better, and by little. Exercise was among them [CAS25]",),
        id="f3-dummy",
    ),
    pytest.param(
        "walking",
        (
            "701 people. All were over their last spell of low back pain.",
            "a walking plan and lessons about pain from a physiotherapist",
            "half had their next spell within 208 days. In the other it was within 112 days [WLK24]",
            "not tested for pain that is there now",
        ),
        id="f3-walking",
    ),
    pytest.param("claims", ("Not shown to pull the bones apart.",), id="f4-apart"),
    pytest.param("claims", ("May ease a tight feeling.",), id="f4-tension"),
    pytest.param("claims", ("Moves the whole low back, not one joint.",), id="f4-mobility"),
    pytest.param("claims", ("Pressure in the disc cannot be felt or measured here.",), id="f4-pressure"),
    pytest.param("claims", ("Trains the muscles of back, hips and belly.",), id="f4-stability"),
    pytest.param(
        "claims",
        ("For some people leg pain moves back towards the spine. For others it spreads. Watch it.",),
        id="f4-spread",
    ),
    pytest.param(
        "strategies",
        ("Bones are not put back in place. Some people feel less pain for a while.",),
        id="f4-in-line",
    ),
    pytest.param("strategies", ("bring you on faster [ART]. We do not repeat that hope.",), id="f4-faster"),
    pytest.param(
        "strategies",
        (
            "May be used as part of a package with exercise, not alone [NG59]. The World Health Organization says that "
            "it may be offered [WHO23]. How sure? Very unsure.",
        ),
        id="f5-chiropractic",
    ),
    pytest.param(
        "strategies",
        (
            "about 1 point less on a scale of 0 to 10 than without it.",
            "Exercise differs from no exercise by about as much or less.",
            "12 trials with 632 people: 1.04 points less at 4 weeks, 0.85 at 12 weeks [LIU23]",
            "22 studies with 1749 people: 1.14 points less [WU23]",
            "not in the NICE or WHO lists that we read",
        ),
        id="f5-shockwave",
    ),
    pytest.param(
        "strategies",
        (
            "Guidelines advise against it as routine care. This is about traction by a machine or a table, with or "
            "without sciatica [NG59] [WHO23]. It says nothing about gentle stretching.",
            "The app names no provider, no price and no device.",
        ),
        id="f5-decompression",
    ),
    pytest.param(
        "walking",
        ("A little, often, on days it feels OK.", "This app gives no walking plan and no amounts."),
        id="f5-walking",
    ),
    pytest.param("takeaways", ("Moving in a way that you can stand is better than long bed rest.",), id="f6-1"),
    pytest.param("takeaways", ("Start small, add little.",), id="f6-2"),
    pytest.param("takeaways", ("A score is a note, not a test result.",), id="f6-3"),
    pytest.param("takeaways", ("Pain that spreads down and stays: stop.",), id="f6-4"),
    pytest.param(
        "takeaways",
        (
            "Bladder or bowel trouble, numb between the legs, a leg that gets weaker: emergency. Get help now",
            "[CES] [NHS]",
        ),
        id="f6-5",
    ),
    pytest.param(
        "takeaways",
        (
            "Always ask a health professional before you start any new exercise programme, above all if your pain is "
            "severe or lasts [ART]",
        ),
        id="f6-6",
    ),
]

# What pages have to say besides, of other sections.
FACTS = {
    "routines": (
        "How often, how fast, the rests and the order are this app's choice. The article does not say.",
        '"repeat 3 times" is taken as 3 on each side',
        "left and right take turns. Doing all of one side first is a setting",
        "a prop on the forearms, as described, not a press-up on straight arms",
        "Only cat-cow has breath cues in the article",
        "85 people",
        "about 33 %, but anything from 11 % to 55 % fits",
        "What it means for them is our own conclusion",
        "the dummy set had pelvic tilts in it",
        "Guidelines advise to stay active; small supported moves are our choice.",
        "It is no treatment for a flare-up.",
        "Where it gives a range, they begin at the low end.",
        "as far as the longest that the article gives",
        "Only if bending backward feels fine or better. Stop if it spreads down the leg.",
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
        "With that answer it leaves out Child's pose, Knee-to-chest and the cat phase. That is our choice",
        "With that answer it leaves out all that is done lying down, in any week.",
        "With that answer the app leaves out the cow phase and McKenzie extension.",
    ),
}


def page_text(page: str) -> str:
    guide = CONTENT.guide(page)
    assert guide
    return re.sub(r"\s+", " ", re.sub(r"^\d\. ", "", guide.text.replace("**", ""), flags=re.MULTILINE))


@pytest.mark.parametrize(("page", "says"), ROWS_OF_F)
def test_each_row_of_section_f_is_said_on_its_guide_page(page: str, says: tuple[str, ...]) -> None:
    for words in says:
        assert words in page_text(page)


@pytest.mark.parametrize(("page", "fact"), [(page, fact) for page, facts in FACTS.items() for fact in facts])
def test_a_page_has_its_required_statements(page: str, fact: str) -> None:
    assert fact in page_text(page)


NEVER_OF_F = [
    pytest.param(r"\byour disc\b|\byou(r| have) (a )?(bulg|slipp|hernia)", id="f2-back"),
    pytest.param(r"\b(your|the|a) nerve is\b|\btrapped\b", id="f2-leg"),
    pytest.param(r"\b(L[1-5]|S1) (nerve|root)|\bnerve root\b|\bdermatome", id="f2-tingling"),
    pytest.param(r"\bposture (did|is|was|causes)\b|\b(bad|poor) posture\b", id="f2-sitting"),
    pytest.param(r"\b2 points that people\b|\b1 of (the )?2 points\b|\bless than the 2 points\b", id="f5-shockwave"),
    pytest.param(r"https?://|\bwww\.|[$€£]\s?\d|\bask your chiropractor\b|\bbook (a|an|your)\b", id="f5-providers"),
    pytest.param(r"\bwalk (for )?\d+ (minutes|min|steps|times)\b|\b\d[\d,]* steps\b", id="f5-walking"),
]


@pytest.mark.parametrize("never", NEVER_OF_F)
def test_a_row_of_f_says_what_no_page_says(never: str) -> None:
    said = {guide.id: page_text(guide.id) for guide in CONTENT.guides}
    said |= {one.id: f"{one.helps} {' '.join(how_to(one))} {one.claim}" for one in CONTENT.exercises.values()}
    said |= {one.id: f"{one.why} {one.care}" for one in CONTENT.routines.values()}
    assert [(where, hit[0]) for where, text in said.items() if (hit := re.search(never, text, re.IGNORECASE))] == []


CLAIMED = r"squeez|\btension|less stiff|pressure on|strain on|draws? .* back|in line|repair|makes room|bring you on"
"""How the article's claims (section f4) are told."""


def test_f4_a_claim_of_the_article_is_always_attributed_to_the_article() -> None:
    for guide in PAGES:
        for paragraph in guide.text.split("\n\n"):
            if re.search(CLAIMED, re.sub(r"\s+", " ", paragraph)):
                assert re.match(r"\*\*The article:\*\* |The article suggests ", paragraph), paragraph
    for exercise in CONTENT.exercises.values():
        assert not re.search(CLAIMED, exercise.helps)
        assert exercise.claim.startswith("Said to ")


def test_every_source_named_in_the_content_is_on_the_page_of_sources() -> None:
    from tests.library.content_texts import all_words

    sources = CONTENT.guide("sources")
    assert sources
    listed = set(re.findall(r"^- \*\*(\w+)\*\* ", sources.text, re.MULTILINE))
    named = {key for _, text in all_words() for key in re.findall(r"\[([A-Za-z]{2,}\d{0,2})\]", text)}
    assert named == listed


def test_massage_is_described_as_uncertain_as_chiropractic_care() -> None:
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
    "We would go further",
)


@pytest.mark.parametrize("untrue", UNTRUE)
def test_corrected_false_statements_about_the_app_do_not_return(untrue: str) -> None:
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
