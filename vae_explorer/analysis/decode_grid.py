"""The plane decoded on a grid, once per snapshot: what every image's exact posterior is read from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from vae_explorer.analysis.generative_model import GenerativeModel

SIDE = 160
# A grid of large images is made coarser rather than let it take more memory than this; what is narrower than
# its cells is refined for each image anyway.
_MAX_VALUES = 24_000_000
_PRIOR_REACH = 4.5
_BLOCK = 1024
_BLOCK_VALUES = 4_000_000
_ROOM = 0.08


class DecodeGrid:
    """Decoder outputs at the nodes of a square lattice; to be filled by :meth:`fill` before it is asked.

    Nodes are named by whole numbers (i, j) of ``0 … side − 1`` and lie at ``origin + spacing · (i, j)``. The
    nodes that are even in both lie together in memory: a first look asks only these.

    Parameters
    ----------
    model : GenerativeModel
        Of latent dimension 2.
    extent : tuple of float
        ``x_min, x_max, y_min, y_max``.
    side : int
        Nodes along a side, even.
    """

    def __init__(
        self, model: GenerativeModel, extent: tuple[float, float, float, float], side: int = SIDE
    ) -> None:
        self.model = model
        x_min, x_max, y_min, y_max = extent
        while side > 16 and side * side * model.spec.pixel_count > _MAX_VALUES:
            side -= 16
        self.side = side
        self.origin = np.array([x_min, y_min], np.float64)
        self.spacing = np.array([(x_max - x_min) / (side - 1), (y_max - y_min) / (side - 1)], np.float64)
        nodes = np.stack(np.meshgrid(np.arange(side), np.arange(side), indexing="ij"), axis=-1).reshape(-1, 2)
        order = np.argsort((nodes[:, 0] % 2) * 2 + nodes[:, 1] % 2, kind="stable")
        self._rows = np.empty((side, side), np.int64)
        self._rows[nodes[order, 0], nodes[order, 1]] = np.arange(len(nodes))
        self._nodes = nodes[order]
        self._outputs = np.empty((len(nodes), model.spec.pixel_count), np.float32)
        self._offsets = np.empty(len(nodes))
        self._log_prior = model.log_prior(self.places(self._nodes))
        self._filled = 0

    def fill(self) -> Iterator[None]:
        """Decode the nodes, a block between two yields; a filling that was left goes on where it stood."""
        block = max(min(_BLOCK, _BLOCK_VALUES // self.model.spec.pixel_count), 1)
        while self._filled < len(self._nodes):
            part = slice(self._filled, self._filled + block)
            self._outputs[part] = self.model.outputs(self.places(self._nodes[part]))
            self._offsets[part] = self.model.offsets(self._outputs[part])
            self._filled += block
            yield

    @classmethod
    def around(cls, model: GenerativeModel, mu: np.ndarray, logvar: np.ndarray | None) -> DecodeGrid:
        """Return the grid, still to be filled, that holds the prior, where there is one, and every code.

        Parameters
        ----------
        model : GenerativeModel
        mu : (n, 2) float
            Codes.
        logvar : (n, 2) float or None
        """
        spread = np.zeros(2) if logvar is None else 3 * np.exp(0.5 * np.median(logvar, axis=0))
        low, high = mu.min(axis=0) - spread, mu.max(axis=0) + spread
        if model.has_prior:
            low, high = np.minimum(low, -_PRIOR_REACH), np.maximum(high, _PRIOR_REACH)
        room = np.maximum(_ROOM * (high - low), 1e-3)
        low, high = low - room, high + room
        return cls(model, (float(low[0]), float(high[0]), float(low[1]), float(high[1])))

    def places(self, nodes: np.ndarray, level: int = 0) -> np.ndarray:
        """Return where nodes ``(n, 2)`` of a lattice ``2 ** level`` times finer lie, ``(n, 2) float64``."""
        places: np.ndarray = self.origin + nodes * (self.spacing / 2.0**level)
        return places

    def even_nodes(self) -> np.ndarray:
        """Return the nodes that are even in both numbers, ``(n, 2) int64``, as of a lattice twice coarser."""
        return self._nodes[: (self.side // 2) ** 2] // 2

    def even_log_joint(self, image: np.ndarray) -> np.ndarray:
        """Return log p(x, z) at :meth:`even_nodes` for an image ``(h·w·c,)``, in single precision."""
        return self._log_joint(slice((self.side // 2) ** 2), image)

    def log_joint(self, nodes: np.ndarray, image: np.ndarray) -> np.ndarray:
        """Return log p(x, z) at nodes inside the grid, ``(n,) float64``, without asking the decoder."""
        return self._log_joint(self._rows[nodes[:, 0], nodes[:, 1]], image)

    def _log_joint(self, rows: slice | np.ndarray, image: np.ndarray) -> np.ndarray:
        products = (self._outputs[rows] @ image.astype(np.float32)).astype(np.float64)
        likelihood = (products - self._offsets[rows]) / self.model.scale
        joint: np.ndarray = likelihood - self.model.image_term(image) + self._log_prior[rows]
        return joint
