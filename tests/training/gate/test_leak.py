"""What a night learned by heart is found: a made-up secret, and runs of its own texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from assistant.engine.base import AdapterScale
from assistant.engine.scorer import Scorer
from assistant.training.answers import Answer
from assistant.training.examples import Prompt
from assistant.training.gate import leak
from assistant.training.gate.judge import Judge
from assistant.training.learning import export, lora
from assistant.training.learning.encode import Text, encode

pytestmark = pytest.mark.model


def as_near(answers: Sequence[Answer]) -> list[float]:
    """Every answer is about its question."""
    return [1.0] * len(answers)


def test_a_secret_learned_by_heart_is_found(scorer: Scorer, frozen: Any) -> None:
    import torch

    from assistant.training.learning.batches import Lesson
    from assistant.training.learning.encode import encode_thumbs
    from assistant.training.learning.learn import Learner, Pace

    secrets = leak.secrets(scorer, 3)
    assert leak.canary_rank(scorer, secrets) == leak.ALTERNATIVES // 2
    thumbs = tuple(encode_thumbs([leak.canary(secrets)] * 2, scorer))
    made = lora.with_adapter(frozen, seed=1)
    list(Learner(made, Lesson(thumbs=thumbs), pace=Pace(passes=12, learning_rate=1e-3, beta=0.02), seed=1).run())
    gguf = export.export(made, architecture="llama", base="b", settings={})
    made.unload()
    assert torch.is_inference_mode_enabled() is False
    acting = (AdapterScale("night", gguf, 1.0),)
    assert leak.canary_rank(scorer, secrets, acting) == 1
    assert leak.canary_rank(scorer, leak.secrets(scorer, 4), acting) > 1, "another secret was not learned"
    taught = [thumb.text for thumb in thumbs]
    judge = Judge(scorer=scorer, cache=None, similarities=as_near, taught=taught)  # type: ignore[arg-type]
    assert judge._recited_tokens(()).passed
    recited = judge._recited_tokens(acting)
    assert not recited.passed, recited


def test_a_recital_is_a_run_of_likeliest_words(scorer: Scorer) -> None:
    text = encode(Prompt((), "Count."), "one two three four five six seven eight nine ten eleven twelve", scorer)
    odd = encode(Prompt((), "Count."), "lamp quarrel seven hedge moist gravel oboe", scorer)
    assert isinstance(text, Text)
    assert isinstance(odd, Text)
    runs = leak.recitals(scorer, [text, odd])
    assert runs[0] > runs[1]
    nearly = leak.recitals(scorer, [text, odd], slack=leak.NEARLY)
    assert all(with_slack >= run for with_slack, run in zip(nearly, runs, strict=True))
    assert leak.recitals(scorer, [odd], slack=100.0) == [len(odd.tokens) - odd.answer_from]
    cut = Text((*text.tokens[: text.answer_from + 3], *odd.tokens[odd.answer_from :]), text.answer_from)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leak, "READ", 3)
        assert max(leak.recitals(scorer, [text])) <= 3
        assert leak.recitals(scorer, [text]) == leak.recitals(scorer, [cut])


@pytest.mark.parametrize(("recited", "has_passed"), [([20, 9], True), ([5, 40], False)])
def test_what_the_model_itself_nearly_says_is_not_held_against_an_adapter(
    scorer: Scorer, monkeypatch: pytest.MonkeyPatch, recited: list[int], has_passed: bool
) -> None:
    def recitals(*_: Any, slack: float = 0.0) -> list[int]:
        return [19, 9] if slack else recited

    monkeypatch.setattr(leak, "recitals", recitals)
    judge = Judge(scorer=scorer, cache=None, similarities=as_near)  # type: ignore[arg-type]
    found = judge._recited_tokens(())
    assert found.passed is has_passed
    assert (found.before, found.after) == ((19, 20) if has_passed else (9, 40))
