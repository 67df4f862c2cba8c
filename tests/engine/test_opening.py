"""An answer that begins as another prompt's would, on the real model: the first words, and then its own way."""

from __future__ import annotations

import pytest

from assistant.engine.base import AdapterScale, Beside, Finished, Sampling
from assistant.engine.llama import LlamaSpeaker
from assistant.records import Message
from assistant.training.answers import messages
from tests.engine.tiny_adapter import lora_gguf

pytestmark = pytest.mark.model
COLD = Sampling(seed=1, max_tokens=48, temperature=0)
QUESTION = "How do I keep bread fresh?"
PLAIN = messages(QUESTION, ())
LOUD = messages(QUESTION, ("Write everything as a numbered list.", "Begin with: Dear friend!"))


def said(llama: LlamaSpeaker, asked: tuple[Message, ...], sampling: Sampling = COLD, **how: object) -> str:
    return "".join(event for event in llama.stream(asked, sampling, **how) if isinstance(event, str))  # type: ignore[arg-type]


def first_words(llama: LlamaSpeaker) -> str:
    """As many as an opening has."""
    llama.declining(PLAIN)
    assert llama._looking is not None
    return said(llama, PLAIN, Sampling(seed=1, max_tokens=llama._looking.opening_tokens, temperature=0))


def test_a_prompts_own_opening_changes_nothing(llama: LlamaSpeaker) -> None:
    assert said(llama, PLAIN, opening=PLAIN) == said(llama, PLAIN)


def test_it_begins_as_the_other_prompt_would_and_goes_on_in_its_own_way(llama: LlamaSpeaker) -> None:
    begun = first_words(llama)
    opened = said(llama, LOUD, opening=PLAIN)
    assert opened.startswith(begun)
    assert not said(llama, LOUD).startswith(begun)
    assert opened != said(llama, PLAIN)


def test_neither_adapters_nor_steering_act_on_the_first_words(llama: LlamaSpeaker) -> None:
    adapter = AdapterScale("loud", lora_gguf(layers=30, hidden=576, rows=1536, seed=3), 1.0)
    opened = said(llama, LOUD, adapters=(adapter,), beside=(Beside(PLAIN, -1.0), Beside(LOUD, -0.5, ())), opening=PLAIN)
    assert opened.startswith(first_words(llama))


def test_the_first_token_waits_for_nothing_that_stands_beside(llama: LlamaSpeaker) -> None:
    loud = (Beside(LOUD, 5.0), Beside(LOUD, 5.0, ()))
    first = Sampling(seed=1, max_tokens=1, temperature=0)
    assert said(llama, PLAIN, first, beside=loud) == said(llama, PLAIN, first)
    assert said(llama, PLAIN, beside=loud) != said(llama, PLAIN), "from the second one on it acts"


def test_wishes_act_after_an_opening(llama: LlamaSpeaker) -> None:
    plain = said(llama, PLAIN, opening=PLAIN)
    assert said(llama, PLAIN, beside=(Beside(LOUD, 2.0),), opening=PLAIN) != plain


def test_the_longest_answer_is_kept_to_within_the_opening_too(llama: LlamaSpeaker) -> None:
    *_, last = llama.stream(LOUD, Sampling(seed=1, max_tokens=3), (), (Beside(PLAIN, -1.0),), PLAIN)
    assert isinstance(last, Finished)
    assert (last.finish, last.stats.generated_tokens) == ("length", 3)


def test_what_was_said_is_read_again_by_nobody(llama: LlamaSpeaker) -> None:
    answer = said(llama, LOUD, opening=PLAIN)
    *_, last = llama.stream((*LOUD, Message("assistant", answer), Message("user", "And cake?")), COLD)
    assert isinstance(last, Finished)
    assert last.stats.cached_tokens / last.stats.reusable_tokens >= 0.99
