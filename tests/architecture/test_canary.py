from __future__ import annotations

import json
import subprocess
import sys

LOOSE_REFERENCES = 100

# In a process of its own: a Qt binding that loses references to None ends the whole process sooner or later.
CANARY = """
import json, sys
from PySide6.QtCore import QObject, QRect, Signal, Slot
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel

class Bird(QObject):
    sang = Signal(object)
    heard = 0

    @Slot(object)
    def hear(self, song):
        self.heard += 1

app, bird, label = QApplication([]), Bird(), QLabel()
image = QImage(8, 8, QImage.Format.Format_RGB32)
bird.sang.connect(bird.hear)
before = sys.getrefcount(None), sys.getrefcount(True)
for number in range(10_000):
    bird.sang.emit(number)
    label.setText(str(number))
    painter = QPainter(image)
    painter.drawRect(QRect(0, 0, number % 8, 4))
    painter.end()
after = sys.getrefcount(None), sys.getrefcount(True)
print(json.dumps({"heard": bird.heard, "text": label.text(), "lost": [a - b for a, b in zip(before, after)]}))
"""


def test_that_the_qt_binding_keeps_its_references():
    """On Python 3.12 and newer None cannot be lost, and what is left to see is that the process lives."""
    done = subprocess.run([sys.executable, "-c", CANARY], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    song = json.loads(done.stdout)
    assert song["heard"] == 10_000
    assert song["text"] == "9999"
    assert max(song["lost"]) < LOOSE_REFERENCES
