"""No feature of the full-screen interface imports another, nor the app: at the top, in a function or for types only.

What one needs of another it gets through the app (`tui/app_protocol.py`), or it is shared and stands in `tui/` itself.
"""

from __future__ import annotations

from typing import Final

from tests.layers.packages import ROOT, Import, imports, imports_of
from tests.rows import each

APP: Final = "l5tui.tui.app"
"""The one module that imports the features' screens."""
SHARED: Final = "widgets"
"""The one folder of `tui/` that isn't a feature."""


def features() -> frozenset[str]:
    """The features, from the folders themselves."""
    return frozenset(path.parent.name for path in (ROOT / "tui").glob("*/__init__.py")) - {SHARED}


def feature_of(module: str) -> str | None:
    """The feature that a module belongs to; None for what is shared, and for modules of other packages."""
    match module.split("."):
        case ["l5tui", "tui", name, *_] if name in features():
            return name
    return None


def reaches_in(one: Import) -> bool:
    """Whether an import goes to a feature from outside it, or from a feature to the app."""
    target = one.target.replace(":", ".")
    feature = feature_of(target)
    if feature_of(one.importer) is not None and f"{target}.".startswith(f"{APP}."):
        return True
    return feature is not None and feature != feature_of(one.importer) and one.importer != APP


def test_every_feature_is_found() -> None:
    assert features() == {"library", "session", "journal", "guide", "safety", "settings", "help"}


def test_no_feature_imports_another() -> None:
    assert [str(one) for one in imports() if reaches_in(one) and one.importer.startswith("l5tui.tui.")] == []


def test_the_app_imports_its_screens() -> None:
    """Otherwise the test above could never fail."""
    assert {feature_of(one.module) for one in imports() if one.importer == APP} >= features() - {"safety"}


@each(
    "importer, source, wrong",
    [
        ("l5tui.tui.session.flow", "from l5tui.tui.safety.flow import SafetyFlow", True),
        ("l5tui.tui.session.flow", "from l5tui.tui import safety", True),
        ("l5tui.tui.session.flow", "from ..safety import flow", True),
        ("l5tui.tui.session.flow", "def f():\n    from l5tui.tui.help.notice import NoticeScreen", True),
        ("l5tui.tui.session.flow", "if TYPE_CHECKING:\n    import l5tui.tui.journal.screen", True),
        ("l5tui.tui.session.flow", "if TYPE_CHECKING:\n    from l5tui.tui.app import L5App", True),
        ("l5tui.tui.session.flow", "from l5tui.tui import app", True),
        ("l5tui.tui.chrome", "from l5tui.tui.help.screen import HelpScreen", True),
        ("l5tui.tui.session.flow", "from l5tui.tui.session.run_session import run_session", False),
        ("l5tui.tui.session.flow", "from l5tui.tui.app_protocol import AppProtocol", False),
        ("l5tui.tui.session.flow", "from l5tui.tui.widgets.text import plain", False),
        ("l5tui.tui.app", "from l5tui.tui.help.screen import HelpScreen", False),
    ],
)
def test_an_import_that_reaches_into_a_feature_is_found(importer: str, source: str, wrong: bool) -> None:
    assert [reaches_in(one) for one in imports_of(importer, source)] == [wrong]
