"""The RMDQ: its 24 statements in their exact wording, each to be ticked or left; the score is the number of ticks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from msgspec import Struct, field
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from l5tui.config.clock import new_uid, now
from l5tui.domain.entry import Entry
from l5tui.domain.rmdq import HIGHEST, INSTRUCTION, NAME, RMDQ, SOURCE, STATEMENTS, score_of
from l5tui.journal.drafts import Draft
from l5tui.tui.chrome import HairlineWidget, Hint, L5Screen, TopLineWidget
from l5tui.tui.dialog import DROP, drop_dialog
from l5tui.tui.journal.entry_fields import EntryFieldsWidget
from l5tui.tui.widgets.choices import ChoiceListWidget
from l5tui.tui.widgets.text import MUTED, STRONG, TEXT, plain

READ_ON: Final = "read on, {left} to read"
DONE: Final = "done, {count} of {all} ticked"


class FilledRmdq(Struct, frozen=True):
    """The statements that were ticked, by their numbers from 1, and the uid of the draft."""

    uid: str
    ticks: tuple[int, ...]
    fields: dict[str, object] = field(default_factory=dict)
    """Fields that are corrected as text."""

    @property
    def changes(self) -> dict[str, object]:
        """The new values, as `Journal.edit` takes them."""
        return {"ticks": list(self.ticks), **self.fields}


def _valid(ticks: object) -> frozenset[int]:
    """The numbers of statements among these."""
    return frozenset(
        one for one in (ticks if isinstance(ticks, Iterable) else ()) if type(one) is int and 1 <= one <= HIGHEST
    )


class StatementListWidget(ChoiceListWidget):
    """The list. The instruction before the statements is longer than a small window, and the source stands after them,
    so a page is turned by lines; up from the first statement and down from the last show what is beyond."""

    def scroll_to_highlight(self, top: bool = False) -> None:
        OptionList.scroll_to_highlight(self, top)

    @property
    def in_sight(self) -> list[str]:
        """The ids of the statements that can be read whole."""
        shown = [self._option_at(line) for line in range(-1, self.size.height + 1)]
        whole = [one for one in dict.fromkeys(shown[1:-1]) if one not in (None, shown[0], shown[-1])]
        ids = (self.options[one].id for one in whole if one is not None)
        return [one for one in ids if one is not None]

    def _option_at(self, line: int) -> int | None:
        """The option on a line of the window; None above and below all of them."""
        if self.scroll_offset.y + line < 0:
            return None
        for segment in self.render_line(line):
            if segment.style and "option" in segment.style.meta:
                return int(segment.style.meta["option"])
        return None

    def turn(self, pages: int) -> None:
        """Go a page on, or back with -1, and highlight the first statement there. What was cut off at the end of the
        page stands whole on the next one."""
        height = self.size.height
        last = self._option_at(height - 1)
        cut = sum(self._option_at(line) == last for line in range(height)) if self._option_at(height) == last else 0
        step = height - cut if 0 < cut < height else max(1, height - 1)
        self.scroll_to(y=self.scroll_offset.y + pages * step, animate=False, force=True, immediate=True)
        self._highlight_first_in_sight()

    def _highlight_first_in_sight(self) -> None:
        ids = self.in_sight
        self.highlighted = self.get_option_index(ids[0]) if ids else None

    def action_cursor_down(self) -> None:
        if self.chosen == self.options[-2].id:
            self.scroll_end(animate=False, force=True, immediate=True)
        else:
            super().action_cursor_down()

    def action_cursor_up(self) -> None:
        if self.chosen in (None, self.first):
            self.scroll_home(animate=False, force=True, immediate=True)
        else:
            super().action_cursor_up()

    def action_first(self) -> None:
        """To the beginning of the instruction."""
        self.scroll_home(animate=False, force=True, immediate=True)
        self._highlight_first_in_sight()

    def action_last(self) -> None:
        super().action_last()
        self.scroll_end(animate=False, force=True, immediate=True)


class RmdqScreen(L5Screen[FilledRmdq | None]):
    """Shows the statements. Space ticks the highlighted one; enter goes on until each was in sight, then it is done, so
    that a statement which nobody read doesn't count as not ticked.

    Args:
        ticks: those that are ticked so far, of a draft.
        entry: the entry to correct, of which the day can be corrected, too; None for a new one.
        draft: what was typed of a correction that couldn't be stored.
        uid: that of the draft to go on with.
    """

    WIDEST: ClassVar[int | None] = 92
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "tick it, or take the tick away", id="rmdq.tick"),
        Binding("enter", "go_on", "read on; once all were in sight: done", id="rmdq.done"),
        Binding("pagedown", "turn(1)", "a page down", id="rmdq.down", show=False),
        Binding("pageup", "turn(-1)", "a page up", id="rmdq.up", show=False),
        Binding("tab", "app.focus_next", "next question", id="form.next"),
        Binding("escape", "cancel", "back; the ticks stay until you go on", id="back"),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("tick", ("rmdq.tick",)),
        Hint("choose", ("list.up", "list.down")),
        Hint("back", ("back",)),
    )

    def hints(self) -> tuple[Hint, ...]:
        return self.HINTS if self.entry is None else (*self.HINTS[:-1], Hint("when", ("form.next",)), self.HINTS[-1])

    def __init__(
        self, ticks: Iterable[object] = (), *, entry: Entry | None = None, draft: Draft | None = None, uid: str = ""
    ) -> None:
        super().__init__()
        self._before = _valid(ticks if entry is None else entry.get("ticks"))
        self._typed_before: dict[str, object] = {} if draft is None else draft.values
        self.ticks = set(_valid(self._typed_before.get("ticks", self._before)))
        self.entry = entry
        self.uid = draft.uid if draft is not None else uid or new_uid()
        self._unread = set() if entry is not None else {str(number) for number in range(1, HIGHEST + 1)}
        """The statements that weren't in sight yet; of a form to correct they all were."""

    def compose(self) -> ComposeResult:
        yield TopLineWidget(id="top")
        yield HairlineWidget(id="hairline")
        yield StatementListWidget(id="statements")
        yield EntryFieldsWidget(self.entry, id="fields")
        yield Static(id="answer")
        yield from self.frame_end()

    def on_mount(self) -> None:
        self.query_one(TopLineWidget).left = plain(NAME if self.app.size.width >= 60 else "RMDQ", STRONG)
        about = [Option(plain(paragraph, TEXT), disabled=True) for paragraph in INSTRUCTION]
        rows = [Option(self._row(number), id=str(number)) for number in range(1, HIGHEST + 1)]
        source = Option(plain(f"The score is the number of ticks, 0 to {HIGHEST}. {SOURCE}", MUTED), disabled=True)
        self.listing.set_options([*about, *rows, source])
        self.fields.fill_in(self._typed_before)
        self.listing.focus()
        self.watch(self.listing, "scroll_y", self._look, init=False)
        self.call_after_refresh(self.listing.action_first)
        self.call_after_refresh(self._look)
        self._sync()

    def on_resize(self, event: Resize) -> None:
        super().on_resize(event)
        self.call_after_refresh(self._look)

    @property
    def listing(self) -> StatementListWidget:
        return self.query_one(StatementListWidget)

    @property
    def fields(self) -> EntryFieldsWidget:
        """When it was, in a correction."""
        return self.query_one(EntryFieldsWidget)

    def _row(self, number: int) -> Content:
        ticked = number in self.ticks
        mark = "[x]" if ticked else "[ ]"
        return Content.assemble((f"{mark} {number:>2}  ", STRONG if ticked else MUTED), (STATEMENTS[number - 1], TEXT))

    def _look(self) -> None:
        """Note which statements were in sight."""
        self._unread.difference_update(self.listing.in_sight)
        self._sync()

    def _sync(self) -> None:
        done = DONE.format(count=len(self.ticks), all=HIGHEST)
        words = READ_ON.format(left=len(self._unread)) if self._unread else done
        wrong = self.fields.wrong
        self.fields.sync()
        self.query_one("#answer", Static).update(plain(wrong, MUTED) if wrong else self.enter_label(words))
        self.query_one(TopLineWidget).right = plain(f"{score_of(self.ticks)}/{HIGHEST}", MUTED)

    def on_option_list_option_highlighted(self) -> None:
        self._look()

    def action_tick(self) -> None:
        """Tick the highlighted statement, or take its tick away. One that is out of sight is only shown."""
        chosen = self.listing.chosen
        if chosen is None or self.listing.highlighted is None:
            self.action_turn(1)
            return
        if chosen not in self.listing.in_sight:
            self.listing.scroll_to_highlight()
            return
        self.ticks ^= {int(chosen)}
        self.listing.replace_option_prompt_at_index(self.listing.highlighted, self._row(int(chosen)))
        self._sync()
        self._hold()

    def on_input_changed(self) -> None:
        self._sync()
        self._hold()

    def on_input_submitted(self) -> None:
        self.action_go_on()

    def _typed(self) -> dict[str, object]:
        """The input that isn't stored yet."""
        ticked = self.ticks != (self._before if self.entry is not None else set())
        return {**({"ticks": sorted(self.ticks)} if ticked else {}), **self.fields.changes}

    def _hold(self) -> None:
        """Store the present input as a draft."""
        drafts, values = self.l5.records.drafts, self._typed()
        at = now().isoformat(timespec="seconds")
        if not values:
            drafts.finish(self.uid)
        elif self.entry is None:
            drafts.hold(Draft(self.uid, "form", at, values, None, RMDQ))
        else:
            drafts.hold(Draft(self.uid, "edit", at, values, self.entry["uid"], NAME))

    def action_go_on(self) -> None:
        """Show the next statements that weren't in sight, or finish if there are none."""
        if self.fields.wrong:
            return
        if not self._unread:
            self.dismiss(FilledRmdq(self.uid, tuple(sorted(self.ticks)), self.fields.changes))
        elif self.listing.is_vertical_scroll_end:
            self.listing.highlighted = self.listing.get_option_index(min(self._unread, key=int))
        else:
            self.action_turn(1)

    def action_turn(self, pages: int) -> None:
        self.listing.turn(pages)

    def action_cancel(self) -> None:
        """Go back. A new form stays a draft, with which the next opening goes on; a correction is asked about."""
        if self.entry is not None and (self._typed() or self.fields.wrong):
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
