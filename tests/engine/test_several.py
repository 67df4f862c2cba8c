"""Questions answered side by side get the answers that each gets alone."""

from __future__ import annotations

import pytest

from assistant.engine import several
from assistant.engine.base import AdapterScale, Finished, Sampling
from assistant.engine.llama import LlamaSpeaker
from assistant.errors import PromptTooLong
from assistant.records import Message
from tests.engine.tiny_adapter import lora_gguf

pytestmark = pytest.mark.model
SAMPLING = Sampling(7, 48, stop=("\n\n",))
ASKED = tuple(
    (Message("system", "Be kind."), Message("user", text))
    for text in (
        "Say yes.",
        "What is the difference between a hill and a mountain, and who decides which of the two a place is?",
        "Name three colours.",
        "Hello!",
        "How do I boil an egg?",
    )
)


def alone(speaker: LlamaSpeaker, adapters: tuple[AdapterScale, ...] = ()) -> list[tuple[str, str]]:
    found = []
    for messages in ASKED:
        *events, last = speaker.stream(messages, SAMPLING, adapters)
        assert isinstance(last, Finished)
        found.append(("".join(event for event in events if isinstance(event, str)), last.finish))
    return found


def side_by_side(speaker: LlamaSpeaker, adapters: tuple[AdapterScale, ...] = ()) -> list[tuple[str, str]]:
    return [(said.text, said.finish) for said in speaker.answers(ASKED, SAMPLING, adapters)]


def test_each_answer_is_the_one_it_is_alone(llama: LlamaSpeaker) -> None:
    found = side_by_side(llama)
    assert found == alone(llama)
    assert {finish for _, finish in found} == {"stop", "length"}


@pytest.mark.parametrize(("most", "tokens"), [(2, several.TOKENS), (several.MOST, 200), (1, several.TOKENS)])
def test_no_more_are_answered_at_a_time_than_there_is_room_for(
    llama: LlamaSpeaker, most: int, tokens: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = side_by_side(llama)
    monkeypatch.setattr(several, "MOST", most)
    monkeypatch.setattr(several, "TOKENS", tokens)
    assert side_by_side(llama) == whole


def test_an_adapter_acts_on_all_of_them(llama: LlamaSpeaker) -> None:
    adapter = AdapterScale("night", lora_gguf(layers=30, hidden=576, rows=1536, seed=1), 1.0)
    found = side_by_side(llama, (adapter,))
    assert found == alone(llama, (adapter,))
    assert found != side_by_side(llama)


def test_what_a_check_raises_ends_them_and_the_next_ones_are_whole(llama: LlamaSpeaker) -> None:
    class Stopped(Exception):
        pass

    looks = 0

    def check() -> None:
        nonlocal looks
        looks += 1
        if looks == 12:
            raise Stopped

    whole = side_by_side(llama)
    with pytest.raises(Stopped):
        llama.answers(ASKED, SAMPLING, check=check)
    assert side_by_side(llama) == whole


def test_none_is_answered_where_one_does_not_fit(llama: LlamaSpeaker) -> None:
    with pytest.raises(PromptTooLong):
        llama.answers([*ASKED, (Message("user", "word " * 3000),)], SAMPLING)


def test_nothing_asked_is_nothing_answered(llama: LlamaSpeaker) -> None:
    assert llama.answers([], SAMPLING) == []
