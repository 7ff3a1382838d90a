"""Detection of new symptoms: new kinds on a side, and symptoms that are newly in both legs (clinical data, section b).

A symptom is new if no entry since the last full check has it and that check didn't name it. Without any full check all
symptoms are new. Notes are never read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, Literal

from msgspec import Struct

from l5tui.domain.entry import Entry, Kinds, SafetyEntry, Score, SessionEntry
from l5tui.domain.new_entry import EntryHeader
from l5tui.domain.place import LEG_FROM, NERVE_KINDS, moved_further, symptoms_in
from l5tui.domain.safety.entries import is_kept, new_further_down, new_stop, new_yes
from l5tui.domain.safety.fold import LEG_WATCH
from l5tui.domain.safety.questions import Answer
from l5tui.domain.safety.state import SafetyState
from l5tui.domain.safety.stop_rules import NOT_TODAY

SideName = Literal["left", "right"]
SIDES: Final[tuple[SideName, ...]] = ("left", "right")
BOTH_LEGS: Final = "E4"
"""The id of the question about new symptoms in both legs."""


class NewSymptoms(Struct, frozen=True):
    """The new symptoms of a score or an entry."""

    kinds: tuple[tuple[SideName, str], ...] = ()
    """New tingling or numbness, with its side: rule S4."""
    both_legs: bool = False
    """Whether both sides are newly in the leg at the same time: leads to the emergency questions, or to E4 if nobody
    can be asked."""

    def __bool__(self) -> bool:
        return bool(self.kinds) or self.both_legs


def new_symptoms_in(
    state: SafetyState,
    left: int | None,
    right: int | None,
    kinds: Kinds,
    *,
    but: str | None = None,
    right_after_check: bool = False,
) -> NewSymptoms:
    """The new symptoms among these.

    Args:
        state: the safety state.
        left: the furthest place on the left, rank 0 to 7; None (not asked) is never new.
        right: the same on the right.
        kinds: the kinds on each side.
        but: the uid of the entry that these symptoms belong to, which is ignored in the comparison.
        right_after_check: whether they were given in the same start as the full check, whose no to "both legs" covers
            them.
    """
    scores = [score for entry in state.since_check if entry.get("uid") != but for score in _scores(dict(entry))]
    named = state.answers.get(LEG_WATCH, Answer.NO).counts_as_yes
    new_kinds = tuple(
        (side, kind)
        for side in SIDES
        for kind in NERVE_KINDS
        if kind in kinds[side] and not named and not any(kind in _kinds(score, side) for score in scores)
    )
    both = _in_leg(left) and _in_leg(right)
    known = any(_in_leg(score.get("left")) and _in_leg(score.get("right")) for score in scores)
    covered = right_after_check and state.answers.get(BOTH_LEGS) is Answer.NO
    return NewSymptoms(new_kinds, both and not known and not covered)


def all_symptoms_new(left: int | None, right: int | None, kinds: Kinds) -> NewSymptoms:
    """All symptoms as new ones, for when the questions can't be read and so nothing is known."""
    every = tuple((side, kind) for side in SIDES for kind in NERVE_KINDS if kind in kinds[side])
    return NewSymptoms(every, _in_leg(left) and _in_leg(right))


def new_symptoms_in_score(state: SafetyState | None, score: Score, *, after_check: bool = False) -> NewSymptoms:
    """The new symptoms of a score before, in or after a session that isn't in the journal yet; none without a state.

    There is no state where the safety questions can't be read.
    """
    if state is None:
        return NewSymptoms()
    return new_symptoms_in(state, score["left"], score["right"], score["kinds"], right_after_check=after_check)


def new_symptoms_in_entry(state: SafetyState | None, entry: Entry) -> NewSymptoms:
    """The new symptoms of a logged score, or of both scores of a session; none without a state."""
    found = NewSymptoms()
    if state is None:
        return found
    for score in _scores(dict(entry)):
        felt = symptoms_in(score)
        new = new_symptoms_in(state, *felt.ranks, felt.kinds, but=entry["uid"])
        found = NewSymptoms(found.kinds + new.kinds, found.both_legs or new.both_legs)
    return found


