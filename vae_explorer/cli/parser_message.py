"""What the parser of the commands complains of, in the language that is spoken: it knows only English."""

from __future__ import annotations

import re

from vae_explorer.cli.language import told

PARSER_TEMPLATES = (
    "Invalid value for {parameter}: {reason}",
    "Invalid value: {reason}",
    "Missing argument {parameter}",
    "Missing option {parameter}. Choose from: {choices}",
    "Missing option {parameter}",
    "Missing command",
    "No such option: {option} (Possible options: {options})",
    "No such option: {option}",
    "No such command {command}. Did you mean {commands}?",
    "No such command {command}",
    "Option {option} requires an argument",
    "Option {option} does not take a value",
    "Got unexpected extra argument ({arguments})",
    "Got unexpected extra arguments ({arguments})",
    "Got unexpected extra argument(s) ({arguments})",
    "{value} is not one of {choices}",
    "Input should be a valid integer, unable to parse string as an integer",
    "Input should be a valid number, unable to parse string as a number",
)
"""Its sentences, without the stop at their end."""


def translated_message(message: str) -> str:
    """Return a sentence of the parser in the language that is spoken, as it is where it is not known."""
    text = " ".join(message.split()).rstrip(".")
    for template in PARSER_TEMPLATES:
        found = re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(template)), text)
        if found is not None:
            values = {name: translated_message(value) for name, value in found.groupdict().items()}
            return told(template, **values)
    return text
