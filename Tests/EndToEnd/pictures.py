"""Whether two pictures show the same page."""

from __future__ import annotations

import io

import numpy
from PIL import Image, ImageFilter

#: Pixels of a side of the squares that are compared, about a line of text high.
SQUARE = 16


def squares(picture: bytes) -> numpy.ndarray:
    """Gray levels, softened so that a glyph drawn half a pixel beside counts for little, as rows of squares."""
    image = Image.open(io.BytesIO(picture)).convert("L").filter(ImageFilter.BoxBlur(1))
    pixels = numpy.asarray(image, dtype=float)
    rows, columns = pixels.shape[0] // SQUARE, pixels.shape[1] // SQUARE
    cut = pixels[: rows * SQUARE, : columns * SQUARE]
    return cut.reshape(rows, SQUARE, columns, SQUARE).transpose(0, 2, 1, 3).reshape(rows, columns, -1)


def worst_difference(first: bytes, second: bytes) -> float:
    """Mean difference of the square that differs most, in gray levels from 0 to 255.

    A share of all pixels would hardly move for one missing value; its own square does.
    """
    one, two = squares(first), squares(second)
    assert one.shape == two.shape, f"pictures of different sizes: {one.shape[:2]} and {two.shape[:2]} squares"
    return float(abs(one - two).mean(axis=2).max())
