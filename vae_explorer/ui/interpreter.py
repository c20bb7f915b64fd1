"""The language that the program speaks: as the person chose, or as the system does."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from vae_explorer.assets import resource_path

SOURCE_LANGUAGE = "en"
TRANSLATED_LANGUAGE = "zh_CN"


def system_language() -> str:
    """Return the one of the program's languages that the system speaks."""
    is_chinese = QLocale.system().language() is QLocale.Language.Chinese
    return TRANSLATED_LANGUAGE if is_chinese else SOURCE_LANGUAGE


class Interpreter(QObject):
    """Installs the translators of one language, Qt's own among them.

    Parameters
    ----------
    application : QApplication
        Gets them.
    """

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._translators: list[QTranslator] = []
        self._language = SOURCE_LANGUAGE

    def speak(self, language: str) -> None:
        """Speak a language from now on, or the system's where the name is empty."""
        self._language = language or system_language()
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._translators = []
        if self._language == SOURCE_LANGUAGE:
            return
        for name, folder in (
            (f"vae_explorer_{self._language}", str(resource_path("translations"))),
            (f"qtbase_{self._language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ):
            translator = QTranslator(self)
            if translator.load(name, folder):
                self._application.installTranslator(translator)
                self._translators.append(translator)

    @property
    def is_readable(self) -> bool:
        """Whether the letters of the language can be drawn; without a font that has them they are boxes."""
        writing = QFontDatabase.WritingSystem.SimplifiedChinese
        return self._language != TRANSLATED_LANGUAGE or writing in QFontDatabase.writingSystems()
