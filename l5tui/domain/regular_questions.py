"""What a person asks themselves now and then: up to three activities, the week's pain, a questionnaire.

What is asked is a decision in the journal (`about` is `questions`), so that it goes where the journal goes.
When something is due is computed from the entries: activities every two weeks, the week's pain every week, the RMDQ
every four weeks (issue 15, clinical data a4). Nothing is asked until the person chose it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, Literal, NamedTuple
from unicodedata import normalize

from msgspec import Struct

from l5tui.domain.entry import ActivityEntry, DecisionEntry, Entry, WeekEntry
from l5tui.domain.entry_reading import Body, pain, table, text, texts
from l5tui.domain.entry_times import instant, local_date
from l5tui.domain.new_entry import EntryHeader, new_activity, new_decision, new_week
from l5tui.domain.pain import show_pain
from l5tui.domain.rmdq import HIGHEST, RMDQ, score_of

ABOUT: Final = "questions"
"""The `about` of the decision."""
MOST: Final = 3
"""The most activities (clinical data, a4)."""
LONGEST: Final = 40
"""The most characters of an activity's name."""
ACTIVITY_DAYS: Final = 14
WEEK_DAYS: Final = 7
FORM_DAYS: Final = 28
"""Days between two times of asking (clinical data, a4; issue 15)."""
ACTIVITY_QUESTION: Final = "How hard is it today?"
ACTIVITY_ENDS: Final = ("no trouble", "I cannot do it")
"""0 and 10 (clinical data, a4). The direction is the reverse of the PSFS, and it isn't called that."""
WEEK_QUESTION: Final = "Your pain on average in the last 7 days"
ENOUGH: Final = 2
"""The fewest answers of which a chart or a change is shown (clinical data, g)."""


class RegularQuestions(Struct, frozen=True):
    """What a person chose to be asked."""

    activities: tuple[str, ...] = ()
    week: bool = False
    rmdq: bool = False


class RegularQuestion(NamedTuple):
    """One question for a number: an activity by its name, or the week's pain."""

    kind: Literal["activity", "week"]
    name: str
    """The activity; empty for the week's pain."""

    @property
    def words(self) -> str:
        """The question."""
        return ACTIVITY_QUESTION if self.kind == "activity" else WEEK_QUESTION

    @property
    def ends(self) -> tuple[str, str] | None:
        """The meaning of 0 and 10; None for the pain scale's own."""
        return ACTIVITY_ENDS if self.kind == "activity" else None

    @property
    def field(self) -> str:
        """The entry's field that has the number."""
        return "score" if self.kind == "activity" else "pain"

    def entry(self, header: EntryHeader, score: int | None) -> ActivityEntry | WeekEntry:
        """The entry of an answer; None if it was left out."""
        return new_activity(header, self.name, score) if self.kind == "activity" else new_week(header, score)


class Answer(NamedTuple):
    """One answer with its day."""

    day: date
    score: int


def chosen(entries: Iterable[Entry]) -> RegularQuestions:
    """What the newest decision says; nothing without one.

    Args:
        entries: the journal's, newest first; of two decisions of one second the first one counts.
    """
    newest: Body = {}
    for entry in entries:
        body: Body = entry
        if body.get("kind") == "decision" and body.get("about") == ABOUT and not body.get("deleted"):
            newest = body if not newest or instant(body.get("started")) > instant(newest.get("started")) else newest
    to = table(newest, "to")
    return RegularQuestions(clean_names(texts(to, "activities")), to.get("week") is True, to.get("rmdq") is True)


def new_choice(header: EntryHeader, to: RegularQuestions, was: RegularQuestions) -> DecisionEntry:
    """The decision that changes what is asked."""
    return new_decision(header, ABOUT, _table(to), was=_table(was))


def _table(questions: RegularQuestions) -> dict[str, object]:
    return {"activities": list(questions.activities), "week": questions.week, "rmdq": questions.rmdq}


def clean_names(typed: Iterable[str]) -> tuple[str, ...]:
    """The activities' names: without blanks around them, without empty ones and repeated ones, three at the most."""
    found: dict[str, str] = {}
    for one in typed:
        words = " ".join(normalize("NFC", one).split())[:LONGEST].strip()
        if words:
            found.setdefault(name_key(words), words)
    return tuple(found.values())[:MOST]


def name_key(name: str) -> str:
    """What is the same for two spellings of one activity: without case, its letters composed, with single blanks.

    So an activity that was taken away and is added again in another case, or typed on another machine, is the same one.
    """
    return " ".join(normalize("NFC", normalize("NFC", name).casefold()).split())


def due(entries: Sequence[Entry], today: date) -> list[RegularQuestion]:
    """The questions for a number that are due, the activities first.

    Args:
        entries: the journal's. An answer that was left out counts as asked.
        today: the local date.
    """
    questions = chosen(entries)
    asked = [(RegularQuestion("activity", name), ACTIVITY_DAYS) for name in questions.activities]
    asked += [(RegularQuestion("week", ""), WEEK_DAYS)] if questions.week else []
    return [one for one, days in asked if _is_due(entries, one.kind, one.name, days, today)]


def form_is_due(entries: Sequence[Entry], today: date) -> bool:
    """Whether the RMDQ is due."""
    return chosen(entries).rmdq and _is_due(entries, "form", RMDQ, FORM_DAYS, today)


def _is_due(entries: Iterable[Entry], kind: str, name: str, days: int, today: date) -> bool:
    """Whether it was last asked that many days ago or longer; a day that is still to come doesn't count."""
    asked = (local_date(entry.get("started")) for entry in entries if _is_of(entry, kind, name))
    return not any(day is not None and timedelta(0) <= today - day < timedelta(days) for day in asked)


def _is_of(entry: Body, kind: str, name: str) -> bool:
    same = entry.get("kind") == kind and not entry.get("deleted")
    return same and (kind == "week" or name_key(text(entry, "name")) == name_key(name))


def answers(entries: Sequence[Entry], kind: str, name: str = "") -> list[Answer]:
    """The answers to one question, oldest first, each apart from all others; those that were left out aren't in it.

    Args:
        entries: the journal's; of the same second the last written comes first.
        kind: `activity`, `week` or `form`.
        name: the activity or the form.
    """
    found = []
    for entry in reversed(entries):
        body: Body = entry
        if not _is_of(body, kind, name):
            continue
        day, score = local_date(body.get("started")), score_in(body)
        if day is not None and score is not None:
            found.append((instant(body.get("started")), Answer(day, score)))
    return [answer for _, answer in sorted(found, key=lambda one: one[0])]


def score_in(body: Body) -> int | None:
    """The number of an activity, a week or a form; None if it was left out or isn't one."""
    match body.get("kind"):
        case "activity":
            return pain(body.get("score"))
        case "week":
            return pain(body.get("pain"))
        case "form" if isinstance(ticks := body.get("ticks"), list):
            return score_of(ticks)
        case _:
            return None


def answer_words(body: Body) -> str:
    """The number as text: `4`, a form's `7/24`, a dash for one that was left out."""
    score = score_in(body)
    rmdq = body.get("kind") == "form" and text(body, "name") == RMDQ
    return show_pain(score) + (f"/{HIGHEST}" if rmdq and score is not None else "")
