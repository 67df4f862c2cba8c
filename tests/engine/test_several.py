"""Questions answered side by side get the answers that each gets alone."""

from __future__ import annotations

import pytest

from assistant.engine import several
from assistant.engine.base import AdapterScale, Finished, Sampling
from assistant.engine.context import Context, Told
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


def test_what_is_said_beside_changes_no_word_to_the_last_bit(llama: LlamaSpeaker) -> None:
    """What the likelihood of a word is added up from is its own sequence, and in the same order."""
    context = Context(llama._model, tokens=8 * several.EACH, threads=2, sequences=8, is_divided=True)
    prompt = [*llama.prompt_tokens(ASKED[1])] * 4

    def next_ones(sequences: int) -> bytes:
        context.clear()
        for sequence in range(sequences):
            context.read([Told((sequence,), place, token, False) for place, token in enumerate(prompt)])
        begun = [Told((sequence,), len(prompt), prompt[0], True) for sequence in range(sequences)]
        return context.read(begun)[-1].tobytes()

    try:
        assert next_ones(8) == next_ones(1)
    finally:
        context.close()


@pytest.mark.parametrize(("each", "tokens"), [(1024, 2048), (64, 320), (64, several.TOKENS), (1024, 10)])
def test_no_more_are_answered_at_a_time_than_there_is_room_for(
    llama: LlamaSpeaker, each: int, tokens: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = side_by_side(llama)
    monkeypatch.setattr(several, "EACH", each)
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
