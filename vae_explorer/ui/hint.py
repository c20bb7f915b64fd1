"""What the status bar suggests to do next: it depends on the tool in the hand and on what is going on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vae_explorer.state.explorer_state import ExplorerState
from vae_explorer.state.map_state import MapStatus
from vae_explorer.state.tool import Tool
from vae_explorer.state.training_state import TrainingStatus


def hint_parts(state: ExplorerState | None) -> tuple[str, ...]:
    """Return the next possible gestures, the most useful first."""
    translate = QCoreApplication.translate
    keys = translate("Hint", "? shows all keys")
    if state is None or (not state.is_torch_ready and state.tool is Tool.DECODE):
        return (translate("Hint", "Getting ready: decoding starts in a moment"), keys)
    if any(shown.status is MapStatus.LOADING for shown in state.maps):
        return (translate("Hint", "Opening the model …"), keys)
    return (*_of_training(state), *_of_tool(state), keys)


def _of_training(state: ExplorerState) -> tuple[str, ...]:
    translate = QCoreApplication.translate
    status = state.training.status
    if status in (TrainingStatus.STARTING, TrainingStatus.RUNNING):
        return (translate("Hint", "Space lets training wait"),)
    if status is TrainingStatus.PAUSED:
        return (translate("Hint", "Training waits: Space goes on"),)
    if all(shown.status is MapStatus.EMPTY for shown in state.maps):
        return (translate("Hint", "Press Train, or drop a model file on a map"),)
    return ()


def _of_tool(state: ExplorerState) -> tuple[str, ...]:
    translate = QCoreApplication.translate
    view = (translate("Hint", "wheel zooms"), translate("Hint", "right-drag pans"))
    if state.tool in (Tool.LASSO, Tool.RECTANGLE):
        draw = (
            translate("Hint", "Draw around points to select them")
            if state.tool is Tool.LASSO
            else translate("Hint", "Drag a frame over points to select them")
        )
        return (draw, translate("Hint", "Shift adds, Ctrl takes away, Esc gives up"), *view)
    if state.tool is Tool.DARTS:
        return (translate("Hint", "Click a point to see its cloud, then throw darts into it"), *view)
    if state.tool is Tool.PATH:
        return (translate("Hint", "Click places or points to lead a path through them"), *view)
    if state.tool is Tool.DRAW:
        return (translate("Hint", "Draw on the canvas at the right and watch where it is encoded"), *view)
    return _of_decoding(state, view)


def _of_decoding(state: ExplorerState, view: tuple[str, ...]) -> tuple[str, ...]:
    translate = QCoreApplication.translate
    if any(shown.is_hovered for shown in state.maps):
        press = translate("Hint", "Press to pin this place, drag to walk")
        link = translate("Hint", "the ringed image is the same in every map")
        return (press, link, *view, translate("Hint", "0 fits"))
    return (
        translate("Hint", "Drag anywhere to decode"),
        translate("Hint", "arrows walk the pin, [ and ] visit its neighbours"),
        *view,
        translate("Hint", "0 fits"),
    )
