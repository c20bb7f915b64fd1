"""The facts that change what the tools show, and their transitions."""

from __future__ import annotations

from vae_explorer.state import inference_event, path_event, sketch_event
from vae_explorer.state.inference_event import InferenceEvent
from vae_explorer.state.path_event import PathEvent
from vae_explorer.state.sketch_event import SketchEvent

ToolEvent = InferenceEvent | PathEvent | SketchEvent

TRANSITIONS = (*inference_event.TRANSITIONS, *path_event.TRANSITIONS, *sketch_event.TRANSITIONS)
"""What answers each of these facts."""
