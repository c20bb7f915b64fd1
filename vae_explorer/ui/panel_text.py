"""What one is looking at, panel by panel."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def panel_text(panel: str) -> str:
    """Return a sentence or two on a panel, or nothing for one that is not known here.

    Parameters
    ----------
    panel : str
        ``map``, ``inspector``, or the name of a page of the lower panel.
    """
    translate = QCoreApplication.translate
    texts = {
        "map": translate(
            "Panel",
            "The latent plane of one model. Every point is an image of the preview set, at the code that the "
            "encoder gives it; colour and form say its class. Dashed circles are the prior's 1, 2 and 3 σ.",
        ),
        "inspector": translate(
            "Panel",
            "What the decoder draws at the place under the pointer, else at the pin; beside it the image "
            "whose code is nearest, below it the next five, and how far the place is backed by data.",
        ),
        "training": translate(
            "Panel",
            "Each curve is a mean over images, in nats per image, after every epoch: on the test images as "
            "lines, on the training images dotted. Lower is better.",
        ),
        "network": translate(
            "Panel",
            "The networks of the models in the maps. Each bar is a layer, as high as it has numbers; its "
            "stripes are the activations of the image on screen, one colour above 0 and one below.",
        ),
        "accounts": translate(
            "Panel",
            "How the evidence lower bound comes about, line by line, with the numbers of the image on "
            "screen. The evidence is added up on a grid over the plane.",
        ),
        "figures": translate(
            "Panel",
            "How full of gaps each latent space is, each figure with its formula, unit and chance level in "
            "its tool tip; measured in the background.",
        ),
        "runs": translate(
            "Panel",
            "Every run is a folder with its specification, events and snapshots. Open two of them in the "
            "maps, go on with one, or make it again with the same seed.",
        ),
        "path": translate(
            "Panel",
            "A film per model of the way through the clicked places; each frame says how far it is backed by "
            "data, and gaps are marked.",
        ),
        "steps": translate(
            "Panel", "One training step taken apart: what was encoded, drawn, decoded, and how weights moved."
        ),
        "rates": translate(
            "Panel",
            "Each model as a point: how many nats its codes keep (KL) against how much it fails to "
            "reconstruct. Turning c moves it along the curve.",
        ),
        "diagnosis": translate(
            "Panel",
            "What training often goes wrong by, looked for in every model in the maps. The small figure "
            "proves it: bars beside a dashed threshold, or the test curve over the dotted training curve.",
        ),
    }
    return texts.get(panel, "")
