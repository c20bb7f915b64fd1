"""A picture from anywhere brought to the size, the channels and the polarity of the data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vae_explorer.data.dataset import Pixels

# MNIST's digits were fitted into 20 of 28 pixels and centred by their mass (LeCun et al. 1998).
_BOX_SHARE = 20 / 28
# Fainter than this, of 255, is ground.
_FAINTEST = 24


@dataclass(frozen=True, eq=False)
class FittedPicture:
    """What a model will see.

    Attributes
    ----------
    image : (h, w, c) uint8, read-only
        The fitted picture.
    is_inverted : bool
        Whether light and dark were exchanged.
    is_empty : bool
        Whether there is nothing on the ground.
    """

    image: Pixels
    is_inverted: bool
    is_empty: bool


def ground_level(images: Pixels) -> float:
    """Return how light the edge of images ``(n, h, w, c) uint8`` is, 0 … 255: the data's ground."""
    rows = np.concatenate([images[:, 0], images[:, -1]], axis=1)
    columns = np.concatenate([images[:, :, 0], images[:, :, -1]], axis=1)
    return float((rows.mean() + columns.mean()) / 2)


def fit_picture(
    picture: Pixels,
    image_shape: tuple[int, int, int],
    *,
    ground: float,
    is_inverted: bool | None = None,
    is_centred: bool = True,
) -> FittedPicture:
    """Return a picture as the data's images are.

    Parameters
    ----------
    picture : (H, W, 1 or 3) uint8
    image_shape : tuple of int
        Height, width and channels of the data.
    ground : float
        How light the edge of the data's images is, 0 … 255.
    is_inverted : bool, optional
        Whether light and dark are exchanged; by default where the edge of a grey picture is light and that
        of the data dark, or the other way round.
    is_centred : bool
        Whether what stands on the ground is cut out, fitted into 20/28 of the size and centred by its mass,
        as MNIST's digits were. Pictures in colour have no ground, and are only scaled.
    """
    height, width, channels = image_shape
    matched = _with_channels(picture, channels)
    edge = ground_level(matched[None])
    if is_inverted is None:
        is_inverted = channels == 1 and (edge > 127.5) != (ground > 127.5)
    if is_inverted:
        matched, edge = 255 - matched, 255 - edge
    ink = np.abs(matched.astype(np.int16) - round(edge)).max(axis=2)
    is_empty = bool(ink.max(initial=0) < _FAINTEST)
    if is_centred and channels == 1 and not is_empty:
        image = _centred(matched, ink, (height, width), edge)
    else:
        image = _scaled(matched, (height, width))
    image.flags.writeable = False
    return FittedPicture(image, is_inverted, is_empty)


def _with_channels(picture: Pixels, channels: int) -> Pixels:
    if picture.shape[2] == channels:
        return picture
    if channels == 3:
        return np.repeat(picture, 3, axis=2)
    # ITU-R 601, as Pillow's own conversion to grey.
    grey = picture.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32)
    return np.rint(grey).astype(np.uint8)[..., None]


def _centred(picture: Pixels, ink: np.ndarray, size: tuple[int, int], edge: float) -> Pixels:
    rows, columns = np.flatnonzero(ink.max(axis=1) >= _FAINTEST), np.flatnonzero(ink.max(axis=0) >= _FAINTEST)
    cut = picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = size
    factor = min(_BOX_SHARE * height / cut.shape[0], _BOX_SHARE * width / cut.shape[1])
    inner = (max(round(cut.shape[0] * factor), 1), max(round(cut.shape[1] * factor), 1))
    small = _scaled(cut, inner)
    mass = np.abs(small[..., 0].astype(np.float64) - edge)
    mass /= mass.sum()
    middle_row = float(mass.sum(axis=1) @ (np.arange(inner[0]) + 0.5))
    middle_column = float(mass.sum(axis=0) @ (np.arange(inner[1]) + 0.5))
    top = min(max(round(height / 2 - middle_row), 0), height - inner[0])
    left = min(max(round(width / 2 - middle_column), 0), width - inner[1])
    image = np.full((height, width, 1), round(edge), np.uint8)
    image[top : top + inner[0], left : left + inner[1]] = small
    return image


def _scaled(picture: Pixels, size: tuple[int, int]) -> Pixels:
    from PIL import Image

    grey = picture.shape[2] == 1
    image = Image.fromarray(np.ascontiguousarray(picture[..., 0] if grey else picture))
    height, width = size
    if image.size != (width, height):
        image = image.resize((width, height), Image.Resampling.LANCZOS)
    return np.array(image, np.uint8).reshape(height, width, -1)
