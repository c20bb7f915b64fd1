"""Pictures from decoded images: arranged on one sheet, written as PNG."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vae_explorer.atomic_file import write_atomically
from vae_explorer.errors import UsageError

Pixels = npt.NDArray[np.uint8]

# What Pillow opens without a warning, so that whatever is written can be looked at everywhere.
MAX_PIXELS = 1024 * 1024 * 1024 // 4 // 3

_GAP_PX = 2
_GAP_GREY = 128
_SHEET_COLUMNS = 10


def contact_sheet(images: Pixels) -> Pixels:
    """Arrange images ``(n, h, w, c)`` in rows of ten, pixel for pixel, 2 grey pixels apart.

    Returns
    -------
    (H, W, c) uint8
        A single image stays as it is.

    Raises
    ------
    UsageError
        If the sheet would be too large for a picture.
    """
    count, height, width, channels = images.shape
    columns = min(count, _SHEET_COLUMNS)
    rows = -(-count // columns)
    step_y, step_x = height + _GAP_PX, width + _GAP_PX
    check_size(rows * step_y, columns * step_x)
    sheet = np.full((rows * step_y - _GAP_PX, columns * step_x - _GAP_PX, channels), _GAP_GREY, np.uint8)
    for position, image in enumerate(images):
        top, left = position // columns * step_y, position % columns * step_x
        sheet[top : top + height, left : left + width] = image
    return sheet


def check_size(height: int, width: int) -> None:
    """Refuse a picture that common programs would not open.

    Raises
    ------
    UsageError
        If it has more than 89 million pixels.
    """
    if height * width > MAX_PIXELS:
        raise UsageError(
            "a picture of {width} × {height} pixels is too large",
            where="--out",
            remedy="ask for fewer images: at most {limit} million pixels",
            width=width,
            height=height,
            limit=MAX_PIXELS // 1_000_000,
        )


def write_png(path: Path, pixels: Pixels) -> None:
    """Write ``pixels : (h, w, 1 or 3) uint8`` as a grey or RGB picture, in one step.

    Raises
    ------
    WriteError
        If the file cannot be written.
    """
    from PIL import Image

    content = io.BytesIO()
    Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels).save(content, "PNG")
    write_atomically(path, content.getvalue())
