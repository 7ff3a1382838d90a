"""What a person may set, in `config.toml`: what there is (`fields`), how it is read (`loading`) and written (`saving`).

A file never stops the person: a value that can't be used is named with file and key, its default is taken, and the
rest counts. A missing file means that nothing was set.
"""

from __future__ import annotations

from l5tui.settings.fields import CUE_KINDS, CUE_LEVELS, CUE_OUTPUTS, CueLevel, FirstSide, Settings, Theme
from l5tui.settings.key_names import OWNED_KEYS
from l5tui.settings.loading import command_fault, load_settings, number_fault
from l5tui.settings.saving import Unsaved, save

__all__ = [
    "CUE_KINDS",
    "CUE_LEVELS",
    "CUE_OUTPUTS",
    "OWNED_KEYS",
    "CueLevel",
    "FirstSide",
    "Settings",
    "Theme",
    "Unsaved",
    "command_fault",
    "load_settings",
    "number_fault",
    "save",
]
