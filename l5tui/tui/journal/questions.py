"""My questions: up to three activities, the pain of the week, and the RMDQ; what is asked, and how it went so far."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from l5tui.config.clock import new_header, new_uid, now
from l5tui.domain import rmdq
from l5tui.domain.entry import Entry
from l5tui.domain.new_entry import new_form
from l5tui.domain.pain import HIGHEST
from l5tui.domain.regular_questions import (
    ACTIVITY_ENDS,
    ACTIVITY_QUESTION,
    LONGEST,
    MOST,
    WEEK_QUESTION,
    RegularQuestion,
    RegularQuestions,
    answers,
    chosen,
    clean_names,
    due,
    form_is_due,
    new_choice,
)
from l5tui.journal.drafts import Draft, answer_draft
from l5tui.tui.chrome import HairlineWidget, Hint, L5Screen, TopLineWidget
from l5tui.tui.dialog import DROP, drop_dialog
from l5tui.tui.journal.rmdq_form import FilledRmdq, RmdqScreen
from l5tui.tui.journal.small_chart import bars, number_words
from l5tui.tui.widgets.choices import ChoiceListWidget, ChoiceVisual, blank, heading
from l5tui.tui.widgets.pain_scale import PRESS, PainScaleWidget, ScoreAnswer
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, one_line, plain
from l5tui.tui.widgets.text_field import TextFieldWidget

TITLE: Final = "My questions"
ACTIVITIES: Final = "My activities"
EVERY_TWO_WEEKS: Final = "asked every two weeks"
OTHERS: Final = "Off until you ask for it"
ADD, WEEK, FORM = "add", "week", rmdq.RMDQ
"""The ids of the rows that are no activities."""
ADD_WORDS: Final = "add an activity of yours"
NAME_IT: Final = "What do you want to do again? Such as: sit through dinner"
ABOUT: Final = {
    "": f"{ACTIVITY_QUESTION} 0 {ACTIVITY_ENDS[0]}, 10 {ACTIVITY_ENDS[1]}.",
    ADD: f"Up to {MOST}, in your own words; the check-in asks how hard each is.",
    WEEK: f"{WEEK_QUESTION}, once a week; kept apart from pain right now.",
    FORM: f"{rmdq.HIGHEST} statements to tick, every four weeks. {rmdq.NAME}: {rmdq.SOURCE}",
}
"""What the highlighted row is."""
BEGUN: Final = "begun"
BESIDE: Final = 5
"""Columns beside what stands in a row."""
FEW_BARS: Final = 8
"""The bars of a chart in little room."""
DRAFT_OF_NAME: Final = "activity"
"""The search texts' key under which a half written name is kept."""


class AnswerScreen(L5Screen[ScoreAnswer | None]):
    """Asks for the number of one question; returns the answer, or None when the person goes back.

    Args:
        question: an activity, or the pain of the week.
    """

    WIDEST: ClassVar[int | None] = 120
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "back", id="form.back")]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("pick", ("scale.0", "scale.9")),
        Hint("leave out", ("scale.leave_out",)),
        Hint("back", ("form.back",)),
    )

    def __init__(self, question: RegularQuestion) -> None:
        super().__init__()
        self.question = question
        self.uid = new_uid()

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        yield Static(plain(self.question.words, STRONG), id="question")
        yield PainScaleWidget(ends=self.question.ends, id="scale")
        yield Static(id="answer")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.query_one(TopLineWidget).left = one_line(self.question.name or TITLE, STRONG)
        self.query_one(PainScaleWidget).focus()

    @property
    def given(self) -> ScoreAnswer | None:
        return self.query_one(PainScaleWidget).answer

    def on_pain_scale_widget_changed(self) -> None:
        given, drafts = self.given, self.l5.records.drafts
        self.query_one("#answer", Static).update(plain(PRESS, MUTED) if given is None else self.enter_label("done"))
        if given is None or given.pain is None:
            drafts.finish(self.uid)
        else:
            at = now().isoformat(timespec="seconds")
            drafts.hold(answer_draft(self.question, self.uid, given.pain, at))

    def on_pain_scale_widget_confirmed(self) -> None:
        self.dismiss(self.given)  # whoever stores it finishes the draft

    def action_cancel(self) -> None:
        if self.given is not None and self.given.pain is not None:
            self.app.push_screen(drop_dialog(), self._asked)
        else:
            self.dismiss(None)

    def _asked(self, said: str | None) -> None:
        """Act on the answer to the question before a number is dropped."""
        if said == DROP:
            self.l5.records.drafts.finish(self.uid)
            self.dismiss(None)
        elif said is None:
            self.l5.close()


