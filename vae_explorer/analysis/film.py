"""A walk through a latent space as a file: a moving picture or a strip of frames."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from typing import Literal

import numpy as np
from PIL import Image

from vae_explorer.atomic_file import write_atomically

FilmFormatName = Literal["gif", "apng", "png"]

_LEAST_SIDE = 168
_FRAME_MS = 90
_HOLD_MS = 700
_GAP = 4
_BAR = 5
_GROUND = 255
_INK = 70


def write_film(
    path: str | os.PathLike[str], images: np.ndarray, backing: Sequence[float], format_name: FilmFormatName
) -> None:
    """Write frames to a file, atomically.

    Parameters
    ----------
    path : str or path
    images : (n, h, w, c) uint8
        The frames, grey or RGB; enlarged by whole factors, each pixel a square.
    backing : sequence of float
        How far each frame is backed by data, 0 (a gap) … 1: the length of the bar beneath it.
    format_name : {"gif", "apng", "png"}
        Moving pictures that begin anew, or a strip of all frames.

    Raises
    ------
    WriteError
        If the file cannot be written.
    """
    frames = [
        _framed(picture, share)
        for picture, share in zip(_enlarged(images, format_name), backing, strict=True)
    ]
    buffer = io.BytesIO()
    if format_name == "png":
        strip = np.concatenate(frames, axis=1)
        Image.fromarray(strip).save(buffer, "PNG")
    else:
        pictures = [Image.fromarray(frame) for frame in frames]
        durations = [_HOLD_MS, *[_FRAME_MS] * (len(pictures) - 2), _HOLD_MS][-len(pictures) :]
        pictures[0].save(
            buffer,
            "GIF" if format_name == "gif" else "PNG",
            save_all=True,
            append_images=pictures[1:],
            duration=durations,
            loop=0,
        )
    write_atomically(path, buffer.getvalue())


def _enlarged(images: np.ndarray, format_name: FilmFormatName) -> np.ndarray:
    least = _LEAST_SIDE if format_name != "png" else _LEAST_SIDE // 2
    factor = max(-(-least // max(images.shape[1:3])), 1)
    large: np.ndarray = images.repeat(factor, axis=1).repeat(factor, axis=2)
    return large


def _framed(picture: np.ndarray, share: float) -> np.ndarray:
    """Return a frame ``(h, w)`` or ``(h, w, 3)`` with a margin and a bar beneath it."""
    height, width, channels = picture.shape
    frame = np.full((height + 3 * _GAP + _BAR, width + 2 * _GAP, channels), _GROUND, np.uint8)
    frame[_GAP : _GAP + height, _GAP : _GAP + width] = picture
    top = height + 2 * _GAP
    bar = frame[top : top + _BAR, _GAP : _GAP + width]
    bar[[0, -1]] = _INK
    bar[:, [0, -1]] = _INK
    bar[:, : round(share * width)] = _INK
    return frame[..., 0] if channels == 1 else frame
