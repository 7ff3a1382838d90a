"""Fields of an entry that are corrected as text: when it began, the next morning, the highest score, and so on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final, get_args

from msgspec import Struct
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from l5tui.config.clock import now, zone_agrees
from l5tui.config.typed_time import EXAMPLE, TypedTimeError, parse_time, zone_of
from l5tui.domain.entry import Entry, Kind
from l5tui.domain.entry_reading import Body, pain, table, text
from l5tui.domain.entry_times import moment_of, text_of
from l5tui.domain.next_morning import ANSWERS
from l5tui.domain.pain import parse_pain, show_pain
from l5tui.domain.programme import ANSWERS as DONE
from l5tui.domain.regular_questions import LONGEST
from l5tui.tui.widgets.text import STRONG, TEXT
from l5tui.tui.widgets.text_field import TextFieldWidget

FORMAT: Final = "%Y-%m-%d %H:%M"


class FieldQuestion(Struct, frozen=True):
    """A question whose answer is a line of text.

    Attributes:
        field: the entry's field.
        words: the question.
        hint: what may be written.
        shown: the present value as text.
        read: the new values by field; raises `ValueError` with words for the person.
    """

    field: str
    words: str
    hint: str
    shown: Callable[[Body], str]
    read: Callable[[str, Body], dict[str, object]]

    def changes(self, written: str, entry: Body) -> dict[str, object]:
        """The new values by field, as `Journal.edit` takes them; none where the text is what was shown.

        Raises:
            ValueError: it can't be read; its words are for the person.
        """
        written = " ".join(written.split())
        return {} if written == self.shown(entry) else self.read(written, entry)


def fields_for(entry: Entry | None) -> list[FieldQuestion]:
    """The questions about an entry; none about a new one."""
    if entry is None:
        return []
    body: Body = entry
    found = list(_OF_KIND.get(text(body, "kind"), ()))
    if table(body, "programme") and body.get("kind") == "session":
        found.append(_ANSWER)
    dated = moment_of(body.get("started")) is not None or text(body, "kind") in get_args(Kind)
    return [*found, _BEGAN] if dated else found


def _began(body: Body) -> str:
    when = moment_of(body.get("started"))
    return when.strftime(FORMAT) if when else text(body, "started")[: len(EXAMPLE)]


def _moved(written: str, body: Body) -> dict[str, object]:
    """The entry at another time, with its end and its scores; read in the zone where it was made."""
    was = moment_of(body.get("started"))
    zone = zone_of(body, was) if was else None
    try:
        when = parse_time(written, zone, was.date() if was else now().date())
    except TypedTimeError as error:
        raise ValueError(". ".join(part for part in (error.about("that"), error.hint) if part)) from None
    moved: dict[str, object] = {"started": text_of(when)}
    if (name := text(body, "tz")) and not zone_agrees(name, when):
        moved["tz"] = None
    times = {"ended": body.get("ended")}
    times |= {f"{score}.at": table(body, score).get("at") for score in ("before", "after")}
    for field, time in times.items():
        if was is not None and (known := moment_of(time)) is not None:
            with suppress(OverflowError):  # a time that is no use stays as it is
                moved[field] = text_of((known + (when - was)).astimezone(zone))
    return moved


def _one_of(field: str, words: Mapping[str, str], said: str) -> Callable[[str, Body], dict[str, object]]:
    def read(written: str, _: Body) -> dict[str, object]:
        wanted = written.casefold()
        found = [value for value, name in words.items() if wanted and name.startswith(wanted)]
        if wanted and len(found) != 1:
            raise ValueError(said)
        return {field: found[0] if found else None}

    return read


def _highest(written: str, _: Body) -> dict[str, object]:
    score = parse_pain(written)
    if written and score is None:
        raise ValueError("0 to 10")
    return {"worst": score}


def _shown_pain(body: Body) -> str:
    worst = pain(body.get("worst"))
    return "" if worst is None else show_pain(worst)


def _named(written: str, _: Body) -> dict[str, object]:
    if not written or len(written) > LONGEST:
        raise ValueError(f"1 to {LONGEST} characters")
    return {"name": written}


_MORNINGS: Final[Mapping[str, str]] = {answer: answer for answer in ANSWERS}
_BEGAN: Final = FieldQuestion("started", "Began", EXAMPLE, _began, _moved)
_WORST: Final = FieldQuestion("worst", "Highest during", "0 to 10, or empty", _shown_pain, _highest)
_NEXT: Final = FieldQuestion(
    "next_day",
    "The morning after",
    "better, same, worse, or empty",
    lambda body: _MORNINGS.get(text(body, "next_day"), ""),
    _one_of("next_day", _MORNINGS, "better, same, worse, or empty"),
)
_ANSWER: Final = FieldQuestion(
    "answer",
    "As written?",
    "done, partly, too hard, not possible, or empty",
    lambda body: next((words for one, words in DONE.items() if one == body.get("answer")), ""),
    _one_of("answer", {str(one): words for one, words in DONE.items()}, "done, partly, too hard or not possible"),
)
_OF_KIND: Final[Mapping[str, tuple[FieldQuestion, ...]]] = {
    "session": (_WORST, _NEXT),
    "activity": (FieldQuestion("name", "Activity", "your words", lambda body: text(body, "name"), _named),),
}


class EntryFieldsWidget(Vertical):
    """The questions about an entry that are answered in a line of text, with what stands there now.

    Args:
        entry: the entry; None for a new one, which has none of them.
    """

    DEFAULT_CSS = "EntryFieldsWidget { height: auto; }"

    def __init__(self, entry: Entry | None, *, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        super().__init__(id=id)
        self.entry = entry
        self.questions = fields_for(entry)

    def compose(self) -> ComposeResult:
        for one in self.questions:
            yield Static(classes="question", id=f"{one.field}-question")
            yield TextFieldWidget(one.shown(self.entry or {}), id=one.field, placeholder=one.hint)

    def _field(self, question: FieldQuestion) -> TextFieldWidget:
        return self.query_one(f"#{question.field}", TextFieldWidget)

    def fill_in(self, values: Mapping[str, object]) -> None:
        """Show the values of a draft, by the entry's fields."""
        body: dict[str, object] = {**(self.entry or {}), **values}
        for one in self.questions:
            self._field(one).value = one.shown(body)

    @property
    def changes(self) -> dict[str, object]:
        """The new values by field, as `Journal.edit` takes them; without what can't be read."""
        found: dict[str, object] = {}
        for one in self.questions:
            with suppress(ValueError):
                found |= one.changes(self._field(one).value, self.entry or {})
        return found

    @property
    def wrong(self) -> str:
        """What is wrong with the first text that can't be read; empty if there is none."""
        return next((f"{one.words}: {words}" for one in self.questions if (words := self._wrong(one))), "")

    def _wrong(self, question: FieldQuestion) -> str:
        try:
            question.changes(self._field(question).value, self.entry or {})
        except ValueError as error:
            return str(error)
        return ""

    def sync(self) -> None:
        """Say beside each question what is wrong with its text."""
        for one in self.questions:
            strong = STRONG if self._field(one).has_focus else TEXT
            line = Content.assemble((one.words, strong), (f"   {self._wrong(one)}".rstrip(), "$l5-rest"))
            self.query_one(f"#{one.field}-question", Static).update(line)
