"""Model files from strangers: each is refused with one sentence, before memory is taken."""

from __future__ import annotations

import json
import os
import re
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import save as library_save

from tests.autoencoders.sample import (
    Tensors,
    assemble,
    checkpoint,
    dismantled,
    floats,
    header_of,
    saved,
    spec,
)
from vae_explorer.autoencoders.checkpoint import Checkpoint
from vae_explorer.autoencoders.checkpoint_file import load_checkpoint
from vae_explorer.errors import CheckpointError

WEIGHT = "weight/encoder.0.weight"
BIAS = "weight/encoder.0.bias"


@pytest.fixture
def path(tmp_path):
    return saved(tmp_path)


def refusal(path) -> str:
    """Return the one line with which a file is refused, having checked that it is one and names the file."""
    tracemalloc.start()
    try:
        with pytest.raises(CheckpointError) as caught:
            load_checkpoint(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 30_000_000
    line = str(caught.value)
    assert line.startswith(f"{path}: ")
    assert "\n" not in line
    assert len(line) < len(str(path)) + 400
    line.encode()
    return line


def test_that_a_sound_file_put_together_by_hand_is_read(path):
    tensors, description = dismantled(path)
    assert isinstance(load_checkpoint(assemble(path, header_of(tensors, description), tensors)), Checkpoint)


def with_tensors(change: Callable[[Tensors], None]):
    def write(path) -> None:
        tensors, description = dismantled(path)
        change(tensors)
        assemble(path, header_of(tensors, description), tensors)

    return write


def with_header(change: Callable[[dict[str, Any]], Any]):
    def write(path) -> None:
        tensors, description = dismantled(path)
        header = header_of(tensors, description)
        changed = change(header)
        assemble(path, header if changed is None else changed, tensors)

    return write


def with_description(change: Callable[[dict[str, Any]], Any]):
    def write(path) -> None:
        tensors, description = dismantled(path)
        changed = change(description)
        assemble(path, header_of(tensors, description if changed is None else changed), tensors)

    return write


def replaced(name: str, tensor: tuple[str, tuple[int, ...], bytes]):
    return with_tensors(lambda tensors: tensors.__setitem__(name, tensor))


def claimed(name: str, field: str, value: object):
    return with_header(lambda header: header[name].__setitem__(field, value))


def described(value: object, *keys: str | int):
    def change(description: dict[str, Any]) -> None:
        *way, last = keys
        for key in way:
            description = description[key]
        description[last] = value

    return with_description(change)


def written(content: bytes):
    return lambda path: path.write_bytes(content)


def cut(keep: float):
    return lambda path: path.write_bytes(path.read_bytes()[: int(len(path.read_bytes()) * keep)])


def with_data(begin: int, end: int, name: str = WEIGHT):
    return claimed(name, "data_offsets", [begin, end])


def renamed(before: str, after: str):
    def change(tensors: Tensors) -> None:
        tensors[after] = tensors.pop(before)

    return with_tensors(change)


def length_of(length: int):
    return lambda path: path.write_bytes(length.to_bytes(8, "little") + path.read_bytes()[8:])


def spliced(text: str):
    """Put text before the end of the header."""
    return with_header(lambda header: json.dumps(header)[:-1] + text + "}")


def surplus(name: str, tensor: tuple[str, tuple[int, ...], bytes] | None = None):
    return with_tensors(lambda tensors: tensors.__setitem__(name, tensor or floats((2,))))


def tail(content: bytes):
    def write(path) -> None:
        path.write_bytes(path.read_bytes() + content)

    return write


def many_tensors(tensors: Tensors) -> None:
    tensors.update({f"t{index}": ("F32", (0,), b"") for index in range(1001)})


NOT_A_FILE_OF_THIS_KIND = {
    "empty": (written(b""), "ends before its header"),
    "seven bytes": (written(bytes(7)), "ends before its header"),
    "no header": (written(bytes(8)), "header cannot be read"),
    "cut in the header": (cut(0.2), "ends before its header"),
    "cut in the tensors": (cut(0.95), "its header claims"),
    "a byte too many": (tail(b"\0"), "its header claims"),
    "a megabyte too many": (tail(bytes(2**20)), "its header claims"),
    "header beyond the end": (length_of(10**6), "ends before its header"),
    "header of an exabyte": (length_of(2**63), "ends before its header"),
    "header of 2 MB": (written((2 * 10**6).to_bytes(8, "little") + b"{" * 2 * 10**6), "above the limit"),
    "picture": (written(b"\x89PNG\r\n\x1a\n" + bytes(1000)), "ends before its header"),
    "zip": (written(b"PK\x03\x04" + bytes(1000)), ""),
    "text": (written(b"hello, I am no model at all\n" * 9), "ends before its header"),
    "list": (with_header(lambda header: "[]"), "header cannot be read"),
    "number": (with_header(lambda header: "12"), "header cannot be read"),
    "no JSON": (with_header(lambda header: "{'a': 1}"), "header cannot be read"),
    "no UTF-8": (with_header(lambda header: b'{"\xff": 1}'), "header cannot be read"),
    "UTF-16": (with_header(lambda header: json.dumps(header).encode("utf-16")), "header cannot be read"),
    "deep nesting": (with_header(lambda header: '{"a":' + "[" * 100_000), "header cannot be read"),
    "deep sound nesting": (spliced(', "a": ' + "[" * 900 + "]" * 900), "header cannot be read"),
    "5 000 digits": (spliced(f', "a": {"9" * 5000}'), "header cannot be read"),
    "half a surrogate pair as a name": (surplus("\ud800", ("F32", (0,), b"")), "header cannot be read"),
    "half a surrogate pair as a type": (claimed(BIAS, "dtype", "\ud800"), "header cannot be read"),
    "half a surrogate pair as bytes": (
        with_header(lambda header: json.dumps({**header, "\udc80": 1}, ensure_ascii=False)),
        "header cannot be read",
    ),
}

TENSORS = {
    "duplicate name": (
        with_header(lambda header: f'{json.dumps(header)[:-1]}, "{BIAS}": {json.dumps(header[BIAS])}}}'),
        "header cannot be read",
    ),
    "duplicate field": (
        with_header(lambda header: json.dumps(header).replace('"shape": [6]', '"shape": [6], "shape": [6]')),
        "header cannot be read",
    ),
    "unknown field": (claimed(BIAS, "device", "cuda"), "header cannot be read"),
    "missing field": (
        with_header(lambda header: header[BIAS].pop("dtype") and None),
        "header cannot be read",
    ),
    "tensor that is a number": (
        with_header(lambda header: header.__setitem__(BIAS, 1)),
        "header cannot be read",
    ),
    "type that is a list": (claimed(BIAS, "dtype", ["F32"]), "header cannot be read"),
    "unknown type": (claimed(BIAS, "dtype", "F31"), "unsupported type F31"),
    "bytes as weights": (replaced(BIAS, ("U8", (6,), bytes(6))), "unsupported type U8"),
    "whole numbers as weights": (replaced(BIAS, floats((6,), dtype="I64")), "was expected"),
    "half precision as codes": (replaced("preview/mu", floats((7, 2), dtype="F16")), "was expected"),
    "floats as labels": (replaced("preview/labels", floats((7,), dtype="F64")), "was expected"),
    "rank 9": (replaced(BIAS, floats((6, *[1] * 8))), "shape .* impossible"),
    "rank 100 000": (claimed(BIAS, "shape", [1] * 100_000), "shape .* impossible"),
    "negative side": (claimed(BIAS, "shape", [-1, -6]), "shape .* impossible"),
    "fractional side": (claimed(BIAS, "shape", [6.0]), "shape .* impossible"),
    "truth value as a side": (claimed(BIAS, "shape", [True, 6]), "shape .* impossible"),
    "shape that is a text": (claimed(BIAS, "shape", "6"), "shape .* impossible"),
    "not a number as a side": (
        with_header(lambda header: json.dumps(header).replace('"shape": [6]', '"shape": [NaN]')),
        "shape .* impossible",
    ),
    "huge side of an empty tensor": (surplus("x", ("F32", (2**62, 0), b"")), "shape .* impossible"),
    "product beyond 64 bits": (claimed(BIAS, "shape", [2**32, 2**32]), "shape .* impossible"),
    "side of 400 digits": (claimed(BIAS, "shape", [10**400]), "shape .* impossible"),
    "size that does not fit the shape": (claimed(BIAS, "shape", [7]), "does not fit its size"),
    "one offset": (claimed(BIAS, "data_offsets", [0]), "shape .* impossible"),
    "negative offset": (claimed(BIAS, "data_offsets", [-24, 0]), "shape .* impossible"),
    "offsets the wrong way": (claimed(BIAS, "data_offsets", [24, 0]), "shape .* impossible"),
    "offsets of 400 digits": (
        claimed(BIAS, "data_offsets", [10**400, 10**400 + 24]),
        "shape .* impossible",
    ),
    "offsets beyond the end": (with_data(10**6, 10**6 + 480), "overlap or leave gaps"),
    "overlap": (with_data(8, 488), "overlap or leave gaps"),
    "more than 1 000 tensors": (with_tensors(many_tensors), "above the limit"),
    "foreign name": (renamed(BIAS, "weight/other"), "other is missing or|encoder.0.bias is missing"),
    "name that climbs": (surplus("../../x"), r"\.\./\.\./x is missing or does not belong"),
    "name with braces": (surplus("{0}{nobody}{"), r"\{0\}\{nobody\}\{ is missing or does not belong"),
    "type with braces": (claimed(BIAS, "dtype", "{dtype!r}{"), r"unsupported type \{dtype!r\}\{"),
    "name with control characters": (surplus("a\x1b[31mb\n\r"), r"a\?\[31mb\?\? is missing"),
    "endless name": (surplus("n" * 100_000), "n{80} is missing"),
    "empty name": (surplus(""), "missing or does not belong"),
    "empty surplus tensor": (surplus("x", ("F32", (0,), b"")), "x is missing or does not belong"),
    "missing weight": (with_tensors(lambda tensors: tensors.pop(BIAS) and None), "encoder.0.bias is missing"),
    "missing preview": (
        with_tensors(lambda tensors: tensors.pop("preview/mu") and None),
        "preview/mu is mis",
    ),
    "missing log-variances": (
        with_tensors(lambda tensors: tensors.pop("preview/logvar") and None),
        "preview/logvar is missing",
    ),
    "frames without scales": (
        with_tensors(lambda tensors: tensors.pop("frame/scale") and None),
        "frame/scale is missing",
    ),
    "transposed weight": (replaced(WEIGHT, floats((20, 6))), r"\[20, 6\], where .* \[6, 20\] was expected"),
    "weight of no values": (replaced(BIAS, ("F32", (0,), b"")), "was expected"),
    "scalar weight": (replaced(BIAS, floats(())), "was expected"),
    "weight that is not a number": (
        replaced(BIAS, floats((6,), np.nan)),
        "encoder.0.bias holds .* not finite",
    ),
    "infinite weight": (replaced(BIAS, floats((6,), -np.inf, "F16")), "encoder.0.bias holds .* not finite"),
    "weight beyond float32": (
        replaced(BIAS, floats((6,), 1e300, "F64")),
        "encoder.0.bias holds .* not finite",
    ),
    "code that is not a number": (replaced("preview/mu", floats((7, 2), np.nan)), "preview/mu holds"),
    "infinite log-variance": (replaced("preview/logvar", floats((7, 2), np.inf)), "preview/logvar holds"),
    "infinite frame": (replaced("frame/mu", floats((3, 7, 2), np.inf, "F16")), "frame/mu holds"),
    "infinite scale": (replaced("frame/scale", floats((3,), np.inf)), "frame/scale holds"),
    "negative scale": (replaced("frame/scale", floats((3,), -1)), "epochs or scales"),
    "no scale": (replaced("frame/scale", floats((3,), 0)), "epochs or scales"),
    "frames beyond float32": (
        with_tensors(
            lambda tensors: tensors.update(
                {"frame/mu": floats((3, 7, 2), 1e20), "frame/scale": floats((3,), 1e20)}
            )
        ),
        "epochs or scales",
    ),
    "equal frame epochs": (replaced("frame/epochs", floats((3,), 1)), "epochs or scales"),
    "frames of other sizes": (replaced("frame/epochs", floats((4,), 1)), "was expected"),
    "frames of another preview": (replaced("frame/mu", floats((3, 6, 2), 1, "F16")), "was expected"),
    "no frames under that name": (
        with_tensors(
            lambda tensors: tensors.update(
                {
                    "frame/mu": ("F16", (0, 7, 2), b""),
                    "frame/scale": ("F32", (0,), b""),
                    "frame/epochs": ("F32", (0,), b""),
                }
            )
        ),
        "was expected",
    ),
    "scalar frame epochs": (replaced("frame/epochs", floats(())), "was expected"),
    "preview of nobody": (replaced("preview/indices", ("I64", (0,), b"")), "holds 0 preview codes"),
    "scalar preview": (replaced("preview/indices", floats((), 0, "I64")), "holds 0 preview codes"),
    "too large a preview": (
        replaced("preview/indices", floats((10_001,), 0, "I64")),
        "holds 10001 preview codes",
    ),
    "negative index": (replaced("preview/indices", floats((7,), -1, "I64")), "outside its data set"),
    "index beyond the data": (replaced("preview/indices", floats((7,), 50, "I64")), "outside its data set"),
    "label below −1": (replaced("preview/labels", floats((7,), -2, "I64")), "label has no name"),
    "label beyond the names": (replaced("preview/labels", floats((7,), 3, "I64")), "label has no name"),
}

DESCRIPTION = {
    "none": (with_header(lambda header: header.pop("__metadata__") and None), "no model of this program"),
    "another program's": (
        with_header(lambda header: header.__setitem__("__metadata__", {"format": "pt"})),
        "no model of this program",
    ),
    "a list": (with_header(lambda header: header.__setitem__("__metadata__", [])), "metadata cannot be read"),
    "null": (with_header(lambda header: header.__setitem__("__metadata__", None)), "metadata cannot be read"),
    "a number inside": (
        with_header(lambda header: header.__setitem__("__metadata__", {"vae_explorer": 1})),
        "metadata cannot be read",
    ),
    "empty": (with_description(lambda description: ""), "not valid"),
    "no JSON": (with_description(lambda description: "{"), "not valid"),
    "with a field twice": (
        with_description(lambda description: json.dumps(description)[:-1] + ', "epoch": 4.0}'),
        "not valid",
    ),
    "nested deeply": (with_description(lambda description: '{"x":' + "[" * 100_000), "not valid"),
    "an escaped half of a surrogate pair": (
        with_description(lambda description: json.dumps({**description, "device": "\ud800"})),
        "not valid",
    ),
    "without a version": (
        with_description(lambda description: description.pop("format_version") and None),
        "not valid .*format_version",
    ),
    "of a newer version": (described(2, "format_version"), "format 2, .* newer version of the program"),
    "of a newer version with unknown fields": (
        with_description(lambda description: {"format_version": 3, "quantum": True}),
        "format 3, .* newer version of the program",
    ),
    "of version 0": (described(0, "format_version"), "version 0 never existed"),
    "of version true": (described(True, "format_version"), "not valid"),
    "with an unknown field": (described(1, "x"), "not valid .*`x`"),
    "with control characters": (described(1, "\x1b[31m"), r"not valid .*`\?\[31m`"),
    "with an unknown model field": (described(1, "model", "x"), "not valid .*`x`"),
    "without a model": (with_description(lambda description: description.pop("model") and None), "`model`"),
    "of an unknown kind": (described("gan", "model", "kind"), "not valid .*gan"),
    "with a text for a number": (described("2", "model", "latent_dim"), "latent_dim"),
    "with a fraction of a dimension": (described(2.5, "model", "latent_dim"), "latent_dim"),
    "with a truth value for a number": (described(True, "model", "latent_dim"), "latent_dim"),
    "with a side too many": (described([4, 5, 1, 1], "model", "image_shape"), "image_shape"),
    "of 2 channels": (described([4, 5, 2], "model", "image_shape"), "not possible .*2 channels"),
    "of huge images": (described([10**9, 10**9, 1], "model", "image_shape"), "not possible"),
    "of a huge network": (described([10**9], "model", "hidden"), "not possible .*hidden layer width"),
    "of a wide network": (described([16384] * 12, "model", "hidden"), "not possible .*number of weights"),
    "of a deep network": (described([1] * 10**4, "model", "hidden"), "not possible .*hidden layers"),
    "with 400 digits": (described(10**400, "training", "seed"), "not possible .*seed"),
    "of dimension 65": (described(65, "model", "latent_dim"), "not possible .*latent dimension"),
    "of c 0": (described(0, "model", "c"), "not possible .*c"),
    "of c −1": (described(-1.0, "model", "c"), "not possible .*c"),
    "of a learned c without a variance": (described("auto", "model", "c"), "not possible .*c"),
    "of another c": (described("big", "model", "c"), "not valid .*c"),
    "of no epochs": (described(0, "training", "epochs"), "not possible .*epochs"),
    "with other pixels": (described("none", "normalisation"), "impossible normalisation"),
    "with a negative epoch": (described(-1.0, "epoch"), "impossible epoch"),
    "with a null epoch": (described(None, "epoch"), "not valid .*epoch"),
    "with a NaN": (
        with_description(lambda description: json.dumps({**description, "epoch": float("nan")})),
        "not valid",
    ),
    "with an infinite loss": (
        with_description(
            lambda description: json.dumps(description).replace('"kl_nats": 0.5', '"kl_nats": 1e999')
        ),
        "not valid .*kl_nats",
    ),
    "with a NaN loss": (described(float("nan"), "history", 0, "train", "kl_nats"), "not valid"),
    "with a null loss": (described(None, "history", 0, "test", "kl_nats"), "not valid .*kl_nats"),
    "with epochs out of order": (described(1, "history", 1, "epoch"), "impossible history"),
    "with epoch 10^30": (described(10**30, "history", 3, "epoch"), "impossible history"),
    "of no data": (described(0, "dataset", "train_count"), "impossible dataset"),
    "with numbers for names": (described([1, 2, 3], "dataset", "label_names"), "not valid .*label_names"),
    "of other layers": (described([6], "model", "hidden"), "missing or does not belong"),
    "of a plain autoencoder": (described("ae", "model", "kind"), "preview/logvar is missing or does not"),
    "of convolutions": (described("conv", "model", "network"), "missing or does not belong"),
}


@pytest.mark.parametrize(("spoil", "reason"), NOT_A_FILE_OF_THIS_KIND.values(), ids=NOT_A_FILE_OF_THIS_KIND)
def test_that_no_safetensors_file_is_taken_for_one(path, spoil, reason):
    spoil(path)
    assert_reason(path, reason)


@pytest.mark.parametrize(("spoil", "reason"), TENSORS.values(), ids=TENSORS)
def test_that_tensors_that_do_not_fit_are_refused(path, spoil, reason):
    spoil(path)
    assert_reason(path, reason)


@pytest.mark.parametrize(("spoil", "reason"), DESCRIPTION.values(), ids=DESCRIPTION)
def test_that_a_description_that_cannot_be_true_is_refused(path, spoil, reason):
    spoil(path)
    assert_reason(path, reason)


def assert_reason(path, reason: str) -> None:
    assert re.search(reason, refusal(path))


def test_that_a_safetensors_file_of_another_program_is_told_apart(tmp_path):
    path = tmp_path / "other.safetensors"
    path.write_bytes(library_save({"a": np.zeros(3, np.float32)}))
    assert "no model of this program" in refusal(path)


def test_that_a_huge_sparse_file_is_refused_unread(path):
    with path.open("r+b") as file:
        file.truncate(2_000_000_001)
    assert "above the limit of 2000000000" in refusal(path)


def test_that_a_missing_file_is_named(tmp_path):
    assert "No such file" in refusal(tmp_path / "missing.safetensors")


def test_that_a_folder_is_no_model(tmp_path):
    assert "not a file" in refusal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_that_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.safetensors")
    assert "not a file" in refusal(tmp_path / "pipe.safetensors")


def test_that_a_path_with_braces_and_odd_letters_is_shown_as_it_is(tmp_path):
    path = tmp_path / "{0} – {x} Größe.safetensors"
    path.write_bytes(b"x")
    assert "{0} – {x} Größe.safetensors" in refusal(path)


ORIGINALS = {
    "vae": checkpoint,
    "pca": lambda: checkpoint(spec("pca"), frames=0),
    "learned c": lambda: checkpoint(spec("ae", "conv", "gaussian", c="auto")),
}


@pytest.mark.parametrize("original", ORIGINALS)
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    flips=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255), st.booleans()),
        min_size=1,
        max_size=5,
    )
)
def test_that_flipped_bytes_give_finite_weights_or_one_error(tmp_path, original, flips):
    path = tmp_path / "flipped.safetensors"
    if not (tmp_path / "model.safetensors").exists():
        saved(tmp_path, ORIGINALS[original]())
    content = bytearray((tmp_path / "model.safetensors").read_bytes())
    header = 8 + int.from_bytes(content[:8], "little")
    for place, mask, is_in_header in flips:
        # The header is where most lies can be told; half of the flips fall there.
        content[int(place * (header if is_in_header else len(content)))] ^= mask
    path.write_bytes(content)
    try:
        loaded = load_checkpoint(path)
    except CheckpointError as error:
        str(error).encode()
    else:
        assert all(weight.isfinite().all() for weight in loaded.weights.values())
        assert np.isfinite(loaded.preview.mu).all()
        loaded.model.check()


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    header=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
    tail=st.binary(max_size=20),
)
def test_that_any_header_at_all_gives_one_error(tmp_path, header, tail):
    path = tmp_path / "any.safetensors"
    assemble(path, json.dumps(header), {}, tail)
    with pytest.raises(CheckpointError):
        load_checkpoint(path)
