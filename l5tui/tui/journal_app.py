"""An app that shows a journal: the entries that its screens share, error messages, and changes to the journal.

Screens watch `entries`, `favourites` and `troubles`, and ask for changes through `keep` and `change`. Entries that
can't be written wait in the records, are tried again every two seconds, and are never dropped silently at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar

from textual.reactive import var
from textual.timer import Timer

from l5tui.config.clock import now
from l5tui.config.errors import JournalError
from l5tui.config.launch import Launch
from l5tui.domain.entry import Entry
from l5tui.journal.may_write import MayWrite, always
from l5tui.tui.key_guard import KeyGuard
from l5tui.tui.records import READING, REMOVED, WRITING, Records

if TYPE_CHECKING:
    from l5tui.journal.store import Journal

RETRY_S: Final = 2.0
"""Seconds between two attempts to write the entries that wait."""
NOWHERE: Final = "Something could not be saved."
GONE: Final = "The journal's file was removed."
GONE_WHY: Final = "l5tui still has what it read from it, and what you added since."
NOWHERE_WHY: Final = "No disk takes it now. If you stay, it is tried again every two seconds."

T = TypeVar("T")


class JournalApp(KeyGuard[int]):
    """An app with a journal."""

    launch: Launch

    entries: var[tuple[Entry, ...]] = var(())
    """The journal's entries, newest first."""
    favourites: var[tuple[str, ...]] = var(())
    """Ids, in the order of their digits."""
    opened: var[bool] = var(False)
    """Whether the journal has been read."""
    saves: var[bool] = var(True)
    """Whether confirmed input is on the disk, as far as is known."""
    removed: var[bool] = var(False)
    """Whether the journal's file was removed while it was open, and its content isn't written again yet."""
    troubles: var[tuple[str, ...]] = var(())
    """Error messages, one line each, the newest first."""

    @cached_property
    def records(self) -> Records:
        """The journal and the input that isn't confirmed yet."""
        raise NotImplementedError

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._caused: dict[str, set[str]] = {}
        self._retry: Timer | None = None
        self._trying = False
        self._typing: Timer | None = None
        """The timer that runs out when typing pauses."""
        self._following = False
        self.asking = False
        """Whether the dialog about a removed journal is open."""
        self.search_texts: dict[str, str] = {}
        """The text of each place's search field when the app was closed; it is filled in again at the next `/`."""

    def hold_search_text(self, place: str, text: str) -> None:
        """Store the present search text of a place."""
        from l5tui.journal.drafts import Draft

        uid, drafts = f"find-{place}", self.records.drafts
        if text:
            drafts.hold(Draft(uid, "find", now().isoformat(timespec="seconds"), {"note": text}, about=place))
        else:
            drafts.finish(uid)

    def typing_changed(self) -> None:
        """Save the drafts as soon as typing pauses, because one was changed, confirmed or dropped."""
        from l5tui.journal.drafts import PAUSE_S

        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(PAUSE_S, self._typing_paused)

    def _typing_paused(self) -> None:
        self._typing = None
        self.run_worker(self.records.do(lambda _: self.records.drafts.save()), group="drafts")

    @property
    def unreadable(self) -> bool:
        """Whether the last attempt to read the journal failed, so that the screen doesn't show its content."""
        return READING in self._caused

    async def open_journal(self) -> None:
        """Open the journal, write what an earlier start couldn't write, and show the content.

        Entries that wait are shown and count even if the journal can't be read: one may be a safety answer.
        """
        self.records.drafts.on_change = self.typing_changed
        try:
            notices = await self.records.open()
            self.troubles = (*notices, *self.troubles)
            if self.records.read_only:
                self._caused.setdefault(WRITING, set()).update(notices[-1:])
        except JournalError as error:
            self.trouble(error, READING)
        await self._write_spooled()
        await self.reload_if_possible()
        self.opened = True

    async def reload(self) -> None:
        """Read the journal, and show what it holds now.

        Raises:
            JournalError: it can't be read.
        """
        seen = await self.records.snapshot()
        self.entries, self.favourites = seen.entries, seen.favourites
        self.clear_trouble(READING)
        self._update_saves()
        if not seen.removed:
            self.clear_trouble(REMOVED)
        for notice in seen.notices:
            self.trouble(notice, REMOVED if seen.removed else "")
        self.removed = seen.removed

    async def reload_if_possible(self) -> None:
        """Reload; where the journal cannot be read, say so, and show what was known with what waits to be written."""
        try:
            await self.reload()
        except JournalError as error:
            self.trouble(error, READING)
            self.entries = self.records.with_waiting(self.entries)
            self._update_saves()

    def _update_saves(self) -> None:
        self.saves = self.records.saves and not self.unreadable

    async def keep(self, entry: Entry, may_write: MayWrite = always) -> bool:
        """Write an entry to the journal; show an error if that failed. True if it is on the disk."""
        try:
            await self.records.put(entry, may_write)
        except JournalError as error:
            self.trouble(error, WRITING)
            self._write_soon()
            self._update_saves()
            return False
        else:
            self._written()
        finally:
            await self.reload_if_possible()
        return True

    async def change(self, call: Callable[[Journal], T]) -> T:
        """Change the journal, after writing the entries that wait.

        Raises:
            JournalError: the journal couldn't be written or read.
        """
        await self.records.flush()
        done = await self.records.do(call)
        self.records.read_only = False
        self._written()
        return done

    def _written(self) -> None:
        """Writing works again, so remove the messages that said otherwise."""
        self.clear_trouble(WRITING)
        self._update_saves()
        if self._retry is not None and not self.records.waiting:
            self._retry.stop()
            self._retry = None

    async def _write_spooled(self) -> None:
        """Write the entries that an earlier start couldn't write."""
        try:
            if await self.records.write_spooled():
                self.clear_trouble(WRITING)
        except JournalError as error:
            self.trouble(error, WRITING)
            self._write_soon()

    def _write_soon(self) -> None:
        if self._retry is None:
            self._retry = self.set_interval(RETRY_S, self._write_again)

    def _write_again(self) -> None:
        if not self._trying:
            self.run_worker(self._try_again(), name="write-again", group="write-again")

    async def _try_again(self) -> None:
        """Try again to write the entries that wait."""
        self._trying = True
        try:
            await self.records.flush()
        except JournalError:
            return
        finally:
            self._trying = False
        self._written()
        await self.reload_if_possible()

    def trouble(self, error: Exception | str, cause: str = "") -> None:
        """Show an error message on every screen, once.

        Args:
            error: the message.
            cause: its cause, if the program can find out that it is over: see `clear_trouble`.
        """
        line = str(error)
        if cause:
            self._caused.setdefault(cause, set()).add(line)
        self.troubles = (line, *(other for other in self.troubles if other != line))

    def clear_trouble(self, cause: str) -> None:
        """Remove the messages of a cause that no longer holds."""
        lines = self._caused.pop(cause, set())
        self.troubles = tuple(line for line in self.troubles if line not in lines)

    async def follow(self) -> None:
        """Read the journal again if its file was changed by another process."""
        if self._following:
            return  # the previous check of a slow disk has not ended yet
        self._following = True
        try:
            if await self.records.do(lambda journal: journal.changed_elsewhere()):
                await self.reload_if_possible()
        finally:
            self._following = False

    # Closing

    def close(self) -> None:
        """Close the app as `end` does, from outside a worker."""
        if self._has_unwritten:
            self.run_worker(self.end(), name="end", group="end", exclusive=True)
        else:
            self.exit(0)

    @property
    def _has_unwritten(self) -> bool:
        return bool(self.records.waiting or self.removed) and not self.launch.demo

    async def end(self, *, asked: bool = False) -> None:
        """Close the app, once the entries that wait are on some disk, or the person accepts their loss.

        Args:
            asked: the person has just chosen to close in the dialog about a removed journal.
        """
        if self.removed and self._has_unwritten and not asked:
            await self.ask_about_removed()
        if self.records.waiting and self._has_unwritten and not await self._kept_somewhere():
            return
        self.exit(0)

    async def _kept_somewhere(self) -> bool:
        """Whether the entries that wait are on some disk, or the person accepts their loss."""
        from l5tui.tui.dialog import DialogScreen, Option

        try:
            await self.records.flush()
        except JournalError as error:
            self.trouble(error, WRITING)
            if await self.records.spool_all():
                options = [Option("escape", "stay", "stay"), Option("x", "close; it is printed then", "close")]
                said = await self.push_screen_wait(DialogScreen(NOWHERE, options, text=NOWHERE_WHY, marked="escape"))
                return said != "stay"
        return True

    async def ask_about_removed(self) -> bool:
        """Offer to write the content of a removed journal again. False when the app is to close."""
        from l5tui.tui.dialog import DialogScreen, Option

        options = [Option("enter", "write it again", "write"), Option("d", "let it go", "let go")]
        self.asking = True
        try:
            said = await self.push_screen_wait(DialogScreen(GONE, options, text=GONE_WHY, role="rest"))
            if said == "write":
                await self.change(lambda journal: journal.write_again())
            elif said is not None:
                await self.records.do(lambda journal: journal.discard_removed())
        except JournalError as error:
            self.trouble(error, WRITING)
        finally:
            self.asking = False
        await self.reload_if_possible()
        return said is not None
