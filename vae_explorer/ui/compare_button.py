"""Which kinds of model stand side by side, and the experiments that arrange them by themselves."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QWidget

from vae_explorer.autoencoders.specification import ModelKind
from vae_explorer.state.experiment import EXPERIMENTS
from vae_explorer.state.studio_wish import ArrangeWish, ExperimentWish
from vae_explorer.state.wish import ModelWish
from vae_explorer.ui.experiment_text import experiment_sentence, experiment_title
from vae_explorer.ui.model_text import KINDS, SHORT_NAMES
from vae_explorer.ui.shrinking_choice import ShrinkingChoice

_THREE: tuple[ModelKind, ...] = ("ae", "map", "vae")


class CompareButton(ShrinkingChoice):
    """Offers all pairs of kinds, three, four, and every experiment."""

    model_requested = Signal(object)
    arrange_requested = Signal(object)
    experiment_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("compare_button", parent)
        self._kinds: tuple[ModelKind, ...] = ()
        self.chosen.connect(self._compare)
        self._retranslate()

    def show_kinds(self, kinds: tuple[ModelKind, ...]) -> None:
        """Show which kinds stand in the maps, from left to right."""
        if kinds != self._kinds:
            self._kinds = kinds
            self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setAccessibleName(self.tr("Models to compare"))
        self.setToolTip(self.tr("Which kinds of model stand side by side"))
        self._write()

    def _write(self) -> None:
        pairs = list(combinations(KINDS, 2))
        # Three and four side by side are what all comparisons of two leave out.
        groups = [*pairs, _THREE, KINDS]
        self.set_choices([(group, _names(group)) for group in groups], self._kinds)
        self.add_section(self.tr("Experiments"))
        self.add_choices([(each.name, experiment_title(each.name)) for each in EXPERIMENTS], None)
        self.choice_menu.setToolTipsVisible(True)
        for action in self.choice_menu.actions():
            if isinstance(action.data(), str):
                action.setToolTip(experiment_sentence(action.data()))
        names = _names(self._kinds)
        # Three and four names leave no room for more words.
        text = self.tr("Compare: {models}").format(models=names) if len(self._kinds) < 3 else names
        self.set_wordings(text, names)

    @Slot(object)
    def _compare(self, choice: str | tuple[ModelKind, ...]) -> None:
        if isinstance(choice, str):
            self.experiment_requested.emit(ExperimentWish(choice))
        elif len(choice) != len(self._kinds):
            self.arrange_requested.emit(ArrangeWish(choice))
        else:
            for map_id, kind in enumerate(choice):
                self.model_requested.emit(ModelWish(map_id, kind=kind))


def _names(kinds: tuple[ModelKind, ...]) -> str:
    return " | ".join(SHORT_NAMES[kind] for kind in kinds)
