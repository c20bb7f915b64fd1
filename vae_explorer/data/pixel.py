"""Arrays of any usual layout and number type become images of bytes."""

from __future__ import annotations

from math import isqrt, prod

import numpy as np
import numpy.typing as npt

from vae_explorer.data.dataset import LARGEST_SIDE, Pixels
from vae_explorer.data.mapping import is_mapped
from vae_explorer.data.memory import check_fits
from vae_explorer.errors import DatasetError

CHUNK_BYTES = 16 * 2**20

AnyArray = npt.NDArray[np.generic]


def to_images(array: AnyArray, where: str) -> Pixels:
    """Turn an array into images of bytes.

    Layouts: (n, h, w); (n, h, w, c) and (n, c, h, w) with c = 1 or 3, the former where both fit; (n, d)
    where d is the square of a whole number. Whole numbers must lie in 0 … 255 and stay as they are. Truth
    values become 0 and 255. Floats are read as 0 … 1 when none exceeds 1, else as 0 … 255, and are
    rounded.

    Parameters
    ----------
    array : array
        Not a structured one and not one of objects.
    where : str
        The file to name in an error.

    Returns
    -------
    (n, h, w, c) uint8
        C-contiguous; the memory of `array` itself where nothing had to change, and so its file where it is
        mapped.

    Raises
    ------
    DatasetError
        For another shape or number type, for values outside the range, and for NaN or infinity.
    """
    shape, is_channels_first = image_layout(array.shape, where)
    if not is_mapped(array):
        check_fits(prod(shape), where)
    pixels = _to_bytes(array, where)
    if is_channels_first:
        return np.ascontiguousarray(np.moveaxis(pixels, 1, 3))
    return np.ascontiguousarray(pixels).reshape(shape)


def image_layout(shape: tuple[int, ...], where: str) -> tuple[tuple[int, int, int, int], bool]:
    """Return (n, h, w, c) for the shape of an array, and whether its channels come before height and width.

    Raises
    ------
    DatasetError
        When the shape is not one of images, or a dimension is zero.
    """
    if 0 in shape:
        raise DatasetError(
            "the array of images is empty: its shape is {shape}",
            where=where,
            remedy="store at least two images",
            shape=shape,
        )
    layout: tuple[int, int, int, int] | None = None
    is_channels_first = False
    if len(shape) == 2 and isqrt(shape[1]) ** 2 == shape[1]:
        layout = (shape[0], isqrt(shape[1]), isqrt(shape[1]), 1)
    elif len(shape) == 3:
        layout = (*shape, 1)
    elif len(shape) == 4 and shape[3] in (1, 3):
        layout = (shape[0], shape[1], shape[2], shape[3])
    elif len(shape) == 4 and shape[1] in (1, 3):
        layout = (shape[0], shape[2], shape[3], shape[1])
        is_channels_first = True
    if layout is None:
        raise DatasetError(
            "an array of the shape {shape} does not hold images",
            where=where,
            remedy="store them as (n, height, width) or (n, height, width, 1 or 3)",
            shape=shape,
        )
    if max(layout[1:3]) > LARGEST_SIDE:
        raise DatasetError(
            "images of {height} × {width} are too large: no side may exceed {limit} pixels",
            where=where,
            remedy="shrink the images first",
            height=layout[1],
            width=layout[2],
            limit=LARGEST_SIDE,
        )
    return layout, is_channels_first


def _to_bytes(array: AnyArray, where: str) -> Pixels:
    kind = array.dtype.kind
    if array.dtype == np.uint8:
        return array.astype(np.uint8, copy=False)
    if kind == "b":
        return array.astype(np.uint8) * np.uint8(255)
    if kind in "ui":
        _check_range(array, where)
        return array.astype(np.uint8)
    if kind == "f":
        return _floats_to_bytes(array, 255.0 if _check_range(array, where) <= 1.0 else 1.0)
    raise DatasetError(
        "the images are of the kind {kind}, and not numbers",
        where=where,
        remedy="store whole numbers in 0 … 255 or floats in 0 … 1",
        kind=array.dtype.name,
    )


def _check_range(array: AnyArray, where: str) -> float:
    """Return the largest value after making sure that all lie in 0 … 255."""
    with np.errstate(all="ignore"):
        lowest, highest = float(np.min(array)), float(np.max(array))
    if not (np.isfinite(lowest) and np.isfinite(highest)):
        raise DatasetError(
            "image {index} holds a value that is not a finite number",
            where=where,
            remedy="replace NaN and infinity before saving",
            index=_first_not_finite(array),
        )
    if lowest < 0 or highest > 255:
        raise DatasetError(
            "the values reach from {lowest} to {highest}",
            where=where,
            remedy="bring them to whole numbers in 0 … 255 or floats in 0 … 1",
            lowest=f"{lowest:g}",
            highest=f"{highest:g}",
        )
    return highest


def _first_not_finite(array: AnyArray) -> int:
    with np.errstate(all="ignore"):
        return next(index for index, image in enumerate(array) if not np.isfinite(image).all())


def _floats_to_bytes(array: AnyArray, scale: float) -> Pixels:
    """Scale and round in pieces, so that no second array of floats as large as the first is needed."""
    pixels = np.empty(array.shape, dtype=np.uint8)
    rows = max(1, CHUNK_BYTES // max(1, array[0].nbytes))
    for start in range(0, len(array), rows):
        piece = array[start : start + rows].astype(np.float64)
        pixels[start : start + rows] = np.rint(piece * scale)
    return pixels
