"""How the classes look: a colour and a marker shape each, and which of them are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from vae_explorer.ui.map.palette import TEN_COLOURS, Colour, legible, toned
from vae_explorer.ui.map.theme import MapTheme, rgb

SHAPES = ("disc", "square", "triangle", "diamond", "cross", "plus", "star")
_TONES = (0.0, 0.4, -0.35)
SLOT_LIMIT = len(TEN_COLOURS) * len(SHAPES) * len(_TONES)


@dataclass(frozen=True, slots=True)
class Mark:
    """The look of one class: an sRGB colour and one of ``SHAPES``."""

    colour: Colour
    shape: str = "disc"

    def on(self, theme: MapTheme) -> Mark:
        """Return the mark with a colour that is legible on a theme's ground."""
        return replace(self, colour=legible(self.colour, rgb(theme.background), theme.least_contrast))


def mark_of(position: int) -> Mark:
    """Return the look of the class at ``position``: 10 colours × 7 shapes × 3 tones before any pair repeats.

    Ten and seven have no common divisor, so colour and shape may both change at every step.
    """
    tone = _TONES[position // (len(TEN_COLOURS) * len(SHAPES)) % len(_TONES)]
    colour = TEN_COLOURS[position % len(TEN_COLOURS)]
    return Mark(toned(colour, tone) if tone else colour, SHAPES[position % len(SHAPES)])


@dataclass(frozen=True, slots=True)
class LabelStyle:
    """The look of all classes, shared by every map.

    Parameters
    ----------
    classes : tuple of int
        Label values, each once.
    names : tuple of str
        What a person reads, one for each class.
    marks : tuple of Mark
        Colour and shape, one for each class.
    hidden : frozenset of int
        Label values that are not drawn and not picked.
    isolated : int or None
        If given, the only label value that is drawn.
    """

    classes: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    hidden: frozenset[int] = frozenset()
    isolated: int | None = None

    @classmethod
    def for_classes(cls, classes: Sequence[int], names: Sequence[str] | None = None) -> LabelStyle:
        """Return the standard look for the given label values."""
        values = tuple(int(value) for value in classes)
        return cls(
            values,
            tuple(str(value) for value in values) if names is None else tuple(names),
            tuple(mark_of(position) for position in range(len(values))),
        )

    @classmethod
    def for_labels(cls, labels: np.ndarray | None) -> LabelStyle:
        """Return the standard look for the label values that occur."""
        return cls() if labels is None else cls.for_classes(np.unique(labels).tolist())

    def is_shown(self, label: int) -> bool:
        """Say whether points of this label are drawn."""
        if self.isolated is not None:
            return label == self.isolated
        return label not in self.hidden

    def toggled(self, label: int) -> LabelStyle:
        """Return the style with one class hidden or shown again; an isolation ends."""
        hidden = self.hidden
        if self.isolated is not None:
            hidden = frozenset(self.classes) - {self.isolated}
        return replace(self, hidden=hidden ^ {label}, isolated=None)

    def with_isolated(self, label: int | None) -> LabelStyle:
        """Return the style that shows one class alone; asked again, or with None, all return."""
        if label is None or label == self.isolated:
            return replace(self, isolated=None, hidden=frozenset())
        return replace(self, isolated=label)

    def with_hidden(self, labels: Iterable[int]) -> LabelStyle:
        """Return the style that hides exactly these classes."""
        return replace(self, hidden=frozenset(labels), isolated=None)

    def slots_of(self, labels: np.ndarray) -> np.ndarray:
        """Return for each label the row of its mark in ``slot_marks``, and 0 for a label without a class.

        Parameters
        ----------
        labels : (n,) integer

        Returns
        -------
        (n,) uint8
        """
        if not self.classes:
            return np.zeros(len(labels), dtype=np.uint8)
        order = np.argsort(self.classes, kind="stable")
        values = np.array(self.classes, dtype=np.int64)[order]
        slots = (order % SLOT_LIMIT + 1).astype(np.uint8)
        first, last = int(values[0]), int(values[-1])
        if last - first < 65536:
            table = np.zeros(last - first + 3, dtype=np.uint8)
            table[values - first + 1] = slots
            return np.asarray(table[np.clip(labels, first - 1, last + 1) - (first - 1)])
        place = np.minimum(np.searchsorted(values, labels), len(values) - 1)
        return np.where(values[place] == labels, slots[place], 0).astype(np.uint8)

    def shown_mask(self, labels: np.ndarray) -> np.ndarray | None:
        """Return which points are drawn, or None where all are.

        Parameters
        ----------
        labels : (n,) integer

        Returns
        -------
        (n,) bool or None
        """
        if self.isolated is not None:
            return np.asarray(labels == self.isolated)
        if not self.hidden:
            return None
        return np.asarray(~np.isin(labels, np.fromiter(self.hidden, dtype=np.int64)))

    def slot_marks(self, theme: MapTheme) -> tuple[Mark, ...]:
        """Return the marks by slot, legible on a theme's ground: first that of points without a class."""
        return (Mark(rgb(theme.accent)), *(mark.on(theme) for mark in self.marks[:SLOT_LIMIT]))
