"""An accent colour that can be read on white paper."""

import colorsys
import re
from typing import Final

from paperloop.errors import InvalidParameter

LEAST_CONTRAST: Final = 4.5
"""WCAG 2.2, 1.4.3: contrast of text and its ground."""

_HEX = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")
_STEPS = 100

Rgb = tuple[float, float, float]


def readable_accent(accent: str) -> str:
    """`accent`, such as `#0a5` or `#00aa55`, as `#rrggbb`; darkened until it can be read on white.

    Raises:
        InvalidParameter: it is no such colour.
    """
    match = _HEX.fullmatch(accent)
    if not match:
        raise InvalidParameter(parameter="accent", reason="this is no colour; write it as #rrggbb, such as #1f4e79")
    digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return _as_hex(_darkened((red, green, blue)))


def _darkened(colour: Rgb) -> Rgb:
    hue, lightness, saturation = colorsys.rgb_to_hls(*colour)
    darker = (colorsys.hls_to_rgb(hue, lightness * step / _STEPS, saturation) for step in range(_STEPS, -1, -1))
    return next(each for each in darker if contrast_on_white(each) >= LEAST_CONTRAST)


def contrast_on_white(colour: Rgb) -> float:
    """From 1 (white) to 21 (black)."""
    red, green, blue = (_linear(channel) for channel in colour)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _as_hex(colour: Rgb) -> str:
    return "#" + "".join(f"{int(channel * 255):02x}" for channel in colour)
