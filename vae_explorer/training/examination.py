"""Measuring every model of a run where an epoch ends."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from torch import Tensor

from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.autoencoders.record import EpochRecord, Terms
from vae_explorer.errors import NonFiniteLossError
from vae_explorer.training.evaluation import evaluate
from vae_explorer.training.image_source import ImageSource
from vae_explorer.training.lockstep import Lockstep


class Examination:
    """Measures models on the test images; those in closed form on the training images too, once.

    Parameters
    ----------
    models : sequence of Autoencoder
        Of the run.
    source : ImageSource
        What they learn from.
    test : (n, h·w·c) uint8
        What they do not.
    lockstep : Lockstep
        Lets them be measured at the same time.
    is_cancelled : callable
        Asked between blocks of images.
    """

    def __init__(
        self,
        models: Sequence[Autoencoder],
        source: ImageSource,
        test: Tensor,
        lockstep: Lockstep,
        is_cancelled: Callable[[], bool],
    ) -> None:
        self._models = models
        self._source = source
        self._test = test
        self._lockstep = lockstep
        self._is_cancelled = is_cancelled
        self._closed_form_terms: dict[Autoencoder, tuple[Terms, Terms]] = {}

    def records(
        self, epoch: int, step: int, seconds: float, learned: Mapping[Autoencoder, Terms]
    ) -> tuple[EpochRecord, ...]:
        """Return the record of an epoch for every model.

        Parameters
        ----------
        epoch, step, seconds
            How far the run is.
        learned : mapping of Autoencoder to Terms
            What the training images cost on average while they were learnt from; none in closed form.

        Raises
        ------
        EvaluationCancelledError
            As soon as the run is told to stop.
        NonFiniteLossError
            If a test loss is infinite or not a number.
        """

        def record(model: Autoencoder) -> EpochRecord:
            train, test = self._terms(model, step, learned.get(model))
            return EpochRecord(epoch=epoch, train=train, test=test, seconds=seconds)

        return tuple(self._lockstep.each(record, self._models))

    def _terms(self, model: Autoencoder, step: int, learned: Terms | None) -> tuple[Terms, Terms]:
        if learned is not None:
            return learned, self._evaluate(model, self._test, step)
        # What never moves is measured once.
        if model not in self._closed_form_terms:
            train, test = self._source.sample(), self._test
            self._closed_form_terms[model] = (
                self._evaluate(model, train, step),
                self._evaluate(model, test, step),
            )
        return self._closed_form_terms[model]

    def _evaluate(self, model: Autoencoder, images: Tensor, step: int) -> Terms:
        terms = evaluate(model, images, is_cancelled=self._is_cancelled)
        if not math.isfinite(terms.total_nats):
            raise NonFiniteLossError(
                "the test loss of the {kind} is not a finite number after step {step}",
                where="training",
                remedy="lower the learning rate or raise c; the last good snapshot is kept",
                kind=model.spec.kind.upper(),
                step=step,
            )
        return terms
