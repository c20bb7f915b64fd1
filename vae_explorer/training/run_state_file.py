"""All that a run needs to go on, in one ``.safetensors`` file: replaced in one step, distrusted when read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import torch
from torch import Tensor

from vae_explorer.atomic_file import open_atomically
from vae_explorer.autoencoders.model import Autoencoder
from vae_explorer.autoencoders.safetensors_header import (
    MAX_FILE_BYTES,
    Header,
    open_model_file,
    parse_strictly,
    read_header,
)
from vae_explorer.autoencoders.safetensors_writer import write_tensors
from vae_explorer.autoencoders.specification import ModelSpec
from vae_explorer.decodable import decodable
from vae_explorer.errors import CheckpointError, RunError, UsageError, WriteError
from vae_explorer.training.departure import Departure, LearnerState

STATE_VERSION = 1

_KEY = "vae_explorer_state"
_AVERAGES = ("exp_avg", "exp_avg_sq", "step")
_NOISE_BYTES = 64 * 1024


@decodable
class _LearnerFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    step: int
    sums: tuple[float, float]
    images: int
    part_size: int | None


@decodable
class _Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    state_version: int
    run: str
    files_version: int
    models: tuple[ModelSpec, ...]
    epoch: int
    position: int
    step: int
    seconds: float
    learners: tuple[_LearnerFacts | None, ...]


@dataclass(frozen=True, eq=False)
class RunState:
    """A run between two batches.

    Attributes
    ----------
    run : str
        Name of the run, so that two can never be mixed.
    files_version : int
        Which of the run's model files belong to it.
    models : tuple of ModelSpec
        As they are by now.
    departure : Departure
        What they have become, and which batch is next.
    """

    run: str
    files_version: int
    models: tuple[ModelSpec, ...]
    departure: Departure


def save_state(state: RunState, file: Path) -> None:
    """Write the state of a run.

    Raises
    ------
    WriteError
        If it cannot be written, or is larger than this program reads.
    """
    tensors: dict[str, np.ndarray] = {}
    facts = []
    departure = state.departure
    if departure.order is not None:
        tensors["order"] = _bits(departure.order)
    for number, learner in enumerate(departure.learners):
        facts.append(None if learner is None else _facts_of(learner))
        if learner is not None:
            tensors |= _tensors_of(learner, number)
    described = _Facts(
        state_version=STATE_VERSION,
        run=state.run,
        files_version=state.files_version,
        models=state.models,
        epoch=departure.epoch,
        position=departure.position,
        step=departure.step,
        seconds=departure.seconds,
        learners=tuple(facts),
    )
    if sum(tensor.nbytes for tensor in tensors.values()) > MAX_FILE_BYTES * 0.999:
        raise WriteError(
            "the state of this run is larger than {limit} bytes and cannot be kept",
            where=file,
            remedy="choose smaller networks if the run should survive being stopped",
            limit=MAX_FILE_BYTES,
        )
    with open_atomically(file) as stream:
        write_tensors(stream, tensors, {_KEY: msgspec.json.encode(described).decode()})


def load_state(file: Path) -> RunState:
    """Read and check the state of a run.

    Raises
    ------
    RunError
        If there is none, or it is damaged.
    """
    try:
        with open_model_file(file) as stream:
            header = read_header(stream, file)
            facts = _decode_facts(header.metadata.get(_KEY, ""))
            expected = _expected_shapes(facts, header)
            found = {name: (claim.dtype, claim.shape) for name, claim in header.tensors.items()}
            for name in sorted(expected.keys() ^ found.keys()):
                raise ValueError(f"{name} is missing or does not belong there")
            for name, shape in expected.items():
                if found[name] != shape:
                    raise ValueError(f"{name} is {found[name]}, where {shape} was expected")
            arrays = header.read_arrays(stream, file)
            return _assembled(facts, arrays)
    except (CheckpointError, UsageError) as error:
        raise _damaged(file, error.one_line()) from error
    except (msgspec.MsgspecError, ValueError, RuntimeError, RecursionError) as error:
        raise _damaged(file, str(error)) from error


def _damaged(file: Path, reason: str) -> RunError:
    return RunError(
        "the state of the run cannot be used ({reason})",
        where=file,
        remedy="its models can still be opened; to go on, carry the run out again from its start",
        reason=" ".join(reason.split())[:200],
    )


def _facts_of(learner: LearnerState) -> _LearnerFacts:
    return _LearnerFacts(
        step=learner.step, sums=learner.sums, images=learner.images, part_size=learner.part_size
    )


def _tensors_of(learner: LearnerState, number: int) -> dict[str, np.ndarray]:
    tensors = {f"{number}/weight/{name}": _single(weight) for name, weight in learner.weights.items()}
    for parameter, values in (learner.averages or {}).items():
        for name, value in values.items():
            tensors[f"{number}/average/{parameter}/{name}"] = _single(value)
    if learner.noise is not None:
        tensors[f"{number}/noise"] = _bits(learner.noise)
    return tensors


def _single(value: Tensor) -> np.ndarray:
    array: np.ndarray = value.detach().to("cpu", torch.float32).numpy()
    return np.asarray(array, order="C")


def _bits(state: Tensor) -> np.ndarray:
    """Return a generator's state, some bytes, as the whole numbers of a file, their count in front."""
    content: np.ndarray = state.cpu().numpy()
    padded = np.zeros(-(-len(content) // 8) * 8, np.uint8)
    padded[: len(content)] = content
    return np.concatenate([np.array([len(content)], np.int64), padded.view(np.int64)])


def _generator_state(numbers: np.ndarray) -> Tensor:
    count = int(numbers[0])
    content = numbers[1:].view(np.uint8)
    if not 0 < count <= len(content) <= _NOISE_BYTES:
        raise ValueError("a generator has an impossible state")
    return torch.from_numpy(content[:count].copy())


def _decode_facts(text: str) -> _Facts:
    if not text:
        raise ValueError("it is none of this program's")
    parse_strictly(text)
    facts = msgspec.json.decode(text, type=_Facts)
    if facts.state_version != STATE_VERSION:
        raise ValueError(f"it has version {facts.state_version}")
    if not facts.models or len(facts.models) != len(facts.learners):
        raise ValueError("it has more or fewer states than models")
    if min(facts.epoch, facts.position, facts.step, facts.files_version) < 0 or not facts.seconds >= 0:
        raise ValueError("it stands at an impossible place")
    for model in facts.models:
        model.check()
    return facts


def _expected_shapes(facts: _Facts, header: Header) -> dict[str, tuple[str, tuple[int, ...]]]:
    expected: dict[str, tuple[str, tuple[int, ...]]] = {}
    for name in ("order", *(f"{number}/noise" for number in range(len(facts.models)))):
        if name in header.tensors:
            expected[name] = ("I64", header.tensors[name].shape[:1])
    for number, (spec, learner) in enumerate(zip(facts.models, facts.learners, strict=True)):
        if learner is None:
            continue
        weights, parameters = _shapes_of(spec)
        expected |= {f"{number}/weight/{name}": ("F32", shape) for name, shape in weights.items()}
        if learner.step > 0:
            for position, shape in enumerate(parameters):
                for name in _AVERAGES:
                    expected[f"{number}/average/{position}/{name}"] = ("F32", () if name == "step" else shape)
    return expected


def _shapes_of(spec: ModelSpec) -> tuple[dict[str, tuple[int, ...]], list[tuple[int, ...]]]:
    """Return the shapes of the weights by name, and of the parameters in the optimiser's order."""
    with torch.device("meta"):
        model = Autoencoder(spec)
    weights = {name: tuple(weight.shape) for name, weight in model.state_dict().items()}
    named = sorted(model.named_parameters(), key=lambda pair: pair[0] == "log_c")
    return weights, [tuple(parameter.shape) for _, parameter in named]


def _assembled(facts: _Facts, arrays: Mapping[str, np.ndarray]) -> RunState:
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise ValueError(f"{name} holds values that are not finite numbers")
    learners = tuple(
        None if learner is None else _learner(learner, _parts(arrays, f"{number}/"))
        for number, learner in enumerate(facts.learners)
    )
    departure = Departure(
        epoch=facts.epoch,
        step=facts.step,
        order=_generator_state(arrays["order"]) if "order" in arrays else None,
        learners=learners,
        seconds=facts.seconds,
        position=facts.position,
    )
    return RunState(facts.run, facts.files_version, facts.models, departure)


def _learner(facts: _LearnerFacts, arrays: Mapping[str, np.ndarray]) -> LearnerState:
    averages: dict[int, dict[str, Tensor]] = {}
    for name, array in _parts(arrays, "average/").items():
        number, _, value = name.partition("/")
        averages.setdefault(int(number), {})[value] = torch.from_numpy(array.copy())
    return LearnerState(
        weights={name: torch.from_numpy(array.copy()) for name, array in _parts(arrays, "weight/").items()},
        averages=averages or None,
        noise=_generator_state(arrays["noise"]) if "noise" in arrays else None,
        step=facts.step,
        sums=facts.sums,
        images=facts.images,
        part_size=facts.part_size,
    )


def _parts(arrays: Mapping[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}
