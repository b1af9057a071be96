"""The pictures and the font of `pages/shown.html`."""

from __future__ import annotations

import functools
import io
from pathlib import Path

from PIL import Image, ImageDraw

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif-BoldItalic.ttf")
#: What the page shows; the browser loads no other, but for what is not to be kept.
SHOWN = ["drawn.svg", "hero.png", "logo.png", "picked.png", "shown.ttf", "styled.png", "wide.png"]
PICTURES = {"logo.png": 1, "small.png": 2, "picked.png": 3, "narrow.png": 4, "wide.png": 5, "hero.png": 6, "styled.png": 7,
            "unused.png": 8, "secret.png": 9, "late.png": 10, "far.png": 11}


@functools.cache
def file(name: str) -> tuple[str, bytes] | None:
    """Its type and its bytes."""
    if name in ("shown.ttf", "unused.ttf"):
        return "font/ttf", FONT.read_bytes()
    if name == "drawn.svg":
        return "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 60"><circle cx="50" cy="30" r="28" fill="#060"/></svg>'
    if name == "dot.png":
        return "image/png", _png(Image.new("RGB", (1, 1)))
    return ("image/png", picture(PICTURES[name])) if name in PICTURES else None


def picture(number: int) -> bytes:
    """Stripes, in a number of their own."""
    image = Image.new("RGB", (200, 120), "white")
    draw = ImageDraw.Draw(image)
    for stripe in range(number + 2):
        left = stripe * 200 // (number + 2)
        draw.rectangle((left, 0, left + 100 // (number + 2), 120), fill=(20 * number, 40, 90))
    return _png(image)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
