"""All keys of the window, with what they do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

KeyRow = tuple[str, str]


def key_rows() -> tuple[tuple[str, tuple[KeyRow, ...]], ...]:
    """Return groups of keys: a heading, and keys with their meaning."""
    translate = QCoreApplication.translate
    return (
        (
            translate("Keys", "On a map"),
            (
                (translate("Keys", "← ↑ → ↓"), translate("Keys", "walk the pin; with Shift in larger steps")),
                ("[   ]", translate("Keys", "pin the previous or next of the nearest codes")),
                ("+   −", translate("Keys", "zoom in, zoom out")),
                ("0", translate("Keys", "show all points")),
                ("Esc", translate("Keys", "give up what the pointer is doing, then what is selected")),
                (
                    translate("Keys", "Shift + lasso"),
                    translate("Keys", "add to what is selected"),
                ),
                (
                    translate("Keys", "Ctrl or Alt + lasso"),
                    translate("Keys", "take away from what is selected"),
                ),
                (
                    translate("Keys", "Space + drag, right-drag"),
                    translate("Keys", "move the plane"),
                ),
                (translate("Keys", "double click"), translate("Keys", "come closer")),
            ),
        ),
        (
            translate("Keys", "Training"),
            (
                ("Ctrl+T", translate("Keys", "train")),
                (translate("Keys", "Space"), translate("Keys", "pause, go on")),
            ),
        ),
        (
            translate("Keys", "Window"),
            (
                (
                    translate("Keys", "Tab, Shift+Tab"),
                    translate("Keys", "go to the next or previous control"),
                ),
                ("Ctrl+O", translate("Keys", "open a model file in the map that has the keyboard")),
                ("Ctrl+S", translate("Keys", "save the model of that map")),
                ("F1", translate("Keys", "open or leave the guide")),
                ("?", translate("Keys", "show this sheet")),
                ("Ctrl+Q", translate("Keys", "quit; nothing is lost")),
            ),
        ),
    )
