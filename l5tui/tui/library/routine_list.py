"""The rows of the library's list: favourites with their digit, routines, exercises, each with its length.

Each item is listed once. If the rows don't fit, blank rows and the first heading are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct
from textual.content import Content as Text
from textual.widgets.option_list import Option

from l5tui.domain.programme_entries import Today
from l5tui.domain.time_words import full_day
from l5tui.library import Content
from l5tui.library.build import switch_on
from l5tui.library.content import WaitingRoutine, fold
from l5tui.library.faulty_routines import FaultyRoutine
from l5tui.tui.widgets.choices import ChoiceVisual, blank, heading
from l5tui.tui.widgets.text import MUTED, TEXT, minutes, one_line, plain

TODAY: Final = "TODAY"
NOTHING_TODAY: Final = "nothing"
NEXT: Final = "nothing; next {day}"
FAVOURITES: Final = "FAVOURITES"
ROUTINES: Final = "ROUTINES"
EXERCISES: Final = "EXERCISES"
KEEPS: Final = "{key} keeps one here."
KEEPS_FAVOURITE: Final = "{key} keeps a favourite"
NOTHING: Final = "Nothing called {wanted}."
CLEAR: Final = "esc clears"
SWITCHED_OFF: Final = "SWITCHED OFF"
TO_MEND: Final = "TO MEND"
MEND: Final = "mend:"
"""What the id of a row begins with whose routine's file has a fault, for another one may have the routine's id."""
IS_OFF: Final = "{name} is switched off."
SETTINGS_SWITCH: Final = "Switch it on in settings: {key}"
NOTHING_LEFT: Final = "Nothing here can be read."
WHY: Final = "l5tui check says why"
DIGITS: Final = 9
"""Favourites beyond the ninth have no digit."""
SPACIOUS: Final = ((True, True), (True, False), (False, True), (False, False))
"""Whether there are blank rows between the groups, and a heading on the first one; the first that fits is used."""


class LibraryGroups(Struct, frozen=True):
    """The data of the rows."""

    content: Content
    favourites: Sequence[str]
    """Ids in the order of their digits; an id without content (its file is broken) keeps its digit."""
    seconds: Mapping[str, int | None]
    """The length of each item, by id; None if safety answers leave nothing of it."""
    today: Today | None = None
    """What the programme in force has for today; None without one."""
    lately: str = ""
    """On how many of the last days something of the programme was done, where it stands beside the heading."""

    def name(self, one: str) -> str:
        """The name of an item."""
        routine = self.content.routines.get(one)
        return routine.name if routine else self.content.exercises[one].name

    def matching(self, wanted: str) -> list[tuple[str, list[tuple[str, str]]]]:
        """The groups that aren't empty after filtering: each heading with its ids and their digits. What has the very
        name that was typed comes first."""
        planned = (one.planned.routine.id for one in self.today.due) if self.today else ()
        due = [one for one in planned if one in self.seconds]
        kept = [one for one in self.favourites if one in self.seconds and one not in due]
        digits = {one: str(number) for number, one in enumerate(self.favourites, 1) if number <= DIGITS}
        above = {*due, *kept}
        groups = [
            (TODAY, due),
            (FAVOURITES, kept),
            (ROUTINES, [one for one in self.content.routines if one not in above]),
            (EXERCISES, [one for one in self.content.exercises if one not in above]),
        ]
        named = {one for _, ids in groups for one in ids if fold(self.name(one)) == fold(wanted)}
        found = [(title, [one for one in ids if self.matches(one, wanted)]) for title, ids in groups]
        shown = sorted((group for group in found if group[1]), key=lambda group: named.isdisjoint(group[1]))
        return [
            (title, [(one, digits.get(one, "")) for one in sorted(ids, key=lambda one: one not in named)])
            for title, ids in shown
        ]

    def waiting(self, wanted: str) -> list[WaitingRoutine]:
        """The routines that wait for an exercise that is switched off, after filtering."""
        return [one for one in self.content.waiting.values() if _matches(one.names, wanted)]

    def faulty(self, wanted: str) -> list[FaultyRoutine]:
        """The person's routines whose files have faults, after filtering."""
        return [one for one in self.content.faulty.values() if _matches((one.id, one.name), wanted)]

    def off(self, wanted: str) -> str:
        """The first exercise that is switched off and that the filter finds, in words; empty for none."""
        found = (one.replace("_", " ").capitalize() for one in sorted(self.content.off))
        return next((name for name in found if wanted.strip() and _matches((name,), wanted)), "")

    def matches(self, one: str, wanted: str) -> bool:
        """Whether every typed word begins a word in one of the item's names."""
        thing = self.content.routines.get(one) or self.content.exercises.get(one)
        names = (one, self.name(one), *(thing.aliases if thing else ()))
        return _matches(names, wanted)


def _matches(names: Iterable[str], wanted: str) -> bool:
    return any(all(_begins(word, name) for word in wanted.split()) for name in names)


