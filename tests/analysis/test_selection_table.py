"""The selection as files: what was written is read back."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from PIL import Image

from vae_explorer.analysis import selection_table
from vae_explorer.analysis.selection_table import MapCodes, SelectionTable, contact_sheet
from vae_explorer.errors import WriteError

CHANCE = np.random.default_rng(0)


def table(count: int = 7) -> SelectionTable:
    return SelectionTable(
        indices=np.arange(count) * 3,
        labels=np.arange(count) % 3 - 1,
        label_names=("plain", 'with, comma and "quotes"'),
        maps=(
            MapCodes("ae", CHANCE.normal(size=(count, 2)).astype(np.float32)),
            MapCodes("vae", (1e-20 * CHANCE.normal(size=(count, 3))).astype(np.float32)),
        ),
    )


def test_that_the_table_gives_every_code_index_and_label_back(tmp_path, monkeypatch):
    monkeypatch.setattr(selection_table, "_ROWS_AT_ONCE", 3)
    written = table()
    written.write_csv(tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["index", "label", "ae_z1", "ae_z2", "vae_z1", "vae_z2", "vae_z3"]
    assert [int(row[0]) for row in rows] == written.indices.tolist()
    names = ("", *written.label_names)
    assert [row[1] for row in rows] == [names[label + 1] for label in written.labels.tolist()]
    numbers = np.array([row[2:] for row in rows], np.float32)
    assert np.array_equal(numbers, np.hstack([codes.mu for codes in written.maps]))


def test_that_a_folder_that_is_not_there_is_named(tmp_path):
    for write in (
        table().write_csv,
        lambda path: table().write_sheet(path, np.zeros((7, 2, 2, 1), np.uint8)),
    ):
        with pytest.raises(WriteError) as caught:
            write(tmp_path / "none" / "a")
        assert "none" in str(caught.value.where)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("channels", [1, 3])
def test_that_the_sheet_holds_every_picture_once_class_by_class(tmp_path, channels):
    images = CHANCE.integers(0, 256, (7, 4, 5, channels), dtype=np.uint8)
    labels = np.array([1, 0, 1, 1, 0, 1, 1])
    written = SelectionTable(np.arange(7), labels, ("a", "b"), ())
    written.write_sheet(tmp_path / "a.png", images)
    with Image.open(tmp_path / "a.png") as picture:
        sheet = np.asarray(picture).reshape(picture.height, picture.width, channels)
    # Three columns: two pictures of the first class in one row, five of the other in two.
    places = [(0, 0), (0, 7), *((14 + 6 * (n // 3), 7 * (n % 3)) for n in range(5))]
    order = [1, 4, 0, 2, 3, 5, 6]
    for (top, left), position in zip(places, order, strict=True):
        assert np.array_equal(sheet[top : top + 4, left : left + 5], images[position])
    inked = np.zeros(sheet.shape[:2], bool)
    for top, left in places:
        inked[top : top + 4, left : left + 5] = True
    assert (sheet[~inked] == 128).all()


def test_that_a_sheet_that_would_be_too_large_is_thinned_out(monkeypatch):
    monkeypatch.setattr(selection_table, "LARGEST_SHEET_PIXELS", 2_000)
    images = CHANCE.integers(0, 256, (9, 30, 30, 1), dtype=np.uint8)
    sheet = contact_sheet(images, np.zeros(9, np.int64))
    assert sheet.shape[0] * sheet.shape[1] <= 2_000
    assert np.array_equal(sheet[:10, :10, 0], images[0, ::3, ::3, 0])
