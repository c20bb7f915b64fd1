"""Draws the pictures of one model for a report, and writes each beside the page too."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vae_explorer.analysis.atlas import assemble
from vae_explorer.analysis.report_page import ReportModel
from vae_explorer.analysis.report_picture import latent_picture, sheet_picture
from vae_explorer.analysis.sample_sheet import draw_sheet
from vae_explorer.analysis.sampler import SamplerKind
from vae_explorer.analysis.trust import TrustGauge, one_reading, trust_picture
from vae_explorer.analysis.work import finished
from vae_explorer.atomic_file import write_atomically
from vae_explorer.cli.latent_plane import plane_of

if TYPE_CHECKING:
    from vae_explorer.cli.measurement import ModelMeasurement
    from vae_explorer.data.dataset import ImageDataset

_TILES = 20
_EXTENT = 3.0
_SAMPLES = 60
_LATENT_PX = 480
_CELL_PX = 4
_BLOCK = 500
# Codes beyond would make all the others a spot.
_OUTER_PERCENT = 0.5


def draw_model(
    model: ModelMeasurement, images: ImageDataset, name: str, folder: Path, stem: str
) -> ReportModel:
    """Draw a model's plane, atlas and samples as ``{stem}-….png``; return what the page says of it."""
    pictures: list[tuple[str, bytes]] = []

    def keep(caption: str, ending: str, pixels: np.ndarray) -> None:
        content = png(pixels)
        write_atomically(folder / f"{stem}-{ending}.png", content)
        pictures.append((caption, content))

    keep(
        "Codes in the latent plane. The deeper the veil, the less decoding is backed by data; "
        "the line is the edge of the data.",
        "latent",
        _latent(model, images),
    )
    keep("What the plane decodes to, ±3 standard deviations.", "atlas", _atlas(model))
    for kind, source in (
        (SamplerKind.PRIOR, "the prior N(0, I)"),
        (SamplerKind.GAUSSIAN, "a Gaussian fitted to the codes"),
        (SamplerKind.MIXTURE, "ten Gaussians fitted to the codes"),
    ):
        sheet = finished(draw_sheet(kind, model.mu, model.logvar, model.replica, _SAMPLES, seed=0))
        caption = (
            f"Samples from {source}: {100 * sheet.gap_share:.0f} % in gaps. Amber frame: in a gap; "
            "grey sides: at the edge; green line: in the data."
        )
        keep(caption, f"samples-{kind.value}", sheet_picture(sheet))
    terms = model.terms
    loss = (
        ("reconstruction, nats per image", f"{terms.reconstruction_nats:.1f}"),
        ("KL(q(z∣x)‖p), nats per image", f"{terms.kl_nats:.1f}" if model.logvar is not None else "–"),
    )
    return ReportModel(name, loss, model.figures, tuple(pictures))


def png(pixels: np.ndarray) -> bytes:
    """Return ``pixels : (h, w, 1 or 3) uint8`` as a PNG file."""
    from PIL import Image

    content = io.BytesIO()
    Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels).save(content, "PNG", optimize=True)
    return content.getvalue()


def _atlas(model: ModelMeasurement) -> np.ndarray:
    plane = plane_of(model.checkpoint.model.kind, model.mu)
    rows = plane.rows(_TILES, _EXTENT)
    return np.concatenate([assemble(model.replica.decode_uint8(codes), _TILES, 1) for codes in rows])


def _latent(model: ModelMeasurement, images: ImageDataset) -> np.ndarray:
    """Return the codes over the trust in the plane that shows most of them."""
    plane = plane_of(model.checkpoint.model.kind, model.mu)
    lengths = np.linalg.norm(plane.axes, axis=1, keepdims=True)
    directions = plane.axes / np.where(lengths > 0, lengths, 1)
    origin = plane.origin - (plane.origin @ directions.T) @ directions
    places = model.mu @ directions.T
    if places.shape[1] == 1:
        places = np.column_stack([places[:, 0], np.zeros(len(places))])
    centre = np.median(places, axis=0)
    half = 1.08 * float(np.percentile(np.abs(places - centre).max(axis=1), 100 - _OUTER_PERCENT)) or 1.0
    x_min, y_min = (centre - half).tolist()
    rectangle = (x_min, x_min + 2 * half, y_min, y_min + 2 * half)
    gauge = TrustGauge(model.mu, model.replica, _preview_images(model, images))
    finished(gauge.calibrate(gauge.parts))
    steps = (np.arange(_LATENT_PX // _CELL_PX) + 0.5) * 2 * half * _CELL_PX / _LATENT_PX
    grid = np.stack(np.meshgrid(x_min + steps, y_min + steps[::-1]), axis=-1).reshape(-1, 2)
    z = (origin + grid[:, : len(directions)] @ directions).astype(np.float32)
    trust = [
        one_reading(gauge.measure(z[start : start + _BLOCK], gauge.parts))
        for start in range(0, len(z), _BLOCK)
    ]
    distrust = trust_picture(np.concatenate(trust).reshape(len(steps), len(steps)), _CELL_PX)
    return latent_picture(places, model.labels, distrust, rectangle)


def _preview_images(model: ModelMeasurement, images: ImageDataset) -> np.ndarray | None:
    from vae_explorer.data.preview import preview_indices

    if images.fingerprint == model.checkpoint.dataset.fingerprint:
        return np.asarray(images.train_images[model.checkpoint.preview.indices])
    return np.asarray(images.train_images[preview_indices(images.train_labels)])
