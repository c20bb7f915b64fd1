"""The process that compiles one training step; whoever needs the cores more has them.

``python -m vae_explorer.training.compiler_process`` reads a :class:`CompilationJob` from standard input and
leaves a library where the job says. Loading the compiler takes seconds of Python, and compiling many more: a
process gives way to training and to the window, and can be ended at any moment.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading

import msgspec

from vae_explorer.training.gradient_job import CompilationJob

# Below the run that it is for; the C++ compiler inherits it.
_NICE = 10


def main() -> int:
    """Read a job, carry it out, and say on standard error why it failed."""
    job = msgspec.json.decode(sys.stdin.buffer.readline(), type=CompilationJob)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if not job.is_urgent:
        _give_way()
    # Only now: to load it is the first quarter of the work.
    from vae_explorer.training.gradient_compiler import compile_gradient

    try:
        compile_gradient(job)
    except Exception as error:  # noqa: BLE001 (a compiler fails in many ways, and all are to be told)
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        sys.stderr.write(f"{type(error).__name__}: {lines[0] if lines else ''}\n")
        return 1
    return 0


def _give_way() -> None:
    """Leave the cores to whoever wants them.

    A run that gives way to a window itself is not even to wait for the end of a time slice. Any other may
    keep all cores busy to its end: there it gets a tenth of one, so that the run has something of it.
    """
    if hasattr(os, "sched_setscheduler") and os.getpriority(os.PRIO_PROCESS, 0) > 0:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    if hasattr(os, "nice"):
        os.nice(_NICE)


def _end_with_parent() -> None:
    """End as soon as nobody waits any more: the pipe to whoever asked is then closed."""
    with contextlib.suppress(OSError):
        while os.read(0, 1):
            pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
