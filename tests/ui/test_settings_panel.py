from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton

from vae_explorer.autoencoders.specification import DEFAULT_HIDDEN
from vae_explorer.errors import UsageError
from vae_explorer.state.training_state import TrainingSettings
from vae_explorer.state.wish import SettingsWish
from vae_explorer.training.recipe import batch_and_rate
from vae_explorer.ui.choice_button import ChoiceButton
from vae_explorer.ui.hidden_layers import layers_text, parse_layers
from vae_explorer.ui.number_box import NumberBox
from vae_explorer.ui.settings_panel import SettingsPanel
from vae_explorer.ui.theme import DARK

DEVICES = ("auto", "cpu")


@pytest.fixture
def panel(qtbot) -> SettingsPanel:
    made = SettingsPanel(DARK)
    qtbot.addWidget(made)
    made.resize(280, 640)
    made.show()
    made.show_settings(TrainingSettings(), DEVICES)
    return made


@pytest.fixture
def wishes(panel) -> list[SettingsWish]:
    found: list[SettingsWish] = []
    panel.settings_requested.connect(found.append)
    return found


def write(qtbot, panel, name: str, text: str) -> QLineEdit:
    field = panel.findChild(QLineEdit, name)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    if not text:
        qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    return field


def choose(qtbot, panel, name: str, value: str) -> None:
    button = panel.findChild(ChoiceButton, name)
    qtbot.keyClick(button, Qt.Key.Key_Down)
    action = next(item for item in button.choice_menu.actions() if item.data() == value)
    place = button.choice_menu.actionGeometry(action).center()
    qtbot.mouseClick(button.choice_menu, Qt.MouseButton.LeftButton, pos=place)


def note(panel, field: str) -> str:
    label = panel.findChild(QLabel, f"{field}_note")
    return label.text() if label.isVisible() else ""


@pytest.mark.parametrize(
    ("field", "text", "change"),
    [
        ("hidden_field", "64 32", {"hidden": (64, 32)}),
        ("hidden_field", "", {"hidden": ()}),
        ("c_field", "0,25", {"c": 0.25}),
        ("learning_rate_field", "1e-3", {"learning_rate": 1e-3}),
        ("weight_decay_field", "0", {"weight_decay": 0.0}),
        ("seed_field", "9000000000", {"seed": 9_000_000_000}),
    ],
)
def test_that_a_valid_entry_is_asked_for(qtbot, panel, wishes, field, text, change):
    write(qtbot, panel, field, text)
    assert wishes == [SettingsWish(msgspec.structs.replace(TrainingSettings(), **change))]


@pytest.mark.parametrize(
    ("field", "text", "hint"),
    [
        ("hidden_field", "512, many", "many"),
        ("hidden_field", "512, 0", "1 to"),
        ("hidden_field", ",".join(["8"] * 13), "12"),
        ("c_field", "0", "1e-06"),
        ("c_field", "nan", "1e-06"),
        ("learning_rate_field", "fast", "number"),
        ("learning_rate_field", "inf", "number"),
        ("weight_decay_field", "-1", "0 to 10"),
        ("seed_field", "1.5", "number"),
        ("seed_field", "9" * 30, "number"),
    ],
)
def test_that_an_invalid_entry_is_explained_and_never_asked_for(qtbot, panel, wishes, field, text, hint):
    edited = write(qtbot, panel, field, text)
    assert wishes == []
    assert hint in note(panel, field)
    assert edited.property("isValid") is False
    assert hint in edited.accessibleDescription()


def test_that_a_corrected_entry_is_asked_for_and_no_longer_complained_about(qtbot, panel, wishes):
    write(qtbot, panel, "hidden_field", "x")
    write(qtbot, panel, "hidden_field", "16")
    assert [wish.settings.hidden for wish in wishes] == [(16,)]
    assert note(panel, "hidden_field") == ""


def test_that_a_wrong_entry_does_not_hold_up_the_other_fields(qtbot, panel, wishes):
    write(qtbot, panel, "hidden_field", "x")
    write(qtbot, panel, "c_field", "2")
    assert [(wish.settings.hidden, wish.settings.c) for wish in wishes] == [(DEFAULT_HIDDEN["mlp"], 2.0)]


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("latent_dim_field", "latent_dim"),
        ("settings_epochs_field", "epochs"),
        ("batch_size_field", "batch_size"),
    ],
)
def test_that_whole_numbers_are_asked_for_once_entered(qtbot, panel, wishes, field, name):
    box = panel.findChild(NumberBox, field)
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "12")
    assert wishes == []
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert [getattr(wish.settings, name) for wish in wishes] == [12]


