"""What shapes an answer, gathered before it is given: what is remembered, the sliders, the adapter."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.drafts import MOST
from assistant.errors import UsageProblem
from assistant.memory import ranking
from assistant.nightrecords import PERSONAL, Adapter, Purpose
from assistant.preference_bounds import addresses_safety
from assistant.records import NO_SLIDERS, NO_TASTE, Blend, Chat, LearnedSlider, Preference, Sources, Turn, UsedMemory
from assistant.settings import settings_from
from assistant.taste.contrast import FARTHEST, opposites

if TYPE_CHECKING:
    from assistant.memory.finder import Finder
    from assistant.store.store import Store

ALWAYS = "you want this always kept in mind"


@dataclass(frozen=True, slots=True)
class Options:
    """How one question is to be answered."""

    seed: int | None = None
    """None = a new one, kept with the turn."""
    max_tokens: int | None = None
    """None = as set."""
    use_memory: bool = True
    use_adapter: bool = True
    steering: float | None = None
    """0..2, how strongly sliders act beyond words; None = as set."""
    plain: bool = False
    """True: no memory, sliders, steering or adapter."""
    wait_for_memory: bool = False
    """True: wait until meaning can be searched, instead of using words alone."""
    tried: Mapping[str, int] | None = None
    """Slider -> level for this answer alone, made so that the person can choose between it and the turn it stands
    beside, which stays shown; None = an answer in its own right."""
    best_of: int | None = None
    """1..4, how many answers are written, of which the one that suits best is said; None = as set."""
    blend: tuple[str, float] | None = None
    """Another space, whose adapter speaks along, and its share 0..1 in the choice of every word; None = nobody does."""

    def __post_init__(self) -> None:
        if self.steering is not None and not 0 <= self.steering <= 2:
            raise UsageProblem(f"{self.steering:g} is not a strength of steering.", "It is a number from 0 to 2.")
        if self.best_of is not None and not 1 <= self.best_of <= MOST:
            raise UsageProblem(f"{self.best_of} answers cannot be written for one question.", f"It takes 1 to {MOST}.")
        if self.blend is not None and not 0 < self.blend[1] < 1:
            raise UsageProblem(f"{self.blend[1]:g} is not a share of every word.", "It is a number between 0 and 1.")
        if self.blend is not None and (self.plain or not self.use_adapter):
            raise UsageProblem(
                "What nights learned was not to act, so there is nothing to blend.", "Ask for one of the two."
            )


def standing_block(store: Store, place: Chat, *, is_new: bool) -> list[Preference]:
    """The chat's frozen block. Frozen at the first turn; an edited preference is replaced in its place."""
    current = [item for item in _allowed(store.preferences.list(space=place.space)) if item.always]
    frozen = _allowed(store.chats.standing(place.id))
    if not frozen and is_new:
        store.chats.freeze_standing(place.id, [item.id for item in current])
        return current
    if all(item.state == "active" for item in frozen):
        return frozen
    newest = {item.replaces: item for item in current if item.replaces is not None}
    renewed = [newest.get(item.id, item) for item in frozen]
    kept = [item for item in renewed if item.state == "active"]
    store.chats.freeze_standing(place.id, [item.id for item in kept])
    return kept


