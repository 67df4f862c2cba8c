"""Learned sliders on the command line: shown, switched off and on, and refused in a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.main import main
from assistant.engine.catalogue import Model
from assistant.engine.gguf import fingerprint
from assistant.nightrecords import NOTHING_OF_THEIRS, Origins, Purpose
from assistant.paths import Home
from assistant.store.keys import StoreKey
from assistant.store.store import Store, open_store

SHORTER, LONGER = Purpose(slider="length", direction=-1), Purpose(slider="length", direction=1)


@pytest.fixture
def attune(home: Home, key: StoreKey, key_file: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*words: str, code: int = 0) -> dict[str, Any]:
        head = ["--home", str(home.root), "--key-file", str(key_file), "--json"]
        assert main([*head, *words]) == code
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return run


@pytest.fixture
def learned(home: Home, key: StoreKey, embedded: Model) -> dict[Purpose, int]:
    """Both ends of a slider, a space and the person's own taste, all acting."""
    with open_store(home, key) as store:
        return {purpose: _use(store, purpose, embedded) for purpose in (SHORTER, LONGER, Purpose("work"), Purpose())}


def _use(store: Store, purpose: Purpose, model: Model) -> int:
    made = store.adapters.add(
        b"GGUF", base=fingerprint(model.path), settings={}, origins=NOTHING_OF_THEIRS, purpose=purpose
    )
    return store.adapters.use(made.id, strength=0.75).id


def acting(told: dict[str, Any]) -> set[int]:
    return {one["id"] for one in told["adapters"] if one["active"]}


def test_sliders_say_which_are_learned(attune: Any, learned: dict[Purpose, int]) -> None:
    rows = {row["name"]: row for row in attune("sliders", "set", "length", "-2")["sliders"]}
    assert (rows["length"]["adapter"], rows["length"]["scale"]) == (learned[SHORTER], 0.5)
    assert rows["warmth"]["adapter"] is None
    attune("adapters", "off", "--slider", "length")
    assert {row["name"]: row["adapter"] for row in attune("sliders")["sliders"]}["length"] is None


def test_each_is_switched_off_and_on_for_itself(attune: Any, learned: dict[Purpose, int]) -> None:
    everything = set(learned.values())
    assert acting(attune("adapters")) == everything
    assert acting(attune("adapters", "off", "--slider", "length", "--end", "high")) == everything - {learned[LONGER]}
    assert acting(attune("adapters", "rollback", "--slider", "length", "--end", "high")) == everything
    assert acting(attune("adapters", "off", "--slider", "length")) == everything - {learned[SHORTER], learned[LONGER]}
    assert learned[SHORTER] in acting(attune("adapters", "use", str(learned[SHORTER])))
    assert learned[Purpose("work")] not in acting(attune("adapters", "off", "--space", "work"))
    told = attune("adapters", "strength", "0.25", "--slider", "length", "--end", "low")
    assert {one["id"]: one["strength"] for one in told["adapters"]}[learned[SHORTER]] == 0.25


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("night", "--slider", "playfulness"), "cannot be measured"),
        (("night", "--slider", "warmth"), "not known which end"),
        (("night", "--end", "low"), "belongs to a slider"),
        (("night", "--wait", "--dry-run"), "goes with nothing else"),
        (("adapters", "off", "--end", "low"), "belongs to a slider"),
    ],
)
def test_what_cannot_be_meant_is_said_in_a_sentence(attune: Any, words: tuple[str, ...], said: str) -> None:
    assert said in attune(*words, code=1)["error"]["sentence"]


def test_a_dry_run_says_what_a_slider_night_would_learn(attune: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.training import beforehand

    monkeypatch.setattr(beforehand.hardware, "free_memory_bytes", lambda: 10**12)
    told = attune("night", "--slider", "warmth", "--end", "high", "--dry-run")
    assert told["outcome"] == "skipped"
    assert "warmer answers, as the slider warmth asks" in told["reason"]


def test_forgetting_says_what_was_learned_from_it(
    home: Home, key: StoreKey, key_file: Path, attune: Any, embedded: Model, capsys: pytest.CaptureFixture[str]
) -> None:
    ids = [attune("memory", "add", text)["preference"]["id"] for text in ("Be brief.", "I avoid caffeine.")]
    with open_store(home, key) as store:
        learned = Origins(preferences=frozenset(ids[:1]))
        made = store.adapters.add(b"GGUF", base=fingerprint(embedded.path), settings={}, origins=learned)
        store.adapters.use(made.id, strength=0.5)
    head = ["--home", str(home.root), "--key-file", str(key_file)]
    assert main([*head, "memory", "forget", str(ids[1])]) == 0
    assert capsys.readouterr().out == "Forgotten.\n"
    assert main([*head, "memory", "forget", str(ids[0])]) == 0
    said = capsys.readouterr().out
    assert f"version {made.id}. The next night learns again" in said
    assert "until then answers do without it." in said
    assert attune("adapters")["adapters"] == []
