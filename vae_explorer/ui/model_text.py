"""How models, devices and data sets are called in the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vae_explorer.autoencoders.specification import ModelKind, ModelSpec
from vae_explorer.state.map_state import MapState
from vae_explorer.ui.number_text import epoch_text, short_text

KINDS: tuple[ModelKind, ...] = ("pca", "ae", "map", "vae")
SHORT_NAMES: dict[str, str] = {"pca": "PCA", "ae": "AE", "map": "MAP", "vae": "VAE"}
SEPARATOR = " · "


def kind_title(kind: ModelKind) -> str:
    """Return what stands over a map."""
    translate = QCoreApplication.translate
    titles = {
        "pca": translate("ModelText", "PCA"),
        "ae": translate("ModelText", "Autoencoder"),
        "map": translate("ModelText", "MAP autoencoder"),
        "vae": translate("ModelText", "VAE"),
    }
    return titles[kind]


def kind_explanation(kind: ModelKind) -> str:
    """Return one plain sentence on a kind of model."""
    translate = QCoreApplication.translate
    sentences = {
        "pca": translate("ModelText", "Principal components: the best linear autoencoder, in closed form."),
        "ae": translate("ModelText", "Learns to reconstruct, and nothing else: maximum likelihood."),
        "map": translate("ModelText", "Reconstructs while a Gaussian prior pulls the codes to the origin."),
        "vae": translate(
            "ModelText", "Encodes every image as a small cloud and fits the clouds to the prior."
        ),
    }
    return sentences[kind]


def device_title(device: str) -> str:
    """Return ``CPU``, ``CUDA 0``, ``MPS`` or ``auto`` in the window's language."""
    if device == "auto":
        return QCoreApplication.translate("ModelText", "auto")
    return device.upper().replace(":", " ")


def map_titles(state: MapState) -> tuple[str, ...]:
    """Return what a map is called, in full and shortened."""
    titles = (kind_title(state.kind), SHORT_NAMES[state.kind])
    return (f"{titles[1]}{SEPARATOR}{state.title}", state.title, titles[1]) if state.title else titles


def map_details(state: MapState) -> tuple[str, ...]:
    """Return what is said of a map's model beside its title, from all of it to nothing."""
    if state.model is None:
        return ("",)
    parts = _parts(state.model, state)
    return (*(SEPARATOR.join(parts[:count]) for count in range(len(parts), 0, -1)), "")


def _parts(model: ModelSpec, state: MapState) -> list[str]:
    translate = QCoreApplication.translate
    dimension = translate("ModelText", "{dimension}-D").format(dimension=model.latent_dim)
    if model.kind == "pca":
        return [translate("ModelText", "linear"), dimension]
    epoch = translate("ModelText", "epoch {epoch}").format(epoch=_moment_text(state))
    network = "MLP" if model.network == "mlp" else "Conv"
    parts = [epoch, network, dimension]
    if model.kind in ("map", "vae"):
        parts.insert(0, c_text(model, state))
    return parts


def _moment_text(state: MapState) -> str:
    return epoch_text(state.epoch) if state.replay is None else str(state.whole_epochs)


def c_text(model: ModelSpec, state: MapState) -> str:
    """Return the balance in force, such as ``c = 1``."""
    terms = state.terms
    c = terms.c if terms is not None else model.c
    if c == "auto":
        return QCoreApplication.translate("ModelText", "c is learned")
    return f"c = {short_text(float(c))}"
