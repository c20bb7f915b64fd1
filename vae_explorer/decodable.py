"""Classes that are decoded in several threads."""

from __future__ import annotations

from typing import TypeVar

import msgspec

_Struct = TypeVar("_Struct", bound=msgspec.Struct)


def decodable(kind: type[_Struct]) -> type[_Struct]:
    """Have a class's fields described now, while its module is imported; return it.

    msgspec describes a class when one of its kind is first decoded. Two threads that both do that for the
    first time bring the program down: the second finds a description that the first has only begun.
    """
    msgspec.json.Decoder(kind)
    return kind
