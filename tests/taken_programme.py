"""A programme that was taken, in the home folder of the test."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from l5tui.config.clock import new_header, now
from l5tui.config.paths import programme_folder
from l5tui.domain.entry import DecisionEntry
from l5tui.domain.programme_entries import new_taken, taken_programme
from l5tui.library import Content, load
from l5tui.library.faults import Faults
from l5tui.library.programmes import digest_of, kept_file, programme_in


def programme_text(body: str, *, written: date, until: date) -> str:
    """A file with this title, author and dates, and the sessions, exercises and limits of `body`."""
    return f'title = "Weeks"\nby = "Anna Keller"\nwritten = {written}\nvalid_until = {until}\n{body}\n'


def taken(
    body: str,
    *,
    days: int = 30,
    days_ago: int = 1,
    content: Content | None = None,
    instead_of: DecisionEntry | None = None,
) -> DecisionEntry:
    """The decision to follow a programme, whose text is kept where the app looks for it.

    Args:
        body: its sessions, exercises and limits.
        days: how many days it has left; less than 0 where it is over.
        days_ago: when it was written and taken.
        content: the exercises and routines that it may name.
        instead_of: the one that it replaces, as its next version.
    """
    before = taken_programme([instead_of]) if instead_of else None
    version = before.version + 1 if before else 1
    today = now().date()
    since = min(today - timedelta(days=days_ago), today + timedelta(days=days))
    text = programme_text(body, written=since, until=today + timedelta(days=days))
    faults = Faults("programme.toml")
    found = replace(programme_in(text, faults, content or load()), version=version)
    faults.stop_if_any()
    programme_folder().mkdir(parents=True, exist_ok=True)
    kept_file(programme_folder(), found.id, version).write_text(text, encoding="utf-8")
    at = (now() - timedelta(days=days_ago)).isoformat(timespec="seconds")
    return new_taken(replace(new_header(), at=at), found, digest_of(text), instead_of)
