"""Presence: when the terminal is asked for an answer, and when its silence counts as absence."""

from __future__ import annotations

import threading
import time

from hypothesis import given
from hypothesis import strategies as st

from l5tui.terminal.presence import ASK_EVERY_S, GONE_AFTER_S, LEAST_S, SETTLE_S, Presence, PresenceCheck


def asked_at(presence: Presence, seconds: range, answers: bool) -> list[int]:
    """When it was asked while somebody looked every second, in a session that ran."""
    asked = []
    for now in seconds:
        if presence.check(now) is PresenceCheck.ASK:
            presence.asked(now)
            asked.append(now)
            if answers:
                presence.answered(now + 0.1)
    return asked


def test_the_terminal_is_asked_at_once_and_then_every_ten_seconds() -> None:
    assert asked_at(Presence(), range(100, 141), answers=True) == [100, 110, 120, 130, 140]


def test_a_terminal_that_never_answered_is_not_asked_again_and_never_counts_as_absent() -> None:
    presence = Presence()
    presence.heard(100)
    assert asked_at(presence, range(100, 1000), answers=False) == [100]
    assert presence.check(1000) is PresenceCheck.NOTHING


def test_a_terminal_that_answers_late_is_asked_again() -> None:
    presence = Presence()
    asked_at(presence, range(100, 130), answers=False)
    presence.answered(130)
    assert asked_at(presence, range(131, 151), answers=True) == [131, 141]


def test_a_key_does_not_count_as_an_answer() -> None:
    """Otherwise a terminal that never answers would seem to have answered, and then to be gone."""
    presence = Presence()
    presence.check(100)
    presence.asked(100)
    presence.heard(105)
    assert presence.check(110) is PresenceCheck.NOTHING
    assert presence.check(200) is PresenceCheck.NOTHING


def answering(now: float) -> Presence:
    presence = Presence()
    presence.asked(now)
    presence.answered(now)
    return presence


def test_twenty_seconds_without_an_answer_count_as_absence() -> None:
    presence = answering(100)
    assert asked_at(presence, range(101, 120), answers=False) == [110]
    assert presence.check(119.9) is not PresenceCheck.GONE
    assert presence.check(120) is PresenceCheck.GONE
    assert presence.silent_s(120) == 20


def test_a_key_shows_presence_like_an_answer() -> None:
    presence = answering(100)
    asked_at(presence, range(101, 116), answers=False)
    presence.heard(115)
    assert presence.check(134.9) is not PresenceCheck.GONE
    assert presence.check(135) is PresenceCheck.GONE


def test_continuing_after_a_long_pause_without_queries_is_not_absence() -> None:
    presence = answering(100)
    presence.heard(1000)
    assert presence.check(1003) is PresenceCheck.ASK
    presence.asked(1003)
    assert presence.check(1012.9) is PresenceCheck.NOTHING


def test_a_query_just_sent_has_its_ten_seconds() -> None:
    """The key that resumed may have been the last thing to arrive, so only the query can tell."""
    presence = answering(100)
    presence.asked(1000)
    assert presence.check(1009) is not PresenceCheck.GONE
    assert presence.check(1010) is PresenceCheck.GONE


@given(st.lists(st.tuples(st.floats(0, 9.9), st.sampled_from(["key", "answer", "nothing"])), max_size=60))
def test_absence_needs_twenty_seconds_of_silence_with_a_query_in_them(
    steps: list[tuple[float, str]],
) -> None:
    presence, now, asked, sign = answering(0), 0.0, -1.0, 0.0
    for wait, what in steps:
        now += wait
        found = presence.check(now)
        if found is PresenceCheck.GONE:
            assert now - sign >= GONE_AFTER_S
            assert asked >= 0
            assert now - asked >= 0
        elif found is PresenceCheck.ASK:
            presence.asked(now)
            asked = now
        if what == "key":
            presence.heard(now)
        elif what == "answer":
            presence.answered(now)
        if what != "nothing":
            sign = now
    assert ASK_EVERY_S * 2 == GONE_AFTER_S


def test_only_an_outstanding_answer_is_awaited() -> None:
    presence = Presence()
    began = time.monotonic()
    presence.settle(60)
    presence.asked(began)
    threading.Timer(0.05, lambda: presence.answered(time.monotonic())).start()
    presence.settle(60)
    assert time.monotonic() - began < 30
    presence.asked(time.monotonic())
    presence.settle(0.01)


def test_an_overdue_query_dates_the_absence_from_the_last_sign() -> None:
    presence = Presence()
    presence.asked(100)
    assert presence.unanswered_s(119) == 0, "it may be one that never answers"
    presence.answered(100.1)
    presence.asked(110)
    assert presence.unanswered_s(111.9) == 0
    assert round(presence.unanswered_s(113), 3) == 12.9
    presence.heard(113.5)
    assert presence.unanswered_s(114) == 0, "a key was pressed meanwhile"
    presence.answered(114)
    assert presence.unanswered_s(200) == 0, "nothing was asked since"


def took(presence: Presence, now: float, seconds: float) -> None:
    presence.asked(now)
    presence.answered(now + seconds)


def test_the_first_answer_is_awaited_for_the_longest_time() -> None:
    presence = Presence()
    presence.asked(100)
    assert presence.patience_s(100) == SETTLE_S
    assert presence.patience_s(100.25) == SETTLE_S - 0.25
    assert presence.patience_s(105) == LEAST_S, "it has most likely none"


def test_later_answers_are_awaited_by_the_time_this_terminal_took() -> None:
    presence = Presence()
    took(presence, 100, 0.125)
    took(presence, 110, 0.01)
    presence.asked(120)
    assert round(presence.patience_s(120), 6) == 3 * 0.125 + 0.2
    took(presence, 130, 0.5)
    presence.asked(140)
    assert presence.patience_s(140) == SETTLE_S


def test_a_terminal_with_too_slow_answers_is_not_asked_again_and_never_counts_as_absent() -> None:
    presence = Presence()
    took(presence, 100, 0.5)
    assert presence.check(110) is PresenceCheck.ASK, "one alone may be a line that stood still for a moment"
    took(presence, 110, 0.5)
    assert all(presence.check(now) is PresenceCheck.NOTHING for now in range(111, 1000))
    presence.answered(1000)
    assert presence.check(1001) is PresenceCheck.NOTHING


def test_one_slow_answer_between_quick_ones_does_not_stop_the_queries() -> None:
    presence = Presence()
    for now, seconds in ((100, 0.1), (110, 30), (150, 0.1), (160, 0.5), (170, 0.1)):
        took(presence, now, seconds)
        assert presence.check(now + 40) is PresenceCheck.ASK