def test_that_a_convolutional_network_brings_its_own_layers_unless_a_person_wrote_some(qtbot, panel, wishes):
    choose(qtbot, panel, "network_field", "conv")
    assert wishes[-1].settings.hidden == DEFAULT_HIDDEN["conv"]
    write(qtbot, panel, "hidden_field", "5")
    choose(qtbot, panel, "network_field", "mlp")
    assert wishes[-1].settings.hidden == (5,)


def test_that_c_is_learned_only_with_the_gaussian_likelihood(qtbot, panel, wishes):
    learn = panel.findChild(QCheckBox, "learn_c_field")
    assert not learn.isEnabled()
    choose(qtbot, panel, "likelihood_field", "gaussian")
    assert learn.isEnabled()
    qtbot.mouseClick(learn, Qt.MouseButton.LeftButton, pos=QPoint(10, learn.height() // 2))
    assert wishes[-1].settings.is_c_learned
    assert not panel.findChild(QLineEdit, "c_field").isEnabled()


def test_that_the_equivalent_beta_is_shown(qtbot, panel):
    write(qtbot, panel, "c_field", "4")
    assert "β = 4" in note(panel, "c_field")


def test_that_defaults_can_be_restored(qtbot, panel, wishes):
    restore = panel.findChild(QPushButton, "settings_restore")
    assert not restore.isEnabled()
    changed = TrainingSettings(hidden=(8,), c=3.0, epochs=2)
    panel.show_settings(changed, DEVICES)
    qtbot.mouseClick(restore, Qt.MouseButton.LeftButton)
    assert wishes == [SettingsWish(TrainingSettings())]
    assert panel.findChild(QLineEdit, "hidden_field").text() == "512, 256, 128"


def automatic_texts(panel) -> tuple[str, str]:
    """Return what the batch and the rate say while nobody has chosen them."""
    rate = panel.findChild(QLineEdit, "learning_rate_field")
    assert rate.text() == ""
    return panel.findChild(NumberBox, "batch_size_field").text(), rate.placeholderText()


def test_that_an_automatic_batch_and_rate_say_what_they_are_for_the_data_at_hand(panel):
    assert automatic_texts(panel) == ("auto", "auto")
    for images in (1617, 60_000):
        panel.show_settings(TrainingSettings(), DEVICES, images)
        size, rate = batch_and_rate(images)
        assert automatic_texts(panel) == (f"auto ({size})", f"auto ({rate:g})")
    panel.show_settings(TrainingSettings(image_limit=1617), DEVICES, 60_000)
    assert automatic_texts(panel)[0] == f"auto ({batch_and_rate(1617)[0]})"


def test_that_the_automatic_rate_follows_a_batch_that_is_chosen_and_both_lead_back(qtbot, panel, wishes):
    panel.show_settings(TrainingSettings(), DEVICES, 60_000)
    box = panel.findChild(NumberBox, "batch_size_field")
    rate = panel.findChild(QLineEdit, "learning_rate_field")
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "16")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert rate.placeholderText() == f"auto ({batch_and_rate(0, 16)[1]:g})"
    write(qtbot, panel, "learning_rate_field", "0.01")
    write(qtbot, panel, "learning_rate_field", "")
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "0")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    chosen = [(wish.settings.batch_size, wish.settings.learning_rate) for wish in wishes]
    assert chosen == [(16, None), (16, 0.01), (16, None), (None, None)]
    assert automatic_texts(panel) == tuple(f"auto ({each:g})" for each in batch_and_rate(60_000))


def test_that_an_automatic_batch_is_counted_on_from_what_it_is(qtbot, panel, wishes):
    panel.show_settings(TrainingSettings(), DEVICES, 60_000)
    box = panel.findChild(NumberBox, "batch_size_field")
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Up)
    qtbot.keyClick(box, Qt.Key.Key_Up)
    size, _ = batch_and_rate(60_000)
    assert [wish.settings.batch_size for wish in wishes] == [size + 1, size + 2]


def test_that_showing_settings_asks_for_nothing(panel, wishes):
    panel.show_settings(TrainingSettings(network="conv", hidden=(4,), latent_dim=3, epochs=5), DEVICES)
    assert wishes == []


def test_that_escape_closes_the_panel(qtbot, panel):
    with qtbot.waitSignal(panel.close_requested):
        qtbot.keyClick(panel.findChild(QLineEdit, "c_field"), Qt.Key.Key_Escape)


def test_that_layers_survive_being_written_and_read():
    assert parse_layers(layers_text((512, 256, 128)), "mlp") == (512, 256, 128)
    with pytest.raises(UsageError):
        parse_layers("", "conv")
