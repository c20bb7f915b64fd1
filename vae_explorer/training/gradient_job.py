"""What one process tells another to compile."""

from __future__ import annotations

import msgspec

from vae_explorer.autoencoders.specification import ModelSpec
from vae_explorer.decodable import decodable


@decodable
class CompilationJob(msgspec.Struct, frozen=True, kw_only=True):
    """What is compiled, for how many cores, and where to.

    Attributes
    ----------
    model : ModelSpec
        Whose gradient.
    precision : {"float32", "bfloat16"}
        In which the networks compute.
    batch_size : int
        For batches of exactly so many images.
    threads : int
        How many cores share a step.
    library : str
        The file to write.
    is_urgent : bool
        Whether somebody waits for it, rather than needs the cores for something else meanwhile.
    """

    model: ModelSpec
    precision: str
    batch_size: int
    threads: int
    library: str = ""
    is_urgent: bool = False
