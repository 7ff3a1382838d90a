"""Detects from the terminal's answers whether anybody is there.

When a laptop with an SSH client is shut, the connection accepts output for minutes, so writing doesn't show that nobody
sees it. While a session runs, the terminal is asked for its status every ten seconds: `ESC[5n`, which every terminal in
use answers with `ESC[0n`. That is the shortest query there is; its answer is always the same four bytes, contains
nothing about the person, and can't be mistaken for a key or another answer. A terminal that doesn't answer the first
query isn't asked again, and neither is one so slow that an answer could arrive after the shell has the terminal back:
then only keys and a stalled output are evidence.

tmux, screen and mosh answer by themselves, whether anybody is attached or not.
"""

from __future__ import annotations

import threading
import time
from enum import Enum
from typing import Final

ASK: Final = "\x1b[5n"
"""Asks for the terminal's status (DSR 5)."""
ANSWER: Final = "\x1b[0n"
"""The answer to it: the terminal is in order."""
ASK_EVERY_S: Final = 10.0
ANSWER_S: Final = 2.0
"""Seconds; on a usable connection no answer takes this long."""
GONE_AFTER_S: Final = 20.0
"""Seconds without an answer or a key after which nobody is there."""
SETTLE_S: Final = 1.0
"""The most seconds to wait at the end for an outstanding answer, and the time if it isn't known how long one takes."""
LEAST_S: Final = 0.3
"""The fewest seconds to wait for it, however quick the terminal was before."""
SLOW_S: Final = 0.4
"""Seconds; a longer answer is slow: the next one may take longer than the program can wait at its end."""
SLOW_TIMES: Final = 2
"""After so many slow answers in a row the terminal isn't asked again. One alone may be a short delay of the line."""


class PresenceCheck(Enum):
    """The result of a check: what to do now."""

    NOTHING = "nothing"
    ASK = "ask"
    GONE = "gone"


class Presence:
    """Tells whether anybody is at the terminal. Times are real seconds of one clock, passed by the caller.

    Any thread may report input; one thread checks and asks.
    """

    def __init__(self) -> None:
        self._heard_s = 0.0
        self._asked_s = -ASK_EVERY_S
        self._waiting_since: float | None = None
        """When the first unanswered query was sent; None if no answer is awaited."""
        self._answers: bool | None = None
        """Whether the terminal answers; None while that isn't known."""
        self._worst_s = 0.0
        """The longest that an answer took so far."""
        self._slow = 0
        """How many answers in a row were slow."""
        self._settled = threading.Event()
        self._settled.set()

    def heard(self, now_s: float) -> None:
        """Record input from the terminal: a key, or anything else."""
        self._heard_s = now_s

    def answered(self, now_s: float) -> None:
        """Record the answer to a query."""
        self._heard_s = now_s
        self._answers = True
        waiting, self._waiting_since = self._waiting_since, None
        if waiting is not None:
            took_s = now_s - waiting
            self._worst_s = max(self._worst_s, took_s)
            self._slow = self._slow + 1 if took_s > SLOW_S else 0
        self._settled.set()

    def silent_s(self, now_s: float) -> float:
        """Seconds without any input."""
        return now_s - self._heard_s

    def unanswered_s(self, now_s: float) -> float:
        """Seconds without any input, if a query has waited longer for its answer than an answer takes; else 0."""
        waiting = self._waiting_since
        late = waiting is not None and self._answers and now_s - waiting > ANSWER_S and self._heard_s < waiting
        return self.silent_s(now_s) if late else 0.0

    @property
    def can_tell(self) -> bool:
        """Whether a query now would tell if anybody is there: the terminal answers, and quickly."""
        return bool(self._answers) and self._slow < SLOW_TIMES

    def check(self, now_s: float) -> PresenceCheck:
        """Check whether to ask the terminal, or whether nobody is there; call it at least every second in a session."""
        waiting = self._waiting_since
        if waiting is not None:
            if self._answers is None and now_s - waiting >= ASK_EVERY_S:
                self._stop_asking()
            elif self._answers and min(self.silent_s(now_s), now_s - waiting + ASK_EVERY_S) >= GONE_AFTER_S:
                return PresenceCheck.GONE
        asks = self._answers is not False and self._slow < SLOW_TIMES
        due = asks and now_s - self._asked_s >= ASK_EVERY_S
        return PresenceCheck.ASK if due else PresenceCheck.NOTHING

    def asked(self, now_s: float) -> None:
        """Record that the terminal was asked now."""
        self._asked_s = now_s
        if self._waiting_since is None:
            self._waiting_since = now_s
        self._settled.clear()

    def patience_s(self, now_s: float) -> float:
        """Seconds to wait for an outstanding answer: from the query on, by how long this terminal took before."""
        known = self._answers and self._worst_s > 0
        takes_s = min(3 * self._worst_s + 0.2, SETTLE_S) if known else SETTLE_S
        return min(SETTLE_S, max(LEAST_S, self._asked_s + takes_s - now_s))

    def settle(self, within_s: float) -> None:
        """Wait for an outstanding answer, so that the next program doesn't get it.

        Args:
            within_s: seconds at most; fewer if this terminal answers quickly.
        """
        self._settled.wait(min(within_s, self.patience_s(time.monotonic())))

    def _stop_asking(self) -> None:
        self._answers = False
        self._waiting_since = None
        self._settled.set()
