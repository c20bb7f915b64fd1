"""Rules that no linter knows, held over every module of the package; each is first shown to bite."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, breaches, calls, dotted, imported_names, modules
from vae_explorer import errors

ERROR_NAMES = {name for name, kind in vars(errors).items() if inspect.isclass(kind)}
CONTAINERS = (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp, ast.SetComp)
MUTATORS = {"append", "extend", "insert", "add", "update", "pop", "popitem", "remove", "clear", "setdefault"}


def unpickling(tree: ast.Module) -> Iterator[ast.AST]:
    for node, name in imported_names(tree):
        if name.split(".")[0] in {"pickle", "cPickle", "dill", "cloudpickle", "marshal", "shelve", "joblib"}:
            yield node
    for node, name in calls(tree):
        options = {keyword.arg: keyword.value for keyword in node.keywords}
        if "allow_pickle" in options and not is_constant(options["allow_pickle"], value=False):
            yield node
        is_safe = is_constant(options.get("weights_only"), value=True)
        if name == "torch.save" or (name == "torch.load" and not is_safe):
            yield node


def killing_threads(tree: ast.Module) -> Iterator[ast.AST]:
    for node, name in calls(tree):
        if name.rpartition(".")[2] == "terminate":
            yield node


def foreign_slots(tree: ast.Module) -> Iterator[ast.AST]:
    """A lambda, a partial or a plain function runs in the thread of whoever emits."""
    methods = {node for kind in ast.walk(tree) if isinstance(kind, ast.ClassDef) for node in kind.body}
    functions = {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node not in methods
    }
    for node, _ in calls(tree):
        if isinstance(node.func, ast.Attribute) and node.func.attr in {"connect", "singleShot"}:
            slots = node.args[:1] if node.func.attr == "connect" else node.args[1:]
            if any(isinstance(slot, ast.Lambda | ast.Call) or dotted(slot) in functions for slot in slots):
                yield node


def undecorated_slots(tree: ast.Module) -> Iterator[ast.AST]:
    for kind in [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]:
        methods = {node.name: node for node in kind.body if isinstance(node, ast.FunctionDef)}
        for node, name in calls(kind):
            if not name.endswith(".connect") or not node.args:
                continue
            owner, _, slot = dotted(node.args[0]).rpartition(".")
            if owner == "self" and slot in methods and not has_slot_decorator(methods[slot]):
                yield methods[slot]


def has_slot_decorator(method: ast.FunctionDef) -> bool:
    names = [dotted(item.func if isinstance(item, ast.Call) else item) for item in method.decorator_list]
    return any(name.rpartition(".")[2] == "Slot" for name in names)


def untranslatable_texts(tree: ast.Module) -> Iterator[ast.AST]:
    """What is put together before tr() sees it is extracted in pieces and never matches."""
    for node, name in calls(tree):
        is_translation = name.rpartition(".")[2] == "tr" or name.endswith("Application.translate")
        if is_translation and is_put_together(*node.args):
            yield node


def finished_error_texts(tree: ast.Module) -> Iterator[ast.AST]:
    """An error keeps its template and its values apart, so that the window can translate it."""
    for node, name in calls(tree):
        texts = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg == "remedy")]
        if name.rpartition(".")[2] in ERROR_NAMES and is_put_together(*texts):
            yield node


def shared_state(tree: ast.Module) -> Iterator[ast.AST]:
    """A table of constants is fine; whatever changes belongs to an object."""
    constants = set()
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AnnAssign) and is_container(node.value):
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            constants.update(names)
            if any(not name.lstrip("_").isupper() and name != "__all__" for name in names):
                yield node
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield node
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            if dotted(node.value) in constants:
                yield node
        elif isinstance(node, ast.Call):
            owner, _, method = dotted(node.func).rpartition(".")
            if method in MUTATORS and owner in constants:
                yield node


def is_container(value: ast.expr | None) -> bool:
    made = isinstance(value, ast.Call) and dotted(value.func).rpartition(".")[2]
    return isinstance(value, CONTAINERS) or made in {"dict", "list", "set", "defaultdict", "deque", "Counter"}


def widgets_in_workers(tree: ast.Module) -> Iterator[ast.AST]:
    for node, name in imported_names(tree):
        if name.startswith("PySide6") and not name.startswith("PySide6.QtCore"):
            yield node


def torn_writes(tree: ast.Module) -> Iterator[ast.AST]:
    """A file written in place is half a file when the process is killed; adding to a part of one is not."""
    for node, name in calls(tree):
        last = name.rpartition(".")[2] or getattr(node.func, "attr", "")
        if last in {"write_text", "write_bytes"} or name in {"save_file", "safetensors.torch.save_file"}:
            yield node
        if last == "open" and any(is_writing_mode(argument) for argument in open_modes(node)):
            yield node


def open_modes(node: ast.Call) -> list[ast.expr]:
    return [*node.args[:2], *(keyword.value for keyword in node.keywords if keyword.arg == "mode")]


def is_writing_mode(node: ast.expr) -> bool:
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    return bool(text) and set(text) <= set("rwaxbt+") and bool(set(text) & set("wx+"))


def is_put_together(*texts: ast.expr) -> bool:
    return any(isinstance(text, ast.JoinedStr | ast.BinOp | ast.Call) for text in texts)


def is_constant(node: ast.expr | None, *, value: bool) -> bool:
    return isinstance(node, ast.Constant) and node.value is value


EVERYWHERE = [PACKAGE]
RULES = [
    (unpickling, "import pickle", EVERYWHERE),
    (unpickling, "torch.load(path)", EVERYWHERE),
    (unpickling, "np.load(path, allow_pickle=True)", EVERYWHERE),
    (killing_threads, "self._thread.terminate()", EVERYWHERE),
    (foreign_slots, "button.clicked.connect(lambda: None)", EVERYWHERE),
    (foreign_slots, "button.clicked.connect(partial(f, 1))", EVERYWHERE),
    (foreign_slots, "QTimer.singleShot(0, lambda: None)", EVERYWHERE),
    (foreign_slots, "def f():\n def g(): ...\n button.clicked.connect(g)", EVERYWHERE),
    (undecorated_slots, "class A:\n def b(self): self.x.connect(self.c)\n def c(self): ...", EVERYWHERE),
    (untranslatable_texts, "self.tr(f'{n} points')", EVERYWHERE),
    (untranslatable_texts, "self.tr('{} points'.format(n))", EVERYWHERE),
    (untranslatable_texts, "QCoreApplication.translate('Map', 'a' + b)", EVERYWHERE),
    (finished_error_texts, "raise DatasetError(f'{n} images')", EVERYWHERE),
    (finished_error_texts, "raise errors.DatasetError('bad', remedy=f'delete {x}')", EVERYWHERE),
    (shared_state, "cache = {}", EVERYWHERE),
    (shared_state, "def f():\n global x\n x = 1", EVERYWHERE),
    (shared_state, "NAMES = []\ndef f(): NAMES.append(1)", EVERYWHERE),
    (shared_state, "NAMES = {}\ndef f(): NAMES['a'] = 1", EVERYWHERE),
    (widgets_in_workers, "from PySide6 import QtWidgets", [PACKAGE / "workers"]),
    (widgets_in_workers, "from PySide6.QtGui import QImage", [PACKAGE / "workers"]),
    (torn_writes, "Path('a').write_text('b')", EVERYWHERE),
    (torn_writes, "open('a', 'wb')", EVERYWHERE),
    (torn_writes, "path.open('w')", EVERYWHERE),
]
ITSELF = {torn_writes: {PACKAGE / "atomic_file.py"}}

names = [f"{rule.__name__}: {sin.splitlines()[0]}" for rule, sin, _ in RULES]


@pytest.mark.parametrize(("rule", "sin"), [(rule, sin) for rule, sin, _ in RULES], ids=names)
def test_that_the_rule_bites(rule, sin):
    assert list(rule(ast.parse(sin)))


@pytest.mark.parametrize(
    ("rule", "folders"),
    {rule: pytest.param(rule, folders, id=rule.__name__) for rule, _, folders in RULES}.values(),
)
def test_that_no_module_breaks_the_rule(rule, folders: list[Path]):
    files = [file for folder in folders for file in modules(folder) if file not in ITSELF.get(rule, set())]
    assert files
    assert breaches(rule, files) == []
