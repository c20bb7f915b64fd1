"""Reads a table of translated texts as people edit it, and writes it as the program reads it."""

from __future__ import annotations

import ast
import re
import struct

_ENTRY = re.compile(r'^msgid (".*")\nmsgstr (".*")$', re.MULTILINE)
_MAGIC = 0x950412DE


def entries(table: str) -> dict[str, str]:
    """Return all texts of a table with their translations, the head included under no text."""
    return {ast.literal_eval(text): ast.literal_eval(said) for text, said in _ENTRY.findall(table)}


def compiled(table: str) -> bytes:
    """Return the table in GNU gettext's binary form."""
    pairs = sorted((text.encode(), said.encode()) for text, said in entries(table).items())
    head = 7 * 4
    offset = head + 16 * len(pairs)
    blocks, places = [], []
    for column in (0, 1):
        for pair in pairs:
            places.append((len(pair[column]), offset))
            blocks.append(pair[column] + b"\0")
            offset += len(pair[column]) + 1
    second = head + 8 * len(pairs)
    made = struct.pack("<7I", _MAGIC, 0, len(pairs), head, second, 0, head + 16 * len(pairs))
    return made + b"".join(struct.pack("<2I", *place) for place in places) + b"".join(blocks)
