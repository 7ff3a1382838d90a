"""The first day of the person's week: as the settings have it, else as usual where the locale is from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final, Literal

WeekStart = Literal["auto", "monday", "sunday", "saturday"]

_FIRST: Final[Mapping[WeekStart, int]] = {"monday": 0, "saturday": 5, "sunday": 6}
"""The weekday as `date.weekday` has it."""
_SUNDAY: Final = (
    "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE PH PK"
    " PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW"
)
_SATURDAY: Final = "AE AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY"
"""The territories whose week begins on that day (Unicode CLDR, week data); in all others it begins on Monday."""


def first_weekday(wanted: WeekStart, environ: Mapping[str, str]) -> int:
    """The first day of the week, 0 for Monday to 6 for Sunday.

    Args:
        wanted: the setting; `"auto"` takes it from the locale.
        environ: the environment. Its locale for times counts, `en_US.UTF-8`; without a territory it is Monday.
    """
    if wanted != "auto":
        return _FIRST[wanted]
    locale = next((value for name in ("LC_ALL", "LC_TIME", "LANG") if (value := environ.get(name))), "")
    territory = locale.partition(".")[0].partition("@")[0].partition("_")[2]
    if territory in _SUNDAY.split():
        return _FIRST["sunday"]
    return _FIRST["saturday" if territory in _SATURDAY.split() else "monday"]


def week_start(day: date, first: int) -> date:
    """The first day of the week that a day is in."""
    return day - timedelta(days=(day.weekday() - first) % 7)
