"""Several threads decode files of the same kind at once."""

from __future__ import annotations

import subprocess
import sys

# In a process of its own, where nothing has been decoded yet: prints each class that msgspec still has to ask
# Python about.
_SCRIPT = """
import importlib, pkgutil, sys
import msgspec
import vae_explorer

def is_described(kind):
    asked = []
    sys.setprofile(lambda frame, event, argument: asked.append(frame.f_code.co_name))
    msgspec.json.Decoder(kind)
    sys.setprofile(None)
    return "get_class_annotations" not in asked

for module in pkgutil.walk_packages(vae_explorer.__path__, "vae_explorer."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
unknown = msgspec.defstruct("Unknown", [("x", int)])
waiting, count = [msgspec.Struct], 0
while waiting:
    kind = waiting.pop()
    waiting += kind.__subclasses__()
    if kind is unknown or kind.__module__.startswith("vae_explorer."):
        count += 1
        if not is_described(kind):
            print(kind.__name__)
assert count > 20
"""
# A base of others, and one that is never decoded.
_LEFT_OUT = {"_Line", "TrainingState"}


def test_that_no_thread_has_to_describe_what_it_decodes() -> None:
    outcome = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, timeout=90)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert set(outcome.stdout.split()) - _LEFT_OUT == {"Unknown"}
