"""The names of the commands, known without importing what they need."""

from __future__ import annotations

TRAIN = "train"
ENCODE = "encode"
DECODE = "decode"
ATLAS = "atlas"
MEASURE = "measure"
REPORT = "report"
DATASETS = "datasets"

COMMANDS = {
    TRAIN: "train a model and save it",
    ENCODE: "encode a data set with a model",
    DECODE: "decode chosen codes with a model",
    ATLAS: "draw what the latent plane decodes to",
    MEASURE: "measure how full of gaps latent spaces are",
    REPORT: "write those figures and their pictures as a page",
    DATASETS: "list the known data sets, or fetch one",
}
"""Every command without a window, with what it does."""
