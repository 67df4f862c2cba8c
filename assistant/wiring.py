"""The only place that picks concrete parts: which store, which speaker, which finder."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from assistant import second
from assistant.answering import Answering
from assistant.ask import ask
from assistant.drafts import Drafts
from assistant.engine import catalogue, hardware
from assistant.engine.absent import NoSpeaker
from assistant.engine.base import Sampling, Speaker
from assistant.engine.gguf import fingerprint
from assistant.engine.speaker import HostedSpeaker
from assistant.errors import ModelMissing, ModelProblem, ModelTooLarge
from assistant.memory.finder import Finder, HostedFinder
from assistant.paths import Home
from assistant.prompt import SYSTEM_TEXT
from assistant.rate import choose, judge, rate
from assistant.records import NO_TASTE, Best, Blend, Choice, Judgement, Message, Rating, Stage, Turn, Verdict
from assistant.rewrite import rewrite
from assistant.settings import Settings, changed, settings_from
from assistant.sources import Options, blend_with, taste_adapter
from assistant.store.settings import JsonValue
from assistant.store.store import Store, open_store
from assistant.taste import recent, sliders, verdict
from assistant.taste.cost import NEWEST, Cost, costs
from assistant.taste.features import Measured
from assistant.training.needs import learns_in, spaces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.store.keys import StoreKey
    from assistant.taste.questions import Way


@dataclass(frozen=True, slots=True)
class Assistant:
    """Everything one thread needs to ask, rate and slide."""

    home: Home
    store: Store
    speaker: Speaker
    finder: Finder
    measured: Measured = field(default_factory=Measured)
    """Traits of answers that were measured before."""

    def ask(
        self,
        question: str,
        *,
        chat: int | None = None,
        beside: int | None = None,
        space: str = "personal",
        options: Options | None = None,
    ) -> Answering:
        """See `assistant.ask.ask`."""
        options = options or Options()
        here = self._space(chat=chat, beside=beside, new=space)
        return ask(
            question,
            store=self.store,
            speaker=self.speaker,
            finder=self.finder,
            chat=chat,
            beside=beside,
            space=space,
            options=options,
            taste=self._steering_taste(here, options),
            blend=self._blend(options, here),
            drafts=self._drafts(options, here),
        )

    def _space(self, *, chat: int | None = None, beside: int | None = None, new: str = "personal") -> str:
        """The space of a chat, or of a turn's; `new` where a chat is begun. Raises UsageProblem."""
        if beside is not None:
            chat = self.store.chats.turn(beside).chat
        return new if chat is None else self.store.chats.get(chat).space

    def _steering_taste(self, space: str, options: Options) -> Mapping[str, float]:
        """What ratings show, where they may steer: those that the adapter which acts has not learned already."""
        if not self.settings.steering_by_ratings:
            return NO_TASTE
        adapter = taste_adapter(space, store=self.store, base=self.speaker.base) if options.use_adapter else None
        if adapter is None or not adapter.strength or adapter.purpose.space != learns_in(space, spaces(self.store)):
            return self.leanings(space)
        return self.leanings(space, since=self.store.nights.learned_until(adapter.id))

    def second_way(self, first: Turn) -> Way | None:
        """See `assistant.second.way`; none beside an answer of another model, which was chosen since."""
        if first.stats is not None and first.stats.base != self.speaker.base:
            return None
        return second.way(first, store=self.store, now=time.time(), today=date.today(), measure=self.measured)

    def ask_second(self, first: Turn, how: Way) -> Answering:
        """See `assistant.second.write`."""
        return second.write(
            first,
            how,
            store=self.store,
            speaker=self.speaker,
            finder=self.finder,
            today=date.today(),
            taste=self._steering_taste(self._space(chat=first.chat), Options()),
        )

    def is_worth_choosing(self, first: Turn, other: Turn) -> bool:
        """See `assistant.second.is_worth_choosing`."""
        return second.is_worth_choosing(first, other, store=self.store, now=time.time(), measure=self.measured)

    def _drafts(self, options: Options, space: str) -> Drafts | None:
        """How many answers are written for a question; None for one, as set or because too little is known to pick."""
        count = self.settings.best_of if options.best_of is None else options.best_of
        if count < 2 or options.plain:
            return None
        model = verdict.user_model(self.store, now=time.time(), space=space, measure=self.measured)
        if len(model.comparisons) < verdict.PICKS_FROM:
            return None
        return Drafts(count, lambda answers: model.best(answers, measure=self.measured))

    def _blend(self, options: Options, space: str) -> Blend | None:
        """Raises UsageProblem where there is nothing to blend with, ModelProblem where there is no model."""
        if options.blend is None:
            return None
        self.speaker.info()  # without a model that is what is to be said
        name, share = options.blend
        return blend_with(name, share, own=space, store=self.store, base=self.speaker.base)

    def leanings(self, space: str = "personal", *, since: float = 0.0) -> dict[str, float]:
        """Slider -> -1..1, what ratings surely show where no slider was moved.

        Args:
            since: Unix time in seconds; ratings and choices up to then say nothing.
        """
        found = verdict.verdict(self.store, now=time.time(), space=space, since=since, measure=self.measured)
        return verdict.leanings(found.directions, self.store.sliders.levels(space))

    def rewrite(self, turn: int, *, options: Options | None = None) -> Answering:
        """See `assistant.rewrite.rewrite`."""
        return rewrite(
            turn,
            store=self.store,
            speaker=self.speaker,
            finder=self.finder,
            options=options,
            taste=self.leanings(self._space(beside=turn)),
        )

    def rate(self, turn: int, verdict: Verdict, *, reasons: Sequence[str] = (), better: str | None = None) -> Rating:
        """See `assistant.rate.rate`."""
        return rate(turn, verdict, store=self.store, reasons=reasons, better=better)

    def judge(self, turn: int, stage: Stage, *, is_right: bool) -> Judgement:
        """See `assistant.rate.judge`."""
        return judge(turn, stage, is_right=is_right, store=self.store)

    def choose(self, turn_a: int, turn_b: int, best: Best) -> Choice:
        """See `assistant.rate.choose`."""
        return choose(turn_a, turn_b, best, store=self.store)

    def set_slider(self, name: str, level: int, *, space: str = "personal") -> None:
        """Move a slider; the very next answer in this space follows it. Raises UsageProblem."""
        found = sliders.find(name)
        self.store.sliders.set(found.name, sliders.check_level(level), space=space)

    def verdict(self, *, space: str = "personal") -> verdict.Verdict:
        """What the person's ratings say; see `assistant.taste.verdict`."""
        return verdict.verdict(self.store, now=time.time(), space=space, measure=self.measured)

    def leave_slider(self, name: str) -> None:
        """The person wants a slider left where it is, whatever their ratings say; asked again after new ones."""
        verdict.leave(self.store, sliders.find(name).name)

    def recent_answers(self) -> dict[str, str]:
        """Slider -> what the newest answers were like by its meter, in plain words."""
        return recent.sentences(self.store.chats.newest_answers(recent.NEWEST))

    def steering_costs(self) -> tuple[Cost, ...]:
        """How much longer steered answers of this model take here, as far as that was measured."""
        return costs(self.store.speeds.newest(NEWEST, base=self.speaker.base))

    def models(self) -> dict[str, bool]:
        """Name of each model that can speak -> is its file there. Raises ModelMissing without a list of them."""
        return {model.name: model.path.is_file() for model in catalogue.speakers(self.home)}

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return settings_from(self.store.settings.all())

    def change(self, name: str, value: JsonValue) -> Settings:
        """Keep a setting; the next answer follows it. Raises UsageProblem when the name or the value does not fit."""
        found = changed(self.settings, name, value)
        self.store.settings.set(name, value)
        return found

    def close(self) -> None:
        """End the child processes and close the store."""
        self.speaker.close()
        self.finder.close()
        self.store.close()


