"""What must hold when things go wrong: kills, and nothing readable on disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from assistant.answering import Asked
from assistant.cli.demo import files_with
from assistant.engine.speaker import HostedSpeaker
from assistant.errors import SpeakerDied
from assistant.paths import Home
from assistant.records import Turn
from assistant.sources import Options
from assistant.store import keys
from assistant.store.keys import StoreKey
from assistant.store.store import open_store
from assistant.wiring import Assistant, open_assistant

ROOT = Path(__file__).parent.parent
TYPED = (
    "Which blue heron nests beside the old mill pond?",
    "My sister Philippa must never hear about the lighthouse.",
    "A better answer would mention the reeds near the sluice.",
    "too much about ducks and drakes",
)

pytestmark = [pytest.mark.trust, pytest.mark.model]


def finished(assistant: Assistant, question: str, **how: object) -> Turn:
    turn = list(assistant.ask(question, options=Options(seed=1, max_tokens=40), **how))[-1]  # type: ignore[arg-type]
    assert isinstance(turn, Turn)
    return turn


def test_killing_the_speaker_mid_answer_costs_one_click(home: Home, key: StoreKey) -> None:
    with closing(open_assistant(home, key)) as assistant:
        events = assistant.ask("Tell me a long story about the sea.", options=Options(seed=1, max_tokens=400))
        said: list[str] = []
        with pytest.raises(SpeakerDied) as caught:
            for event in events:
                if isinstance(event, str):
                    said.append(event)
                    if len(said) == 2:
                        assert isinstance(assistant.speaker, HostedSpeaker)
                        psutil.Process(assistant.speaker.pid).send_signal(signal.SIGKILL)
        assert caught.value.advice
        broken = assistant.store.chats.branch(assistant.store.chats.list()[0].id)[-1]
        assert broken.finish == "failed"
        assert broken.answer.startswith("".join(said[:2]))
        again = finished(assistant, broken.question, beside=broken.id)
        assert again.finish in ("stop", "length")
        assert again.answer


ASK_AND_WAIT = """
import sys, time
from pathlib import Path
from assistant.paths import Home
from assistant.store import keys
from assistant.wiring import open_assistant
from assistant.answering import Asked
if __name__ == "__main__":
    home = Home(Path(sys.argv[1]))
    assistant = open_assistant(home, keys.unlock_with_key_file(home, Path(sys.argv[2])))
    for event in assistant.ask(sys.stdin.readline().strip()):
        if isinstance(event, Asked):
            print(event.turn.id, flush=True)
            time.sleep(60)
"""


def test_a_question_survives_sigkill_right_after_it_was_acknowledged(home: Home, key: StoreKey, key_file: Path) -> None:
    for question in TYPED[:2]:
        command = [sys.executable, "-c", ASK_AND_WAIT, str(home.root), str(key_file)]
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(question + "\n")
            child.stdin.flush()
            turn = int(child.stdout.readline())
            child.kill()
        with open_store(home, key) as store:
            assert store.chats.turn(turn).question == question
            assert [found.turn for found in store.search.turns(question)] == [turn]


def test_no_file_holds_a_sentence_the_person_typed(home: Home, key: StoreKey) -> None:
    before = set(Path(tempfile.gettempdir()).rglob("*"))
    with closing(open_assistant(home, key)) as assistant:
        assistant.store.preferences.add(TYPED[1])
        turn = finished(assistant, TYPED[0])
        assistant.rate(turn.id, "down", reasons=[TYPED[3]], better=TYPED[2])
        answer = assistant.store.chats.turn(turn.id).answer
        sentences = (*TYPED, answer[:60])
        assert files_with(home.root, sentences) == [], "while it is open"
        new = [path for path in set(Path(tempfile.gettempdir()).rglob("*")) - before if home.root not in path.parents]
        assert [path for path in new if path.is_file() and any(s.encode() in path.read_bytes() for s in TYPED)] == []
        assistant.store.chats.delete(turn.chat)
    assert files_with(home.root, sentences) == [], "after it was closed"


def test_the_byte_search_can_find_something(tmp_path: Path) -> None:
    (tmp_path / "leak").write_bytes(b"\0" + TYPED[0].encode("utf-16-le"))
    assert files_with(tmp_path, TYPED) == [tmp_path / "leak"]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_every_file_is_its_owners_alone(home: Home, key: StoreKey) -> None:
    with closing(open_assistant(home, key)) as assistant:
        finished(assistant, TYPED[0])
        modes = {path.name: path.stat().st_mode & 0o777 for path in home.root.rglob("*") if path.is_file()}
    assert home.root.stat().st_mode & 0o777 == 0o700
    assert set(modes.values()) == {0o600}, modes


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc")
def test_children_carry_nothing_typed_and_no_socket_listens(home: Home, key: StoreKey) -> None:
    with closing(open_assistant(home, key)) as assistant:
        for event in assistant.ask(TYPED[0], options=Options(max_tokens=8)):
            if isinstance(event, Asked):
                continue
            for process in (psutil.Process(), *psutil.Process().children(recursive=True)):
                folder = Path(f"/proc/{process.pid}")
                if process.pid != os.getpid():
                    shown = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
                    assert TYPED[0].encode() not in shown
                assert not [c for c in process.net_connections() if c.status == psutil.CONN_LISTEN]


def test_a_second_key_never_replaces_a_store(home: Home, key: StoreKey, key_file: Path) -> None:
    with pytest.raises(Exception, match=r"\w+") as caught:
        keys.create(home, key_file=key_file)
    assert type(caught.value).__module__ == "assistant.errors"
