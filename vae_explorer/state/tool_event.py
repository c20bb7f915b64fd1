"""The facts that change what the tools show, and their transitions."""

from __future__ import annotations

from vae_explorer.state import inference_event, path_event
from vae_explorer.state.inference_event import InferenceEvent
from vae_explorer.state.path_event import PathEvent

ToolEvent = InferenceEvent | PathEvent

TRANSITIONS = (*inference_event.TRANSITIONS, *path_event.TRANSITIONS)
"""What answers each of these facts."""
