"""The 8 × 8 handwritten digits that scikit-learn carries: a data set that is always there."""

from __future__ import annotations

import gzip
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vae_explorer.data.reading import LabelledImages, Reading

LARGEST_VALUE = 16
TABLE = Path("datasets", "data", "digits.csv.gz")


def read_digits() -> Reading:
    """Read the 1 797 digits; the values 0 … 16 become 0 … 255, rounded.

    Returns
    -------
    Reading
        Images (1797, 8, 8, 1) without a test part.
    """
    table = _table()
    values = table[:, :64].reshape(-1, 8, 8, 1)
    images = np.rint(values * (255 / LARGEST_VALUE)).astype(np.uint8)
    labels = table[:, 64].astype(np.int64)
    return Reading(LabelledImages(images, labels), None, tuple("0123456789"))


def _table() -> npt.NDArray[np.float64]:
    """Return the table of 64 pixels and a label a row, (1797, 65).

    It is read without importing scikit-learn, which takes a second; only where the package keeps it
    elsewhere is the package asked.
    """
    package = find_spec("sklearn")
    if package is not None and package.origin is not None:
        path = Path(package.origin).parent / TABLE
        if path.is_file():
            with gzip.open(path, "rt", encoding="ascii") as lines:
                return np.loadtxt(lines, delimiter=",", ndmin=2)
    from sklearn.datasets import load_digits

    digits = load_digits()
    return np.column_stack([digits.data, digits.target]).astype(np.float64)
