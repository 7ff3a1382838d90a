"""In these tests the safety questions are already answered, all with no; otherwise no session would begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.domain.safety.safety_journal import put_full_check_all_no_at


@pytest.fixture(autouse=True)
def answered_safety(home: Path) -> None:
    """A journal in the test's home with a full check of just now."""
    put_full_check_all_no_at(home)
