"""A programme in the journal: that it was taken or ended, and what was done of it.

Each is a decision about `programme`. It names by uid the one before it, be that a programme or an end, so that what
is in force doesn't depend on clocks. The text of the programme is a file; the decision has its digest, and the limits,
which hold even where the file can't be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import sha256
from itertools import zip_longest
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from l5tui.domain.entry import DecisionEntry, Entry, SessionEntry
from l5tui.domain.entry_reading import pain, practised, table, text
from l5tui.domain.entry_times import instant, local_date, moment_of, parse_day
from l5tui.domain.new_entry import EntryHeader, new_decision
from l5tui.domain.pain_zones import VERY_HIGH_FROM
from l5tui.domain.programme import Limits, PlannedSession, Programme
from l5tui.domain.safety.stop_rules import NOT_TODAY, STOP_FROM

PROGRAMME: Final = "programme"
"""What such a decision is about."""
OVER: Final = "programme over"
"""What the decision is about that says that the app said that a programme is over; `to` is the uid of `Taken`."""
ENDED: Final = "ended"
"""`to` of the decision that ends a programme."""
WEEK: Final = 7
LONGEST_ID: Final = 40
DIGEST_LENGTH: Final = 8
"""Characters of an id, and of a digest at its end."""
OWN_LIMITS: Final = (STOP_FROM, VERY_HIGH_FROM)
"""The app's own limits, as `Limits` has them."""


class Taken(Struct, frozen=True):
    """A programme that was taken, as the journal has it."""

    uid: str
    """Of the decision."""
    at: str
    id: str
    version: int
    title: str
    by: str
    until: date | None
    digest: str
    """The SHA-256 of its text, in hexadecimal."""
    limits: Limits = Limits()
    """As they were consented to; the app's own where the decision has none."""

    @property
    def only_limits(self) -> Programme:
        """What holds of it where its text can't be read: nothing but the limits."""
        at = moment_of(self.at)
        return Programme(
            id=self.id,
            title=self.title,
            by=self.by,
            written=at.date() if at else date.min,
            until=self.until or date.max,
            sessions=(),
            exercises={},
            limits=self.limits,
            question="",
            version=self.version,
            taken=at,
        )


def new_taken(header: EntryHeader, programme: Programme, digest: str, before: Entry | None) -> DecisionEntry:
    """The decision to follow a programme from now on.

    Args:
        header: its header.
        programme: the programme.
        digest: the SHA-256 of its text, in hexadecimal.
        before: the newest decision about a programme, be it an end; None for the first.
    """
    to = {
        "id": programme.id,
        "version": programme.version,
        "title": programme.title,
        "by": programme.by,
        "until": programme.until.isoformat(),
        "digest": digest,
        "stop": {"pain": programme.limits.stop_from, "before": programme.limits.none_from},
    }
    return new_decision(header, PROGRAMME, to, was=_named(before), why="taken by the person")


def new_end(header: EntryHeader, before: Entry | None) -> DecisionEntry:
    """The decision to follow no programme any longer, after the newest one."""
    return new_decision(header, PROGRAMME, ENDED, was=_named(before), why="ended by the person")


def _named(before: Mapping[str, Any] | None) -> object:
    if before is None:
        return None
    its = table(before, "to")
    return {"uid": text(before, "uid"), **{key: its[key] for key in ("id", "version", "title") if key in its}}


def newest_decision(entries: Iterable[Entry]) -> Entry | None:
    """The decision about a programme that none came after: that it was taken, or ended.

    Of several, which two logins can make at a time, and which older versions made after an end, it is the latest.
    """
    every = [one for one in entries if one.get("kind") == "decision" and one.get("about") == PROGRAMME]
    before = {text(one, "uid"): text(table(one, "from"), "uid") for one in every}
    living = [one for one in every if not one.get("deleted")]
    replaced: set[str] = set()
    for one in living:
        uid = before[text(one, "uid")]
        while uid in before and uid not in replaced:  # past those that were deleted
            replaced.add(uid)
            uid = before[uid]
    newest = (one for one in living if text(one, "uid") not in replaced)
    return max(newest, key=lambda one: (instant(one.get("started")), text(one, "uid")), default=None)


def taken_programme(entries: Iterable[Entry]) -> Taken | None:
    """The programme that was taken last and not ended by the person, whether or not its last day is past."""
    newest = newest_decision(entries)
    return _taken(newest) if newest is not None else None


