"""Decodes the place under the pointer, in a thread of its own, newest request first."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from vae_explorer.state.event import DecodeFinished, DevicesFound
from vae_explorer.state.map_state import DecodedPoint, Place, Verdict
from vae_explorer.state.studio_event import ImageReconstructed
from vae_explorer.workers.letter import DecodeLetter, ImagesLetter, ModelLetter, ReconstructLetter
from vae_explorer.workers.mailbox import Mailbox

if TYPE_CHECKING:
    from vae_explorer.analysis.neighbourhood import DensityScale, Neighbourhood, NeighbourIndex
    from vae_explorer.autoencoders.replica import Replica

_NEIGHBOURS = 6
# How old the measure of how densely codes lie may become while they move.
_SCALE_AGE_S = 1.0
_Letter = ModelLetter | ImagesLetter | DecodeLetter | ReconstructLetter


class DecodeWorker(QObject):
    """Owns a replica of every map's decoder.

    Letters arrive through ``mailbox``: a :class:`ModelLetter` or :class:`ImagesLetter` changes what is
    decoded with, a :class:`DecodeLetter` asks. One letter per map and purpose waits, the newest.

    While weights change many times a second, how densely the codes lie is measured once a second only, and
    never while a person waits: till then answers compare with the measure before, and the last of them is
    given once more with the newest.
    """

    devices_found = Signal(object)  # DevicesFound
    decode_finished = Signal(object)  # DecodeFinished
    image_reconstructed = Signal(object)  # ImageReconstructed
    _woken = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mailbox: Mailbox[object, _Letter] = Mailbox(self._woken.emit)
        self._woken.connect(self._read_mail)
        self._slots: dict[int, _DecoderSlot] = {}
        self._images: ImagesLetter | None = None
        self._waiting: dict[object, DecodeLetter | ReconstructLetter] = {}
        self._provisional: dict[object, DecodeLetter] = {}
        # A child goes along when the worker moves to its thread.
        self._alarm = QTimer(self)
        self._alarm.setSingleShot(True)
        # Qt may be a twentieth early.
        self._alarm.setInterval(round(1200 * _SCALE_AGE_S))
        self._alarm.timeout.connect(self._repeat)

    @Slot()
    def start(self) -> None:
        """Load torch, which takes a second, and say which devices there are."""
        import torch

        from vae_explorer.training.device import available_devices

        # One thread answers a pointer quickest, and leaves the other cores to training.
        torch.set_num_threads(1)
        self.devices_found.emit(DevicesFound(available_devices()))

    @Slot()
    def _read_mail(self) -> None:
        """Answer letter by letter, whom a person waits for first, and look for newer ones after each.

        What nobody waits for is told all at once: the window is disturbed and painted once for it.
        """
        thread = QThread.currentThread()
        later: list[DecodeFinished] = []
        self._take_mail()
        while self._waiting and not thread.isInterruptionRequested():
            awaited = (key for key, letter in self._waiting.items() if _is_awaited(letter))
            letter = self._waiting.pop(next(awaited, next(iter(self._waiting))))
            if isinstance(letter, ReconstructLetter):
                self._reconstruct(letter)
            elif (answer := self._answer(letter)) is None:
                pass
            elif letter.is_awaited:
                self.decode_finished.emit(answer)
            else:
                later.append(answer)
            self._take_mail()
        for answer in later:
            self.decode_finished.emit(answer)

    def _take_mail(self) -> None:
        for key, letter in self.mailbox.take().items():
            if isinstance(letter, ModelLetter):
                self._slots[letter.map_id] = _DecoderSlot(letter, self._slots.get(letter.map_id))
            elif isinstance(letter, ImagesLetter):
                self._images = letter
            else:
                self._waiting[key] = letter

    def _answer(self, request: DecodeLetter) -> DecodeFinished | None:
        slot = self._slots.get(request.map_id)
        key = request.map_id, request.is_pinned
        self._provisional.pop(key, None)
        # A place in the plane of the model that stood there before means nothing to the new one.
        if slot is None or slot.run_id != request.run_id:
            return None
        answer = slot.answer(request, self._images)
        if not slot.is_measured:
            self._provisional[key] = replace(request, is_awaited=False)
            self._alarm.start()
        return answer

    @Slot()
    def _repeat(self) -> None:
        """Answer once more what no newer weights or wishes have overtaken."""
        self._waiting = {**self._provisional, **self._waiting}
        self._provisional.clear()
        self._read_mail()

    def _reconstruct(self, request: ReconstructLetter) -> None:
        slot = self._slots.get(request.map_id)
        if slot is not None and (slot.run_id, slot.version) == (request.run_id, request.version):
            self.image_reconstructed.emit(slot.reconstruct(request))


@dataclass(frozen=True)
class _Measure:
    """How densely the codes of a run lay at a time."""

    scale: DensityScale
    at_s: float

    @property
    def is_old(self) -> bool:
        return time.monotonic() - self.at_s >= _SCALE_AGE_S


class _DecoderSlot:
    """One map's decoder and codes; built when first asked, since not every snapshot is looked at."""

    def __init__(self, letter: ModelLetter, former: _DecoderSlot | None = None) -> None:
        self._letter = letter
        self.run_id, self.version = letter.run_id, letter.version
        self._replica: Replica | None = None
        self._spare: Replica | None = former._replica or former._spare if former is not None else None
        self._index: NeighbourIndex | None = None
        is_same_run = former is not None and former.run_id == letter.run_id
        self._measure: _Measure | None = former._measure if former and is_same_run else None
        self.is_measured = False

    def answer(self, request: DecodeLetter, images: ImagesLetter | None) -> DecodeFinished:
        from vae_explorer.autoencoders.replica import to_bytes

        letter = self._letter
        index, decoder = self._neighbours(is_awaited=request.is_awaited), self._decoder()
        # What those two cost is paid once per snapshot; what a person waits for at each move is the rest.
        started = time.perf_counter()
        neighbourhood = index.probe(request.z, _NEIGHBOURS)
        positions = np.array(neighbourhood.indices)
        has_real = images is not None and images.fingerprint == letter.fingerprint
        z = np.array([request.z], np.float32)
        if images is not None and has_real:
            both = decoder.decode(z)
            pictures = images.images[letter.codes.indices[positions]]
        else:
            both = decoder.decode(np.concatenate([z, letter.codes.mu[positions]]))
            pictures = to_bytes(both[1:])
        landed, _ = decoder.encode(both[:1])
        round_trip = float(np.linalg.norm(landed - z)) / index.sigma
        return DecodeFinished(
            map_id=letter.map_id,
            run_id=letter.run_id,
            version=letter.version,
            request_id=request.request_id,
            is_pinned=request.is_pinned,
            decoded=DecodedPoint(
                z=request.z,
                image=_frozen(to_bytes(both[0])),
                neighbours=neighbourhood.indices,
                neighbour_images=_frozen(pictures),
                has_real_images=has_real,
                neighbour_labels=tuple(letter.codes.labels[positions].tolist()),
                verdict=_verdict(neighbourhood, round_trip),
                decode_ms=1000 * (time.perf_counter() - started),
                neighbour_sigmas=neighbourhood.distances_sigma,
            ),
        )

    def reconstruct(self, request: ReconstructLetter) -> ImageReconstructed:
        """Decode the code of one image of the preview set."""
        z = self._letter.codes.mu[request.index : request.index + 1]
        image = _frozen(self._decoder().decode_uint8(z)[0])
        return ImageReconstructed(request.map_id, request.run_id, request.version, request.index, image)

    def _decoder(self) -> Replica:
        if self._replica is None:
            from vae_explorer.autoencoders.replica import Replica

            self._replica = Replica.renewed(self._spare, self._letter.model, self._letter.weights)
            self._spare = None
        return self._replica

    def _neighbours(self, *, is_awaited: bool) -> NeighbourIndex:
        if self._index is None or not self.is_measured:
            from vae_explorer.analysis.neighbourhood import NeighbourIndex

            codes = self._letter.codes.mu
            if self._measure is None or (self._measure.is_old and not is_awaited):
                self._index = NeighbourIndex(codes)
                self._measure = _Measure(self._index.scale, time.monotonic())
                self.is_measured = True
            elif self._index is None:
                self._index = NeighbourIndex(codes, self._measure.scale)
        return self._index


def _is_awaited(letter: DecodeLetter | ReconstructLetter) -> bool:
    return isinstance(letter, DecodeLetter) and letter.is_awaited


def _verdict(neighbourhood: Neighbourhood, round_trip_sigma: float) -> Verdict:
    place = Place.IN_DATA
    if neighbourhood.is_gap:
        place = Place.IN_GAP
    elif neighbourhood.is_edge:
        place = Place.AT_EDGE
    nearest, percentile = neighbourhood.distances_sigma[0], neighbourhood.density_percentile
    return Verdict(place, nearest, percentile, round_trip_sigma)


def _frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array
