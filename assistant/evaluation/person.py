"""Does it learn a real writer? How likely mails become that were kept aside, beside a stranger's and found ones."""

from __future__ import annotations

import random
from collections.abc import Sequence

from assistant.engine.base import AdapterScale
from assistant.engine.scorer import Scorer
from assistant.evaluation.data import Mail
from assistant.evaluation.figures import Figure, mean
from assistant.evaluation.stranger import MAILS
from assistant.evaluation.study import Study
from assistant.training.examples import Exchange, Prompt, Written
from assistant.training.gate.nearness import vectors
from assistant.training.learning import export, lora, replay
from assistant.training.learning.batches import Lesson
from assistant.training.learning.encode import Text, encode, encode_written
from assistant.training.learning.learn import Learner
from assistant.training.room import PACES

HELD_OUT = 40
LEARNED = 120
FOUND = 3
"""Mails put before a question where only memory helps, and no adapter."""


def person(study: Study) -> dict[str, Figure]:
    """Nats per token of a person's held-out mails.

    Raises:
        UsageProblem: there is no folder of data, or no mails in it.
    """
    people = study.folder.people()
    mails = random.Random(study.seed).sample(people[0], len(people[0]))  # an order, no secret
    held_out, learned = mails[:HELD_OUT], mails[HELD_OUT : HELD_OUT + LEARNED]
    others = people[1][:LEARNED] if len(people) > 1 else MAILS
    scorer = study.scorer
    texts = [text for mail in held_out if (text := _text(mail, (), scorer)) is not None]
    base = _nats(scorer, texts)
    found = _nats(scorer, _with_examples(held_out, learned, scorer))
    study.say(f"learning from {len(learned)} mails")
    own = _nats(scorer, texts, (_adapter(study, learned),))
    study.say(f"learning from {len(others)} mails of somebody else")
    strange = _nats(scorer, texts, (_adapter(study, others),))
    middle = sum(base) / len(base)
    return {
        "person.base": mean(base, baseline=middle),
        "person.adapter": mean(own, baseline=middle),
        "person.stranger": mean(strange, baseline=middle),
        "person.found": mean(found, baseline=middle),
        "person.gain": mean([1 - after / before for after, before in zip(own, base, strict=True)], baseline=0.0),
        "person.gain_on_stranger": mean(
            [1 - after / before for after, before in zip(own, strange, strict=True)], baseline=0.0
        ),
    }


def _adapter(study: Study, mails: Sequence[Mail]) -> AdapterScale:
    """What learning these mails makes of the model, as it is served."""
    scorer = study.scorer
    written = [Written(_prompt(mail, ()), mail.text, 1.0, ()) for mail in mails]
    lesson = Lesson(written=tuple(encode_written(written, scorer)), anchors=replay.anchors(scorer))
    learned = lora.ready_to_learn(study.model, seed=study.seed)
    for step in Learner(learned, lesson, pace=PACES["normal"], seed=study.seed).run():
        study.say(f"step {step.number}/{step.steps}")
    architecture = study.speaker.info().architecture
    return AdapterScale("own", export.export(learned, architecture=architecture, base="", settings={}), 1.0)


def _nats(scorer: Scorer, texts: Sequence[Text], adapters: Sequence[AdapterScale] = ()) -> list[float]:
    """Negative log-likelihood per token of each text's answer."""
    return [-float(scorer.log_probs(text.tokens, adapters, begin=text.answer_from).mean()) for text in texts]


def _with_examples(held_out: Sequence[Mail], learned: Sequence[Mail], scorer: Scorer) -> list[Text]:
    """Each held-out mail after the person's mails whose subjects are nearest to its own."""
    known = vectors([mail.subject for mail in learned])
    texts = []
    for mail, place in zip(held_out, vectors([mail.subject for mail in held_out]), strict=True):
        nearest = sorted(range(len(learned)), key=lambda other: -float(known[other] @ place))[:FOUND]
        past = [Exchange(_request(learned[other]), learned[other].text) for other in reversed(nearest)]
        if (text := _text(mail, past, scorer)) is not None:
            texts.append(text)
    return texts


def _text(mail: Mail, past: Sequence[Exchange], scorer: Scorer) -> Text | None:
    return encode(_prompt(mail, past), mail.text, scorer)


def _prompt(mail: Mail, past: Sequence[Exchange]) -> Prompt:
    return Prompt(tuple(past), _request(mail))


def _request(mail: Mail) -> str:
    return f"Write a mail with the subject: {mail.subject}"
