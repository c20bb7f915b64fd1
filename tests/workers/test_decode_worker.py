from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.autoencoders.sample import checkpoint, spec
from tests.workers.sample import here, model_letter
from vae_explorer.analysis.neighbourhood import NeighbourIndex
from vae_explorer.autoencoders.replica import Replica
from vae_explorer.state.event import DecodeFinished, DevicesFound
from vae_explorer.state.map_state import Place
from vae_explorer.workers import decode_worker
from vae_explorer.workers.decode_worker import DecodeWorker
from vae_explorer.workers.letter import DecodeLetter, ImagesLetter, ModelLetter

RUN = 5


class Listener:
    """Hears the worker's answers in the worker's own thread, and holds it up where it is told to."""

    def __init__(self, worker: DecodeWorker) -> None:
        self.worker = worker
        self.answers: list[DecodeFinished] = []
        self.threads: set[int] = set()
        self.is_held = threading.Event()
        self.gate = threading.Event()
        self.gate.set()
        here(worker.decode_finished, self.hear)

    def hear(self, answer: DecodeFinished) -> None:
        self.answers.append(answer)
        self.threads.add(threading.get_ident())
        self.is_held.set()
        assert self.gate.wait(20)

    def leave(self, letter: Any) -> None:
        self.worker.mailbox.put(key_of(letter), letter)


def key_of(letter: Any) -> object:
    if isinstance(letter, DecodeLetter):
        return letter.map_id, letter.is_pinned
    return ("model", letter.map_id) if isinstance(letter, ModelLetter) else "images"


def ask(request_id: int, z: tuple[float, ...] = (0.1, 0.2), **changes: Any) -> DecodeLetter:
    contents = {"map_id": 0, "run_id": RUN, "is_pinned": True, **changes}
    return DecodeLetter(request_id=request_id, z=z, **contents)


@pytest.fixture
def listener(in_thread) -> Listener:
    worker = DecodeWorker()
    listener = Listener(worker)
    in_thread(worker)
    return listener


def answered(qtbot, listener: Listener, *letters: Any) -> DecodeFinished:
    """Leave letters of which the last is a question, and return its answer."""
    for letter in letters:
        listener.leave(letter)
    wanted = letters[-1].request_id
    qtbot.waitUntil(lambda: wanted in [answer.request_id for answer in listener.answers], timeout=20_000)
    return listener.answers[-1]


def test_that_an_answer_says_what_it_was_decoded_with_and_what_was_asked(qtbot, listener):
    letter = model_letter(map_id=2, run_id=RUN, version=9)
    answer = answered(qtbot, listener, letter, ask(17, (0.5, -1.0), map_id=2, is_pinned=False))
    assert (answer.map_id, answer.run_id, answer.version, answer.request_id) == (2, RUN, 9, 17)
    assert not answer.is_pinned
    assert answer.decoded.z == (0.5, -1.0)
    assert answer.decoded.decode_ms > 0


def test_that_the_work_is_done_in_the_worker_s_own_thread(qtbot, listener):
    answered(qtbot, listener, model_letter(), ask(1))
    assert listener.threads
    assert threading.get_ident() not in listener.threads


@pytest.mark.parametrize("dimension", [1, 2, 5])
@pytest.mark.parametrize("shape", [(4, 5, 1), (3, 3, 3)])
def test_that_it_answers_with_the_decoder_s_pixels_and_the_nearest_codes(qtbot, listener, dimension, shape):
    content = checkpoint(spec(latent_dim=dimension, image_shape=shape), count=30)
    z = tuple(np.linspace(-1, 1, dimension).tolist())
    decoded = answered(qtbot, listener, model_letter(content), ask(1, z)).decoded
    replica = Replica(content.model, content.weights)
    np.testing.assert_array_equal(decoded.image, replica.decode_uint8(np.array([z], np.float32))[0])
    distances = np.linalg.norm(content.preview.mu.astype(np.float64) - z, axis=1)
    nearest = np.argsort(distances)[:6]
    assert decoded.neighbours == tuple(nearest.tolist())
    sigma = content.preview.mu.astype(np.float64).var(axis=0).mean() ** 0.5
    np.testing.assert_allclose(decoded.neighbour_sigmas, distances[nearest] / sigma, rtol=1e-5)
    landed, _ = replica.encode(replica.decode(np.array([z], np.float32)))
    trip = np.linalg.norm(landed[0] - np.array(z)) / sigma
    assert decoded.verdict.round_trip_sigma == pytest.approx(trip, rel=1e-3)
    assert decoded.neighbour_labels == tuple(content.preview.labels[nearest].tolist())
    # Without the data, reconstructions stand for the images; rounding may differ between batches.
    assert not decoded.has_real_images
    expected = replica.decode_uint8(content.preview.mu[nearest])
    np.testing.assert_allclose(decoded.neighbour_images.astype(int), expected.astype(int), atol=1)


