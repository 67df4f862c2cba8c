"""`attune models`: a model that cannot speak is refused before anything is changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.engine import catalogue
from tests.cli.test_words import Shell


@pytest.fixture
def shell(tmp_path: Path, key_file: Path) -> Shell:
    return Shell(tmp_path, key_file)


def test_a_file_that_is_no_model_is_refused(shell: Shell, tmp_path: Path) -> None:
    source = tmp_path / "mine.gguf"
    source.write_bytes(b"GGUF\x03\0\0\0" + (5).to_bytes(8, "little") * 2 + b"rest")
    said = shell.fails("models", "add", str(source))
    assert "mine cannot speak, so nothing was changed." in said
    assert "unexpected" not in said
    assert "mine" not in [model["name"] for model in shell.json("models")["models"]]
    folder = tmp_path / "home" / "models"
    folder.mkdir()
    shutil.copyfile(source, folder / "mine.gguf")
    assert "mine cannot speak" in shell.fails("models", "use", "mine")
    assert [model["name"] for model in shell.json("models")["models"] if model["active"]] == ["smollm2-135m-instruct"]


@pytest.mark.model
def test_a_model_whose_template_takes_no_system_text_is_refused(
    shell: Shell, embedded: catalogue.Model, tmp_path: Path
) -> None:
    path = tmp_path / "strict.gguf"
    shutil.copyfile(embedded.path, path)
    with path.open("r+b") as file:
        head = file.read(1 << 22)
        name = b"tokenizer.chat_template"
        # its type and its length stand between the name and the text
        place = head.index(name) + len(name) + 4
        size = int.from_bytes(head[place : place + 8], "little")
        text = b"{% if messages[0]['role'] == 'system' %}{{ raise_exception('no') }}{% endif %}{{ messages }}"
        file.seek(place + 8)
        file.write(text.ljust(size))
    said = shell.fails("models", "add", str(path))
    assert "strict cannot speak, so nothing was changed. The model's chat template refused" in said
