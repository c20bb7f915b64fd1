"""Classes: which are shown, and which mark each point gets."""

from __future__ import annotations

import numpy as np
import pytest

from vae_explorer.ui.map.style import LabelStyle
from vae_explorer.ui.map.theme import DARK


@pytest.mark.parametrize("classes", [[3, 1, 2], [-5, 0, 10**12], list(range(300))])
def test_that_each_label_gets_the_mark_of_its_class(classes: list[int]) -> None:
    style = LabelStyle.for_classes(classes)
    labels = np.array([*classes, classes[0], classes[-1]])
    marks = style.slot_marks(DARK)
    slots = style.slots_of(labels)
    assert slots.dtype == np.uint8
    for label, slot in zip(labels.tolist(), slots.tolist(), strict=True):
        wanted = style.marks[classes.index(label)].on(DARK)
        assert marks[slot] == wanted


def test_that_labels_without_a_class_get_the_mark_of_unlabelled_points() -> None:
    style = LabelStyle.for_classes([0, 1])
    assert style.slots_of(np.array([-1, 7, 0, 1])).tolist() == [0, 0, 1, 2]


def test_that_hiding_twice_shows_again() -> None:
    style = LabelStyle.for_classes([0, 1, 2])
    labels = np.array([0, 1, 2, 1])
    hidden = style.toggled(1)
    mask = hidden.shown_mask(labels)
    assert mask is not None
    assert mask.tolist() == [True, False, True, False]
    assert hidden.toggled(1) == style
    assert style.shown_mask(labels) is None


def test_that_isolating_shows_one_class_and_isolating_again_shows_all() -> None:
    style = LabelStyle.for_classes([0, 1, 2]).toggled(0)
    alone = style.with_isolated(2)
    assert [alone.is_shown(label) for label in (0, 1, 2)] == [False, False, True]
    assert [alone.with_isolated(2).is_shown(label) for label in (0, 1, 2)] == [True, True, True]


def test_that_showing_another_class_beside_an_isolated_one_keeps_both() -> None:
    both = LabelStyle.for_classes([0, 1, 2]).with_isolated(2).toggled(0)
    assert [both.is_shown(label) for label in (0, 1, 2)] == [True, False, True]