def _begins(typed: str, name: str) -> bool:
    words, typed_words = _words(name), "".join(_words(typed))
    if not typed_words:  # only punctuation was typed, so it is searched for unchanged
        return typed in name
    return any("".join(words[at:]).startswith(typed_words) for at in range(len(words)))


def _words(text: str) -> list[str]:
    """Letters and digits only, without case: `Knee-to-chest` is knee, to, chest, and `Child's` is childs."""
    return re.findall(r"[^\W_]+", re.sub(r"['’‘`]", "", text).casefold())


def options(
    groups: LibraryGroups, wanted: str, rows: int, *, favourite_key: str = "", settings_key: str = ""
) -> list[Option]:
    """The list's rows.

    Args:
        groups: all items.
        wanted: the filter's text; empty for all items.
        rows: how many rows fit.
        favourite_key: the key that adds a favourite, named if there is none yet; empty to name none.
        settings_key: the key that opens the settings, named if what is looked for is switched off.
    """
    found = groups.matching(wanted)
    waiting = [*_faulty_rows(groups.faulty(wanted)), *_waiting_rows(groups.waiting(wanted))]
    if not found and waiting:
        return waiting
    if not found:
        search_texts = wanted.strip()
        if name := groups.off(wanted):
            line = one_line(IS_OFF.format(name=name), TEXT)
            how = plain(SETTINGS_SWITCH.format(key=settings_key), MUTED)
            return [Option(one, disabled=True) for one in (line, how)]
        what, then = (NOTHING.format(wanted=search_texts), CLEAR) if search_texts else (NOTHING_LEFT, WHY)
        said = (one_line(what, TEXT), plain(then, MUTED))
        return [Option(line, disabled=True) for line in said]
    first = found[0][0] == FAVOURITES or bool(wanted.strip()) or groups.today is not None
    free = _free_day(groups.today) if groups.today and found[0][0] != TODAY and not wanted.strip() else []
    for blanks, headed in SPACIOUS:
        made = [*free]
        if not first and favourite_key:
            keeps = (KEEPS if headed else KEEPS_FAVOURITE).format(key=favourite_key)
            made += [
                *([heading(FAVOURITES)] if headed else []),
                Option(ChoiceVisual(plain(keeps, MUTED)), disabled=True),
            ]
        close = 0 if headed else len(made)  # without a heading this row belongs to the next group
        # Rows that can't be highlighted are scrolled to with those after them, so that they don't stand last.
        before = [*([blank()] if blanks and waiting else []), *waiting]
        for title, ids in found:
            if title == EXERCISES:
                made, before = [*made, *before], []
            made += _group(
                title, ids, groups, blanks=blanks and len(made) > close, headed=headed or bool(made) or title == TODAY
            )
        made += before
        if len(made) <= rows:
            break
    return made


def _faulty_rows(faulty: Sequence[FaultyRoutine]) -> list[Option]:
    """The routines whose files have faults; each can be chosen, and its page says what is wrong."""
    rows = [heading(TO_MEND)] if faulty else []
    for one in faulty:
        name = Text.assemble("  ", one_line(one.name, TEXT))
        rows.append(Option(ChoiceVisual(name, plain("fault", "")), id=f"{MEND}{one.id}"))
    return rows


def _waiting_rows(waiting: Sequence[WaitingRoutine]) -> list[Option]:
    """The routines that wait, each with the exercises that are switched off, and the command that switches them on."""
    rows = [heading(SWITCHED_OFF)] if waiting else []
    for one in waiting:
        name = Text.assemble("  ", one_line(one.name, TEXT))
        rows.append(Option(ChoiceVisual(name, plain("off", "")), disabled=True))
        for needed in one.needs:
            lines = (f"{needed.name} is switched off:", switch_on(needed.id))
            rows += [Option(ChoiceVisual(plain(f"  {line}", MUTED)), disabled=True) for line in lines]
    return rows


def _group(
    title: str, ids: Iterable[tuple[str, str]], groups: LibraryGroups, *, blanks: bool, headed: bool
) -> list[Option]:
    before = [
        *([blank()] if blanks else []),
        *([heading(title, groups.lately if title == TODAY else "")] if headed else []),
    ]
    return [*before, *(_row(one, digit, groups) for one, digit in ids)]


def _row(one: str, digit: str, groups: LibraryGroups) -> Option:
    name = Text.assemble((f"{digit or ' '} ", "not bold"), one_line(groups.name(one), TEXT))
    seconds = groups.seconds[one]
    how_long = "off" if seconds is None else minutes(seconds)
    done = groups.today.words_of(one) if groups.today else ""
    return Option(ChoiceVisual(name, plain(done or how_long, "")), id=one)


def _free_day(today: Today) -> list[Option]:
    """The rows of a day for which the programme has nothing."""
    words = NEXT.format(day=full_day(today.next_day)) if today.next_day else NOTHING_TODAY
    return [heading(TODAY), Option(ChoiceVisual(plain(words, MUTED)), disabled=True)]
