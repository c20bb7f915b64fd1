from __future__ import annotations

import pytest

from vae_explorer.errors import WriteError
from vae_explorer.settings import RECENT_LIMIT, SettingsFile, UserSettings


def test_that_settings_come_back_as_they_were_saved():
    settings = UserSettings(
        language="zh_CN",
        theme="dark",
        device="cuda:1",
        dataset="kmnist",
        recent_datasets=("/data/Ziffern", "fotos"),
        recent_models=("a.safetensors",),
        training={"vae": {"epochs": 20, "learning_rate": 2e-3, "c": "auto", "is_fair": True, "seed": None}},
    )
    SettingsFile().save(settings)
    assert SettingsFile().load() == settings


def test_that_the_first_start_has_defaults_and_writes_nothing():
    file = SettingsFile()
    assert file.load() == UserSettings()
    assert not file.path.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b'{"theme": "pink"}', b'{"training": [1]}', b"[" * 100_000],
    ids=["empty", "torn", "binary", "unknown choice", "wrong type", "deep"],
)
def test_that_a_broken_file_is_set_aside_and_defaults_are_used(content):
    file = SettingsFile()
    file.path.write_bytes(content)
    assert file.load() == UserSettings()
    assert file.path.with_name("settings.json.broken").read_bytes() == content
    file.save(UserSettings(theme="light"))
    assert file.load().theme == "light"


def test_that_fields_of_a_later_version_do_no_harm():
    file = SettingsFile()
    file.path.write_text('{"theme": "dark", "hologram": true}', encoding="utf-8")
    assert file.load() == UserSettings(theme="dark")


def test_that_a_failed_save_leaves_the_old_settings(tmp_path, monkeypatch):
    file = SettingsFile(tmp_path / "settings.json")
    file.save(UserSettings(theme="dark"))
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(WriteError, match="No space left"):
        file.save(UserSettings(theme="light"))
    assert file.load().theme == "dark"
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_that_the_newest_path_comes_first_and_old_ones_fall_out():
    settings = UserSettings()
    for number in range(RECENT_LIMIT + 3):
        settings = settings.with_recent_dataset(str(number)).with_recent_model(f"{number}.safetensors")
    settings = settings.with_recent_dataset("5")
    assert settings.recent_datasets[:2] == ("5", str(RECENT_LIMIT + 2))
    assert settings.recent_datasets.count("5") == 1
    assert len(settings.recent_datasets) == len(settings.recent_models) == RECENT_LIMIT
