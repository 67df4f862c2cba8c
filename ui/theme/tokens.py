"""Sizes and colours by role, in light, dark and high contrast."""

from __future__ import annotations

from dataclasses import dataclass

SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_5, SPACE_6, SPACE_7 = 4, 8, 12, 16, 24, 32, 48
RADIUS_CONTROL, RADIUS_CARD = 6, 12
SIZE_CAPTION, SIZE_BODY, SIZE_READING, SIZE_TITLE, SIZE_WELCOME = 12, 14, 15, 20, 28
LINE_HEIGHT_PERCENT = 115
"""Of the font's own line spacing: about 1.5 times the size of the letters."""
READING_WIDTH = 720
SIDEBAR_WIDTH = 256
PANEL_WIDTH = 344
ICON_SIZE = 18
CONTROL_HEIGHT = 34
STREAM_INTERVAL_MS = 120


@dataclass(frozen=True, slots=True)
class Colours:
    """One colour for each role, as #RRGGBB."""

    window: str
    surface: str
    raised: str
    text: str
    muted: str
    hairline: str
    control: str
    """Outline of things that can be operated: at least 3:1 on the window."""
    accent: str
    on_accent: str
    good: str
    bad: str
    code: str
    code_style: str
    """Name of the Pygments style for code."""


LIGHT = Colours(
    window="#FAF9F7",
    surface="#FFFFFF",
    raised="#F1EFEC",
    text="#1F2328",
    muted="#5D6675",
    hairline="#E6E4E0",
    control="#8A8F98",
    accent="#3B6EA8",
    on_accent="#FFFFFF",
    good="#2B7A4B",
    bad="#B3372F",
    code="#F4F2EF",
    code_style="friendly",
)
DARK = Colours(
    window="#17181A",
    surface="#1F2123",
    raised="#292C2F",
    text="#E8E6E3",
    muted="#9AA1AB",
    hairline="#303236",
    control="#747B85",
    accent="#7FB2E5",
    on_accent="#10161C",
    good="#74C492",
    bad="#EF8E86",
    code="#1C1E20",
    code_style="github-dark",
)
HIGH_CONTRAST = Colours(
    window="#000000",
    surface="#000000",
    raised="#1A1A1A",
    text="#FFFFFF",
    muted="#E0E0E0",
    hairline="#FFFFFF",
    control="#FFFFFF",
    accent="#FFD866",
    on_accent="#000000",
    good="#8CFF9E",
    bad="#FF9E9E",
    code="#000000",
    code_style="github-dark",
)


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two #RRGGBB colours, 1..21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
