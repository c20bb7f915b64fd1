from __future__ import annotations

import pytest

from tests.autoencoders.sample import checkpoint, spec
from tests.workers.sample import here, model_letter, view
from vae_explorer.state.event import UnderlayDrawn
from vae_explorer.state.map_state import TRUST_KINDS, UnderlayKind
from vae_explorer.state.plane import Plane
from vae_explorer.workers.analysis_worker import AnalysisWorker
from vae_explorer.workers.letter import UnderlayLetter
from vae_explorer.workers.trust_painter import _LEAST_REST_MS, _LONGEST_REST_MS, TrustPainter


class Studio:
    """A painter with an analyst in the test's own thread."""

    def __init__(self, latent_dim: int) -> None:
        self.analyst = AnalysisWorker()
        self.painter = TrustPainter(self.analyst)
        self.drawn: list[UnderlayDrawn] = []
        here(self.painter.underlay_drawn, self.drawn.append)
        content = checkpoint(spec("vae", latent_dim=latent_dim), count=60)
        self.analyst.mailbox.put(("model", 0), model_letter(content))
        self.plane = Plane.of_axes(latent_dim)

    def wish(self, kind: UnderlayKind, *, is_refresh: bool = False) -> UnderlayLetter:
        return UnderlayLetter(view(width_px=96), kind, self.plane, is_refresh)


@pytest.mark.parametrize("latent_dim", [1, 2, 5])
def test_that_trust_comes_coarse_first_and_sharp_last(qapp, qtbot, latent_dim):
    studio = Studio(latent_dim)
    wish = studio.wish(UnderlayKind.TRUST)
    studio.painter.ask(5, wish)
    qtbot.waitUntil(lambda: bool(studio.drawn) and studio.drawn[-1].is_sharp, timeout=20_000)
    assert [drawn.is_sharp for drawn in studio.drawn] == [False] * (len(studio.drawn) - 1) + [True]
    last = studio.drawn[-1]
    assert (last.map_id, last.run_id, last.kind, last.view) == (0, 5, UnderlayKind.TRUST, wish.view)
    (tile,) = last.tiles
    assert (tile.x_min, tile.x_max) == (-3, 3)
    assert not tile.image.flags.writeable


@pytest.mark.parametrize("kind", [kind for kind in TRUST_KINDS if kind is not UnderlayKind.TRUST])
def test_that_a_part_is_drawn_only_where_it_can_be_measured(qapp, qtbot, kind):
    studio = Studio(2)
    studio.painter.ask(5, studio.wish(kind))
    needs_images = kind in (UnderlayKind.TRUST_IMAGE, UnderlayKind.TRUST_DECODERS)
    if needs_images:
        qtbot.waitUntil(lambda: not studio.painter._due)
        qtbot.waitUntil(lambda: studio.analyst.mailbox.is_empty() and not studio.analyst._is_step_due)
        assert not studio.analyst._tasks
        assert studio.drawn == []
    else:
        qtbot.waitUntil(lambda: bool(studio.drawn) and studio.drawn[-1].is_sharp, timeout=20_000)


def test_that_of_several_wishes_at_once_only_the_last_is_drawn(qapp, qtbot):
    studio = Studio(2)
    studio.painter.ask(5, studio.wish(UnderlayKind.TRUST_DENSITY))
    studio.painter.ask(5, studio.wish(UnderlayKind.TRUST_ROUND_TRIP))
    qtbot.waitUntil(lambda: bool(studio.drawn) and studio.drawn[-1].is_sharp, timeout=20_000)
    assert {drawn.kind for drawn in studio.drawn} == {UnderlayKind.TRUST_ROUND_TRIP}
    studio.painter.ask(5, studio.wish(UnderlayKind.TRUST))
    studio.painter.forget(0)
    assert studio.painter._due == {}
    studio.painter.cancel()


def test_that_newer_weights_alone_wait_and_a_forgotten_map_is_not_drawn(qapp, qtbot):
    studio = Studio(2)
    studio.painter.ask(5, studio.wish(UnderlayKind.TRUST, is_refresh=True))
    assert studio.painter._timer.isActive()
    studio.painter._send_postponed()
    qtbot.waitUntil(lambda: bool(studio.drawn), timeout=20_000)
    studio.painter.ask(5, studio.wish(UnderlayKind.TRUST, is_refresh=True))
    studio.painter.forget(0)
    assert studio.painter._postponed == {}
    studio.painter.cancel()


def test_that_newer_weights_bring_one_sharp_picture_and_rest_as_long_as_it_took(qapp, qtbot):
    studio = Studio(2)
    studio.painter.ask(5, studio.wish(UnderlayKind.TRUST, is_refresh=True))
    studio.painter._send_postponed()
    studio.painter.ask(5, studio.wish(UnderlayKind.TRUST, is_refresh=True))
    studio.painter._send_postponed()
    assert studio.painter._timer.isActive(), "what is being drawn is not ended by a newer wish"
    assert studio.painter._rest_ms > _LEAST_REST_MS
    qtbot.waitUntil(lambda: bool(studio.drawn), timeout=20_000)
    assert [drawn.is_sharp for drawn in studio.drawn] == [True]
    assert _LEAST_REST_MS <= studio.painter._rest_ms <= _LONGEST_REST_MS
    assert not studio.painter._awaited
    studio.painter.cancel()