def every_taken(entries: Iterable[Entry]) -> dict[tuple[str, int], Taken]:
    """Each programme that was taken, by its id and version, as a session's entry names it."""
    taken = (one for entry in _bodies(entries) if (one := _taken(entry)) is not None)
    return {(one.id, one.version): one for one in taken}


def times_followed(entries: Iterable[Entry]) -> list[tuple[Taken, date, date]]:
    """Each time that a programme was followed, oldest first: the programme, the first day, and the last whole day.

    The day on which it is replaced or ended isn't one of them, as its sessions may still have been to come. The last
    day of what is in force is that of the programme; `date.max` where that isn't known.
    """
    every = list(entries)
    newest = newest_decision(every)
    bodies = [one for one in _bodies(every) if one.get("about") == PROGRAMME and one is not newest]
    bodies.sort(key=lambda one: (instant(one.get("started")), text(one, "uid")))
    bodies += [newest] if newest is not None else []
    found = []
    for body, after in zip_longest(bodies, bodies[1:]):
        taken, since = _taken(body), local_date(body.get("started"))
        replaced = local_date(after.get("started")) if after is not None else None
        if taken is None or since is None:
            continue
        until = min(taken.until or date.max, replaced - timedelta(days=1) if replaced else date.max)
        if since <= until:
            found.append((taken, since, until))
    return found


def decision_words(body: Mapping[str, Any]) -> str:
    """A decision about a programme: `programme taken: Weeks 1 to 6, version 2`."""
    ended = body.get("to") == ENDED
    return f"programme {'ended' if ended else 'taken'}: {version_words(table(body, 'from' if ended else 'to'))}"


def version_words(its: Mapping[str, Any]) -> str:
    """`Weeks 1 to 6, version 2`; with the id where there is no title."""
    return f"{text(its, 'title') or text(its, 'id')}, version {its.get('version')}"


def with_id_and_version(entries: Iterable[Entry], programme: Programme, digest: str) -> Programme:
    """The programme with the id and the version that it has once it is taken.

    Title and author together say which programme it is: a new text of both is its next version, and a text that was
    taken before keeps its version. Two authors may well choose the same title, such as "Plan"; the id of the later
    one then ends with a digest of the author's name, so that neither counts as a version of the other.

    Args:
        entries: the journal's.
        programme: as its file has it, with the id made of its title.
        digest: that of its text.
    """
    known = [one for entry in _bodies(entries) if (one := _taken(entry)) is not None]
    who = (programme.title.casefold(), programme.by.casefold())
    own = [one for one in known if (one.title.casefold(), one.by.casefold()) == who]
    its = programme.id
    if own:
        its = max(own, key=lambda one: one.version).id
    elif any(one.id == its for one in known):
        start = its[: LONGEST_ID - DIGEST_LENGTH - 1].rstrip("_")
        its = f"{start}_{sha256(who[1].encode()).hexdigest()[:DIGEST_LENGTH]}"
    versions = {one.digest: one.version for one in known if one.id == its}
    return replace(programme, id=its, version=versions.get(digest) or max(versions.values(), default=0) + 1)


def _bodies(entries: Iterable[Entry]) -> Iterable[Mapping[str, Any]]:
    return (entry for entry in entries if entry.get("kind") == "decision" and not entry.get("deleted"))


def _taken(body: Mapping[str, Any]) -> Taken | None:
    to = table(body, "to")
    version = to.get("version")
    if body.get("about") != PROGRAMME or not text(to, "id") or not isinstance(version, int):
        return None
    return Taken(
        uid=text(body, "uid"),
        at=text(body, "started"),
        id=text(to, "id"),
        version=version,
        title=text(to, "title"),
        by=text(to, "by"),
        until=parse_day(to.get("until")),
        digest=text(to, "digest"),
        limits=_limits(table(to, "stop")),
    )


def _limits(stop: Mapping[str, Any]) -> Limits:
    """The limits in a decision; one that can't be read, or that would loosen the app's own, is the app's own."""
    found = (pain(stop.get("pain")), pain(stop.get("before")))
    stop_from, none_from = (own if one is None else min(one, own) for one, own in zip(found, OWN_LIMITS, strict=True))
    return Limits(stop_from, none_from)


# Its end


