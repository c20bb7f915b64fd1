"""What is done to one map with the pointer, as wishes of the tool in the hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from vae_explorer.state.inference_wish import ImageWish
from vae_explorer.state.path_wish import WaypointWish
from vae_explorer.state.selection_wish import SelectWish
from vae_explorer.state.tool import Tool
from vae_explorer.state.wish import DatasetWish, DecodeWish, LeaveWish, ModelWish, ViewWish
from vae_explorer.ui.file_dialog import is_model_file
from vae_explorer.ui.map.message import MapFile, MapLeft, MapPoint, MapSelection, MapView
from vae_explorer.ui.map.message import Tool as PlaneTool

if TYPE_CHECKING:
    from vae_explorer.ui.map.latent_map import LatentMap

# Every other tool points at places, as decoding does; what comes of it is decided here.
_PLANE_TOOLS: dict[Tool, PlaneTool] = {Tool.LASSO: "lasso", Tool.RECTANGLE: "rectangle"}
# A click this near to a point means its image.
_SNAP_PX = 7.0


class MapPointer(QObject):
    """Turns a map's messages into the wishes of a person.

    Parameters
    ----------
    map_id : int
        Which map.
    """

    decode_requested = Signal(object)
    leave_requested = Signal(object)
    view_requested = Signal(object)
    model_requested = Signal(object)
    dataset_requested = Signal(object)
    selection_requested = Signal(object)
    image_requested = Signal(object)
    waypoint_requested = Signal(object)

    def __init__(self, map_id: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._map_id = map_id
        self._tool = Tool.DECODE
        self._plane: LatentMap | None = None

    @property
    def tool(self) -> Tool:
        """What the left button does."""
        return self._tool

    def attach(self, plane: LatentMap) -> None:
        """Listen to the map, which is made after the window's first picture."""
        self._plane = plane
        plane.press_requested.connect(self._press)
        plane.hover_requested.connect(self._hover)
        plane.hover_left.connect(self._leave)
        plane.view_changed.connect(self._tell_view)
        plane.file_dropped.connect(self._take_file)
        plane.selection_changed.connect(self._select)
        self.set_tool(self._tool)

    def set_tool(self, tool: Tool) -> None:
        """Let the left button do this."""
        self._tool = tool
        if self._plane is not None:
            self._plane.set_tool(_PLANE_TOOLS.get(tool, "decode"))

    @Slot(object)
    def _press(self, point: MapPoint) -> None:
        if self._tool is Tool.DARTS:
            if point.index is not None:
                self.image_requested.emit(ImageWish(self._map_id, point.index))
            return
        if self._tool is Tool.PATH:
            if not point.is_drag:
                is_image = point.distance_px is not None and point.distance_px <= _SNAP_PX
                self.waypoint_requested.emit(
                    WaypointWish(self._map_id, point.x, point.y, point.index, is_image)
                )
            return
        self.decode_requested.emit(
            DecodeWish(self._map_id, point.x, point.y, point.index, is_pinned=True, is_code=point.is_code)
        )

    @Slot(object)
    def _hover(self, point: MapPoint) -> None:
        self.decode_requested.emit(DecodeWish(self._map_id, point.x, point.y, point.index, is_pinned=False))

    @Slot(object)
    def _leave(self, _left: MapLeft) -> None:
        self.leave_requested.emit(LeaveWish(self._map_id))

    @Slot(object)
    def _tell_view(self, view: MapView) -> None:
        self.view_requested.emit(
            ViewWish(
                self._map_id,
                view.x_min,
                view.x_max,
                view.y_min,
                view.y_max,
                view.width_px,
                view.height_px,
                view.pixel_ratio,
                view.is_led,
            )
        )

    @Slot(object)
    def _select(self, enclosed: MapSelection) -> None:
        self.selection_requested.emit(SelectWish(self._map_id, enclosed.indices, enclosed.mode))

    @Slot(object)
    def _take_file(self, file: MapFile) -> None:
        path = str(file.path)
        if is_model_file(path):
            self.model_requested.emit(ModelWish(self._map_id, path=path))
        else:
            self.dataset_requested.emit(DatasetWish(path))
