"""Pictures of the preview set, in a thread of its own: beside the pointer, on the sheet, in files."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal, Slot

from vae_explorer.errors import ExplorerError
from vae_explorer.state.selection_event import LitPictured, SheetPictured
from vae_explorer.state.selection_state import LitImage, SheetBlock
from vae_explorer.workers.letter import ImagesLetter, ModelLetter
from vae_explorer.workers.mailbox import Mailbox
from vae_explorer.workers.picture_letter import ExportedLetter, ExportLetter, LitLetter, SheetLetter

if TYPE_CHECKING:
    from vae_explorer.autoencoders.replica import Replica

Letter = ModelLetter | ImagesLetter | LitLetter | SheetLetter | ExportLetter


class PictureWorker(QObject):
    """Owns a replica of every map's decoder, for images that are not on this computer.

    Letters arrive through ``mailbox``. Of pictures only the newest request counts; files are written one
    after another, each under a key of its own.
    """

    lit_pictured = Signal(object)  # LitPictured
    sheet_pictured = Signal(object)  # SheetPictured
    selection_exported = Signal(object)  # ExportedLetter
    _woken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mailbox: Mailbox[Hashable, Letter] = Mailbox(self._woken.emit)
        # Through the event loop, so that the thread can be ended between two letters.
        self._woken.connect(self._read_mail, Qt.ConnectionType.QueuedConnection)
        self._slots: dict[int, _PictureSlot] = {}
        self._images: ImagesLetter | None = None

    @Slot()
    def start(self) -> None:
        """Load torch in this thread's name and keep to one core."""
        import torch

        torch.set_num_threads(1)

    @Slot()
    def _read_mail(self) -> None:
        letters = self.mailbox.take().values()
        for letter in letters:
            if isinstance(letter, ModelLetter):
                self._slots[letter.map_id] = _PictureSlot(letter)
            elif isinstance(letter, ImagesLetter):
                self._images = letter
        # What lies under the pointer comes first, files last.
        for letter in letters:
            if isinstance(letter, LitLetter):
                self._light(letter)
        for letter in letters:
            if isinstance(letter, SheetLetter):
                self._picture_sheet(letter)
        for letter in letters:
            if isinstance(letter, ExportLetter):
                self._export(letter)

    def _light(self, request: LitLetter) -> None:
        images: list[np.ndarray | None] = []
        for map_id, run_id in request.maps:
            slot = self._slot(map_id, run_id)
            is_known = slot is not None and request.index < slot.count
            images.append(slot.pictures((request.index,), self._images)[0] if slot and is_known else None)
        self.lit_pictured.emit(LitPictured(LitImage(request.index, tuple(images))))

    def _picture_sheet(self, request: SheetLetter) -> None:
        slot = self._slot(request.map_id, request.run_id)
        if slot is None:
            return
        images = slot.pictures(request.indices, self._images)
        block = SheetBlock(slot.source(self._images), request.indices, images, slot.has_real(self._images))
        self.sheet_pictured.emit(SheetPictured(block))

    def _export(self, request: ExportLetter) -> None:
        try:
            if request.is_sheet:
                slot = self._slot(request.map_id, request.run_id)
                if slot is None:
                    return
                images = slot.pictures(request.positions, self._images)
                request.table.write_sheet(request.path, images)
            else:
                request.table.write_csv(request.path)
        except ExplorerError as error:
            self.selection_exported.emit(ExportedLetter(request.path, error))
        else:
            self.selection_exported.emit(ExportedLetter(request.path))

    def _slot(self, map_id: int, run_id: int) -> _PictureSlot | None:
        slot = self._slots.get(map_id)
        return slot if slot is not None and slot.run_id == run_id else None


class _PictureSlot:
    """One map's decoder and codes; built when first asked, since images are mostly at hand."""

    def __init__(self, letter: ModelLetter) -> None:
        self._letter = letter
        self.run_id = letter.run_id
        self._replica: Replica | None = None

    @property
    def count(self) -> int:
        """How many images the preview set has."""
        return len(self._letter.codes.indices)

    def has_real(self, images: ImagesLetter | None) -> bool:
        """Whether the images themselves are at hand."""
        return images is not None and images.fingerprint == self._letter.fingerprint

    def source(self, images: ImagesLetter | None) -> tuple[object, ...]:
        """Return what tells pictures apart that do not belong together."""
        letter = self._letter
        if self.has_real(images):
            return (letter.fingerprint,)
        return (letter.fingerprint, letter.run_id, letter.version)

    def pictures(self, positions: tuple[int, ...] | np.ndarray, images: ImagesLetter | None) -> np.ndarray:
        """Return the images, or what their codes decode to: ``(k, h, w, c) uint8``, read-only."""
        chosen = np.asarray(positions, dtype=np.int64)
        if images is not None and self.has_real(images):
            pictures: np.ndarray = images.images[self._letter.codes.indices[chosen]]
        else:
            if self._replica is None:
                from vae_explorer.autoencoders.replica import Replica

                self._replica = Replica(self._letter.model, self._letter.weights)
            pictures = self._replica.decode_uint8(self._letter.codes.mu[chosen])
        pictures.flags.writeable = False
        return pictures
