"""The options of ``vae-explorer train``, one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vae_explorer.autoencoders.specification import (
    CompilationKind,
    LikelihoodKind,
    ModelKind,
    NetworkKind,
    PrecisionKind,
)

KindOption = Annotated[ModelKind | None, typer.Option(help="Kind of model; required.", show_default=False)]
TrainedOnOption = Annotated[
    str | None,
    typer.Option(
        metavar="D",
        help="digits, mnist, fashion-mnist, kmnist, or a folder of IDX files or of images, or .npz or "
        ".npy; required.",
        show_default=False,
    ),
]
ModelFileOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The model file: FILE.safetensors; required.", show_default=False),
]
LikelihoodOption = Annotated[
    LikelihoodKind | None,
    typer.Option(help="What -log p(x|z) is; by default bernoulli, and gaussian for pca."),
]
BalanceOption = Annotated[
    str | None,
    typer.Option(
        metavar="X|auto",
        help="Weight of the regulariser, or the variance of a gaussian likelihood, which auto learns; "
        "by default 1, and auto for pca.",
    ),
]
NetworkOption = Annotated[NetworkKind, typer.Option(help="Fully connected or convolutional.")]
HiddenOption = Annotated[
    str | None,
    typer.Option(
        metavar="N,N,…",
        help="Widths of the hidden layers, or channels of the convolutions, or none; "
        "by default 512,256,128 for mlp and 32,64,128 for conv.",
    ),
]
LatentDimOption = Annotated[int, typer.Option(metavar="N", help="Dimension of the code, 1 to 64.")]
EpochsOption = Annotated[int, typer.Option(metavar="N", help="Passes over the images.")]
BatchSizeOption = Annotated[
    int | None,
    typer.Option(metavar="N", help="Images per step; by default what suits the number of images."),
]
LearningRateOption = Annotated[
    float | None,
    typer.Option(
        metavar="X", help="Peak of the one-cycle schedule; by default the one that goes with the batch size."
    ),
]
WeightDecayOption = Annotated[float, typer.Option(metavar="X", help="Decoupled weight decay of AdamW.")]
SeedOption = Annotated[
    int, typer.Option(metavar="N", help="The same seed on the same device gives the same model.")
]
PrecisionOption = Annotated[
    PrecisionKind,
    typer.Option(help="Number format of the networks while they learn; auto takes the faster one."),
]
CompileOption = Annotated[
    CompilationKind,
    typer.Option(
        "--compile",
        help="Compile the training steps; auto does so in runs that are long enough to repay it.",
    ),
]
CompileAfterOption = Annotated[
    int,
    typer.Option("--compile-after", metavar="N", help="With --compile on: after so many epochs without."),
]
CardOption = Annotated[
    Path | None, typer.Option(metavar="FILE.md", help="Also write a model card.", show_default=False)
]
RunsOption = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Where the run gets its folder; by default among the runs that the window lists.",
        show_default=False,
    ),
]
RunFolderOption = Annotated[
    bool,
    typer.Option(
        "--run-folder/--no-run-folder",
        help="Keep the run in a folder of its own, from which it can be resumed and followed.",
    ),
]
ResumeOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        help="Go on with a run that was stopped or killed; --out, --card, --device and --json may be "
        "given with it, and nothing else.",
        show_default=False,
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print the result as one JSON object, the last line of the output.")
]
