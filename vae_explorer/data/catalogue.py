"""The data sets that have a name: where they come from, how large they are, and how to know them again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType


@dataclass(frozen=True)
class RemoteFile:
    """One file of a data set.

    Attributes
    ----------
    name : str
        Its name on every mirror and on this computer.
    size_bytes : int
    sha256 : str
        Of the file as it is fetched, in hexadecimal.
    """

    name: str
    size_bytes: int
    sha256: str


def is_intact(path: Path, file: RemoteFile) -> bool:
    """Return whether a file is there with the right size and check sum."""
    if not is_present(path, file):
        return False
    import hashlib

    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == file.sha256


def is_present(path: Path, file: RemoteFile) -> bool:
    """Return whether a file of the right size is there; its content is not looked at."""
    try:
        return path.is_file() and path.stat().st_size == file.size_bytes
    except OSError:
        return False


@dataclass(frozen=True)
class CatalogueEntry:
    """What is known of a data set before it is read.

    Attributes
    ----------
    name, title : str
        What the command line takes, and what a person reads.
    images : int
        Training and test images together.
    height, width, channels : int
    label_names : tuple of str
    licence : str
        With whom it comes from.
    source_url : str
        A page about it.
    files : tuple of RemoteFile
        Empty when the data set comes with the program.
    mirrors : tuple of str
        Addresses that the names of the files are appended to, tried in this order.
    """

    name: str
    title: str
    images: int
    height: int
    width: int
    channels: int
    label_names: tuple[str, ...]
    licence: str
    source_url: str
    files: tuple[RemoteFile, ...] = ()
    mirrors: tuple[str, ...] = ()


@dataclass(frozen=True)
class DatasetDescription:
    """What a list of data sets shows of one.

    Attributes
    ----------
    name, title : str
    images : int
        Training and test images together.
    height, width, channels, classes : int
    licence, source_url : str
    download_bytes : int
        What fetching it takes; 0 when it comes with the program.
    is_available : bool
        Whether it is on this computer.
    """

    name: str
    title: str
    images: int
    height: int
    width: int
    channels: int
    classes: int
    licence: str
    source_url: str
    download_bytes: int
    is_available: bool


DIGITS = CatalogueEntry(
    name="digits",
    title="Digits",
    images=1_797,
    height=8,
    width=8,
    channels=1,
    label_names=tuple("0123456789"),
    licence="CC BY 4.0 (Alpaydin and Kaynak, UCI Machine Learning Repository)",
    source_url="https://archive.ics.uci.edu/dataset/80",
)

MNIST = CatalogueEntry(
    name="mnist",
    title="MNIST",
    images=70_000,
    height=28,
    width=28,
    channels=1,
    label_names=tuple("0123456789"),
    licence="CC BY-SA 3.0 (LeCun, Cortes and Burges)",
    source_url="https://github.com/cvdfoundation/mnist",
    files=(
        RemoteFile(
            "train-images-idx3-ubyte.gz",
            9_912_422,
            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        ),
        RemoteFile(
            "train-labels-idx1-ubyte.gz",
            28_881,
            "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        ),
        RemoteFile(
            "t10k-images-idx3-ubyte.gz",
            1_648_877,
            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        ),
        RemoteFile(
            "t10k-labels-idx1-ubyte.gz",
            4_542,
            "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        ),
    ),
    mirrors=(
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
    ),
)

FASHION_MNIST = CatalogueEntry(
    name="fashion-mnist",
    title="Fashion-MNIST",
    images=70_000,
    height=28,
    width=28,
    channels=1,
    label_names=(
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ),
    licence="MIT (Zalando SE)",
    source_url="https://github.com/zalandoresearch/fashion-mnist",
    files=(
        RemoteFile(
            "train-images-idx3-ubyte.gz",
            26_421_880,
            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        ),
        RemoteFile(
            "train-labels-idx1-ubyte.gz",
            29_515,
            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        ),
        RemoteFile(
            "t10k-images-idx3-ubyte.gz",
            4_422_102,
            "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        ),
        RemoteFile(
            "t10k-labels-idx1-ubyte.gz",
            5_148,
            "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
        ),
    ),
    mirrors=(
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    ),
)

KMNIST = CatalogueEntry(
    name="kmnist",
    title="Kuzushiji-MNIST",
    images=70_000,
    height=28,
    width=28,
    channels=1,
    label_names=("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
    licence="CC BY-SA 4.0 (CODH, from the Kuzushiji Dataset of NIJL and others, doi:10.20676/00000341)",
    source_url="https://github.com/rois-codh/kmnist",
    files=(
        RemoteFile(
            "train-images-idx3-ubyte.gz",
            18_165_135,
            "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
        ),
        RemoteFile(
            "train-labels-idx1-ubyte.gz",
            29_497,
            "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
        ),
        RemoteFile(
            "t10k-images-idx3-ubyte.gz",
            3_041_136,
            "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
        ),
        RemoteFile(
            "t10k-labels-idx1-ubyte.gz",
            5_120,
            "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
        ),
    ),
    mirrors=(
        "https://codh.rois.ac.jp/kmnist/dataset/kmnist/",
        # The publisher's own server is not always reachable; the archive keeps the same files.
        "https://web.archive.org/web/2024id_/http://codh.rois.ac.jp/kmnist/dataset/kmnist/",
    ),
)

CATALOGUE: Mapping[str, CatalogueEntry] = MappingProxyType(
    {entry.name: entry for entry in (DIGITS, MNIST, FASHION_MNIST, KMNIST)}
)
"""The named data sets in the order in which they are listed."""
