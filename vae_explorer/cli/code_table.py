"""The codes of many images, as a file for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vae_explorer.atomic_file import open_atomically

_ROWS_AT_ONCE = 4096


@dataclass(frozen=True, eq=False)
class CodeTable:
    """One row per image.

    Attributes
    ----------
    mu : (n, d) float32
        Codes, or the means of their distributions.
    logvar : (n, d) float32 or None
        Logarithm of the variances, where the model has them.
    label : (n,) int64
        Class; -1 without one.
    split : (n,) str
        ``train`` or ``test``.
    index : (n,) int64
        Position within the split.
    """

    mu: npt.NDArray[np.float32]
    logvar: npt.NDArray[np.float32] | None
    label: npt.NDArray[np.int64]
    split: npt.NDArray[np.str_]
    index: npt.NDArray[np.int64]

    def write_npz(self, path: Path) -> None:
        """Write one array per attribute.

        Raises
        ------
        WriteError
            If the file cannot be written.
        """
        mu, label, split, index = self.mu, self.label, self.split, self.index
        with open_atomically(path) as file:
            if self.logvar is None:
                np.savez(file, mu=mu, label=label, split=split, index=index)
            else:
                np.savez(file, mu=mu, logvar=self.logvar, label=label, split=split, index=index)

    def write_csv(self, path: Path) -> None:
        """Write the columns z1, z2, …, logvar1, …, label, split, index; nine digits give every float32 back.

        Raises
        ------
        WriteError
            If the file cannot be written.
        """
        dimensions = range(1, self.mu.shape[1] + 1)
        numbers, names = self.mu, [f"z{i}" for i in dimensions]
        if self.logvar is not None:
            numbers = np.hstack([self.mu, self.logvar])
            names += [f"logvar{i}" for i in dimensions]
        with open_atomically(path) as file:
            file.write((",".join([*names, "label", "split", "index"]) + "\n").encode())
            for start in range(0, len(numbers), _ROWS_AT_ONCE):
                rows = slice(start, start + _ROWS_AT_ONCE)
                columns = (numbers[rows].tolist(), self.label[rows], self.split[rows], self.index[rows])
                lines = [
                    ",".join([*(f"{number:.9g}" for number in row), str(label), split, str(index)])
                    for row, label, split, index in zip(*columns, strict=True)
                ]
                file.write(("\n".join(lines) + "\n").encode())