def new_symptoms_in_correction(
    state: SafetyState | None, uid: str, changed: Iterable[str]
) -> tuple[NewSymptoms, str | None]:
    """The new symptoms of a corrected entry, and its uid if it is a session.

    None are new if neither a place nor the time was corrected, or if the entry is older than the last full check, which
    covered it.

    Args:
        state: the safety state, the correction included.
        uid: the entry's.
        changed: the fields that were corrected (`after.left`).
    """
    entry = next((one for one in (state.since_check if state else ()) if one["uid"] == uid), None)
    fields = (*SIDES, "kinds", "started")  # at another time it may be the first since the check
    if state is None or entry is None or not any(field.rpartition(".")[2] in fields for field in changed):
        return NewSymptoms(), None
    return new_symptoms_in_entry(state, entry), uid if entry["kind"] == "session" else None


def stop_in_correction(
    state: SafetyState | None, uid: str, changed: Iterable[str], entries: Iterable[Entry], header: EntryHeader
) -> SafetyEntry | None:
    """The stop S3 to S6 that was entered in a correction of a session, so that it holds from now on.

    None if it is in the journal already, or if the session is older than the last full check. One that was taken out
    still holds.

    Args:
        state: the safety state, the correction included.
        uid: the session's.
        changed: the fields that were corrected.
        entries: the journal's.
        header: of when it was corrected.
    """
    entry = next((one for one in (state.since_check if state else ()) if one["uid"] == uid), None)
    rule = entry["stop"] if entry is not None and entry["kind"] == "session" and "stop" in changed else None
    if rule not in NOT_TODAY:
        return None
    stop = new_stop(header, rule, uid)
    return None if is_kept(stop, entries) else stop


def further_at_check_out(
    before: Score, after: Score, further: Answer | None, session: str, new_header: Callable[[], EntryHeader]
) -> list[SafetyEntry]:
    """The entries for symptoms further down the leg at the check-out, by the answer to A6 or by the place.

    The session has ended, so this stops nothing now. There was no wait of five minutes, so it counts as stayed, and
    S3's question is asked before the next check-in (clinical data, section b).

    Args:
        before: the score at check-in.
        after: the score at check-out.
        further: the answer to A6's question; None if it wasn't asked.
        session: the session's uid.
        new_header: makes the header of an entry that is written now.
    """
    if further is not None and further.counts_as_yes:
        return [new_further_down(new_header(), further, session)]
    if moved_further(before, after):
        return [new_further_down(new_header(), Answer.NOT_SURE, session)]
    return []


def watches_leg(entry: SessionEntry, state: SafetyState | None) -> bool:
    """Whether the check-out asks about the leg: an exercise with leg watch (A6) was done on any side.

    It isn't asked after S3, S4, S5 and S6. Those rules hold until they are lifted, whatever the answer would be, and
    are followed by their own text instead of a comparison (clinical data, c5).
    """
    if state is None or entry["stop"] in NOT_TODAY:
        return False
    return any(step["exercise"] in state.leg_watched and step["seconds"] > 0 for step in entry["steps"])


def entries_for(signs: NewSymptoms, headers: Iterator[EntryHeader]) -> list[SafetyEntry]:
    """The entries that new symptoms in a logged score lead to, as nobody can be asked: E4, S4, or both.

    Args:
        signs: the new symptoms.
        headers: a header for each entry.
    """
    found: list[SafetyEntry] = []
    if signs.both_legs:
        found.append(new_yes(next(headers), BOTH_LEGS, Answer.YES, occasion="log"))
    if signs.kinds:
        found.append(new_stop(next(headers), "S4", occasion="log"))
    return found


def _scores(entry: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """The scores of an entry: the logged score itself, or those before and after a session."""
    found = (entry,) if entry.get("kind") == "log" else (entry.get("before"), entry.get("after"))
    return [one for one in found if isinstance(one, Mapping)]


def _kinds(score: Mapping[str, Any], side: SideName) -> Iterable[object]:
    kinds = score.get("kinds")
    felt = kinds.get(side) if isinstance(kinds, Mapping) else None
    return felt if isinstance(felt, list) else ()


def _in_leg(rank: object) -> bool:
    return isinstance(rank, int) and rank >= LEG_FROM
