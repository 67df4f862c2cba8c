"""A second answer to choose from: is it worth a question, how it is written, and whether the two really differ."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

from assistant.answering import Answering, Asked
from assistant.ask import ask
from assistant.engine.base import Speaker
from assistant.records import NO_TASTE, Turn
from assistant.settings import settings_from
from assistant.sources import Options
from assistant.taste import questions
from assistant.taste.features import Measure, features
from assistant.taste.questions import Way
from assistant.taste.verdict import user_model

if TYPE_CHECKING:
    from assistant.memory.finder import Finder
    from assistant.store.store import Store


def way(first: Turn, *, store: Store, now: float, today: date, measure: Measure = features) -> Way | None:
    """How a second answer should be written so that choosing tells most; None where it is not worth the question.

    Args:
        first: a turn that was just answered.
        now: Unix time in seconds; older judgements weigh less.
        today: the day whose questions are counted.
    """
    settings = settings_from(store.settings.all())
    tally = questions.tally_from(store.settings.get(questions.TALLY))
    is_alone = store.chats.versions(first.id) == [first.id]
    if not is_alone or not questions.may_ask(first, tally, today=today, a_day=settings.choices_a_day):
        return None
    space = store.chats.get(first.chat).space
    return questions.best_way(
        user_model(store, now=now, space=space, measure=measure),
        first.answer,
        store.sliders.levels(space),
        measure=measure,
    )


def write(
    first: Turn,
    how: Way,
    *,
    store: Store,
    speaker: Speaker,
    finder: Finder,
    today: date,
    taste: Mapping[str, float] = NO_TASTE,
) -> Answering:
    """Write it as a version beside the first one, which stays shown; yields what `ask` yields.

    It counts as asked once its question is kept, also where it is stopped or nobody looks at it.

    Args:
        taste: slider -> -1..1, what steers every answer.

    Raises:
        UsageProblem: the first turn is gone.
        ModelProblem: the model could not answer.
    """
    with closing(
        ask(
            first.question,
            store=store,
            speaker=speaker,
            finder=finder,
            beside=first.id,
            options=Options(tried=how.tried),
            taste=taste,
        )
    ) as events:
        for event in events:
            if isinstance(event, Asked):
                tally = questions.tally_from(store.settings.get(questions.TALLY))
                store.settings.set(questions.TALLY, questions.counted(tally, event.turn.id, today=today).kept)
            yield event


def is_worth_choosing(first: Turn, second: Turn, *, store: Store, now: float, measure: Measure = features) -> bool:
    """Whether a choice between the two, as they came to be, tells enough."""
    space = store.chats.get(first.chat).space
    model = user_model(store, now=now, space=space, measure=measure)
    return questions.is_worth(model, first, second, measure=measure)
