from __future__ import annotations

import pytest

from vae_explorer.errors import WriteError
from vae_explorer.settings import SettingsFile, UserSettings


def test_that_settings_come_back_as_they_were_saved():
    settings = UserSettings(
        dataset="kmnist",
        recent_datasets=("/data/Ziffern", "fotos"),
        training={
            "epochs": 20,
            "learning_rate": 2e-3,
            "network": "mlp",
            "is_fair": True,
            "hidden": [512, 128],
        },
    )
    SettingsFile().save(settings)
    assert SettingsFile().load() == settings


def test_that_the_first_start_has_defaults_and_writes_nothing():
    file = SettingsFile()
    assert file.load() == UserSettings()
    assert not file.path.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b'{"dataset": 7}', b'{"training": [1]}', b"[" * 100_000],
    ids=["empty", "torn", "binary", "wrong type", "wrong shape", "deep"],
)
def test_that_a_broken_file_is_set_aside_and_defaults_are_used(content):
    file = SettingsFile()
    file.path.write_bytes(content)
    assert file.load() == UserSettings()
    assert file.path.with_name("settings.json.broken").read_bytes() == content
    file.save(UserSettings(dataset="digits"))
    assert file.load().dataset == "digits"


def test_that_fields_of_a_later_version_do_no_harm():
    file = SettingsFile()
    file.path.write_text('{"dataset": "mnist", "hologram": true}', encoding="utf-8")
    assert file.load() == UserSettings(dataset="mnist")


def test_that_a_failed_save_leaves_the_old_settings(tmp_path, monkeypatch):
    file = SettingsFile(tmp_path / "settings.json")
    file.save(UserSettings(dataset="mnist"))
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(WriteError, match="No space left"):
        file.save(UserSettings(dataset="digits"))
    assert file.load().dataset == "mnist"
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]
