"""What the analysis thread is asked and what it answers.

A feature needs three things of its own: a frozen request, a generator that answers it, and a coordinator
that asks with ``crew.ask`` (an :class:`AnalysisLetter` in ``crew.analyst.mailbox``) and reads
``crew.analyst.answered``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vae_explorer.errors import ExplorerError

if TYPE_CHECKING:
    from vae_explorer.data.dataset import ImageDataset
    from vae_explorer.workers.analysis_context import AnalysisContext

Compute = Callable[["AnalysisContext"], Iterator[object]]
"""Answers a request: a generator, called in the analysis thread.

Each ``yield`` is a place where the work may be laid aside for a newer request or given up for good, so there
should be one every 50 ms or so: a pointer waits that long. ``yield None`` is only such a place; anything else
is an answer that is sent at once. A picture may so come coarse first and sharp later.
"""


@dataclass(frozen=True, eq=False)
class AnalysisLetter:
    """A question about the model in a map.

    Attributes
    ----------
    key : hashable
        Names the question, ``("figures", map_id)``; put the letter into the mailbox under the same key. A
        newer letter with this key takes the place of this one, also while it is being worked on.
    map_id, run_id : int
        The model; the question falls away where another run's stands there meanwhile.
    request : object
        A frozen record that tells the answer's readers what was asked.
    compute : callable
        See :data:`Compute`. Bind what it needs by ``functools.partial``.
    share : float
        Of one core that the work may take, evenly: below 1 the thread rests after every step.
    """

    key: Hashable
    map_id: int
    run_id: int
    request: object
    compute: Compute
    share: float = 1.0


@dataclass(frozen=True)
class ForgetLetter:
    """Nobody waits any more for the answer to the question with this key."""

    key: Hashable


@dataclass(frozen=True, eq=False)
class DatasetLetter:
    """The images at hand, both splits; questions about models trained on them may use them."""

    dataset: ImageDataset


@dataclass(frozen=True, eq=False)
class AnalysisReply:
    """An answer, or one of several to the same question.

    ``run_id`` and ``version`` say of which weights it is true: drop it where the map's run is another.
    ``error`` says why there is no result.
    """

    key: Hashable
    map_id: int
    run_id: int
    version: int
    request: object
    result: object = None
    error: ExplorerError | None = None