def open_assistant(
    home: Home, key: StoreKey, *, speaker: Speaker | None = None, finder: Finder | None = None
) -> Assistant:
    """Open the store and describe speaker and finder; their processes start at their first use.

    Raises:
        StoreProblem: the store does not open.
    """
    store = open_store(home, key)
    if speaker is None:
        try:
            speaker = make_speaker(home, settings_from(store.settings.all()))
        except ModelMissing as problem:
            # all but asking works without a model
            speaker = NoSpeaker(problem)
    return Assistant(home=home, store=store, speaker=speaker, finder=finder or HostedFinder())


def make_speaker(home: Home, settings: Settings) -> HostedSpeaker:
    """The chosen model in a process of its own. Raises ModelMissing."""
    return speaker_of(catalogue.find(settings.model, home), settings)


def speaker_of(model: catalogue.Model, settings: Settings) -> HostedSpeaker:
    """A model in a process of its own, whichever is chosen."""
    return HostedSpeaker(
        base=fingerprint(model.path),
        target="assistant.engine.llama:LlamaSpeaker",
        kwargs={
            "path": model.path,
            "context_tokens": settings.context_tokens,
            "threads": hardware.physical_cores(),
            "gpu_layers": settings.gpu_layers,
            "further_tokens": 2 * settings.context_tokens,  # for what was learned, and the look before an answer
            "sha256": model.sha256,
            "template_sha256": model.template_sha256,
        },
        gentler={"gpu_layers": 0},
    )


def check_speaks(model: catalogue.Model, settings: Settings) -> None:
    """Load a model and have it begin an answer, as every question will.

    Raises:
        ModelTooLarge: there is no room for it now.
        ModelProblem: it cannot speak.
    """
    asked = (
        Message("system", SYSTEM_TEXT),
        Message("user", "Hello."),
        Message("assistant", "Hello!"),
        Message("user", "How are you?"),
    )
    with closing(speaker_of(model, settings)) as speaker:
        try:
            for _ in speaker.stream(asked, Sampling(seed=1, max_tokens=1)):
                pass
        except ModelTooLarge:
            raise
        except ModelProblem as problem:
            sentence = f"{model.name} cannot speak, so nothing was changed. {problem.sentence}"
            raise ModelProblem(sentence, "Choose another model.") from None
