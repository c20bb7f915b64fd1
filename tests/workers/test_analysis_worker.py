from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pytest

from tests.autoencoders.sample import checkpoint, spec
from tests.workers.sample import here, model_letter
from vae_explorer.data.dataset import ImageDataset
from vae_explorer.errors import UsageError
from vae_explorer.workers.analysis_context import AnalysisContext
from vae_explorer.workers.analysis_letter import AnalysisLetter, AnalysisReply, DatasetLetter, ForgetLetter
from vae_explorer.workers.analysis_worker import AnalysisWorker

RUN = 5


def letter(
    compute: Callable[[AnalysisContext], Iterator[object]],
    key: str = "question",
    run_id: int = RUN,
    share: float = 1.0,
) -> AnalysisLetter:
    return AnalysisLetter(key, 0, run_id, f"asked {key}", compute, share)


def data(fingerprint: str) -> ImageDataset:
    pixels = np.zeros((4, 2, 2, 1), np.uint8)
    labels = np.zeros(4, np.int64)
    for array in (pixels, labels):
        array.flags.writeable = False
    return ImageDataset("own", "Own", pixels, labels, pixels, labels, ("a",), fingerprint)


class Desk:
    """A worker with a model, and what it answered."""

    def __init__(self) -> None:
        self.worker = AnalysisWorker()
        self.replies: list[AnalysisReply] = []
        here(self.worker.answered, self.replies.append)
        self.leave(model_letter(run_id=RUN))

    def leave(self, *letters: object) -> None:
        for item in letters:
            if isinstance(item, AnalysisLetter | ForgetLetter):
                key: object = item.key
            else:
                key = "dataset" if isinstance(item, DatasetLetter) else ("model", item.map_id)
            self.worker.mailbox.put(key, item)

    @property
    def results(self) -> list[object]:
        return [reply.result for reply in self.replies]


@pytest.fixture
def desk(qapp) -> Desk:
    return Desk()


def test_that_every_yield_but_none_is_an_answer_that_says_what_it_belongs_to(desk, qtbot):
    def compute(context: AnalysisContext) -> Iterator[object]:
        yield "coarse"
        yield None
        yield "sharp"

    desk.leave(letter(compute))
    qtbot.waitUntil(lambda: desk.results == ["coarse", "sharp"])
    reply = desk.replies[0]
    assert (reply.key, reply.map_id, reply.run_id, reply.version) == ("question", 0, RUN, 2)
    assert reply.request == "asked question"


def test_that_a_newer_question_goes_first_and_the_older_goes_on(desk, qtbot):
    def slow(context: AnalysisContext) -> Iterator[object]:
        yield "slow began"
        desk.leave(letter(lambda _: iter(["quick"]), "quick"))
        yield None
        yield "slow ended"

    desk.leave(letter(slow, "slow"))
    qtbot.waitUntil(lambda: len(desk.replies) == 3)
    assert desk.results == ["slow began", "quick", "slow ended"]


@pytest.mark.parametrize("end", ["newer", "forgotten", "other run"])
def test_that_work_that_nobody_waits_for_is_given_up(desk, qtbot, end):
    ends = {
        "newer": lambda: letter(lambda _: iter(["newer"])),
        "forgotten": lambda: ForgetLetter("question"),
        "other run": lambda: model_letter(run_id=RUN + 1),
    }
    closed = []

    def endless(context: AnalysisContext) -> Iterator[object]:
        try:
            desk.leave(ends[end]())
            while True:
                yield None
        finally:
            closed.append(True)

    desk.leave(letter(endless))
    qtbot.waitUntil(lambda: bool(closed))
    if end == "newer":
        qtbot.waitUntil(lambda: desk.results == ["newer"])
    assert not desk.worker._tasks


def test_that_a_question_about_a_model_that_is_gone_is_not_answered(desk, qtbot):
    desk.leave(letter(lambda _: iter(["stale"]), "stale", run_id=RUN - 1), letter(lambda _: iter(["right"])))
    qtbot.waitUntil(lambda: bool(desk.replies))
    assert desk.results == ["right"]


