"""Calling the gradient of a training step that was compiled into a library."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from vae_explorer.errors import TrainingError

_Handle = ctypes.c_void_p


class CompiledGradient:
    """A function of images, noise, c and parameters: see :mod:`vae_explorer.training.gradient_compiler`.

    The library is called by its C interface, which torch writes into each of them. Unlike torch's own way of
    calling it from Python, that leaves the interpreter to other threads meanwhile: to the window's, and to
    that of a model which learns beside this one.

    Parameters
    ----------
    library : Path
        What was compiled.

    Raises
    ------
    TrainingError
        If it cannot be loaded.
    """

    def __init__(self, library: Path) -> None:
        self._container = _Handle()
        try:
            self._library = ctypes.CDLL(str(library))
            create = self._library.AOTInductorModelContainerCreateWithDevice
            self._check(create(ctypes.byref(self._container), ctypes.c_size_t(1), b"cpu", None))
            count = ctypes.c_size_t()
            self._check(
                self._library.AOTInductorModelContainerGetNumOutputs(self._container, ctypes.byref(count))
            )
            self._run = self._library.AOTInductorModelContainerRunSingleThreaded
        except (OSError, AttributeError, RuntimeError) as error:
            raise TrainingError(
                "the compiled training step cannot be loaded ({reason}); training goes on without it",
                where="training",
                reason=" ".join(str(error).split())[:200],
            ) from error
        self._outputs = (_Handle * count.value)()

    def __call__(self, inputs: Sequence[Tensor]) -> list[Tensor]:
        """Return reconstruction, regulariser and gradients; no input is changed.

        Raises
        ------
        RuntimeError
            If the library refuses, as it does for inputs of another shape.
        """
        capsules = torch._C._aoti.unsafe_alloc_void_ptrs_from_tensors(list(inputs))
        handles = (_Handle * len(capsules))(*(_pointer_of(capsule, None) for capsule in capsules))
        count, outputs = ctypes.c_size_t(len(handles)), self._outputs
        # It takes over the inputs' handles, and the caller those of the outputs.
        self._check(
            self._run(self._container, handles, count, outputs, ctypes.c_size_t(len(outputs)), None, None)
        )
        results: list[Tensor] = torch._C._aoti.alloc_tensors_by_stealing_from_void_ptrs(
            [_capsule_of(pointer, None, None) for pointer in outputs]
        )
        return results

    def close(self) -> None:
        """Free what the library holds."""
        if self._container.value is not None:
            self._library.AOTInductorModelContainerDelete(self._container)
            self._container = _Handle()

    def _check(self, status: int) -> None:
        if status != 0:
            raise RuntimeError(f"the compiled step failed with status {status}")


_pointer_of = ctypes.PYFUNCTYPE(_Handle, ctypes.py_object, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)
_capsule_of = ctypes.PYFUNCTYPE(ctypes.py_object, _Handle, ctypes.c_char_p, _Handle)(
    ("PyCapsule_New", ctypes.pythonapi)
)
