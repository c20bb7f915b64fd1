from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from vae_explorer import assets
from vae_explorer.errors import ExplorerError


def make_install(folder: Path, monkeypatch: pytest.MonkeyPatch, *, is_wheel: bool) -> Path:
    package = folder / "vae_explorer"
    home = package if is_wheel else folder
    package.mkdir(parents=True)
    (home / "models").mkdir()
    (home / "resources" / "icons").mkdir(parents=True)
    monkeypatch.setattr(assets, "__file__", str(package / "assets.py"))
    return home


@pytest.mark.parametrize("is_wheel", [True, False])
def test_that_bundled_files_are_found_in_a_wheel_and_in_the_source_tree(tmp_path, monkeypatch, is_wheel):
    home = make_install(tmp_path, monkeypatch, is_wheel=is_wheel)
    for name in ("mnist-vae.safetensors", "digits-ae.safetensors", "mnist-vae.md"):
        (home / "models" / name).touch()
    assert assets.resource_path("icons") == home / "resources" / "icons"
    assert [path.name for path in assets.model_paths()] == ["digits-ae.safetensors", "mnist-vae.safetensors"]
    assert assets.model_path("mnist", "vae") == home / "models" / "mnist-vae.safetensors"
    assert assets.card_path(assets.model_path("mnist", "vae")).is_file()


def test_that_a_missing_resource_is_named(tmp_path, monkeypatch):
    make_install(tmp_path, monkeypatch, is_wheel=True)
    with pytest.raises(ExplorerError, match=r"tour\.json"):
        assets.resource_path("tour.json")


def test_that_one_variable_moves_all_user_folders(tmp_path, monkeypatch):
    monkeypatch.setenv("VAE_EXPLORER_HOME", str(tmp_path / "stick"))
    folders = {assets.cache_folder(), assets.state_folder(), assets.config_folder()}
    assert len(folders) == 3
    assert all(folder.is_dir() and folder.parent == tmp_path / "stick" for folder in folders)


@pytest.mark.skipif(sys.platform != "linux", reason="the XDG variables are a matter of Linux")
def test_that_the_systems_folders_are_used_otherwise(tmp_path, monkeypatch):
    monkeypatch.delenv("VAE_EXPLORER_HOME")
    for name in ("CACHE", "STATE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    assert assets.cache_folder() == tmp_path / "CACHE" / "vae-explorer"
    assert assets.state_folder() == tmp_path / "STATE" / "vae-explorer"
    assert assets.config_folder() == tmp_path / "CONFIG" / "vae-explorer"


def test_that_a_folder_that_cannot_be_made_is_named(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("VAE_EXPLORER_HOME", str(tmp_path / "file"))
    with pytest.raises(ExplorerError, match="VAE_EXPLORER_HOME"):
        assets.cache_folder()


def test_that_importing_it_loads_nothing_heavy():
    code = "import sys, vae_explorer.assets; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"platformdirs", "numpy", "torch", "PySide6", "msgspec"} & set(loaded)
