"""What the program remembers of the guide from one start to the next."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from vae_explorer.state.tour_state import TourState

_CHAPTER_KEY = "tour/chapter"
_DONE_KEY = "tour/done"
_ANSWERS_KEY = "tour/answers"
_LARGEST = 99


class TourMemory:
    """Reads and writes a person's progress; what cannot be read any more is taken for not done.

    Parameters
    ----------
    settings : QSettings
        Where it is kept.
    """

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings
        self._written: tuple[object, ...] = ()

    def read(self) -> TourState:
        """Return the guide, closed, at the place where it was left."""
        answers = [text.split(":") for text in self._words(_ANSWERS_KEY)]
        pairs = [(_number(pair[0]), _number(pair[1])) for pair in answers if len(pair) == 2]
        state = TourState(
            chapter=max(_number(str(self._settings.value(_CHAPTER_KEY, "1"))), 1),
            done=frozenset(number for text in self._words(_DONE_KEY) if (number := _number(text)) > 0),
            answers=tuple((chapter, choice) for chapter, choice in pairs if chapter > 0 <= choice),
        )
        self._written = _parts(state)
        return state

    def write(self, state: TourState) -> None:
        """Keep the progress, where there is any that is not kept yet."""
        parts = _parts(state)
        if parts == self._written:
            return
        self._written = parts
        self._settings.setValue(_CHAPTER_KEY, str(state.chapter))
        self._settings.setValue(_DONE_KEY, " ".join(map(str, sorted(state.done))))
        self._settings.setValue(
            _ANSWERS_KEY, " ".join(f"{chapter}:{choice}" for chapter, choice in state.answers)
        )

    def _words(self, key: str) -> list[str]:
        return str(self._settings.value(key, "") or "").split()


def _parts(state: TourState) -> tuple[object, ...]:
    return state.chapter, state.done, state.answers


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and int(text) <= _LARGEST else -1
