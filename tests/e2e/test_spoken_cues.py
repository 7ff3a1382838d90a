"""The sentences of a session and their times, as the speech command receives them."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from tests.domain.safety.safety_journal import put_full_check_all_no_at
from tests.e2e.session_steps import ATTEMPTS, SOON_S, p95, through_the_notice
from tests.e2e.spoken_session import NAME, SAID, SPEED, due
from tests.e2e.terminal import Terminal, nothing_new


def spoken(home: Path) -> list[tuple[float, str]]:
    """When each sentence of a session came to the command, and what it was."""
    said, voice = home / "said", home / "voice"
    voice.write_text(f'#!/bin/sh\nat=$(date +%s.%N)\necho "$at $1" >> {said}\n', encoding="utf-8")
    voice.chmod(0o755)
    config = home / ".config" / "l5tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'cues = "all"\nspeak = "{voice}"\nreduced_motion = true\n', encoding="utf-8")
    put_full_check_all_no_at(home)
    with Terminal("--speed", str(SPEED), "start", NAME, env={"HOME": str(home)}) as terminal:
        through_the_notice(terminal)
        terminal.until("How much pain do you have right now?")
        nothing_new(terminal)
        terminal.press("4", "enter")
        terminal.until("Let go", deadline_s=60)
        terminal.until(lambda _: said.exists() and said.read_text("utf-8").endswith(f" {SAID[-1]}\n"))
    lines = (line.partition(" ") for line in said.read_text("utf-8").splitlines())
    return [(float(at), sentence) for at, _, sentence in lines]


@pytest.mark.alone
def test_each_cue_is_spoken_with_its_words_within_fifty_milliseconds(tmp_path: Path) -> None:
    """Lateness is measured from the earliest cue, because only the program knows when its clock began."""

    def lateness(number: int) -> float:
        home = tmp_path / str(number)
        home.mkdir()
        heard = spoken(home)
        assert {sentence for _, sentence in heard} <= set(SAID)
        if tuple(sentence for _, sentence in heard) != SAID:
            return math.inf  # the machine started the command so late that the next sentence cut it off
        late = [at - wanted for (at, _), wanted in zip(heard, due(), strict=False)]
        return p95([one - min(late) for one in late])

    assert any(lateness(number) < SOON_S for number in range(ATTEMPTS))
