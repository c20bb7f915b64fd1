"""Which literal templates the package may show in a notice, read from its source."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import vae_explorer
from vae_explorer import errors

PACKAGE = Path(vae_explorer.__file__).parent
ERRORS = {name for name, kind in vars(errors).items() if inspect.isclass(kind)}
NOTICES = {"say", "say_saved", "Notice", "told", "said", "DatasetNote"}
# The command line prints its own errors and opens no window.
WITHOUT_WINDOW = "cli"


def templates(*, is_window: bool = True) -> dict[str, str]:
    """Return every template of the window, or of the command line, with the module it stands in."""
    trees = {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if (path.relative_to(PACKAGE).parts[0] != WITHOUT_WINDOW) == is_window
    }
    constants = {name: text for tree in trees.values() for name, text in named_texts(tree)}
    kinds = ERRORS | {name for tree in trees.values() for name in derived_errors(tree)}
    return {
        text: module
        for module, tree in trees.items()
        for text in texts_of(tree, kinds, constants)
        if (text.strip("{}_abcdefghijklmnopqrstuvwxyz") if is_window else re.sub("{[^}]*}", "", text))
    }


def named_texts(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield what is called by a name and is a text."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            for target in node.targets:
                if isinstance(target, ast.Name) and isinstance(node.value.value, str):
                    yield target.id, node.value.value


def derived_errors(tree: ast.Module) -> Iterator[str]:
    """Yield classes that are made from the error types."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and {getattr(base, "id", "") for base in node.bases} & ERRORS:
            yield node.name


def texts_of(tree: ast.Module, kinds: set[str], constants: dict[str, str]) -> Iterator[str]:
    """Yield what stands in errors and notices, and what helpers are given as a remedy."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        remedies = [keyword.value for keyword in node.keywords if keyword.arg in ("what", "remedy")]
        is_message = name in kinds | NOTICES or bool(remedies)
        for part in [*(node.args if is_message else []), *remedies]:
            yield from texts_in(part, constants)


def texts_in(node: ast.expr, constants: dict[str, str]) -> Iterator[str]:
    """Yield the texts that an expression may stand for."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts_in(node.body, constants)
        yield from texts_in(node.orelse, constants)
    elif isinstance(node, ast.Name) and node.id in constants:
        yield constants[node.id]
