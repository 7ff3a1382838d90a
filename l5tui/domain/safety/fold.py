"""The safety state: a fold over the journal's safety entries and the current time.

The state is computed, never stored. An entry is in force until another entry names its uid (`over`): a check can't lift
an answer that a second login gave meanwhile, and setting the clock back lifts nothing. Where elapsed time matters, a
time in the future is never taken for a recent one. Rules: clinical data, sections b, c1 to c5, and the table of what an
answer means beyond its screen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from l5tui.domain.entry import Clearing, Entry
from l5tui.domain.entry_reading import felt_since, fields_of, mapping, practised, table, texts
from l5tui.domain.entry_times import instant, local_date, moment_of, parse_day
from l5tui.domain.place import said_to_stay
from l5tui.domain.safety.entries import FOLLOWED_UP, PASSED, PROFESSIONAL, RECHECK
from l5tui.domain.safety.questions import Level, Question, Safety, answers_of, yes_to
from l5tui.domain.safety.restrictions import ANY_EXERCISE, Effect, Restriction
from l5tui.domain.safety.state import ActiveStop, Due, PositiveAnswer, SafetyState

LEG_WATCH: Final = "A6"
"""The question whose yes turns on leg watch: after its exercises the app asks about the leg."""
SLACK: Final = timedelta(days=1)
"""How far a time may lie in the future before the clock counts as set back. Time zones differ by less."""
STOPS: Final = ("S5", "S4", "S6")
"""The rules that block, gravest first. S3 asks first, and counts as S4 once it is answered with yes or not at all."""


def safety_state(
    safety: Safety, entries: Iterable[Entry], now: datetime, *, exercises: Collection[str] = (), demo: bool = False
) -> SafetyState:
    """The safety state of a journal.

    Args:
        safety: the questions.
        entries: the journal's, in any order. Safety entries count even if they are marked as deleted.
        now: the current time, with its offset.
        exercises: the ids of all exercises. One that no ask-first question names (the person's own) is off as long as
            any ask-first answer is in force.
        demo: sessions at any speed count as sessions.
    """
    every = list(entries)
    by_uid = {str(one.get("uid")): one for one in map(fields_of, every) if one.get("kind") == "safety"}
    fold = _Fold(safety, by_uid, now)
    positive = fold.positive_answers()
    stops, follow_up = fold.stops()
    last = fold.last_check()
    sessions = [one for one in map(fields_of, every) if practised(one, demo=demo)]
    eased = fold.settled_since(sessions)
    restrictions = _restrictions(safety, positive, exercises, eased=eased)
    since = moment_of(last.get("started")) if last else None
    return SafetyState(
        asked=str(last["started"]) if last else None,
        answers=answers_of(last),
        positive_answers=positive,
        stops=tuple(stop for stop in stops if stop.holds),
        follow_up=follow_up,
        follow_up_shown=follow_up is not None and fold.first_shown(follow_up.uids) is not None,
        follow_up_stayed=follow_up is not None and fold.said_to_stay(follow_up.uids, every),
        due=tuple(fold.due(positive, stops, sessions)),
        restrictions=restrictions,
        leg_watched=frozenset(row.exercise for row in restrictions if row.question == LEG_WATCH),
        known=tuple(fold.known(stops)),
        since_check=tuple(one for one in every if since is not None and felt_since(fields_of(one), since)),
    )


class _Fold:
    """The safety entries by uid, and what is in force of them."""

    def __init__(self, safety: Safety, by_uid: Mapping[str, Mapping[str, Any]], now: datetime) -> None:
        self.safety = safety
        self.by_uid = by_uid
        self.now = now
        self.answered_anew = {
            uid for one in by_uid.values() if one.get("occasion") == "full_check" for uid in texts(one, "over")
        }

    def open(self) -> list[tuple[str, Mapping[str, Any]]]:
        """The entries that no later full check replaces, oldest first."""
        found = [(uid, one) for uid, one in self.by_uid.items() if uid not in self.answered_anew]
        return sorted(found, key=lambda pair: instant(pair[1].get("started")))

    def positive_answers(self) -> tuple[PositiveAnswer, ...]:
        found: list[PositiveAnswer] = []
        for question in self.safety.questions:
            said = [(uid, one, answer) for uid, one in self.open() if (answer := yes_to(one, question.id)) is not None]
            if said:
                words = [self._word(question, uid, one) for uid, one, _ in said]
                uids = tuple(uid for uid, _, _ in said)
                cleared = None if None in words else words[-1]
                kept = cleared is not None and all(self._own_word(question, one) for _, one, _ in said)
                found.append(PositiveAnswer(question, said[-1][2], str(said[0][1].get("started")), uids, cleared, kept))
        return tuple(found)

    def _word(self, question: Question, uid: str, one: Mapping[str, Any]) -> Clearing | None:
        """The clearing of this answer, or None."""
        if not question.clearable:
            return None
        return self._own_word(question, one) or self._cleared(question.id, uid)

    def _own_word(self, question: Question, one: Mapping[str, Any]) -> Clearing | None:
        return self._valid(table(one, "cleared").get(question.id), (PROFESSIONAL,))

    def _cleared(
        self, about: str, uid: str, by: tuple[str, ...] = (PROFESSIONAL,), since: object = None
    ) -> Clearing | None:
        words = [
            word
            for one in self.by_uid.values()
            if one.get("occasion") == "clearing" and uid in texts(one, "over")
            if (word := self._valid(table(one, "cleared").get(about), by, since)) is not None
        ]
        return max(words, key=lambda word: word["date"], default=None)

    def _valid(self, word: object, by: tuple[str, ...], since: object = None) -> Clearing | None:
        """A clearing if it is valid: given by one of `by`, not in the future, and not before the stop that it
        clears."""
        fields = mapping(word)
        on = parse_day(fields.get("date"))
        if on is None or fields.get("by") not in by or on > self.now.date() + SLACK:
            return None
        stopped = local_date(since)
        if stopped is not None and on < stopped:
            return None
        return {"date": on.isoformat(), "by": str(fields["by"])}

    def stops(self) -> tuple[list[ActiveStop], ActiveStop | None]:
        """All stops, including lifted ones, and the S3 stops whose question is open as one."""
        found: list[ActiveStop] = []
        asks: list[ActiveStop] = []
        for uid, one in sorted(self.by_uid.items(), key=lambda pair: instant(pair[1].get("started"))):
            at, rule = str(one.get("started")), one.get("stop")
            if one.get("occasion") == "follow_up":
                if yes_to(one, FOLLOWED_UP) is not None:
                    found.append(self._stopped("S4", at, uid, "S3"))
            elif rule == FOLLOWED_UP:
                if self._followed_up(uid):
                    continue
                if self._unanswered_for_long(uid):
                    found.append(self._stopped("S4", at, uid, "S3"))
                else:
                    asks.append(ActiveStop("S3", at, (uid,)))
            elif rule in STOPS:
                found.append(self._stopped(str(rule), at, uid))
        found.sort(key=lambda stop: STOPS.index(stop.rule))
        if not asks:
            return found, None
        return found, ActiveStop("S3", asks[0].at, tuple(uid for one in asks for uid in one.uids))

    def _stopped(self, rule: str, at: str, uid: str, from_rule: str | None = None) -> ActiveStop:
        lifts = {"S4": (PROFESSIONAL,), "S6": (PROFESSIONAL, PASSED)}.get(rule)
        return ActiveStop(
            rule,
            at,
            (uid,),
            needs_check=uid not in self.answered_anew,
            needs_clearance=lifts is not None and self._cleared(rule, uid, lifts, at) is None,
            from_rule=from_rule,
            noted=self.by_uid[uid].get("occasion") == "log",
        )

    def _follow_ups(self, uids: Collection[str]) -> list[Mapping[str, Any]]:
        return [
            one
            for one in self.by_uid.values()
            if one.get("occasion") == "follow_up" and not set(uids).isdisjoint(texts(one, "over"))
        ]

    def _followed_up(self, uid: str) -> bool:
        return any(FOLLOWED_UP in table(one, "answers") for one in self._follow_ups((uid,)))

    def first_shown(self, uids: Collection[str]) -> datetime | None:
        """When S3's question was first shown."""
        shown = [at for one in self._follow_ups(uids) if (at := moment_of(one.get("started"))) is not None]
        return min(shown, default=None)

    def said_to_stay(self, uids: Collection[str], entries: Iterable[Entry]) -> bool:
        """Whether the person said in a session behind these stops that it was still further down."""
        sessions = {self.by_uid[uid].get("session") for uid in uids} - {None}
        return any(said_to_stay(fields_of(one)) for one in entries if one.get("uid") in sessions)

    def _unanswered_for_long(self, uid: str) -> bool:
        rule = self.safety.stop_rules.get(FOLLOWED_UP)
        first = self.first_shown((uid,))
        if rule is None or rule.follow_up is None or first is None:
            return False
        # A time in the future means that the clock was set back, so the elapsed time is unknown.
        return self.now - first >= timedelta(hours=rule.follow_up.as_yes_after_h) or first - self.now > SLACK

    def settled_since(self, sessions: Iterable[Mapping[str, Any]]) -> bool:
        """Whether S3's question was answered with "it is back" and no session followed: that session gets easier
        forms."""
        said = [
            at
            for one in self.by_uid.values()
            if one.get("occasion") == "follow_up" and table(one, "answers").get(FOLLOWED_UP) == "no"
            if (at := moment_of(one.get("started"))) is not None
        ]
        last = max(said, default=None)
        return last is not None and not any(instant(one.get("started")) >= last for one in sessions)

    def checks(self) -> list[Mapping[str, Any]]:
        """The full checks in force that aren't in the future, oldest first."""
        return [one for _, one in self.open() if one.get("occasion") == "full_check" and not self._ahead(one)]

    def last_check(self) -> Mapping[str, Any] | None:
        return next(reversed(self.checks()), None)

    def _ahead(self, one: Mapping[str, Any]) -> bool:
        at = moment_of(one.get("started"))
        return at is None or at > self.now + SLACK

    def due(
        self, positive: Iterable[PositiveAnswer], stops: Iterable[ActiveStop], sessions: Iterable[Mapping[str, Any]]
    ) -> Iterable[Due]:
        last = self.last_check()
        if last is None:
            answered = any(one.get("occasion") == "full_check" for _, one in self.open())
            yield Due.CLOCK if answered else Due.NEVER
        else:
            recheck = self.safety.recheck
            today = self.now.date()
            checked = local_date(last.get("started")) or date.min
            asked = table(last, "answers")
            whole = all(question.id in asked for question in self.safety.questions)
            if table(last, "questions").get("digest") != self.safety.digest or not whole:
                yield Due.CHANGED
            if (today - checked).days >= recheck.full_after_days:
                yield Due.DAYS
            days = [day for one in sessions if not self._ahead(one) and (day := local_date(one.get("started")))]
            if (today - max([checked, *days])).days >= recheck.full_after_gap_days:
                yield Due.GAP
        grave = (Level.EMERGENCY, Level.URGENT)
        if any(one.question.level in grave and not one.kept for one in positive) or any(
            yes_to(one, RECHECK) is not None for _, one in self.open()
        ):
            yield Due.ANSWER
        if any(stop.needs_check for stop in stops):
            yield Due.STOP

    def known(self, stops: Iterable[ActiveStop]) -> Iterable[str]:
        """The uids that a full check begun now replaces. Entries that only a follow-up can answer are excluded."""
        waiting = {uid for stop in stops if stop.needs_check for uid in stop.uids}
        for uid, one in self.open():
            said = any(yes_to(one, name) is not None for name in table(one, "answers"))
            if uid in waiting or one.get("occasion") == "full_check" or (said and one.get("stop") != FOLLOWED_UP):
                yield uid


def _restrictions(
    safety: Safety, positive: Iterable[PositiveAnswer], exercises: Collection[str], *, eased: bool
) -> tuple[Restriction, ...]:
    asked_first = safety.of_level(Level.ASK_FIRST)
    named = {row.exercise for question in asked_first for row in question.affects}
    unnamed = () if ANY_EXERCISE in named else [one for one in exercises if one not in named]
    rows: list[Restriction] = []
    for one in positive:
        if one.cleared is None and one.question.level is Level.ASK_FIRST:
            rows += safety.restrictions_for([one.question.id])
            rows += [Restriction(own, None, Effect.OFF, one.question.id) for own in unnamed]
    if eased:
        rows.append(Restriction(ANY_EXERCISE, None, Effect.EASIER, FOLLOWED_UP))
    return tuple(rows)
