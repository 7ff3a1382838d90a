"""Every item of the article, and the content that carries it; dropping any one of them fails.

The items are written out here from the article "L5 Stretches for Pain Relief and Strengthening", so that content and
test can't lose the same thing together. What an item says in the article must be found in the content in the words that
matter, with the article's numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType

from msgspec.structs import replace

from l5tui.domain.exercise import Exercise
from l5tui.domain.how_to import how_to
from l5tui.library import Content, Guide, load
from tests.rows import each

CONTENT = load()


@dataclass(frozen=True)
class ArticleExercise:
    """An exercise of the article: repetitions, seconds of the hold, the words of each step and of the claim."""

    name: str
    reps: tuple[int, int]
    hold: tuple[int, int] | None
    steps: tuple[tuple[str, ...], ...]
    claim: tuple[str, ...]


EXERCISES = {
    "childs_pose": ArticleExercise(
        "Child’s Pose",
        reps=(3, 3),
        hold=(20, 30),
        steps=(
            ("kneel", "floor", "toes together", "knees apart"),
            ("arms forward", "lower your chest"),
            ("hold", "20 to 30 seconds", "3 times"),
        ),
        claim=("stretch", "low back", "spine"),
    ),
    "knee_to_chest": ArticleExercise(
        "Knee-to-Chest Stretch",
        reps=(3, 3),
        hold=(15, 30),
        steps=(
            ("lie on your back", "both knees bent"),
            ("one knee", "chest", "other foot", "flat"),
            ("hold", "15 to 30 seconds", "change legs", "3 times"),
        ),
        claim=("ease", "low back", "stretch", "muscles", "l5-s1"),
    ),
    "cat_cow": ArticleExercise(
        "Cat-Cow Stretch",
        reps=(10, 10),
        hold=None,
        steps=(
            ("hands and knees",),
            ("breathe in", "arch", "cow"),
            ("breathe out", "round your back", "cat"),
            ("10",),
        ),
        claim=("spine move", "less stiff", "l4-l5"),
    ),
    "pelvic_tilt": ArticleExercise(
        "Pelvic Tilts",
        reps=(10, 15),
        hold=(5, 5),
        steps=(
            ("lie on your back", "knees bent", "feet flat"),
            ("gently", "pelvis up", "back", "flat", "floor"),
            ("hold", "5 seconds", "let go"),
            ("10 to 15",),
        ),
        claim=("core", "lower the pressure", "l5-s1 disc"),
    ),
    "bird_dog": ArticleExercise(
        "Bird Dog Exercise",
        reps=(10, 10),
        hold=(5, 5),
        steps=(
            ("hands and knees",),
            ("one arm", "opposite leg", "same time", "back straight"),
            ("hold", "5 seconds", "back to the start"),
            ("10 on each side",),
        ),
        claim=("core steady", "muscles of the low back strong"),
    ),
    "glute_bridge": ArticleExercise(
        "Glute Bridge",
        reps=(10, 15),
        hold=(5, 5),
        steps=(
            ("lie on your back", "knees bent", "feet flat on the floor"),
            ("heels", "lift your hips", "shoulders", "knees", "straight line"),
            ("hold", "5 seconds", "lower"),
            ("10 to 15",),
        ),
        claim=("buttocks", "low back strong", "strain off the spine"),
    ),
    "mckenzie_extension": ArticleExercise(
        "McKenzie Extension",
        reps=(10, 10),
        hold=(10, 10),
        steps=(
            ("lie on your stomach", "forearms flat", "elbows under your shoulders"),
            ("push up gently", "low back", "hips stay on the floor"),
            ("hold", "10 seconds", "10 times"),
        ),
        claim=("off the lowest disc", "back towards the spine"),
    ),
}

# item: the guide that carries it, and what must be read there
PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "intro:reasons": ("understanding", ("herniated", "pinched nerve", "weak muscles")),
    "understanding:common-sites": (
        "understanding",
        ("l4-l5", "l5-s1", "carry much of the body's weight", "common places for trouble", "easily hurt"),
    ),
    "symptom:low-back-pain": ("symptoms", ("## low back pain",)),
    "symptom:radiating-leg-pain": ("symptoms", ("## pain running down the leg", "sciatica")),
    "symptom:tingling-or-numb-feet": ("symptoms", ("## tingling or numb feet", "pins and needles")),
    "symptom:trouble-standing-or-sitting": ("symptoms", ("## trouble standing or sitting for long",)),
    "understanding:by-addressing": ("exercise", ("lower pain", "help you move", "make the low back stronger")),
    "claim:childs_pose": ("claims", ("## child's pose", "stretches the low back", "off the spine")),
    "claim:knee_to_chest": ("claims", ("## knee-to-chest", "relieves tension", "muscles around l5-s1")),
    "claim:cat_cow": ("claims", ("## cat-cow", "helps the spine move", "l4-l5 less stiff")),
    "claim:pelvic_tilt": ("claims", ("## pelvic tilts", "strengthens the core", "pressure on the l5-s1 disc")),
    "claim:bird_dog": ("claims", ("## bird dog", "makes the core steady", "muscles of the low back")),
    "claim:glute_bridge": ("claims", ("## glute bridge", "strengthens buttocks", "relieves strain on the spine")),
    "claim:mckenzie_extension": ("claims", ("## mckenzie extension", "draws pain back towards the spine")),
    "choice:frequency-and-order": ("routines", ("how often", "rests", "order", "the article does not say")),
    "strategies:combining": ("strategies", ("other care beside the exercises", "faster")),
    "strategy:chiropractic": ("strategies", ("## chiropractic care", "adjustments", "pressure off nerves")),
    "strategy:shockwave": ("strategies", ("## shockwave therapy", "own repair", "long-lasting pain")),
    "strategy:massage": ("strategies", ("## massage therapy", "relaxes tight muscles", "blood flow")),
    "strategy:spinal-decompression": ("strategies", ("## spinal decompression", "without surgery", "room between")),
    "takeaway:who-it-is-for": ("takeaways", ("herniated disc", "sciatica", "low back pain in general")),
    "takeaway:regain-mobility": ("takeaways", ("move again", "less discomfort")),
    "takeaway:consult-professional": (
        "takeaways",
        ("always ask a health professional", "before you start", "severe", "lasts"),
    ),
}


def reading(text: str) -> str:
    """A page as it is read: one line, small letters."""
    return re.sub(r"\s+", " ", text).lower()


def holds(text: str, wanted: tuple[str, ...]) -> bool:
    return all(words in reading(text) for words in wanted)


def missing_of_exercise(one: str, exercise: Exercise | None) -> list[str]:
    article = EXERCISES[one]
    if exercise is None:
        return [f"exercise:{one}"]
    lost = []
    if exercise.reps_range != article.reps:
        lost.append(f"reps:{one}")
    hold = exercise.phase("hold")
    if (hold and (hold.seconds.low, hold.seconds.high)) != article.hold:
        lost.append(f"hold:{one}")
    for index, wanted in enumerate(article.steps):
        if not any(holds(step, wanted) for step in how_to(exercise)):
            lost.append(f"step:{one}:{index}")
    if not holds(exercise.claim, article.claim):
        lost.append(f"helps:{one}")
    return lost


def missing(content: Content) -> list[str]:
    """The items of the article that are missing in a content."""
    lost = [item for one in EXERCISES for item in missing_of_exercise(one, content.exercises.get(one))]
    for item, (page, wanted) in PAGES.items():
        guide = content.guide(page)
        if guide is None or item not in guide.carries or not holds(guide.text, wanted):
            lost.append(item)
    return lost


def with_exercise(one: str, **fields: object) -> Content:
    changed = replace(CONTENT.exercises[one], **fields)
    return replace(CONTENT, exercises=MappingProxyType({**CONTENT.exercises, one: changed}))


def with_guide(changed: Guide) -> Content:
    guides = tuple(changed if guide.id == changed.id else guide for guide in CONTENT.guides)
    return replace(CONTENT, guides=guides)


def test_every_item_of_the_article_is_in_the_content() -> None:
    assert missing(CONTENT) == []


def test_the_articles_names_find_its_exercises() -> None:
    assert {CONTENT.find(article.name).id for article in EXERCISES.values()} == set(EXERCISES)


def test_every_item_that_a_page_claims_to_carry_is_in_the_article() -> None:
    """This keeps the two lists equal."""
    carried = {item for guide in CONTENT.guides for item in guide.carries}
    assert carried == set(PAGES)


@each("one", EXERCISES)
def test_dropping_an_exercise_is_noticed(one: str) -> None:
    rest = {name: exercise for name, exercise in CONTENT.exercises.items() if name != one}
    assert missing(replace(CONTENT, exercises=MappingProxyType(rest))) == [f"exercise:{one}"]


@each("one, index", [(one, i) for one, it in EXERCISES.items() for i in range(len(it.steps))])
def test_dropping_a_step_of_an_exercise_is_noticed(one: str, index: int) -> None:
    steps = CONTENT.exercises[one].how_to
    assert missing(with_exercise(one, how_to=steps[:index] + steps[index + 1 :])) == [f"step:{one}:{index}"]


@each("one", EXERCISES)
def test_a_changed_dose_or_a_lost_claim_is_noticed(one: str) -> None:
    low, high = EXERCISES[one].reps
    lost = missing(with_exercise(one, reps_range=(low, high + 1)))
    assert lost[0] == f"reps:{one}"
    assert {item.rpartition(":")[0] for item in lost[1:]} <= {f"step:{one}"}, "the sentence that names them follows"
    assert missing(with_exercise(one, claim="")) == [f"helps:{one}"]


@each("item", PAGES)
def test_dropping_an_item_from_its_page_is_noticed(item: str) -> None:
    page, wanted = PAGES[item]
    guide = CONTENT.guide(page)
    assert guide is not None
    assert missing(with_guide(replace(guide, carries=tuple(set(guide.carries) - {item})))) == [item]
    for words in wanted:
        assert item in missing(with_guide(replace(guide, text=reading(guide.text).replace(words, ""))))


@each("page", sorted({page for page, _ in PAGES.values()}))
def test_dropping_a_page_is_noticed(page: str) -> None:
    rest = tuple(guide for guide in CONTENT.guides if guide.id != page)
    assert missing(replace(CONTENT, guides=rest)) == [item for item, (where, _) in PAGES.items() if where == page]
