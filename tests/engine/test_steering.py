"""Mixing a question put in several ways: the formula by hand, and the real model on it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.engine.abreast import Abreast
from assistant.engine.base import AdapterScale, Beside, Finished, Sampling
from assistant.engine.llama import LlamaSpeaker
from assistant.engine.reader import Reader
from assistant.engine.steering import FARTHEST_PULL, PLAUSIBLE, steered
from assistant.errors import PromptTooLong
from assistant.records import Message
from tests.engine.tiny_adapter import lora_gguf

Floats = NDArray[np.float32]
SYSTEM = Message("system", "You are a helpful AI assistant.")
COLD = Sampling(seed=1, max_tokens=40, temperature=0)


def asked(wish: str, question: str = "Why is the sky blue?") -> tuple[Message, ...]:
    return (SYSTEM, Message("user", f"{wish}\n\n{question}" if wish else question))


def said(llama: LlamaSpeaker, messages: tuple[Message, ...], sampling: Sampling, **how: object) -> tuple[str, Finished]:
    events = list(llama.stream(messages, sampling, **how))  # type: ignore[arg-type]
    assert isinstance(events[-1], Finished)
    return "".join(event for event in events if isinstance(event, str)), events[-1]


def mix(
    own: Floats, others: list[Floats], weights: list[float], *, styles: int = 0, end: int | None = None, **how: bool
) -> tuple[NDArray[np.int64], Floats]:
    return steered(own, others, weights, styles=styles, ends=lambda token: token == end, **{"steers_end": True, **how})


def test_the_formula_by_hand() -> None:
    own = np.array([2.0, 1.0, 0.0, -9.0], np.float32)
    other = np.array([0.0, 3.0, 1.0, 50.0], np.float32)
    tokens, logits = mix(own, [other], [-0.5])
    assert tokens.tolist() == [0, 1, 2], "the last is far below a tenth of the best and may not be said"
    assert logits == pytest.approx([1.5 * 2, 1.5 * 1 - 0.5 * 3, -0.5 * 1])


def test_what_is_plausible_is_said_by_the_answers_own_prompt_alone() -> None:
    own = np.log(np.array([0.5, 0.5 * PLAUSIBLE * 1.01, 0.5 * PLAUSIBLE * 0.99], np.float32))
    tokens, _ = mix(own, [np.array([0.0, 0.0, 99.0], np.float32)], [1.0])
    assert tokens.tolist() == [0, 1]


def test_unbounded_attributes_and_a_neutral_prompt_add_up_to_drift() -> None:
    own, one, neutral = np.array([[0.3, 0.2], [1.0, 0.1], [0.4, 0.2]], np.float32)
    _, logits = mix(own, [one, neutral], [0.7, -0.7])
    assert logits == pytest.approx(own + 0.7 * (one - neutral))


def test_a_style_pulls_no_word_far_from_the_others() -> None:
    own = np.log(np.array([0.4, 0.4, 0.2], np.float32))
    pull = np.array([0.3, -0.3, 5.0], np.float32)
    _, logits = mix(own, [own + pull], [2.0], styles=1)
    apart = pull - pull @ np.exp(own)
    assert apart == pytest.approx([-0.7, -1.3, 4.0], abs=1e-6)
    assert logits - own == pytest.approx([2 * -0.7, 2 * -FARTHEST_PULL, 2 * FARTHEST_PULL], abs=1e-5)
    _, free = mix(own, [own + pull], [2.0])
    assert free - own == pytest.approx(2 * pull, abs=1e-5), "another adapter's odds are mixed in as they are"


def test_beside_a_style_another_adapter_is_mixed_in_to_the_letter() -> None:
    own = np.log(np.array([0.4, 0.4, 0.2], np.float32))
    pull = np.array([0.3, -0.3, 5.0], np.float32)
    _, logits = mix(own, [own + pull, own + pull], [1.0, -0.5], styles=1)
    bounded = np.clip(pull - pull @ np.exp(own), -FARTHEST_PULL, FARTHEST_PULL)
    assert logits - own == pytest.approx(bounded - 0.5 * pull, abs=1e-5)


def test_a_style_that_steers_the_end_pulls_it_as_far_as_it_likes() -> None:
    own = np.log(np.array([0.5, 0.3, 0.2], np.float32))
    pull = np.array([0.2, 0.2, 5.0], np.float32)
    _, logits = mix(own, [own + pull], [1.0], styles=1, end=2)
    assert logits - own == pytest.approx(pull - 0.2, abs=1e-6), "the mean is that of the words"
    _, only_ends = mix(own[:1], [own[:1] + 7], [1.0], styles=1, end=0)
    assert only_ends - own[:1] == pytest.approx([7.0])


def test_a_weight_of_nothing_changes_nothing(llama: LlamaSpeaker) -> None:
    plain, _ = said(llama, asked("Be brief."), COLD)
    mixed, _ = said(llama, asked("Be brief."), COLD, beside=(Beside(asked(""), 0.0),))
    assert mixed == plain


def test_the_same_question_beside_itself_changes_nothing(llama: LlamaSpeaker) -> None:
    plain, _ = said(llama, asked("Be brief."), COLD)
    mixed, _ = said(llama, asked("Be brief."), COLD, beside=(Beside(asked("Be brief."), -2.0),) * 3)
    assert mixed == plain


def test_a_wish_acts_more_against_its_absence_and_less_along_with_it(llama: LlamaSpeaker) -> None:
    wish, cap = "Answer in one short sentence.", Sampling(seed=1, max_tokens=200, temperature=0)
    words = []
    for strength in (-0.9, 2.0):
        answers = [
            said(llama, asked(wish, question), cap, beside=(Beside(asked("", question), -strength, steers_end=True),))
            for question in ("Why is the sky blue?", "How do magnets work?", "Why do cats purr?", "How is glass made?")
        ]
        words.append(sum(len(text.split()) for text, _ in answers))
    assert words[0] > 1.5 * words[1]


def test_a_style_is_steered_as_far_as_it_takes_and_what_lasts_to_the_end(
    llama: LlamaSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    tell = Abreast.tell
    monkeypatch.setattr(Abreast, "tell", lambda self, token: (told.append(token), tell(self, token))[1])
    monkeypatch.setattr("assistant.engine.llama.STEERED_TOKENS", 8)
    rude = Beside(asked("Be rude."), 5.0)
    likeliest = replace(COLD, repeat_penalty=1.0)
    begun, _ = said(llama, asked(""), replace(likeliest, max_tokens=9), beside=(rude,))
    told.clear()
    faded, finished = said(llama, asked(""), likeliest, beside=(rude,))
    assert finished.stats.generated_tokens > 20
    assert len(told) == 7, "the first word is free, and what was steered last is read by the answer alone"
    assert faded.startswith(begun)

    prompt = llama.prompt_tokens(asked(""))
    kept = llama._own.account.tokens
    assert kept[: len(prompt)] == prompt
    alone = Reader(llama._model, tokens=1024, threads=1, adapters={}, sequences=1)
    for _ in alone.prefill(kept[: len(prompt) + 9], 0):
        continue
    for token in kept[len(prompt) + 9 :]:
        logits = alone.context.last_logits()
        assert logits[token] >= logits.max() - 0.5, "from there on it is the answer's own prompt, but for rounding"
        alone.decode([token])
    alone.close()

    for lasting in (replace(rude, steers_end=True), replace(rude, lasts=True)):
        told.clear()
        said(llama, asked(""), replace(COLD, max_tokens=20), beside=(lasting,))
        assert len(told) == 18


def test_what_was_read_beside_an_answer_is_forgotten_and_the_rest_is_used_again(llama: LlamaSpeaker) -> None:
    beside = (Beside(asked(""), -1.0), Beside(asked("Be rude."), -0.2))
    answer, _ = said(llama, asked("Be brief."), COLD, beside=beside)
    longer = (*asked("Be brief."), Message("assistant", answer), Message("user", "And at night?"))
    _, finished = said(llama, longer, COLD)
    stats = finished.stats
    assert stats.cached_tokens / stats.reusable_tokens >= 0.99
    assert llama._own.context.read_tokens(1) == llama._own.context.read_tokens(2) == 0
    fresh, _ = said(llama, asked("", "What is tea?"), COLD)
    assert said(llama, asked("", "What is tea?"), COLD)[0] == fresh


def test_other_adapters_beside_need_a_second_cache_which_is_kept(llama: LlamaSpeaker) -> None:
    adapter = AdapterScale("tiny", lora_gguf(layers=30, hidden=576, rows=1536, seed=1), 1.0)
    without, _ = said(llama, asked(""), COLD)
    alike, _ = said(llama, asked(""), COLD, beside=(Beside(asked(""), -2.0, adapters=()),))
    assert alike == without, "the second cache gives the same odds"
    pulled, _ = said(llama, asked(""), COLD, beside=(Beside(asked(""), 0.9, adapters=(adapter,)),))
    assert pulled != without
    assert llama._second is not None
    assert llama._second.account.common(llama.prompt_tokens(asked(""))) == len(llama.prompt_tokens(asked("")))


def test_an_answer_that_is_read_in_several_ways_has_less_room(llama: LlamaSpeaker) -> None:
    room = llama.info().context_tokens
    long = "word " * int(room * 0.9)
    said(llama, asked("", long), Sampling(seed=1, max_tokens=1))
    with pytest.raises(PromptTooLong):
        said(llama, asked("", long), COLD, beside=(Beside(asked("Be brief.", long), -1.0),))


def test_when_an_answer_ends_is_left_to_its_own_prompt() -> None:
    own = np.log(np.array([0.5, 0.3, 0.2], np.float32))
    other = np.log(np.array([0.1, 0.6, 0.3], np.float32))
    tokens, logits = mix(own, [other], [-1.5], end=2, steers_end=False)
    likely = np.exp(logits - np.logaddexp.reduce(logits))
    assert tokens.tolist() == [0, 1, 2]
    assert likely[2] == pytest.approx(0.2), "the end is as likely as without steering"
    assert likely[0] / likely[1] == pytest.approx((0.5 / 0.3) * (0.5 / 0.3 * 0.6 / 0.1) ** 1.5, rel=1e-3)
    _, all_steered = mix(own, [other], [-1.5], end=2)
    assert all_steered[0] - all_steered[1] == pytest.approx(logits[0] - logits[1], rel=1e-4)
