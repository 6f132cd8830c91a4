"""An accent colour that can be read on white paper."""

import re
from typing import Final

from paperloop.errors import InvalidParameter

LEAST_CONTRAST: Final = 4.5
"""WCAG 2.2, 1.4.3: contrast of text and its ground."""

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_STEPS = 100

Rgb = tuple[int, int, int]
"""Channels from 0 to 255."""


def readable_accent(accent: str) -> str:
    """`accent`, such as `#0a5` or `#00aa55`, as `#rrggbb`; darkened until it can be read on white.

    Raises:
        InvalidParameter: it is no such colour.
    """
    match = _HEX.fullmatch(accent)
    if not match:
        raise InvalidParameter(parameter="accent", reason="this is no colour; write it as #rrggbb, such as #1f4e79")
    digits = match[1] if len(match[1]) == len("rrggbb") else "".join(digit * 2 for digit in match[1])
    colour = _darkened((int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)))
    return "#" + "".join(f"{channel:02x}" for channel in colour)


def _darkened(colour: Rgb) -> Rgb:
    red, green, blue = colour
    darker = ((red * step // _STEPS, green * step // _STEPS, blue * step // _STEPS) for step in range(_STEPS, -1, -1))
    return next(each for each in darker if contrast_on_white(each) >= LEAST_CONTRAST)


def contrast_on_white(colour: Rgb) -> float:
    """From 1 (white) to 21 (black)."""
    red, green, blue = (_linear(channel / 255) for channel in colour)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # sRGB, IEC 61966-2-1
