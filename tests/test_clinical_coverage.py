"""`docs/clinical-coverage.md` says which clinical rule is where: every place and every test that it names is there, and
no row of the sections that it calls complete is missing.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Final

from tests.rows import each

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = (ROOT / "docs/clinical-coverage.md").read_text(encoding="utf-8")
ROWS: Final = re.findall(r"^\| (.+?) \| (.+?) \| (`.+?`) \| `(.+?)` \|$", PAGE, re.MULTILINE)
"""Row, rule, places, test."""
COMPLETE: Final = {
    "a3": ("0-3", "4-5", "6-7", "8-10"),
    "a4": ("activities", "RMDQ", "week"),
    "b": ('"new"', "both sides", "new tingling", "further down and stayed", "A6"),
    "c1": [f"E{number}" for number in range(1, 8)],
    "c2": [f"U{number}" for number in range(1, 9)],
    "c3": [f"A{number}" for number in range(1, 13)],
    "c4": ("every session", "30 days", "14 days", "questions change", "interrupted", "keys", "400 ms", "taken up"),
    "c5": [f"S{number}" for number in range(1, 8)],
    "d1": [str(number) for number in range(1, 15)],
    "d2": (
        *("UP offer", "UP yes", "UP no", "one change", "AMBER", "RED by S2", "RED otherwise", "RED at level 1"),
        *("Gap", "Own change"),
    ),
    "d3": (
        *("two on one date", "first session", "steady 4 or 5", "b 9, a 3", "b 3, a 0", "nd worse after an UP"),
        *("RED and gap", "clock set back", "midnight", "time zone", "skipped or off", "easier form"),
        *("preset changed", "corrected score", "corrupt state"),
    ),
    "d4": [f"T{number}" for number in range(1, 7)],
    "e": (
        *("childs_pose", "knee_to_chest", "cat_cow", "pelvic_tilt", "bird_dog", "glute_bridge", "mckenzie_extension"),
        *("full_l5", "article_order", "gentle_relief", "core_strength", "extension", "morning", "flare_up", "evening"),
        *("formula", "set-up", "left out", "gaps"),
    ),
    "f1": ("bones", "weight", "share", "scan", "bulge", "course", "harm", "app"),
    "f2": ("back", "leg", "tingling", "sitting"),
    "f3": ("effect", "who", "nice", "us", "more pain", "set", "against", "kinds", "cochrane", "dummy", "walking"),
    "f4": (
        "decompresses",
        "tension",
        "mobility",
        "pressure",
        "stability",
        "strain",
        "centralizes",
        "realign",
        "accelerate",
    ),
    "f5": ("chiropractic", "massage", "shockwave", "decompression", "walking", "providers"),
    "f6": [str(number) for number in range(1, 7)],
    "f": ("style", "sources"),
    "g": (
        *("before scores", "after scores", "7-day median", "first week vs newest week", "after minus before"),
        *("next-day answers", "sessions done, minutes, exercises", "furthest rank per side", "my activities", "RMDQ"),
        *("not answered", "noise band", "footnote", "never: percent better overall", "never: ranking by effect"),
        *("never: p-values, forecasts", "never: average of fewer than 3", "never: decimals"),
        *('never: "recovered" at 0', "never: other people, badges", "never: 0 for missing"),
    ),
    "h": (*(str(number) for number in range(1, 12)), "order", "one page"),
    "i": (
        *("status", "category", "code", "code.text", "valueQuantity", "not valueCodeableConcept", "bodySite.text"),
        *(
            "effectiveDateTime",
            "subject / performer",
            "unanswered",
            "next-day answer",
            "rank",
            "kinds",
            "activities",
            "grades",
        ),
        *("RMDQ", "PEG", "Bundle", "notice"),
    ),
    "l": (
        *("abdominal_curl_up", "side_bridge_knees", "hands_press_up", "standing_back_bend", "sciatic_slider", "walk"),
        *("all", "own"),
    ),
    "j": ("never", "allowed", "also", "carried"),
}


@cache
def names_in(path: str) -> frozenset[str]:
    """The tests of a file, functions and classes."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return frozenset(node.name for node in tree.body if isinstance(node, kinds))


@each("row, rule, places, test", ROWS)
def test_each_row_names_existing_files_and_an_existing_test(row: str, rule: str, places: str, test: str) -> None:
    for place in re.findall(r"`(.+?)`", places):
        assert (ROOT / place).exists() or (ROOT / "l5tui" / place).exists(), place
    found = re.fullmatch(r"(.+?)::(\w+)(?:\[(.+)\])?", test)
    assert found is not None
    path, name, case = found.groups()
    assert name in names_in(path), test
    assert case is None or f'id="{case}' in (ROOT / path).read_text(encoding="utf-8"), test


def test_every_line_of_a_table_is_parsed_as_a_row() -> None:
    lines = [line for line in PAGE.split("## Not yet")[0].splitlines() if line.startswith("| ")]
    heads = [line for line in lines if line.startswith("| row ")]
    assert len(lines) - len(heads) == len(ROWS)


@each("section", COMPLETE)
def test_no_row_of_a_complete_section_is_missing(section: str) -> None:
    [text] = re.findall(rf"^## {section}:.*?(?=^## )", PAGE, re.MULTILINE | re.DOTALL)
    missing = [row for row in COMPLETE[section] if not re.search(rf"(?<!\w){re.escape(row)}(?!\d)", text)]
    assert missing == []


def test_sections_that_are_not_done_are_listed_as_not_yet() -> None:
    not_yet = PAGE.split("## Not yet")[1]
    assert re.findall(r"^\| ([a-z]\d?) \|", not_yet, re.MULTILINE) == []
