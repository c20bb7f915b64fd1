"""Which images are selected, in every map at once, and the pictures of them that are at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from vae_explorer.state.map_state import MapState

SelectionMode = Literal["replace", "add", "subtract"]


@dataclass(frozen=True, eq=False)
class PreviewIdentity:
    """Tells whether the points of two maps are the same images in the same order.

    Attributes
    ----------
    fingerprint : str
        Of the data.
    indices : (n,) int64, read-only
        Positions of the preview images in the training split.
    """

    fingerprint: str
    indices: np.ndarray

    def is_of(self, shown: MapState) -> bool:
        """Whether the points of a map are these images."""
        if shown.dataset is None or shown.codes is None or shown.dataset.fingerprint != self.fingerprint:
            return False
        return shown.codes.indices is self.indices or np.array_equal(shown.codes.indices, self.indices)


@dataclass(frozen=True, eq=False)
class SheetBlock:
    """Pictures of some images, newest delivery only; the window keeps what it was given.

    Attributes
    ----------
    source : tuple
        Equal for pictures that belong together: those of the data, or those that one model decodes to.
    indices : tuple of int
        Positions in the preview set.
    images : (k, h, w, c) uint8, read-only
        One for each.
    is_real : bool
        Whether they are the images themselves and not what their codes decode to.
    """

    source: tuple[object, ...]
    indices: tuple[int, ...]
    images: np.ndarray
    is_real: bool


@dataclass(frozen=True, eq=False)
class LitImage:
    """The picture of the image that lights up in every map.

    Attributes
    ----------
    index : int
        Its position in the preview set.
    images : tuple of ((h, w, c) uint8 or None)
        One for each map: the image itself, or what that map's model decodes its code to.
    """

    index: int
    images: tuple[np.ndarray | None, ...]


def _no_indices() -> np.ndarray:
    nothing = np.zeros(0, np.int64)
    nothing.flags.writeable = False
    return nothing


@dataclass(frozen=True, eq=False)
class SelectionState:
    """The selected images and what is known of their looks.

    Attributes
    ----------
    indices : (k,) int64, read-only
        Positions in the preview set, ascending.
    preview : PreviewIdentity or None
        What the positions count; None without a selection.
    map_id : int
        Where they were selected: its model decodes their codes where the images are not at hand.
    sheet : SheetBlock or None
        The newest pictures of them.
    lit : LitImage or None
        The newest picture of an image that lit up.
    """

    indices: np.ndarray = field(default_factory=_no_indices)
    preview: PreviewIdentity | None = None
    map_id: int = 0
    sheet: SheetBlock | None = None
    lit: LitImage | None = None

    @property
    def count(self) -> int:
        """How many images are selected."""
        return len(self.indices)

    def of(self, shown: MapState) -> np.ndarray:
        """Return the selected points of one map, (k,) int64: none where its points are other images."""
        if self.preview is None or not self.preview.is_of(shown):
            return _no_indices()
        return self.indices


def selected(
    before: SelectionState, shown: MapState, enclosed: np.ndarray, mode: SelectionMode
) -> tuple[np.ndarray, PreviewIdentity | None]:
    """Return what is selected after some points of a map were enclosed: positions, read-only, and of what.

    Parameters
    ----------
    before : SelectionState
        Only where it is of the same images can it be added to or taken from.
    shown : MapState
        The map.
    enclosed : (k,) int64
        Positions of the enclosed points.
    mode : {"replace", "add", "subtract"}
        What to do with them.
    """
    former = before.of(shown)
    if mode == "add":
        indices = np.union1d(former, enclosed)
    elif mode == "subtract":
        indices = np.setdiff1d(former, enclosed, assume_unique=True)
    else:
        indices = np.unique(enclosed)
    indices = indices.astype(np.int64)
    indices.flags.writeable = False
    if not len(indices) or shown.dataset is None or shown.codes is None:
        return _no_indices(), None
    return indices, PreviewIdentity(shown.dataset.fingerprint, shown.codes.indices)