class QuestionsScreen(L5Screen[None]):
    """The questions: enter answers the highlighted one, space asks it or not, d takes an activity away."""

    WIDEST: ClassVar[int | None] = 92
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer", "answer it now", id="questions.answer"),
        Binding("space", "ask", "have it asked, or not", id="questions.ask"),
        Binding("d", "remove", "ask this activity no more; its answers stay", id="questions.remove"),
        Binding("escape", "back", "back", id="back"),
    ]
    WRITING_HINTS: ClassVar[tuple[Hint, ...]] = (Hint("back, nothing added", ("back",)),)

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        yield ChoiceListWidget(id="questions")
        with Horizontal(id="writing"):
            yield TextFieldWidget(id="name", max_length=LONGEST, placeholder=NAME_IT)
        yield Static(id="about")
        yield Static(id="answer")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.query_one(TopLineWidget).left = plain(TITLE, STRONG)
        self._begun: Draft | None = None
        self.watch(self.app, "entries", self._show, init=False)
        self._show()
        self.listing.focus()
        self.run_worker(self._find_begun(), group="begun")

    async def _find_begun(self) -> None:
        """Find a questionnaire that was begun, in this start or an earlier one."""
        drafts = self.l5.records.drafts
        left = await self.l5.records.do(lambda _: drafts.left())
        kept = {entry["uid"] for entry in self.l5.entries}
        found = [
            one for one in (*drafts.typed, *left) if (one.form, one.about) == ("form", FORM) and one.uid not in kept
        ]
        self._begun = found[0] if found else None
        self._show()

    @property
    def listing(self) -> ChoiceListWidget:
        return self.query_one(ChoiceListWidget)

    @property
    def asked(self) -> RegularQuestions:
        """What is asked now."""
        return chosen(self.l5.entries)

    @property
    def question(self) -> RegularQuestion | None:
        """The highlighted question for a number; None for another row."""
        row = self.listing.chosen or ""
        if row == WEEK:
            return RegularQuestion("week", "")
        names = self.asked.activities
        return RegularQuestion("activity", names[int(row)]) if row.isdigit() and int(row) < len(names) else None

    def hints(self) -> tuple[Hint, ...]:
        if self.has_class("-writing"):
            return self.WRITING_HINTS
        row = self.listing.chosen if self.is_mounted else None
        ask = "don't ask" if (row == WEEK and self.asked.week) or (row == FORM and self.asked.rmdq) else "ask"
        own = (Hint(ask, ("questions.ask",)),) if row in (WEEK, FORM) else ()
        remove = (Hint("take away", ("questions.remove",)),) if row and row.isdigit() else ()
        return (
            Hint("choose", ("list.up", "list.down")),
            *own,
            *remove,
            Hint("back", ("back",)),
            Hint("keys", ("help",)),
        )

    # Content

    def _show(self) -> None:
        self.listing.show(list(self._rows()), self.listing.chosen)
        self._tell()

    def _rows(self) -> Iterator[Option]:
        asked, today, entries = self.asked, now().date(), self.l5.entries
        now_due = due(entries, today)
        yield heading(ACTIVITIES, EVERY_TWO_WEEKS if asked.activities else "")
        for number, name in enumerate(asked.activities):
            yield self._row(str(number), name, "activity", name, is_due=RegularQuestion("activity", name) in now_due)
        if len(asked.activities) < MOST:
            yield Option(ChoiceVisual(Content.assemble(("+ ", STRONG), (ADD_WORDS, TEXT))), id=ADD)
        if self.app.size.height >= 20:
            yield blank()
        yield heading(OTHERS)
        week = "weekly" if asked.week else "off"
        yield self._row(WEEK, f"Pain over 7 days, {week}", "week", "", is_due=RegularQuestion("week", "") in now_due)
        form = "every 4 weeks" if asked.rmdq else "off"
        words = f"RMDQ questionnaire, {BEGUN if self._begun else form}"
        yield self._row(FORM, words, "form", FORM, is_due=form_is_due(entries, today))

    def _row(self, row: str, words: str, kind: str, name: str, *, is_due: bool) -> Option:
        """A question with its small chart, the numbers, and whether it is due."""
        found = answers(self.l5.entries, kind, name)
        highest = rmdq.HIGHEST if kind == "form" else HIGHEST
        chart = bars(found, highest, ascii_only=self.l5.ascii_only)
        numbers = number_words(kind, name, found)
        wide, room = self.app.size.width >= 60, self.app.size.width - BESIDE
        said, few = one_line(words, TEXT), chart if self.l5.ascii_only else chart[-FEW_BARS:]
        for bars_shown in (chart, few):
            parts = [bars_shown, numbers if wide else "", "due" if is_due else ""]
            right = plain("  ".join(filter(None, parts)), MUTED)
            if said.cell_length + 2 + right.cell_length <= room:
                break
        else:
            said = said.truncate(max(FEW_BARS, room - 2 - right.cell_length), ellipsis=True)
        return Option(ChoiceVisual(said, right), id=row)

    def _tell(self) -> None:
        """Say what the highlighted row is, and what enter does."""
        row = self.listing.chosen or ""
        about = ABOUT[row if row in ABOUT else ""]
        self.query_one("#about", Static).update(plain(about, MUTED))
        writing = self.has_class("-writing")
        verb = "add it" if writing else ABOUT_ENTER.get(row, "answer it now")
        self.query_one("#answer", Static).update(self.enter_label(verb))
        self.refresh_hints()

    def on_option_list_option_highlighted(self) -> None:
        self._tell()

    # Keys

    def action_answer(self) -> None:
        question, row = self.question, self.listing.chosen
        if row == ADD:
            self._write()
        elif row == FORM:
            begun = self._begun
            ticks = begun.values.get("ticks") if begun else []
            uid = begun.uid if begun else ""
            self.app.push_screen(RmdqScreen(ticks if isinstance(ticks, list) else [], uid=uid), self._filled)
        elif question is not None:
            screen = AnswerScreen(question)

            def answered(given: ScoreAnswer | None) -> None:
                if given is not None:
                    self._keep(question.entry(new_header(uid=screen.uid), given.pain))

            self.app.push_screen(screen, answered)

    def _filled(self, form: FilledRmdq | None) -> None:
        if form is None:
            self.run_worker(self._find_begun(), group="begun")
        else:
            self._begun = None
            self._keep(new_form(new_header(uid=form.uid), rmdq.RMDQ, form.ticks))

    def action_ask(self) -> None:
        row, asked = self.listing.chosen, self.asked
        if row == WEEK:
            self._choose(replace(asked, week=not asked.week))
        elif row == FORM:
            self._choose(replace(asked, rmdq=not asked.rmdq))

    def action_remove(self) -> None:
        question, asked = self.question, self.asked
        if question is not None and question.kind == "activity":
            self._choose(replace(asked, activities=tuple(one for one in asked.activities if one != question.name)))

    def _choose(self, to: RegularQuestions) -> None:
        if to != self.asked:
            self._keep(new_choice(new_header(), to, self.asked))

    def _keep(self, entry: Entry) -> None:
        """Store an entry; what waits for the disk is shown at once, too."""

        async def keep() -> None:
            with self.l5.holding_keys():
                await self.l5.keep(entry)
                drafts, uid = self.l5.records.drafts, entry["uid"]
                drafts.finish(uid)
                await self.l5.records.do(lambda _: drafts.drop(uid))  # of an earlier start
                self._show()

        self.run_worker(keep(), group="questions")

    def action_back(self) -> None:
        if self.has_class("-writing"):
            self._stop_writing()
        else:
            self.dismiss(None)

    # An activity's name

    def _write(self) -> None:
        field = self.query_one("#name", TextFieldWidget)
        self.add_class("-writing")
        field.value = self.l5.search_texts.pop(DRAFT_OF_NAME, "")
        field.focus()
        self._tell()

    def _stop_writing(self) -> None:
        self.remove_class("-writing")
        self.l5.hold_search_text(DRAFT_OF_NAME, "")
        self.listing.focus()
        self._tell()

    def on_input_changed(self, event: Input.Changed) -> None:
        if self.has_class("-writing"):
            self.l5.hold_search_text(DRAFT_OF_NAME, event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        asked = self.asked
        names = clean_names([*asked.activities, event.value])
        self._stop_writing()
        self._choose(replace(asked, activities=names))


ABOUT_ENTER: Final = {ADD: "write its name", FORM: "fill it in now"}
"""What enter does on rows that aren't answered with a number."""
