"""The RMDQ: its 24 statements in their exact wording, each to be ticked or left; the score is the number of ticks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from l5tui.config.clock import new_uid, now
from l5tui.domain.rmdq import HIGHEST, INSTRUCTION, NAME, RMDQ, SOURCE, STATEMENTS, score_of
from l5tui.journal.drafts import Draft
from l5tui.tui.chrome import HairlineWidget, Hint, L5Screen, TopLineWidget
from l5tui.tui.dialog import DROP, drop_dialog
from l5tui.tui.widgets.choices import ChoiceListWidget
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, plain

READ_ON: Final = "read on"
DONE: Final = "done, {count} of {all} ticked"


class FilledRmdq(Struct, frozen=True):
    """The statements that were ticked, by their numbers from 1, and the uid of the draft."""

    uid: str
    ticks: tuple[int, ...]

    @property
    def changes(self) -> dict[str, object]:
        """The new value, as `Journal.edit` takes it."""
        return {"ticks": list(self.ticks)}


class StatementListWidget(ChoiceListWidget):
    """The list. What stands before the statements is longer than a small window, so it isn't kept in sight with the
    first one."""

    def scroll_to_highlight(self, top: bool = False) -> None:
        OptionList.scroll_to_highlight(self, top)


class RmdqScreen(L5Screen[FilledRmdq | None]):
    """Shows the statements. Space ticks the highlighted one; enter goes on until the last one was in sight, then it is
    done, so that statements which nobody read don't count as not ticked.

    Args:
        ticks: those that are ticked so far, of an entry to correct or a draft.
        entry: the uid of the entry to correct; None for a new one.
        uid: that of the draft to go on with.
    """

    WIDEST: ClassVar[int | None] = 92
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "tick it, or take the tick away", id="rmdq.tick"),
        Binding("enter", "go_on", "read on; after the last one: done", id="rmdq.done"),
        Binding("escape", "cancel", "back; the ticks stay until you go on", id="back"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("tick", ("rmdq.tick",)),
        Hint("choose", ("list.up", "list.down")),
        Hint("back", ("back",)),
    )

    def __init__(self, ticks: Iterable[object] = (), *, entry: str | None = None, uid: str = "") -> None:
        super().__init__()
        self.ticks = {one for one in ticks if type(one) is int and 1 <= one <= HIGHEST}
        self.entry = entry
        self.uid = uid or new_uid()
        self._before = frozenset(self.ticks)
        self._last_seen = False

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        yield StatementListWidget(id="statements")
        yield Static(id="answer")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.query_one(TopLineWidget).left = plain(NAME if self.app.size.width >= 60 else "RMDQ", STRONG)
        about = [Option(plain(paragraph, TEXT), disabled=True) for paragraph in INSTRUCTION]
        rows = [Option(self._row(number), id=str(number)) for number in range(1, HIGHEST + 1)]
        source = Option(plain(f"The score is the number of ticks, 0 to {HIGHEST}. {SOURCE}", MUTED), disabled=True)
        self.listing.show([*about, *rows, source])
        self.listing.highlighted = None  # the instruction comes first, and a statement out of sight can't be ticked
        self.listing.scroll_home(animate=False, immediate=True)
        self.listing.focus()
        self._sync()

    @property
    def listing(self) -> StatementListWidget:
        return self.query_one(StatementListWidget)

    def _row(self, number: int) -> Content:
        ticked = number in self.ticks
        mark = "[x]" if ticked else "[ ]"
        return Content.assemble((f"{mark} {number:>2}  ", STRONG if ticked else MUTED), (STATEMENTS[number - 1], TEXT))

    def _look(self) -> None:
        """Note whether the last statement was reached."""
        self._last_seen |= self.listing.chosen == str(HIGHEST)
        self._sync()

    def _sync(self) -> None:
        words = DONE.format(count=len(self.ticks), all=HIGHEST) if self._last_seen else READ_ON
        self.query_one("#answer", Static).update(self.enter_label(words))
        self.query_one(TopLineWidget).right = plain(f"{score_of(self.ticks)}/{HIGHEST}", MUTED)

    def on_option_list_option_highlighted(self) -> None:
        self._look()

    def action_tick(self) -> None:
        """Tick the highlighted statement, or take its tick away; without one, go to the first."""
        chosen = self.listing.chosen
        if chosen is None or self.listing.highlighted is None:
            self.listing.action_first()
            return
        self.ticks ^= {int(chosen)}
        self.listing.replace_option_prompt_at_index(self.listing.highlighted, self._row(int(chosen)))
        self._sync()
        drafts = self.l5.records.drafts
        if self.ticks == (self._before if self.entry is not None else set()):
            drafts.finish(self.uid)
            return
        at, values = now().isoformat(timespec="seconds"), {"ticks": sorted(self.ticks)}
        if self.entry is None:
            drafts.hold(Draft(self.uid, "form", at, values, None, RMDQ))
        else:
            drafts.hold(Draft(self.uid, "edit", at, values, self.entry, NAME))

    def action_go_on(self) -> None:
        """Show the next statements, or finish once the last one was in sight."""
        if self.listing.chosen is None:
            self.listing.action_first()
        elif self._last_seen:
            self.dismiss(FilledRmdq(self.uid, tuple(sorted(self.ticks))))
        else:
            self.listing.action_page_down()  # type: ignore[no-untyped-call]

    def action_cancel(self) -> None:
        """Go back. A new form stays a draft, with which the next opening goes on; a correction is asked about."""
        if self.entry is not None and self.ticks != self._before:
            self.app.push_screen(drop_dialog(), self._asked)
        else:
            self.dismiss(None)

    def _asked(self, said: str | None) -> None:
        """Act on the answer to the question before ticks are dropped."""
        if said == DROP:
            self.l5.records.drafts.finish(self.uid)
            self.dismiss(None)
        elif said is None:
            self.l5.close()
