"""Answers on the command line, by the real model: asked for, stopped, compared, rewritten, rated and explained."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.test_words import ROOT, Shell

pytestmark = pytest.mark.model


@pytest.fixture
def shell(tmp_path: Path, key_file: Path) -> Shell:
    return Shell(tmp_path, key_file)


def test_ask_rate_why_and_a_follow_up(shell: Shell) -> None:
    shell.json("memory", "add", "I love green tea in the evening")
    asked = shell.json("ask", "-", "--max-tokens", "24", "--seed", "1", typed="Which green tea is best in the evening?")
    assert asked["answer"]
    assert asked["finish"] in ("stop", "length")
    assert [memory["text"] for memory in asked["sources"]["memories"]] == ["I love green tea in the evening"]
    assert asked["stats"]["generated_tokens"] <= 24
    again = shell.json("ask", "And in the morning?", "--chat", str(asked["chat"]), "--max-tokens", "8")
    assert again["chat"] == asked["chat"]
    assert again["turn"] != asked["turn"]
    assert shell.json("rate", str(asked["turn"]), "up", "--reason", "clear")["turn"] == asked["turn"]
    why = shell.json("why", str(asked["turn"]))["sources"]
    assert why["memories"][0]["reason"]
    plain = shell.json("ask", "Which green tea is best?", "--plain", "--max-tokens", "8")
    assert plain["sources"]["memories"] == []


def test_the_same_seed_gives_the_same_answer(shell: Shell) -> None:
    answers = {shell.json("ask", "Name a colour.", "--seed", "5", "--max-tokens", "16")["answer"] for _ in range(2)}
    assert len(answers) == 1


@pytest.mark.skipif(os.name != "posix", reason="Ctrl+C is sent as a POSIX signal here")
def test_ctrl_c_keeps_what_was_said(shell: Shell) -> None:
    command = [*shell.head, "ask", "Tell me a very long story about the sea.", "--max-tokens", "900"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        started = child.stdout.read(40)
        child.send_signal(signal.SIGINT)
        rest, said = child.communicate(timeout=60)
    assert "Traceback" not in said
    why = shell.json("why", "1")
    assert why["turn"] == 1
    assert len(started + rest) < 20_000


def test_two_answers_to_one_question_are_compared(shell: Shell) -> None:
    first = shell.json("ask", "Name a colour.", "--seed", "1", "--max-tokens", "8")
    second = shell.json("ask", "Name a colour.", "--seed", "2", "--max-tokens", "8")
    other = shell.json("ask", "Name a river.", "--max-tokens", "8")
    a, b = str(first["turn"]), str(second["turn"])
    assert isinstance(shell.json("choose", a, b, "--best", "B")["rating"], int)
    assert "different questions" in shell.fails("choose", a, str(other["turn"]), "--best", "A")
    assert "itself" in shell.fails("choose", a, a, "--best", "A")
    assert "no turn 99" in shell.fails("choose", a, "99", "--best", "A")
    shell.fails("choose", a, b, "--best", "both", code=2)


def test_an_answer_is_rewritten_and_its_stages_are_judged(shell: Shell) -> None:
    asked = shell.json("ask", "How do plants grow?", "--seed", "1", "--max-tokens", "60")
    turn = str(asked["turn"])
    assert "nothing to rewrite" in shell.fails("rewrite", turn)
    shell.json("sliders", "set", "length", "-3")
    rewritten = shell.json("rewrite", turn, "--seed", "2", "--max-tokens", "60")
    assert asked.keys() <= rewritten.keys()
    assert rewritten["chat"] == asked["chat"]
    assert rewritten["turn"] != asked["turn"]
    assert rewritten["answer"]
    assert rewritten["sources"]["revises"] == asked["turn"]
    assert rewritten["sources"]["sliders"] == {"length": -3}
    assert shell.json("why", str(rewritten["turn"]))["sources"]["revises"] == asked["turn"]
    again = shell.json("rewrite", turn, "--seed", "2", "--max-tokens", "60")
    assert again["answer"] == rewritten["answer"]
    good = shell.json("rate", turn, "up", "--stage", "tone")
    assert good == {"rating": None, "turn": asked["turn"], "verdict": "up", "stage": "tone"}
    assert isinstance(shell.json("rate", turn, "down", "--stage", "tone")["rating"], int)
    assert isinstance(shell.json("rate", turn, "up", "--stage", "answer")["rating"], int)
    assert "No memories were found" in shell.fails("rate", turn, "down", "--stage", "memories")


def test_the_best_of_several_needs_ratings_and_says_so(shell: Shell) -> None:
    done = shell.run("--json", "ask", "Name a colour.", "--best-of", "2", "--max-tokens", "8")
    assert "Your ratings say too little yet" in done.stderr
    assert json.loads(done.stdout)["sources"]["best_of"] == 1