def test_that_what_is_answered_cannot_be_changed(qtbot, listener):
    decoded = answered(qtbot, listener, model_letter(), ask(1)).decoded
    assert not decoded.image.flags.writeable
    assert not decoded.neighbour_images.flags.writeable


def test_that_the_verdict_is_that_of_the_codes(qtbot, listener):
    content = checkpoint(count=40)
    code = tuple(content.preview.mu[3].tolist())
    at_code = answered(qtbot, listener, model_letter(content), ask(1, code)).decoded.verdict
    far = answered(qtbot, listener, ask(2, (50.0, 50.0))).decoded.verdict
    found = NeighbourIndex(content.preview.mu).probe(code)
    assert (at_code.nearest_sigma, at_code.density_percentile) == (0.0, found.density_percentile)
    assert far.place is Place.IN_GAP
    assert far.nearest_sigma > 10


def test_that_whom_a_person_waits_for_is_answered_first(qtbot, listener):
    for map_id in (0, 1):
        listener.leave(model_letter(map_id=map_id, run_id=RUN))
    answered(qtbot, listener, ask(1))
    listener.gate.clear()
    listener.is_held.clear()
    listener.leave(ask(2))
    assert listener.is_held.wait(20)
    listener.leave(ask(3, map_id=1))
    listener.leave(ask(4, is_pinned=False, is_awaited=True))
    listener.gate.set()
    qtbot.waitUntil(lambda: len(listener.answers) == 4, timeout=20_000)
    assert [answer.request_id for answer in listener.answers] == [1, 2, 4, 3]


def clouds_of_one_run() -> tuple[ModelLetter, ModelLetter]:
    """Return two snapshots of a run between which the codes thin out towards one side."""
    before = checkpoint(count=40)
    after = replace(before, preview=replace(before.preview, mu=np.exp(before.preview.mu)))
    return model_letter(before, run_id=RUN, version=1), model_letter(after, run_id=RUN, version=2)


@pytest.mark.parametrize("is_awaited", [False, True])
def test_that_newer_codes_are_compared_with_the_former_density_and_then_with_their_own(
    qtbot, listener, is_awaited
):
    before, after = clouds_of_one_run()
    z = (0.3, -0.2)
    answered(qtbot, listener, before, ask(1, z))
    listener.answers.clear()
    listener.leave(after)
    listener.leave(ask(2, z, is_awaited=is_awaited))
    qtbot.waitUntil(lambda: len(listener.answers) == 2, timeout=20_000)
    first, second = (answer.decoded for answer in listener.answers)
    assert {(answer.request_id, answer.version) for answer in listener.answers} == {(2, 2)}
    np.testing.assert_array_equal(first.image, second.image)
    own = NeighbourIndex(after.codes.mu)
    passed_on = NeighbourIndex(after.codes.mu, NeighbourIndex(before.codes.mu).scale)
    assert first.neighbours == second.neighbours == own.probe(z).indices
    assert first.verdict.density_percentile == passed_on.probe(z).density_percentile
    assert second.verdict.density_percentile == own.probe(z).density_percentile
    assert first.verdict.density_percentile != second.verdict.density_percentile


def test_that_only_the_newest_place_is_answered_once_more(qtbot, listener):
    before, after = clouds_of_one_run()
    answered(qtbot, listener, before, ask(1))
    answered(qtbot, listener, after, ask(2))
    answered(qtbot, listener, ask(3))
    answered(qtbot, listener, ask(4, is_pinned=False))
    qtbot.waitUntil(lambda: len(listener.answers) == 6, timeout=20_000)
    assert [answer.request_id for answer in listener.answers[:4]] == [1, 2, 3, 4]
    assert {answer.request_id for answer in listener.answers[4:]} == {3, 4}
    # Now that the codes are measured, nothing is left to be told better.
    answered(qtbot, listener, ask(5))
    assert len(listener.answers) == 7


def test_that_another_model_in_the_map_is_measured_at_once(qtbot, listener):
    before, after = clouds_of_one_run()
    answered(qtbot, listener, before, ask(1))
    other = replace(after, run_id=RUN + 1)
    decoded = answered(qtbot, listener, other, ask(2, run_id=RUN + 1, is_awaited=True)).decoded
    expected = NeighbourIndex(after.codes.mu).probe(decoded.z)
    assert decoded.verdict.density_percentile == expected.density_percentile


def test_that_five_hundred_places_during_one_decode_cost_one_decode_more(qtbot, listener):
    listener.gate.clear()
    listener.leave(model_letter())
    listener.leave(ask(1))
    assert listener.is_held.wait(20)
    for request_id in range(2, 502):
        listener.leave(ask(request_id, (request_id / 100, 0.0)))
    listener.gate.set()
    qtbot.waitUntil(lambda: listener.answers[-1].request_id == 501, timeout=20_000)
    assert [answer.request_id for answer in listener.answers] == [1, 501]
    assert listener.answers[-1].decoded.z == (5.01, 0.0)


