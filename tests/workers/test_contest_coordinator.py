from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.autoencoders.sample import build, checkpoint, spec
from tests.workers.sample import model_letter
from vae_explorer.analysis.neighbourhood import NeighbourIndex
from vae_explorer.analysis.sampler import SamplerKind
from vae_explorer.autoencoders.replica import Replica
from vae_explorer.errors import WriteError
from vae_explorer.workers.analysis_context import AnalysisContext
from vae_explorer.workers.contest_coordinator import SheetRequest, draw_samples, write_sheets


def drawn(kind: SamplerKind, latent_dim: int = 2, seed: int = 0):
    model = spec("vae", latent_dim=latent_dim)
    context = AnalysisContext(model_letter(checkpoint(model, count=60)))
    request = SheetRequest(kind, 12, seed, 1)
    (sheet,) = (answer for answer in draw_samples(context, request=request) if answer is not None)
    return context, sheet


@pytest.mark.parametrize("kind", list(SamplerKind))
@pytest.mark.parametrize("latent_dim", [1, 2, 6])
def test_that_samples_are_decoded_and_judged_by_the_codes(kind, latent_dim):
    context, sheet = drawn(kind, latent_dim)
    model = context.spec
    replica = Replica(model, build(model).state_dict())
    np.testing.assert_allclose(sheet.images.astype(int), replica.decode_uint8(sheet.z).astype(int), atol=1)
    index = NeighbourIndex(context.codes.mu)
    expected = [index.probe(tuple(z.tolist())).density_percentile for z in sheet.z]
    np.testing.assert_allclose(sheet.density_percentiles, expected)
    assert sheet.gap_share == np.mean(np.array(expected) <= 1)
    assert not (sheet.is_gap & sheet.is_edge).any()


def test_that_another_draw_is_another():
    assert not np.array_equal(drawn(SamplerKind.PRIOR)[1].z, drawn(SamplerKind.PRIOR, seed=1)[1].z)


def test_that_samples_are_kept_side_by_side_as_a_picture(tmp_path: Path):
    context, sheet = drawn(SamplerKind.PRIOR)
    path = tmp_path / "s.png"
    assert list(write_sheets(context, path=path, sheets=(sheet, sheet)))[-1] is True
    assert list(write_sheets(context, path=tmp_path / "one.png", sheets=(sheet,)))[-1] is True
    with Image.open(path) as both, Image.open(tmp_path / "one.png") as one:
        assert both.size == (2 * one.width + 16, one.height)


def test_that_a_folder_that_is_not_there_is_said(tmp_path: Path):
    context, sheet = drawn(SamplerKind.PRIOR)
    with pytest.raises(WriteError):
        list(write_sheets(context, path=tmp_path / "no" / "s.png", sheets=(sheet,)))
