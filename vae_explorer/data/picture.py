"""One picture file: its header is judged before its pixels are decoded and fitted to the common size."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.data.dataset import Pixels
from vae_explorer.errors import DatasetError

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "PPM")
"""Raster formats whose decoders run no other program and follow no links."""
SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".dib", ".gif", ".webp", ".tif", ".tiff"}
    | {".ppm", ".pgm", ".pbm", ".pnm"}
)
GREY_MODES = frozenset({"1", "L", "LA", "I", "I;16", "I;16L", "I;16B", "I;16N"})
MOST_PIXELS = 2**26
"""Pixels in one picture file, 67 million; decoding more would take seconds and hundreds of megabytes."""
LONGEST_SIDE = 2**16
"""Pixels along a side of a picture file; JPEG cannot have more, and only damaged headers of others do."""
EXIF_ORIENTATION = 0x0112


@dataclass(frozen=True)
class PictureHeader:
    """What a picture file says of itself before its pixels are decoded.

    Attributes
    ----------
    height, width : int
        In pixels, as the picture is to be seen: turned as its EXIF orientation asks.
    is_grey : bool
        Whether the file stores grey values only.
    is_transparent : bool
        Whether some pixels may be transparent.
    orientation : int
        EXIF orientation, 1 (upright) to 8.
    """

    height: int
    width: int
    is_grey: bool
    is_transparent: bool
    orientation: int


def read_picture_header(path: Path) -> PictureHeader:
    """Read the size and kind of a picture without decoding it.

    Raises
    ------
    DatasetError
        When the file is no picture of a known format, is damaged, or has more than 67 million pixels.
    """
    with _opened(path) as image:
        orientation = _orientation(image)
        width, height = image.size if orientation < 5 else image.size[::-1]
        return PictureHeader(
            height=height,
            width=width,
            is_grey=image.mode in GREY_MODES,
            is_transparent=image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info,
            orientation=orientation,
        )


def decode_picture(path: Path, header: PictureHeader, size: tuple[int, int], *, is_grey: bool) -> Pixels:
    """Decode a picture and fit it to a size.

    The first frame counts. Transparent pixels are laid on black. The picture is turned as its EXIF
    orientation asks, then scaled (Lanczos), with its proportions kept, to the largest that fits; what
    remains free on two sides repeats the pixels of the edge.

    Parameters
    ----------
    path : Path
    header : PictureHeader
        What `read_picture_header` returned for the same file.
    size : (int, int)
        Height and width of the result.
    is_grey : bool
        Whether one channel is wanted, else three.

    Returns
    -------
    (h, w, 1 or 3) uint8

    Raises
    ------
    DatasetError
        When the file is damaged.
    """
    from PIL import Image

    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    with _opened(path) as image:
        # A large JPEG is decoded at a smaller scale, never below twice the wanted size; others ignore this.
        image.draft(image.mode, (2 * max(size), 2 * max(size)))
        upright = _on_black(image, is_grey=is_grey)
        if header.orientation in turns:
            upright = upright.transpose(turns[header.orientation])
        return fit(upright, size)


def fit(image: Image, size: tuple[int, int]) -> Pixels:
    """Scale a grey or RGB image into height × width, and repeat its edge where it does not reach.

    Returns
    -------
    (h, w, 1 or 3) uint8
    """
    from PIL import Image

    height, width = size
    if image.size != (width, height):
        scale = min(width / image.width, height / image.height)
        inner = (
            min(width, max(1, round(image.width * scale))),
            min(height, max(1, round(image.height * scale))),
        )
        image = image.resize(inner, Image.Resampling.LANCZOS, reducing_gap=3.0)
    pixels = np.asarray(image, dtype=np.uint8)
    top, left = (height - image.height) // 2, (width - image.width) // 2
    margins = [(top, height - image.height - top), (left, width - image.width - left)]
    if any(margin != (0, 0) for margin in margins):
        pixels = np.pad(pixels, margins + [(0, 0)] * (pixels.ndim - 2), mode="edge")
    return pixels.reshape(height, width, -1)


@contextmanager
def _opened(path: Path) -> Iterator[Image]:
    """Open a picture, and turn whatever goes wrong with it inside the block into a DatasetError."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path, formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
                raise _too_large(path, image.size)
            yield image
    except DatasetError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large(path, None) from error
    except UnidentifiedImageError as error:
        raise DatasetError(
            "this is not a picture, or one of an unknown format",
            where=os.fspath(path),
            remedy="remove the file from the folder or save it again as PNG",
        ) from error
    # Pillow's decoders answer damage with nearly every kind of exception.
    except Exception as error:
        raise DatasetError(
            "this picture is damaged or cannot be read ({reason})",
            where=os.fspath(path),
            remedy="remove or replace the file",
            reason=str(error) or type(error).__name__,
        ) from error


def _too_large(path: Path, size: tuple[int, int] | None) -> DatasetError:
    return DatasetError(
        "this picture is too large ({size}): at most {limit} million pixels are decoded",
        where=os.fspath(path),
        remedy="shrink the picture first",
        size="more than the decoder accepts" if size is None else f"{size[0]} × {size[1]} pixels",
        limit=MOST_PIXELS // 1_000_000,
    )


def _orientation(image: Image) -> int:
    # A PNG's EXIF may follow its pixels, and to ask for it would decode them.
    if image.format == "PNG" and "exif" not in image.info:
        return 1
    try:
        orientation = image.getexif().get(EXIF_ORIENTATION, 1)
    except Exception:  # noqa: BLE001
        # Damaged EXIF data do not make the picture unreadable.
        return 1
    return orientation if isinstance(orientation, int) and 1 <= orientation <= 8 else 1


def _on_black(image: Image, *, is_grey: bool) -> Image:
    """Return the picture as grey (L) or RGB with nothing transparent left in it."""
    from PIL import Image

    target = "L" if is_grey else "RGB"
    if image.mode in GREY_MODES - {"1", "L", "LA"}:
        return _from_deep_grey(image).convert(target)
    if image.mode in {"LA", "PA", "RGBA", "La", "RGBa"} or "transparency" in image.info:
        layered = image.convert("RGBA")
        black = Image.new("RGBA", layered.size, (0, 0, 0, 255))
        return Image.alpha_composite(black, layered).convert(target)
    if image.mode == "F":
        raise ValueError("it stores floating-point numbers; save them as a .npy file")
    return image.convert(target)


def _from_deep_grey(image: Image) -> Image:
    """Bring 16-bit grey values to 8 bits: 65535 becomes 255."""
    from PIL import Image

    values = np.asarray(image).astype(np.int64)
    if values.min() < 0 or values.max() > 0xFFFF:
        raise ValueError("its grey values do not fit 16 bits")
    return Image.fromarray(((values * 255 + 0x7FFF) // 0xFFFF).astype(np.uint8))
