"""Fields of an entry that are corrected as text: when it began, the next morning, the highest score, and so on."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, tzinfo
from typing import Final, get_args

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from l5tui.config.clock import now, zone_agrees
from l5tui.config.errors import UsageError
from l5tui.config.output import similar
from l5tui.config.typed_time import EXAMPLE, TypedTimeError, parse_time, zone_of
from l5tui.domain.entry import Entry, Kind
from l5tui.domain.entry_reading import STATUS, Body, pain, table, text
from l5tui.domain.entry_times import moment_of, text_of
from l5tui.domain.next_morning import ANSWERS
from l5tui.domain.pain import parse_pain, show_pain
from l5tui.domain.programme import ANSWERS as DONE
from l5tui.domain.regular_questions import LONGEST
from l5tui.domain.safety.stop_page import STOPPED_BY
from l5tui.library import Content
from l5tui.tui.journal.field_question import FieldQuestion, one_of, with_values
from l5tui.tui.journal.step_fields import step_fields
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain
from l5tui.tui.widgets.text_field import TextFieldWidget

FORMAT: Final = "%Y-%m-%d %H:%M"


MOVED: Final = "becomes {value}"
ROUTINE_HINT: Final = "a routine of the library, or one exercise"


def fields_for(entry: Entry | None, content: Content | None = None) -> list[FieldQuestion]:
    """The questions about an entry; none about a new one.

    Args:
        entry: the entry.
        content: the routines that it can be of, and the names of exercises.
    """
    if entry is None:
        return []
    body: Body = entry
    found = list(_OF_KIND.get(text(body, "kind"), ()))
    if body.get("kind") == "session":
        found += [_ANSWER] if table(body, "programme") else []
        found += [_BEGAN, _ENDED] if moment_of(body.get("started")) is not None else [_BEGAN]
        found += [_routine(content)] if content is not None else []
        return [*found, _STATUS, _STOP, *step_fields(body, content.names if content is not None else {})]
    dated = moment_of(body.get("started")) is not None or text(body, "kind") in get_args(Kind)
    return [*found, _BEGAN] if dated else found


def _began(body: Body) -> str:
    when = moment_of(body.get("started"))
    return when.strftime(FORMAT) if when else text(body, "started")[: len(EXAMPLE)]


def _moved(written: str, body: Body) -> dict[str, object]:
    """The entry at another time, with its end and its scores; read in the zone where it was made."""
    was = moment_of(body.get("started"))
    zone = zone_of(body, was) if was else None
    when = _time(written, zone, was.date() if was else now().date())
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


def _ended(body: Body) -> str:
    when = moment_of(body.get("ended"))
    return when.strftime(FORMAT) if when else ""


def _ended_at(written: str, body: Body) -> dict[str, object]:
    """Another end, not before the beginning, which may be corrected with it; a time alone is one of that day."""
    began = moment_of(body.get("started"))
    if not written or began is None:
        return {"ended": None}
    when = _time(written, zone_of(body, began), began.date())
    if when < began.replace(second=0):
        raise ValueError("that is before it began")
    return {"ended": text_of(max(when, began))}


def _time(written: str, zone: tzinfo | None, day: date) -> datetime:
    """The time that was written; raises `ValueError` with words for the person."""
    try:
        return parse_time(written, zone, day)
    except TypedTimeError as error:
        raise ValueError(". ".join(part for part in (error.about("that"), error.hint) if part)) from None


def _routine(content: Content) -> FieldQuestion:
    """The routine of a session: one of the library, or an exercise alone."""

    def read(written: str, _: Body) -> dict[str, object]:
        if not written:
            raise ValueError(ROUTINE_HINT)
        try:
            found = content.find(written)
        except UsageError:
            routines = (one.name for one in content.routines.values())
            near = similar(written, [*routines, *(one.name for one in content.exercises.values())])
            raise ValueError(f"did you mean {near[0]}?" if near else "there is none of that name") from None
        return {"routine": {"id": found.id, "name": found.name}}

    return FieldQuestion("routine", "Routine", ROUTINE_HINT, lambda body: text(table(body, "routine"), "name"), read)


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
    one_of("next_day", _MORNINGS, "better, same, worse, or empty"),
)
_ANSWER: Final = FieldQuestion(
    "answer",
    "As written?",
    "done, partly, too hard, not possible, or empty",
    lambda body: next((words for one, words in DONE.items() if one == body.get("answer")), ""),
    one_of("answer", {str(one): words for one, words in DONE.items()}, "done, partly, too hard or not possible"),
)
_ENDED: Final = FieldQuestion("ended", "Ended", f"{EXAMPLE}, or empty", _ended, _ended_at)
_STATUS: Final = FieldQuestion(
    "status",
    "Done",
    ", ".join(STATUS.values()),
    lambda body: STATUS.get(text(body, "status"), ""),
    one_of("status", STATUS, ", ".join(STATUS.values()), empty=False),
)
_STOP: Final = FieldQuestion(
    "stop",
    "Stopped by",
    f"empty, or {', '.join(STOPPED_BY.values())}",
    lambda body: STOPPED_BY.get(text(body, "stop"), ""),
    one_of("stop", STOPPED_BY, f"empty, or {', '.join(STOPPED_BY.values())}"),
)
_OF_KIND: Final[Mapping[str, tuple[FieldQuestion, ...]]] = {
    "session": (_WORST, _NEXT),
    "activity": (FieldQuestion("name", "Activity", "your words", lambda body: text(body, "name"), _named),),
}


class EntryFieldsWidget(Vertical):
    """The questions about an entry that are answered in a line of text, with what stands there now.

    Args:
        entry: the entry; None for a new one, which has none of them.
        content: the routines that it can be of, and the names of exercises.
    """

    DEFAULT_CSS = "EntryFieldsWidget { height: auto; }"

    def __init__(
        self,
        entry: Entry | None,
        content: Content | None = None,
        *,
        id: str | None = None,  # noqa: A002 - Textual's word
    ) -> None:
        super().__init__(id=id)
        self.entry = entry
        self.questions = fields_for(entry, content)

    def compose(self) -> ComposeResult:
        for one in self.questions:
            yield Static(classes="question", id=f"{one.widget_id}-question")
            yield TextFieldWidget(one.shown(self.entry or {}), id=one.widget_id, placeholder=one.hint)

    def _field(self, question: FieldQuestion) -> TextFieldWidget:
        return self.query_one(f"#{question.widget_id}", TextFieldWidget)

    def fill_in(self, values: Mapping[str, object]) -> None:
        """Show the values of a draft, by the entry's fields."""
        body = with_values(self.entry or {}, values)
        for one in self.questions:
            self._field(one).value = one.shown(body)

    def _read(self) -> tuple[dict[str, object], dict[str, str]]:
        """The new values by field, and what is wrong with each text that can't be read, by the question's field."""
        found: dict[str, object] = {}
        wrong: dict[str, str] = {}
        for one in self.questions:
            try:
                found |= one.changes(self._field(one).value, self.entry or {}, found)
            except ValueError as error:
                wrong[one.field] = str(error)
        return found, wrong

    @property
    def changes(self) -> dict[str, object]:
        """The new values by field, as `Journal.edit` takes them; without what can't be read."""
        return self._read()[0]

    @property
    def wrong(self) -> str:
        """What is wrong with the first text that can't be read; empty if there is none."""
        wrong = self._read()[1]
        return next((f"{one.words}: {wrong[one.field]}" for one in self.questions if one.field in wrong), "")

    def sync(self) -> None:
        """Say beside each question what is wrong with its text."""
        found, wrong = self._read()
        entry: Body = self.entry or {}
        after = with_values(entry, found) if found else entry
        for one in self.questions:
            field = self._field(one)
            said, style = wrong.get(one.field, ""), "$l5-rest"
            if one.field in found and field.value == one.shown(entry):
                said, style = MOVED.format(value=one.shown(after)), MUTED  # with what is corrected above it
            line = one_line(one.words, STRONG if field.has_focus else TEXT) + plain(f"   {said}".rstrip(), style)
            self.query_one(f"#{one.widget_id}-question", Static).update(line)
