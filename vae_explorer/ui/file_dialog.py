"""The system's own dialogs for files and folders, which never hold up the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from vae_explorer.assets import MODEL_SUFFIX

ARRAY_SUFFIXES = (".npz", ".npy")


def open_file_dialog(parent: QWidget, title: str, name_filter: str) -> QFileDialog:
    """Return a dialog for an existing file; connect ``fileSelected``, then call ``open``."""
    dialog = _dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(name_filter)
    return dialog


def open_folder_dialog(parent: QWidget, title: str) -> QFileDialog:
    """Return a dialog for an existing folder; connect ``fileSelected``, then call ``open``."""
    dialog = _dialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    return dialog


def save_file_dialog(
    parent: QWidget, title: str, name_filter: str, name: str, suffix: str = MODEL_SUFFIX
) -> QFileDialog:
    """Return a dialog for a new file; connect ``fileSelected``, then call ``open``."""
    dialog = _dialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter(name_filter)
    dialog.setDefaultSuffix(suffix.removeprefix("."))
    dialog.selectFile(name)
    return dialog


def is_model_file(path: str) -> bool:
    """Return whether a name is that of a model file."""
    return Path(path).suffix.lower() == MODEL_SUFFIX


def is_dataset_path(path: str) -> bool:
    """Return whether a dropped path may be a data set: a folder or a file of arrays."""
    return Path(path).suffix.lower() in ARRAY_SUFFIXES or Path(path).is_dir()


def _dialog(parent: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setObjectName("file_dialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
