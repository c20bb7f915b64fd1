"""What the experiments are called, and what to look for in each."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def experiment_title(name: str) -> str:
    """Return what an experiment is called."""
    translate = QCoreApplication.translate
    return {
        "overfit": translate("Experiment", "Overfit on 200 images"),
        "large_c": translate("Experiment", "c far too large"),
        "small_c": translate("Experiment", "c towards 0"),
        "likelihood_to_posterior": translate("Experiment", "Three objectives: MLE | MAP | VAE"),
        "linear": translate("Experiment", "Linear against deep: PCA | AE"),
        "two_seeds": translate("Experiment", "Same model, two seeds"),
        "dimensions": translate("Experiment", "2-D against 16-D"),
    }[name]


def experiment_sentence(name: str) -> str:
    """Return what to look for in an experiment."""
    translate = QCoreApplication.translate
    return {
        "overfit": translate(
            "Experiment",
            "Look how the test curves leave the dotted training curves, and whether the VAE holds out longer "
            "than the AE.",
        ),
        "large_c": translate(
            "Experiment",
            "At the right c = 50 weighs the KL so much that all codes fall onto the origin: every place "
            "decodes to nearly the same image.",
        ),
        "small_c": translate(
            "Experiment",
            "With c = 0.001 the VAE's clouds shrink to points: its map spreads out and gets gaps like the "
            "AE's.",
        ),
        "likelihood_to_posterior": translate(
            "Experiment",
            "From left to right one term is added each time: a prior pulls the codes together, then every "
            "code becomes a cloud. Watch the gaps close.",
        ),
        "linear": translate(
            "Experiment",
            "PCA is the best linear autoencoder: look how much lower the AE's error gets, and how its "
            "classes come apart.",
        ),
        "two_seeds": translate(
            "Experiment",
            "Only chance differs. The maps look turned and mirrored, yet the curves agree: the axes of a "
            "latent space mean nothing by themselves.",
        ),
        "dimensions": translate(
            "Experiment",
            "With 16 dimensions the reconstruction is much better; compare the KL that they cost, and how "
            "many of them are active.",
        ),
    }[name]
