from __future__ import annotations

import numpy as np
import pytest

from tests.autoencoders.sample import checkpoint
from tests.workers.sample import here, model_letter
from vae_explorer.analysis.selection_table import SelectionTable
from vae_explorer.autoencoders.replica import Replica
from vae_explorer.errors import WriteError
from vae_explorer.state.selection_event import LitPictured, SheetPictured
from vae_explorer.workers.letter import ImagesLetter
from vae_explorer.workers.picture_letter import ExportedLetter, ExportLetter, LitLetter, SheetLetter
from vae_explorer.workers.picture_worker import PictureWorker

MODEL = model_letter(checkpoint(count=30), map_id=1, run_id=5, version=2)
REAL = np.random.default_rng(1).integers(0, 256, (60, *MODEL.model.image_shape), dtype=np.uint8)


class Darkroom:
    """A picture worker that is called directly, and what it told."""

    def __init__(self, *letters: object) -> None:
        self.worker = PictureWorker()
        self.told: list[object] = []
        for signal in (
            self.worker.lit_pictured,
            self.worker.sheet_pictured,
            self.worker.selection_exported,
        ):
            here(signal, self.told.append)
        self.read(MODEL, *letters)

    def read(self, *letters: object) -> list[object]:
        for letter in letters:
            self.worker.mailbox.put(id(letter), letter)
        self.worker._read_mail()
        told, self.told[:] = list(self.told), []
        return told


def decoded(*positions: int) -> np.ndarray:
    return Replica(MODEL.model, MODEL.weights).decode_uint8(MODEL.codes.mu[list(positions)])


def test_that_codes_are_decoded_where_the_images_are_not_at_hand_and_shown_where_they_are(qapp):
    room = Darkroom(ImagesLetter("other data", REAL[::-1]))
    (fact,) = room.read(SheetLetter(1, 5, (4, 2)))
    assert isinstance(fact, SheetPictured)
    assert (fact.block.indices, fact.block.is_real) == ((4, 2), False)
    assert np.array_equal(fact.block.images, decoded(4, 2))
    room.read(ImagesLetter(MODEL.fingerprint, REAL))
    (real,) = room.read(SheetLetter(1, 5, (4, 2)))
    assert isinstance(real, SheetPictured)
    assert real.block.is_real
    assert np.array_equal(real.block.images, REAL[MODEL.codes.indices[[4, 2]]])
    assert real.block.source != fact.block.source


def test_that_the_lit_image_is_pictured_for_every_map_that_knows_it(qapp):
    room = Darkroom()
    (fact,) = room.read(LitLetter(3, ((0, 9), (1, 5))))
    assert isinstance(fact, LitPictured)
    missing, picture = fact.lit.images
    assert (fact.lit.index, missing) == (3, None)
    assert np.array_equal(picture, decoded(3)[0])
    (stale,) = room.read(LitLetter(3, ((1, 4),)))
    assert stale.lit.images == (None,)


def test_that_the_pointers_picture_comes_before_the_sheet_and_files_come_last(qapp, tmp_path):
    positions = np.array([0, 1])
    table = SelectionTable(positions, positions, (), ())
    export = ExportLetter(1, 5, positions, table, tmp_path / "a.png", True)
    facts = Darkroom().read(export, SheetLetter(1, 5, (0,)), LitLetter(0, ((1, 5),)))
    assert [type(fact) for fact in facts] == [LitPictured, SheetPictured, ExportedLetter]
    assert (tmp_path / "a.png").stat().st_size > 0


@pytest.mark.parametrize("is_sheet", [True, False])
def test_that_a_file_that_cannot_be_written_is_an_answer_too(qapp, tmp_path, is_sheet):
    positions = np.array([0, 1])
    table = SelectionTable(positions, positions, (), ())
    path = tmp_path / "none" / "a"
    (letter,) = Darkroom().read(ExportLetter(1, 5, positions, table, path, is_sheet))
    assert isinstance(letter, ExportedLetter)
    assert isinstance(letter.error, WriteError)
