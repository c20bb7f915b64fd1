"""The package's own source as syntax trees, for tests that hold rules over it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "vae_explorer"

Rule = Callable[[ast.Module], Iterator[ast.AST]]
"""Yields every node of a module that breaks the rule."""


def modules(folder: Path = PACKAGE) -> list[Path]:
    """Return every Python file below a folder."""
    return sorted(folder.rglob("*.py"))


def breaches(rule: Rule, files: list[Path]) -> list[str]:
    """Return ``file:line`` and the source of each place that breaks `rule`."""
    found = []
    for file in files:
        tree = ast.parse(file.read_text(encoding="utf-8"), filename=str(file))
        for node in rule(tree):
            place = f"{file.relative_to(PACKAGE.parent)}:{getattr(node, 'lineno', 1)}"
            found.append(f"{place}  {ast.unparse(node).splitlines()[0][:120]}")
    return found


def imported_names(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Yield every import statement with each full name that it brings in: ``PySide6.QtCore.Signal``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield node, f"{node.module}.{alias.name}"


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """Yield every call with the dotted name of what is called, as far as it is a name: ``torch.load``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def dotted(node: ast.AST) -> str:
    """Return ``a.b.c`` for such an expression; what comes before a call or an index is left away."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return ""
