"""What the guide does with the window, chapter by chapter: read from ``resources/tour``, checked once."""

from __future__ import annotations

from enum import Enum

import msgspec

from vae_explorer.assets import resource_path
from vae_explorer.autoencoders.specification import ModelKind
from vae_explorer.decodable import decodable
from vae_explorer.state.map_state import UnderlayKind
from vae_explorer.state.tool import Tool


class TaskKind(Enum):
    """What a person is asked to do in a chapter."""

    PIN = "pin"  # press or drag: places pinned, per map
    GAP = "gap"  # decode a place that no code backs, per map
    IMAGE = "image"  # look at different images
    LAYER = "layer"  # look closely at a layer of a network
    NOISE = "noise"  # draw another ε
    DARTS = "darts"  # throw darts into an image's posterior
    PATH = "path"  # walk along a path
    STRONG_C = "strong_c"  # train with a regulariser that counts a lot
    OVERFIT = "overfit"  # train on few images until the test error has left the training error
    OWN_DATA = "own_data"  # choose another data set


@decodable
class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be done in a chapter, and how often.

    Attributes
    ----------
    kind : TaskKind
        What is counted.
    needed : tuple of int
        How often: per map where that is what is counted, else one number.
    """

    kind: TaskKind
    needed: tuple[int, ...]


@decodable
class Chapter(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One chapter, without its words.

    Attributes
    ----------
    name : str
        What it is called in tests and files.
    tasks : tuple of Task
        What is to be done, in any order.
    answer : int
        Which of the question's choices is right, from 0.
    formula : tuple of (str, str)
        LaTeX of its parts from left to right, each with the name of the symbol it is; empty for none.
    dataset : str
        Whose bundled models stand in the maps.
    kinds : tuple of str
        One per map.
    underlay, tool : UnderlayKind, Tool
        How the maps are set.
    page : str
        Which page of the lower panel is open.
    lower_share : float
        How much of the window's height it gets at least.
    views : tuple of tuple of float
        What each map shows (x from, to, y from, to); empty for all of it.
    image : int or None
        The image, as a position in the preview set, at whose code each map's pin stands first, and which the
        networks show; None for the usual place, the emptiest one.
    is_own_work : bool
        Whether the window shows the person's own work instead of all this.
    """

    name: str
    tasks: tuple[Task, ...]
    answer: int
    formula: tuple[tuple[str, str], ...] = ()
    dataset: str = ""
    kinds: tuple[ModelKind, ...] = ()
    underlay: UnderlayKind = UnderlayKind.NONE
    tool: Tool = Tool.DECODE
    page: str = "training"
    lower_share: float = 0.2
    views: tuple[tuple[float, ...], ...] = ()
    image: int | None = None
    is_own_work: bool = False


@decodable
class _Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    chapter: tuple[Chapter, ...]


def read_script() -> tuple[Chapter, ...]:
    """Return all chapters in order."""
    content = resource_path("tour", "chapters.toml").read_bytes()
    return msgspec.toml.decode(content, type=_Script).chapter
