"""Writing ``.safetensors`` without a second copy of what is written.

The library's ``save`` makes two copies of all tensors and has the interpreter to itself meanwhile: models
that learn in other threads, and the window, wait for it. Here the tensors go to the file one after another,
and the interpreter is free while the system takes them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import BinaryIO

import numpy as np

_TYPES = {"float64": "F64", "float32": "F32", "float16": "F16", "int64": "I64"}
_ALIGNMENT = 8


def write_tensors(file: BinaryIO, tensors: Mapping[str, np.ndarray], metadata: Mapping[str, str]) -> None:
    """Write tensors and texts as https://github.com/huggingface/safetensors describes the format.

    Parameters
    ----------
    file : binary file
        Open for writing.
    tensors : mapping of str to array
        float64, float32, float16 or int64, in C order.
    metadata : mapping of str to str
        Under the key that the format has for it.
    """
    # The widest first, and the header a multiple of eight bytes long: so every value is aligned in the file.
    ordered = sorted(tensors.items(), key=lambda pair: (-pair[1].itemsize, pair[0]))
    header: dict[str, object] = {"__metadata__": dict(metadata)}
    end = 0
    for name, tensor in ordered:
        start, end = end, end + tensor.nbytes
        header[name] = {
            "dtype": _TYPES[tensor.dtype.name],
            "shape": list(tensor.shape),
            "data_offsets": [start, end],
        }
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % _ALIGNMENT)
    file.write(len(text).to_bytes(8, "little"))
    file.write(text)
    for _, tensor in ordered:
        little_endian = tensor.astype(tensor.dtype.newbyteorder("<"), copy=False)
        file.write(little_endian.reshape(-1).view(np.uint8).data)
