"""`l5tui guide`: what the guide's screen shows, in plain lines."""

from __future__ import annotations

import re

import pytest

from l5tui.cli.guide import lines_of
from l5tui.library import load
from l5tui.tui.guide.screen import page_of
from l5tui.tui.widgets.page_blocks import PageVisual
from tests.cli.conftest import L5tui

PAGES = load(own=None).pages


def test_without_a_page_it_lists_what_the_screen_lists(called: L5tui) -> None:
    said = called("guide").said.splitlines()
    assert [line.split(maxsplit=1) for line in said] == [[page.id, page.title] for page in PAGES]
    assert "notice" not in {line.split()[0] for line in said}


@pytest.mark.parametrize("name", [("scores",), ("What a score can tell",), ("what", "a", "SCORE", "can-tell")])
def test_a_page_is_found_by_its_id_or_title(called: L5tui, name: tuple[str, ...]) -> None:
    said = called("guide", *name).said.splitlines()
    assert said[0] == "What a score can tell"
    assert "About the same, lower, higher" in said
    assert said[-1] == "Sources: OST08, SUZ20, GER21, SAL04, KOV08, KAM10"


@pytest.mark.parametrize("page", PAGES, ids=[page.id for page in PAGES])
def test_a_page_says_word_for_word_what_the_screen_shows(page: object) -> None:
    screen = " ".join(line.plain for line in PageVisual(page_of(page)).lines(72))  # type: ignore[arg-type]
    lines = list(lines_of(page))  # type: ignore[arg-type]
    spoken = re.sub(r"(\d)[.)] ", r"\1 ", " ".join(lines))
    assert (
        re.sub(r"[│>\s]+", " ", spoken).split() == re.sub(r"[│>\s]+", " ", re.sub(r"(\d)[.)] ", r"\1 ", screen)).split()
    )
    assert not any("**" in line or line.startswith("#") for line in lines)


def test_another_name_suggests_the_nearest_page(called: L5tui) -> None:
    ran = called("guide", "score")
    assert ran.status == 2
    assert ran.complaint == 'the guide has no page "score". Did you mean "scores"?'
