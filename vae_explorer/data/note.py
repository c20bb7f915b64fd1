"""What a person should know of how a data set was read."""

from __future__ import annotations

from typing import Self


class DatasetNote(str):
    """A sentence in English that knows what it was made from, so that it can be said in other languages.

    Parameters
    ----------
    template : str
        A literal template, such as ``"{test} of {count} images were set aside for testing"``.
    **values : object
        What fills it.
    """

    __slots__ = ("template", "values")
    template: str
    values: dict[str, object]

    def __new__(cls, template: str, **values: object) -> Self:
        """Fill the template in."""
        made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made
