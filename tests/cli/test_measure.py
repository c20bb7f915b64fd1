from __future__ import annotations

import contextlib
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from tests.cli.outcome import Command
from vae_explorer.__main__ import main
from vae_explorer.analysis.figure import FigureKey
from vae_explorer.data import open_dataset

CONTRACT = {
    *("file", "kind", "reconstruction_nats", "kl_nats", "hole_fraction", "hole_fraction_whitened"),
    *("aggregate_kl_nats", "knn_accuracy", "coverage"),
}


MEASURED = ("ae", "vae", "pca", "space")


def result(out: str) -> list[dict[str, object]]:
    models: list[dict[str, object]] = json.loads(out.splitlines()[-1])["models"]
    return models


@pytest.fixture(scope="module")
def measured(models: dict[str, Path]) -> list[dict[str, object]]:
    """Return what is measured of four models; it takes a second for each."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        patch.setenv("LANGUAGE", "en")
        patch.setenv("VAE_EXPLORER_HOME", str(models["ae"].parent / "home"))
        files = [str(models[name]) for name in MEASURED]
        assert main(["measure", *files, "--dataset", "digits", "--json"]) == 0
    return result(out.getvalue())


def test_that_the_bundled_autoencoder_has_holes_where_the_vae_has_none(
    command: Command, project_root: Path
) -> None:
    files = [str(project_root / "models" / f"digits-{kind}.safetensors") for kind in ("ae", "vae")]
    done = command("measure", *files, "--dataset", "digits", "--json")
    plain, variational = (model["hole_fraction"] for model in result(done.out))
    assert plain > 0.5
    assert variational < 0.05


def test_that_every_figure_of_the_contract_is_measured_for_every_model(
    measured: list[dict[str, object]], models: dict[str, Path]
) -> None:
    assert [model["kind"] for model in measured] == ["ae", "vae", "pca", "vae"]
    assert [model["file"] for model in measured] == [str(models[name]) for name in MEASURED]
    for model in measured:
        assert set(model) >= CONTRACT
        assert {key.value for key in FigureKey} <= set(model)
        assert 0 <= model["hole_fraction"] <= 1
        low, high = model.get("hole_fraction_interval", (0, 1))
        assert low <= model["hole_fraction"] <= high
        assert model["knn_accuracy"] > model["knn_accuracy_chance"]
    assert measured[0][FigureKey.INFORMATION.value] is None
    assert measured[1]["kl_nats"] > 0


def test_that_the_loss_terms_are_those_of_the_end_of_training(
    measured: list[dict[str, object]], models: dict[str, Path]
) -> None:
    from vae_explorer.autoencoders.checkpoint_file import load_checkpoint

    model = measured[MEASURED.index("vae")]
    last = load_checkpoint(models["vae"]).history[-1].test
    assert model["reconstruction_nats"] == pytest.approx(last.reconstruction_nats, rel=1e-3)
    assert model["kl_nats"] == pytest.approx(last.kl_nats, rel=1e-3)


def test_that_models_of_any_dimension_and_other_images_of_their_size_are_measured(
    command: Command, models: dict[str, Path]
) -> None:
    digits = open_dataset("digits")
    np.savez("other.npz", images=digits.train_images[::3], labels=digits.train_labels[::3])
    done = command("measure", models["line"], models["space"], "--dataset", "other.npz", "--json")
    assert done.status == 0, done.err
    assert [model["latent_dim"] for model in result(done.out)] == [1, 3]
    assert "not what the model was trained on" in done.err


def test_that_without_json_a_table_names_every_figure(command: Command, models: dict[str, Path]) -> None:
    lines = command("measure", models["ae"], models["map"], "--dataset", "digits").out.splitlines()
    assert lines[0].split() == ["AE", "MAP"]
    assert sum(line.startswith("holes") for line in lines) == 2
    assert any(re.match(r"coverage by prior samples +\d", line) for line in lines)


@pytest.mark.parametrize("name", ["measure", "report"])
def test_that_what_cannot_be_measured_is_said_in_one_line(
    command: Command, models: dict[str, Path], name: str
) -> None:
    np.savez("large.npz", images=np.zeros((20, 9, 9), np.uint8))
    out = ("--out", "page") if name == "report" else ()
    for arguments in (
        ("missing.safetensors", "--dataset", "digits"),
        (models["ae"], "--dataset", "large.npz"),
    ):
        done = command(name, *arguments, *out)
        assert done.status == 2
        assert len(done.err.strip().splitlines()[-1].split(":")) >= 2
        assert done.out == ""


class Page(HTMLParser):
    """What a page shows, and whether it asks for anything else."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.sources: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.sources += [value or "" for name, value in attrs if name in ("src", "href")]


def test_that_a_report_is_one_page_with_the_figures_of_measure(
    command: Command, models: dict[str, Path], measured: list[dict[str, object]]
) -> None:
    done = command("report", models["ae"], models["space"], "--dataset", "digits", "--out", "deep/page")
    assert done.status == 0, done.err
    folder = Path("deep/page")
    page = Page()
    page.feed((folder / "report.html").read_text(encoding="utf-8"))
    assert all(source.startswith("data:image/png;base64,") for source in page.sources)
    assert len(page.sources) == 2 * 5
    metrics = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))["models"]
    assert metrics == [measured[MEASURED.index(name)] for name in ("ae", "space")]
    shown = f"{100 * metrics[0]['hole_fraction']:.0f} %"
    assert any(shown in text for text in page.text)
    assert ET.parse(folder / "holes.svg").getroot().tag.endswith("svg")
    for picture in folder.glob("*.png"):
        with Image.open(picture) as opened:
            assert min(opened.size) > 20
    assert len(list(folder.glob("*.png"))) == 10


def test_that_a_folder_that_cannot_be_made_is_said_before_the_work(
    command: Command, models: dict[str, Path]
) -> None:
    Path("taken").write_text("", encoding="utf-8")
    done = command("report", models["ae"], "--dataset", "digits", "--out", "taken")
    assert done.status == 2
    assert "taken" in done.err
    assert "measuring" not in done.err