def test_that_a_later_snapshot_lets_running_work_end_with_the_weights_it_began_with(desk, qtbot):
    def versions(context: AnalysisContext) -> Iterator[object]:
        yield context.version
        desk.leave(model_letter(run_id=RUN, version=3))
        yield None
        yield context.version

    desk.leave(letter(versions))
    qtbot.waitUntil(lambda: len(desk.replies) == 2)
    desk.leave(letter(lambda context: iter([context.version])))
    qtbot.waitUntil(lambda: len(desk.replies) == 3)
    assert desk.results == [2, 2, 3]
    assert [reply.version for reply in desk.replies] == [2, 2, 3]


def test_that_images_are_seen_only_by_models_trained_on_them(desk, qtbot):
    ask = partial(letter, lambda context: iter([context.dataset is not None]))
    for position, fingerprint in enumerate(("other", model_letter().fingerprint, "third")):
        desk.leave(DatasetLetter(data(fingerprint)), ask(fingerprint))
        qtbot.waitUntil(lambda count=position + 1: len(desk.replies) == count)
    assert desk.results == [False, True, False]


def test_that_what_was_computed_is_remembered_until_the_weights_change(desk, qtbot):
    built = []

    def compute(context: AnalysisContext) -> Iterator[object]:
        yield context.remember("sum", lambda: built.append(context.version) or len(built))

    for key in ("first", "second"):
        desk.leave(letter(compute, key))
    qtbot.waitUntil(lambda: len(desk.replies) == 2)
    desk.leave(model_letter(run_id=RUN, version=9), letter(compute, "third"))
    qtbot.waitUntil(lambda: len(desk.replies) == 3)
    assert built == [2, 9]
    assert desk.results == [1, 1, 2]


def test_that_an_error_is_an_answer_and_others_are_still_served(desk, qtbot):
    def fail(context: AnalysisContext) -> Iterator[object]:
        yield None
        raise UsageError("too few codes", remedy="encode more")

    desk.leave(letter(fail, "bad"), letter(lambda _: iter(["good"]), "good"))
    qtbot.waitUntil(lambda: len(desk.replies) == 2)
    errors = {reply.key: reply.error for reply in desk.replies}
    assert errors["bad"].what == "too few codes"
    assert errors["good"] is None


def test_that_the_replica_encodes_and_decodes_as_the_model_does(desk, qtbot):
    content = checkpoint(spec("vae", latent_dim=3), count=30)
    images = np.arange(2 * content.model.pixel_count, dtype=np.uint8).reshape(2, *content.model.image_shape)

    def compute(context: AnalysisContext) -> Iterator[object]:
        yield (context.replica.encode(images), context.replica.encode(images.astype(np.float32) / 255))

    desk.leave(model_letter(content, run_id=RUN), letter(compute))
    qtbot.waitUntil(lambda: bool(desk.replies))
    (mu, logvar), (same_mu, _) = desk.results[0]
    assert mu.shape == logvar.shape == (2, 3)
    np.testing.assert_allclose(mu, same_mu, rtol=1e-5)


def test_that_the_thread_ends_between_two_steps_of_work_without_end(in_thread):
    worker = AnalysisWorker()
    is_begun = threading.Event()

    def endless(context: AnalysisContext) -> Iterator[object]:
        is_begun.set()
        while True:
            yield None

    thread = in_thread(worker)
    worker.mailbox.put(("model", 0), model_letter(run_id=RUN))
    worker.mailbox.put("question", letter(endless))
    assert is_begun.wait(20)
    assert thread.end(20_000)


def test_that_work_that_may_take_little_time_rests_between_its_steps_and_holds_nobody_up(desk, qtbot):
    desk.leave(letter(lambda _: iter(["first", "second"]), "slow", share=1e-9))
    qtbot.waitUntil(lambda: desk.results == ["first"])
    desk.leave(letter(lambda _: iter(["quick", "quicker"]), "other"))
    qtbot.waitUntil(lambda: desk.results == ["first", "quick", "quicker"])
    # Asked anew without haste, it begins anew.
    desk.leave(letter(lambda _: iter(["again", "to the end"]), "slow", share=0.5))
    qtbot.waitUntil(lambda: desk.results[3:] == ["again", "to the end"])
    qtbot.waitUntil(lambda: not desk.worker._tasks)