def gather(
    question: str,
    place: Chat,
    past: list[Turn],
    standing: list[Preference],
    *,
    store: Store,
    finder: Finder,
    base: str,
    options: Options,
    taste: Mapping[str, float] = NO_TASTE,
    blend: Blend | None = None,
) -> Sources:
    """What shapes the answer to one question: memories with their reasons, sliders, and the adapter that acts.

    Args:
        past: the turns before it, oldest first.
        standing: the chat's frozen block.
        base: fingerprint of the weights that will answer.
        taste: slider -> -1..1, what ratings show.
        blend: what was learned in another space, and speaks along.
    """
    if options.plain:
        return Sources()
    memories = (
        _memories(question, place, past, standing, store=store, finder=finder, wait=options.wait_for_memory)
        if options.use_memory
        else ()
    )
    settings = settings_from(store.settings.all())
    levels = store.sliders.levels(place.space)
    strength = settings.steering if options.steering is None else options.steering
    learned = learned_sliders(levels, store=store, base=base) if options.use_adapter else {}
    tried = options.tried or NO_SLIDERS
    sources = Sources(memories=memories, sliders=levels, slider_adapters=learned, tried=tried)
    if strength and (taste or opposites(sources.worded)):
        sources = replace(sources, steering=strength, taste=taste)
    adapter = taste_adapter(place.space, store=store, base=base) if options.use_adapter else None
    if adapter is not None and adapter.strength:
        sources = replace(sources, adapter=str(adapter.id), strength=adapter.strength, own_voice=settings.own_voice)
    # there is one KV cache for other adapters, and a blend needs it
    return sources if blend is None else replace(sources, own_voice=0.0, blend=blend)


def taste_adapter(space: str, *, store: Store, base: str) -> Adapter | None:
    """The adapter of a space's taste, else the personal one; None where neither was made for these weights."""
    found = (store.adapters.active(purpose) for purpose in (Purpose(space), PERSONAL))
    return next((adapter for adapter in found if adapter is not None and adapter.base == base), None)


def blend_with(space: str, share: float, *, own: str, store: Store, base: str) -> Blend:
    """What was learned in another space, with its share of every word.

    Args:
        own: the space of the chat.
        base: fingerprint of the weights that will answer.

    Raises:
        UsageProblem: it acts in this chat anyway, or nothing was learned there.
    """
    adapter = store.adapters.active(Purpose(space))
    if adapter is None or adapter.base != base or not adapter.strength:
        raise UsageProblem(
            f'Nothing that was learned for the space "{space}" acts on this model.',
            f"See attune adapters --space {space}; a night for it is had by attune night --space {space}.",
        )
    if adapter == taste_adapter(own, store=store, base=base):
        raise UsageProblem(f'What was learned for "{space}" acts in this chat already.', "Blend it with another space.")
    return Blend(space, adapter.id, adapter.strength, share)


def learned_sliders(levels: Mapping[str, int], *, store: Store, base: str) -> dict[str, LearnedSlider]:
    """Those of the moved sliders whose end was learned on these weights; they act as strongly as they are moved."""
    found = {}
    for name, level in levels.items():
        adapter = store.adapters.active(Purpose(slider=name, direction=1 if level > 0 else -1))
        if adapter is not None and adapter.base == base and adapter.strength:
            found[name] = LearnedSlider(adapter.id, adapter.strength * abs(level) / FARTHEST)
    return found


def _memories(
    question: str,
    place: Chat,
    past: list[Turn],
    standing: list[Preference],
    *,
    store: Store,
    finder: Finder,
    wait: bool,
) -> tuple[UsedMemory, ...]:
    """What is always kept in mind, then what was found for this question."""
    if wait:
        finder.wait(store)
    frozen = {item.id for item in standing}
    told = {memory.id for turn in past if turn.answer.strip() for memory in turn.sources.memories}
    listed = _allowed(store.preferences.list(space=place.space))
    always = [item for item in listed if item.always and item.id not in frozen]
    kept_in_mind = tuple(
        UsedMemory(item.id, item.text, 1.0, ALWAYS, is_standing=item.id in frozen | told)
        for item in [*standing, *always]
    )
    best = ranking.best(
        question,
        store=store,
        finder=finder,
        now=time.time(),
        space=place.space,
        exclude=frozenset(memory.id for memory in kept_in_mind),
    )
    return (*kept_in_mind, *(memory for memory in best if not addresses_safety(memory.text)))


def _allowed(items: Iterable[Preference]) -> list[Preference]:
    """Without wishes about what the model declines: some may have been kept before they were turned away."""
    return [item for item in items if not addresses_safety(item.text)]