def over_words(taken: Taken, today: date) -> str:
    """What is said once after its last day; empty before, and where the day isn't known."""
    if taken.until is None or today <= taken.until:
        return ""
    by = f", by {taken.by}," if taken.by else ""
    return f'The programme "{taken.title}"{by} ended on {taken.until.isoformat()}. Your own doses count again.'


def over_to_say(entries: Iterable[Entry], today: date) -> tuple[Taken, str] | None:
    """A programme whose last day is past, and what to say of it, if that wasn't said yet."""
    every = list(entries)
    taken = taken_programme(every)
    said = over_words(taken, today) if taken else ""
    if taken is None or not said:
        return None
    told = any(one.get("about") == OVER and one.get("to") == taken.uid for one in _bodies(every))
    return None if told else (taken, said)


def new_over_said(header: EntryHeader, taken: Taken) -> DecisionEntry:
    """That it was said that a programme is over."""
    return new_decision(header, OVER, taken.uid, why="said once")


# What was done


class DoneToday(Struct, frozen=True):
    """One session that is due on a day, and how often it was done: to its end, and less than that."""

    planned: PlannedSession
    done: int
    partly: int

    @property
    def enough(self) -> bool:
        """Whether nothing of it is left for the day."""
        return self.done >= self.planned.rhythm.times

    @property
    def words(self) -> str:
        """`done`, `1 of 2`, `partly`; empty where it wasn't begun."""
        times = self.planned.rhythm.times
        if self.enough:
            return "done"
        if self.done:
            return f"{self.done} of {times}"
        return "partly" if self.partly else ""


def question_after(programme: Programme | None, entry: SessionEntry) -> str:
    """What is asked after a session; empty where it isn't one of the programme's, or a rule stops for today.

    Args:
        programme: the one in force.
        entry: the session.
    """
    if programme is None or entry["programme"] != programme.name or entry["stop"] in NOT_TODAY:
        return ""
    return programme.question if programme.has(entry["routine"]["id"]) else ""


class Today(Struct, frozen=True):
    """What a programme has for a day, and how it went lately."""

    due: tuple[DoneToday, ...]
    next_day: date | None
    """The next day on which something is due."""
    days_done: int
    """On how many of the last seven days, this one being one of them, something of it was done."""

    @property
    def week_words(self) -> str:
        """`3 of the last 7 days`."""
        return f"{self.days_done} of the last {WEEK} days"

    def words_of(self, routine: str) -> str:
        """What of a routine is done on this day; empty where it isn't due or wasn't begun."""
        return next((one.words for one in self.due if one.planned.routine.id == routine), "")


def today_of(programme: Programme, entries: Iterable[Entry], day: date, *, demo: bool = False) -> Today:
    """What a programme has for a day, by these entries.

    Args:
        programme: the one in force.
        entries: the journal's.
        day: the day.
        demo: sessions at any speed count.
    """
    every = list(entries)
    return Today(
        tuple(done_on(programme, every, day, demo=demo)),
        programme.next_day(day),
        days_done(programme, every, day, demo=demo),
    )


def done_on(programme: Programme, entries: Iterable[Entry], day: date, *, demo: bool = False) -> list[DoneToday]:
    """What is due on a day, and what was done of it on that day.

    Args:
        programme: the one in force.
        entries: the journal's.
        day: the day.
        demo: sessions at any speed count.
    """
    done: dict[str, list[bool]] = {}
    for body, routine, on in _sessions(entries, demo=demo):
        if on == day:
            done.setdefault(routine, []).append(body.get("status") == "complete")
    found = []
    for one in programme.due_on(day):
        times = done.get(one.routine.id, [])
        found.append(DoneToday(one, sum(times), len(times) - sum(times)))
    return found


def days_done(programme: Programme, entries: Iterable[Entry], today: date, *, demo: bool = False) -> int:
    """On how many of the last seven days, today being one of them, something of the programme was done."""
    days = {on for _, routine, on in _sessions(entries, demo=demo) if programme.has(routine)}
    return sum(0 <= (today - day).days < WEEK for day in days)


def _sessions(entries: Iterable[Entry], *, demo: bool) -> Iterable[tuple[Mapping[str, Any], str, date]]:
    for entry in entries:
        body: Mapping[str, Any] = entry
        on = local_date(body.get("started"))
        if on is not None and practised(body, demo=demo):
            yield body, text(table(body, "routine"), "id"), on
