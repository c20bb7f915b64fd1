"""Where training gets its batches from: images on the device, or a file that is larger than memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from vae_explorer.data.mapping import forget_pages, is_mapped, rows_of
from vae_explorer.training.images import place_images

# Read at a time; long enough that a disk delivers at full speed.
_BLOCK_BYTES = 4 * 2**20
# Blocks whose images are mixed with one another.
_BLOCKS_IN_BUFFER = 16
# Of mapped images no more than this is measured where training measures a whole split.
_SAMPLE_BYTES = 64 * 2**20


class ImageSource(Protocol):
    """Gives out the images of an epoch in batches, in an order that the generator alone decides."""

    def __len__(self) -> int:
        """Return the number of images."""

    def batches(self, generator: torch.Generator, skipped: int = 0) -> Iterator[Tensor]:
        """Yield the batches ``(b, h·w·c) uint8`` of one epoch, without the first ``skipped`` ones."""

    def rows(self, indices: np.ndarray) -> Tensor:
        """Return some images, ``(k, h·w·c) uint8``."""

    def sample(self) -> Tensor:
        """Return all images, or as many evenly spread ones as memory is spent on."""


def image_source(images: np.ndarray, device: torch.device, batch_size: int) -> ImageSource:
    """Return the source that suits where the images ``(n, h, w, c) uint8`` lie."""
    if is_mapped(images):
        return MappedImages(images, batch_size)
    return ResidentImages(place_images(images, device), batch_size)


def test_part(images: np.ndarray) -> np.ndarray:
    """Return the test images that are measured: all, or evenly spread ones where they lie in a large file."""
    if not is_mapped(images):
        return images
    return rows_of(images, _spread(len(images), _affordable(images)))


class ResidentImages:
    """Images on the device, or in main memory: every epoch is a permutation of all of them.

    Parameters
    ----------
    images : (n, h·w·c) uint8
        Wherever they are, there the batches are put together.
    batch_size : int
        Images in a batch; the last one may have fewer.
    """

    def __init__(self, images: Tensor, batch_size: int) -> None:
        self._images = images
        self._batch_size = batch_size

    def __len__(self) -> int:
        return len(self._images)

    def batches(self, generator: torch.Generator, skipped: int = 0) -> Iterator[Tensor]:
        """Yield the batches of one epoch, without the first ``skipped`` ones."""
        order = torch.randperm(len(self._images), generator=generator).to(self._images.device)
        for indices in torch.split(order, self._batch_size)[skipped:]:
            yield self._images.index_select(0, indices)

    def rows(self, indices: np.ndarray) -> Tensor:
        """Return some images."""
        wanted = torch.from_numpy(np.array(indices, np.int64))
        return self._images[wanted.to(self._images.device)]

    def sample(self) -> Tensor:
        """Return all images."""
        return self._images


class MappedImages:
    """Images in a file: every epoch reads its blocks in a new order and mixes the images of several.

    The file is cut into blocks of 4 MiB (at least one image). An epoch takes the blocks in random order, 16
    at a time: their images fill a buffer, are mixed in it, and leave it as batches; what does not fill a
    batch goes in front of the next 16 blocks' images. So each image comes exactly once an epoch, the same
    seed gives the same order, and two images can share a batch wherever in the file they lie. How well a
    file that is sorted, by class say, gets mixed is decided by the buffer: 64 MiB from 16 random places.

    Parameters
    ----------
    images : (n, h, w, c) uint8
        Mapped.
    batch_size : int
        Images in a batch; the last one may have fewer.
    """

    def __init__(self, images: np.ndarray, batch_size: int) -> None:
        self._images = images.reshape(len(images), -1)
        self._batch_size = batch_size
        self._block_rows = max(_BLOCK_BYTES // self._images.shape[1], 1)

    def __len__(self) -> int:
        return len(self._images)

    def batches(self, generator: torch.Generator, skipped: int = 0) -> Iterator[Tensor]:
        """Yield the batches of one epoch, without the first ``skipped`` ones; what is skipped is not read."""
        size = self._batch_size
        blocks = torch.randperm(-(-len(self) // self._block_rows), generator=generator)
        unread = skipped * size
        rest = torch.empty((0, self._images.shape[1]), dtype=torch.uint8)
        for group in torch.split(blocks, _BLOCKS_IN_BUFFER):
            starts = [int(block) * self._block_rows for block in group]
            counts = [min(self._block_rows, len(self) - start) for start in starts]
            order = torch.randperm(sum(counts), generator=generator)
            if unread >= len(order):
                unread -= len(order)
                continue
            mixed = self._read(starts, counts)[order[unread:]]
            unread = 0
            waiting = torch.cat([rest, mixed])
            whole = len(waiting) // size * size
            yield from torch.split(waiting[:whole], size) if whole else ()
            rest = waiting[whole:].clone()
        if len(rest):
            yield rest

    def rows(self, indices: np.ndarray) -> Tensor:
        """Return some images."""
        return torch.from_numpy(rows_of(self._images, indices))

    def sample(self) -> Tensor:
        """Return evenly spread images."""
        return self.rows(_spread(len(self), _affordable(self._images)))

    def _read(self, starts: list[int], counts: list[int]) -> Tensor:
        buffer = np.empty((sum(counts), self._images.shape[1]), np.uint8)
        filled = 0
        for start, count in zip(starts, counts, strict=True):
            buffer[filled : filled + count] = self._images[start : start + count]
            filled += count
            forget_pages(self._images)
        return torch.from_numpy(buffer)


def _affordable(images: np.ndarray) -> int:
    return max(_SAMPLE_BYTES * len(images) // images.size, 1)


def _spread(count: int, wanted: int) -> np.ndarray:
    """Return evenly spread positions, all where no fewer are wanted."""
    return np.linspace(0, count - 1, min(count, wanted)).round().astype(np.int64)
