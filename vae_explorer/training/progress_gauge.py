"""How fast a run learns."""

from __future__ import annotations

from vae_explorer.training.event import ProgressMade
from vae_explorer.training.stopwatch import Stopwatch

# In a window it is told more often, together with every glance at the codes.
_INTERVAL_S = 0.5


class ProgressGauge:
    """Counts images against training time.

    Parameters
    ----------
    clock : Stopwatch
        Runs while the models learn.
    images_per_epoch, epochs : int
        Of the run.
    """

    def __init__(self, clock: Stopwatch, images_per_epoch: int, epochs: int) -> None:
        self._clock = clock
        self._images_per_epoch = images_per_epoch
        self._epochs = epochs
        self._first_s = self._reported_s = clock.seconds
        self._images = self._images_reported = 0

    @property
    def learning_s(self) -> float:
        """Training time since the run began, or was gone on with."""
        return self._clock.seconds - self._first_s

    @property
    def images_per_second(self) -> float:
        """Over that time."""
        return self._images / self.learning_s if self.learning_s else 0.0

    def count(self, images: int) -> None:
        """Note that so many images were learnt from, once however many models learn."""
        self._images += images

    def is_due(self) -> bool:
        """Whether it is time to tell."""
        return self._clock.seconds - self._reported_s > _INTERVAL_S

    def report(self, epoch: float) -> ProgressMade:
        """Tell how fast it went since the last report, and how long the rest takes at this speed."""
        seconds = self._clock.seconds
        passed_s = seconds - self._reported_s
        # Told for another reason than the time, it may be the same moment once more.
        speed = (self._images - self._images_reported) / passed_s if passed_s else self.images_per_second
        self._reported_s, self._images_reported = seconds, self._images
        images_left = (self._epochs - epoch) * self._images_per_epoch
        return ProgressMade(epoch, speed, images_left / max(speed, 1e-9))
