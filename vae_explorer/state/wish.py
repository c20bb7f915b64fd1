"""What a person asks for: one frozen record per wish, sent by a widget, answered by the controller."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from vae_explorer.autoencoders.specification import ModelKind
from vae_explorer.state.colour_state import ColourChoice
from vae_explorer.state.map_state import UnderlayKind
from vae_explorer.state.plane import PlaneChoice
from vae_explorer.state.tool import Tool
from vae_explorer.state.training_state import TrainingSettings


@dataclass(frozen=True)
class DecodeWish:
    """Decode a place of one map: pin it (press, drag, keys) or only look at it (hover).

    ``nearest_index`` is the preview image that the map found nearest, or None; it lights up in all maps.
    ``is_code`` asks for that image's own code, also where it lies before or behind the map's plane.
    """

    map_id: int
    x: float
    y: float
    nearest_index: int | None
    is_pinned: bool
    is_code: bool = False


@dataclass(frozen=True)
class LeaveWish:
    """The pointer left a map: show the pins again."""

    map_id: int


@dataclass(frozen=True)
class ModelWish:
    """Put another model into a map: one of the four kinds for the chosen data, or a file."""

    map_id: int
    kind: ModelKind | None = None
    path: str | None = None


@dataclass(frozen=True)
class SaveWish:
    """Save a map's model to a file."""

    map_id: int
    path: str


@dataclass(frozen=True)
class DatasetWish:
    """Work with other data: a known name or a path; ``is_fetch_allowed`` permits using the network."""

    name: str
    is_fetch_allowed: bool = False


@dataclass(frozen=True)
class TrainWish:
    """Train the kinds of model that stand in the maps, on the chosen data, with the chosen settings."""


@dataclass(frozen=True)
class PauseWish:
    """Let the run wait, or go on."""

    is_paused: bool


@dataclass(frozen=True)
class StopWish:
    """End the run and keep its last snapshot."""


@dataclass(frozen=True)
class SettingsWish:
    """Use these settings for the next run."""

    settings: TrainingSettings


@dataclass(frozen=True)
class ToolWish:
    """Let the left button do this in every map."""

    tool: Tool


@dataclass(frozen=True)
class UnderlayWish:
    """Show this underlay in every map."""

    kind: UnderlayKind


@dataclass(frozen=True)
class OpacityWish:
    """Draw the underlay of every map this strongly, 0 … 1."""

    opacity: float


@dataclass(frozen=True)
class PlaneWish:
    """Let a map show other directions of its latent space; the plane goes through the pinned place."""

    map_id: int
    choice: PlaneChoice


@dataclass(frozen=True)
class DepthWish:
    """Move the plane of a map along the directions that it does not show."""

    map_id: int
    depths: tuple[float, ...]


class PlaneGoal(Enum):
    """Where a plane can be sent back to."""

    MEAN = "mean"  # the mean of the codes
    IMAGE = "image"  # the code of the image nearest to the pin, which is pinned then


@dataclass(frozen=True)
class PlaneGoalWish:
    """Move the plane of a map there."""

    map_id: int
    goal: PlaneGoal


@dataclass(frozen=True)
class ColourWish:
    """Colour the points of every map by this."""

    choice: ColourChoice


@dataclass(frozen=True)
class ViewWish:
    """A map shows this rectangle now, at this size on the screen: its underlay should fit.

    ``pixel_ratio`` says how many of the pixels are one to a person; ``is_led`` that codes which moved led the
    view here, so that there is no hurry.
    """

    map_id: int
    x_min: float
    x_max: float
    y_min: float
    y_max: float
    width_px: int
    height_px: int
    pixel_ratio: float = 1.0
    is_led: bool = False


@dataclass(frozen=True)
class NoticeWish:
    """Take a notice away, after doing what its button says if ``is_accepted``."""

    notice_id: int
    is_accepted: bool = False
