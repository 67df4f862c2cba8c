"""What every speaker must do, whatever it is made of."""

from __future__ import annotations

from itertools import islice

import pytest

from assistant.engine.base import Finished, Reading, Sampling, Speaker
from assistant.errors import PromptTooLong
from assistant.records import Message

QUESTION = (Message("system", "You are a helpful assistant."), Message("user", "Name three colours."))
SAMPLING = Sampling(seed=7, max_tokens=24)


def say(
    speaker: Speaker, messages: tuple[Message, ...] = QUESTION, sampling: Sampling = SAMPLING
) -> tuple[str, Finished]:
    events = list(speaker.stream(messages, sampling))
    last = events[-1]
    assert isinstance(last, Finished)
    return "".join(event for event in events if isinstance(event, str)), last


class SpeakerContract:
    """Inherit it, and give a fixture `speaker`."""

    def test_it_says_what_it_is(self, speaker: Speaker) -> None:
        info = speaker.info()
        assert info.model
        assert info.context_tokens >= 512
        assert info.threads >= 1

    def test_longer_texts_count_more(self, speaker: Speaker) -> None:
        none, one, many = speaker.count(["", "tea", "tea and coffee and milk"])
        assert none == 0
        assert 0 < one < many

    def test_events_come_in_order(self, speaker: Speaker) -> None:
        events = list(speaker.stream(QUESTION, SAMPLING))
        kinds = [type(event) for event in events]
        assert kinds[0] is Reading
        assert kinds[-1] is Finished
        assert kinds.count(Finished) == 1
        first_word = kinds.index(str)
        assert all(kind is Reading for kind in kinds[:first_word])
        assert all(kind is str for kind in kinds[first_word:-1])

    def test_reading_ends_with_everything_read(self, speaker: Speaker) -> None:
        readings = [event for event in speaker.stream(QUESTION, SAMPLING) if isinstance(event, Reading)]
        assert readings[-1].read_tokens == readings[-1].prompt_tokens
        assert [reading.read_tokens for reading in readings] == sorted(reading.read_tokens for reading in readings)

    def test_the_longest_answer_is_kept_to(self, speaker: Speaker) -> None:
        _, finished = say(speaker, sampling=Sampling(seed=1, max_tokens=2))
        assert finished.finish == "length"
        assert finished.stats.generated_tokens == 2

    def test_closing_early_leaves_it_usable(self, speaker: Speaker) -> None:
        events = speaker.stream(QUESTION, SAMPLING)
        assert list(islice(events, 3))
        events.close()
        text, _ = say(speaker)
        assert text

    def test_a_follow_up_reuses_what_was_read(self, speaker: Speaker) -> None:
        answer, first = say(speaker)
        _, second = say(speaker, (*QUESTION, Message("assistant", answer), Message("user", "And three more?")))
        stats = second.stats
        assert stats.reusable_tokens >= first.stats.prompt_tokens
        assert stats.cached_tokens / stats.reusable_tokens >= 0.99
        assert stats.cached_tokens < stats.prompt_tokens

    def test_too_long_a_prompt_is_refused_in_a_sentence(self, speaker: Speaker) -> None:
        room = speaker.info().context_tokens
        with pytest.raises(PromptTooLong) as caught:
            list(speaker.stream((Message("user", "word " * (room + 10)),), SAMPLING))
        assert caught.value.advice
        assert say(speaker)[0], "and it still answers afterwards"

    def test_a_look_beforehand_is_a_number_and_the_same_again(self, speaker: Speaker) -> None:
        margin, likely = speaker.refusal(QUESTION), speaker.declining(QUESTION)
        assert -20 < margin < 20
        assert likely < 0
        assert (speaker.refusal(QUESTION), speaker.declining(QUESTION)) == pytest.approx((margin, likely), abs=1e-3)

    def test_a_look_beforehand_leaves_read_what_was_read(self, speaker: Speaker) -> None:
        answer, first = say(speaker)
        speaker.declining((Message("user", "How do I bake bread?"),))
        speaker.refusal((Message("user", "How do I burgle a house?"),))
        _, second = say(speaker, (*QUESTION, Message("assistant", answer), Message("user", "And three more?")))
        assert second.stats.reusable_tokens >= first.stats.prompt_tokens
        assert second.stats.cached_tokens / second.stats.reusable_tokens >= 0.99

    def test_too_long_a_prompt_to_look_at_is_refused_in_a_sentence(self, speaker: Speaker) -> None:
        room = speaker.info().context_tokens
        with pytest.raises(PromptTooLong):
            speaker.refusal((Message("user", "word " * (room + 10)),))
        assert speaker.refusal(QUESTION) == pytest.approx(speaker.refusal(QUESTION), abs=1e-3)

    def test_an_opening_of_its_own_prompt_changes_nothing(self, speaker: Speaker) -> None:
        cold = Sampling(seed=7, max_tokens=24, temperature=0)
        plain, opened = (
            "".join(each for each in speaker.stream(QUESTION, cold, (), (), opening) if isinstance(each, str))
            for opening in ((), QUESTION)
        )
        assert opened == plain

    def test_closing_twice_does_nothing(self, speaker: Speaker) -> None:
        speaker.close()
        speaker.close()
