"""How far a person has come in the guide."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TourState:
    """The guide as the window shows it.

    Attributes
    ----------
    is_open : bool
        Whether it is being read; the window is arranged by it then.
    chapter : int
        The chapter being read, or read last; from 1.
    counts : tuple of int
        What was done of the chapter's task since it was opened, per map where that is what is counted.
    done : frozenset of int
        Chapters whose task was done once.
    answers : tuple of (int, int)
        The choice made for each chapter's question, by chapter.
    is_arranged : bool
        Whether the models of the chapter stand in the maps.
    waiting_run : int or None
        The person's own run that was going on when the guide was opened.
    """

    is_open: bool = False
    chapter: int = 1
    counts: tuple[int, ...] = ()
    done: frozenset[int] = frozenset()
    answers: tuple[tuple[int, int], ...] = ()
    is_arranged: bool = False
    waiting_run: int | None = None

    @property
    def answer(self) -> int | None:
        """The choice made for this chapter's question."""
        return dict(self.answers).get(self.chapter)

    @property
    def is_done(self) -> bool:
        """Whether this chapter's task was done once."""
        return self.chapter in self.done
