"""Files that the library reads as it reads its own."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as of_numpy
from safetensors import safe_open
from safetensors.numpy import load, save

from vae_explorer.autoencoders.safetensors_writer import write_tensors

KINDS = st.sampled_from(["float64", "float32", "float16", "int64"])
ARRAYS = KINDS.flatmap(
    lambda kind: of_numpy.arrays(kind, of_numpy.array_shapes(min_dims=0, max_dims=3, min_side=0))
)
NAMES = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=8).filter(
    lambda name: name != "__metadata__"
)


@given(st.dictionaries(NAMES, ARRAYS, max_size=5), st.dictionaries(NAMES, st.text(), max_size=2))
def test_that_the_library_reads_what_was_written_and_would_have_written_as_many_bytes(
    tmp_path_factory, tensors, metadata
):
    file = tmp_path_factory.mktemp("written") / "x.safetensors"
    metadata = {"key": "value □", **metadata}
    with file.open("wb") as stream:
        write_tensors(stream, tensors, metadata)
    content = file.read_bytes()
    found = load(content)
    assert found.keys() == tensors.keys()
    for name, tensor in tensors.items():
        assert found[name].dtype == tensor.dtype
        np.testing.assert_array_equal(found[name], tensor)
    with safe_open(file, "numpy") as opened:
        assert opened.metadata() == metadata
    header = int.from_bytes(content[:8], "little")
    own = save({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, metadata)
    assert header % 8 == 0
    assert len(content) - header == len(own) - int.from_bytes(own[:8], "little")
