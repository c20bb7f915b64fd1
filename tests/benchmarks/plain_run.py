"""Trains what the window trains, without a window: ``python -m tests.benchmarks.plain_run DATASET``."""

from __future__ import annotations

import json
import sys
import time

from vae_explorer.__main__ import limit_spinning


def train_plainly(folder: str) -> dict[str, float]:
    """Return how many seconds the run took, from the same moment as in the window."""
    # As the command line does, and before torch is there; else the window would have too easy a rival.
    limit_spinning(beside_window=False)
    from tests.benchmarks.scenario import WINDOW_EPOCHS
    from vae_explorer.data import open_dataset
    from vae_explorer.data.preview import preview_indices
    from vae_explorer.state.training_state import TrainingSettings
    from vae_explorer.training.event import TrainingFinished
    from vae_explorer.training.loop import TrainingData, train

    dataset = open_dataset(folder)
    settings = TrainingSettings(epochs=WINDOW_EPOCHS)
    models = [settings.model_spec(kind, dataset.image_shape) for kind in ("ae", "vae")]
    data = TrainingData(dataset.train_images, dataset.test_images, preview_indices(dataset.train_labels))
    started = time.perf_counter()
    *_, finished = train(models, data, settings.training_spec(len(data.train)), device="cpu")
    assert isinstance(finished, TrainingFinished)
    return {
        "seconds": time.perf_counter() - started,
        "images_per_second": finished.images_per_second,
    }


if __name__ == "__main__":
    print(json.dumps(train_plainly(sys.argv[1])))