def test_that_maps_and_purposes_do_not_push_each_other_out(qtbot, listener):
    listener.gate.clear()
    for letter in (model_letter(), model_letter(map_id=1), ask(1)):
        listener.leave(letter)
    assert listener.is_held.wait(20)
    for request_id in range(2, 202, 4):
        listener.leave(ask(request_id))
        listener.leave(ask(request_id + 1, is_pinned=False))
        listener.leave(ask(request_id + 2, map_id=1))
        listener.leave(ask(request_id + 3, map_id=1, is_pinned=False))
    listener.gate.set()
    qtbot.waitUntil(lambda: len(listener.answers) == 5, timeout=20_000)
    assert {answer.request_id for answer in listener.answers} == {1, 198, 199, 200, 201}


def test_that_newer_weights_are_used_for_a_question_left_before_them(qtbot, listener):
    listener.gate.clear()
    listener.leave(model_letter(version=1))
    listener.leave(ask(1))
    assert listener.is_held.wait(20)
    listener.leave(ask(2))
    listener.leave(model_letter(version=2))
    listener.gate.set()
    qtbot.waitUntil(lambda: len(listener.answers) == 2, timeout=20_000)
    assert [answer.version for answer in listener.answers] == [1, 2]


def test_that_a_question_to_a_model_that_has_left_is_not_answered_by_the_next(qtbot, listener):
    """The next model may even have another number of dimensions."""
    listener.gate.clear()
    listener.leave(model_letter())
    listener.leave(ask(1))
    assert listener.is_held.wait(20)
    listener.leave(ask(2, is_pinned=False))
    listener.leave(model_letter(checkpoint(spec(latent_dim=3)), run_id=RUN + 1))
    listener.leave(ask(3, (0.0, 0.0, 0.0), run_id=RUN + 1))
    listener.gate.set()
    qtbot.waitUntil(lambda: len(listener.answers) >= 2, timeout=20_000)
    assert [(answer.run_id, answer.request_id) for answer in listener.answers] == [(RUN, 1), (RUN + 1, 3)]


def test_that_a_map_without_a_model_answers_nothing(qtbot, listener):
    answer = answered(qtbot, listener, ask(1, map_id=1), model_letter(), ask(2))
    assert listener.answers == [answer]


def real_images(fingerprint: str) -> ImagesLetter:
    images = np.random.default_rng(8).integers(0, 256, (50, 4, 5, 1)).astype(np.uint8)
    return ImagesLetter(fingerprint, images)


def test_that_the_real_images_are_shown_where_the_data_are_those_of_the_model(qtbot, listener):
    content = checkpoint(count=30)
    images = real_images(content.dataset.fingerprint)
    decoded = answered(qtbot, listener, model_letter(content), images, ask(1)).decoded
    assert decoded.has_real_images
    positions = content.preview.indices[list(decoded.neighbours)]
    np.testing.assert_array_equal(decoded.neighbour_images, images.images[positions])


def test_that_images_of_other_data_are_never_shown(qtbot, listener):
    content = checkpoint(count=30)
    decoded = answered(qtbot, listener, model_letter(content), real_images("ee" * 32), ask(1)).decoded
    assert not decoded.has_real_images
    again = answered(qtbot, listener, real_images(content.dataset.fingerprint), ask(2)).decoded
    assert again.has_real_images


def test_that_a_single_code_is_enough(qtbot, listener):
    content = checkpoint(count=1)
    decoded = answered(qtbot, listener, model_letter(content), ask(1)).decoded
    assert decoded.neighbours == (0,)


def test_that_the_devices_are_told_when_torch_is_there(qtbot):
    worker = DecodeWorker()
    with qtbot.waitSignal(worker.devices_found) as waiting:
        worker.start()
    (found,) = waiting.args
    assert isinstance(found, DevicesFound)
    assert "cpu" in found.devices


def test_that_answers_that_nobody_waits_for_come_together_after_those_that_somebody_does(
    qtbot, listener, monkeypatch
):
    known = []
    answer = decode_worker._DecoderSlot.answer

    def note(self: Any, request: DecodeLetter, images: Any) -> DecodeFinished:
        known.append((request.request_id, len(listener.answers)))
        return answer(self, request, images)

    # The first question holds the worker up until the others have been asked.
    listener.gate.clear()
    listener.leave(model_letter(map_id=0, run_id=RUN))
    listener.leave(model_letter(map_id=1, run_id=RUN))
    listener.leave(ask(1, is_awaited=True))
    assert listener.is_held.wait(20)
    monkeypatch.setattr(decode_worker._DecoderSlot, "answer", note)
    listener.leave(ask(2))
    listener.leave(ask(3, map_id=1))
    listener.leave(ask(4, map_id=1, is_pinned=False, is_awaited=True))
    listener.gate.set()
    qtbot.waitUntil(lambda: len(listener.answers) >= 4, timeout=20_000)
    assert [each.request_id for each in listener.answers[:4]] == [1, 4, 2, 3]
    # Neither of the two was told before both were known.
    assert known[:3] == [(4, 1), (2, 2), (3, 2)]
