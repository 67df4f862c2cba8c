"""Rows of the store's chats and turns, as the records they stand for."""

from __future__ import annotations

import json
from dataclasses import asdict

from assistant.records import Blend, Chat, LearnedSlider, Sources, Stats, Turn, UsedMemory
from assistant.store.connection import Row

MEMORIES = """
    SELECT preferences.id, text, score, reason, is_standing, state = 'superseded' AND kind = 'fact' AND NOT EXISTS (
        SELECT 1 FROM preferences AS now
        WHERE now.digest = preferences.digest AND now.space = preferences.space AND now.state = 'active'
    ) AS is_outdated
    FROM turn_memories JOIN preferences ON preferences.id = turn_memories.preference
    WHERE turn = ? ORDER BY position"""
"""The preferences that one turn was given, for `memory_from`."""


def chat_from(row: Row) -> Chat:
    """A row of `chats`."""
    return Chat(
        id=row["id"],
        title=row["title"],
        made=row["made"],
        touched=row["touched"],
        head=row["head"],
        space=row["space"],
        pinned=bool(row["pinned"]),
        draft=row["draft"],
    )


def turn_from(row: Row, memories: tuple[UsedMemory, ...]) -> Turn:
    """A row of `turns`, with the preferences it was given."""
    return Turn(
        id=row["id"],
        chat=row["chat"],
        parent=row["parent"],
        question=row["question"],
        answer=row["answer"],
        finish=row["finish"],
        made=row["made"],
        seed=row["seed"],
        sources=sources_from(row, memories),
        stats=None if row["stats"] is None else Stats(**json.loads(row["stats"])),
        has_forgotten=bool(row["has_forgotten"]),
    )


def memory_from(row: Row) -> UsedMemory:
    """A row of `MEMORIES`."""
    return UsedMemory(
        id=row["id"],
        text=row["text"],
        score=row["score"],
        reason=row["reason"],
        is_standing=bool(row["is_standing"]),
        is_outdated=bool(row["is_outdated"]),
    )


def sources_from(row: Row, memories: tuple[UsedMemory, ...] = ()) -> Sources:
    """What shaped an answer: the columns of `turns` that say so."""
    return Sources(
        memories=memories,
        sliders=json.loads(row["sliders"]),
        adapter=row["adapter"],
        strength=row["strength"],
        steering=row["steering"],
        taste=json.loads(row["taste"]),
        slider_adapters={name: LearnedSlider(**one) for name, one in json.loads(row["slider_adapters"]).items()},
        own_voice=row["own_voice"],
        blend=None if row["blend"] is None else Blend(**json.loads(row["blend"])),
        revises=row["revises"],
        set_aside=bool(row["set_aside"]),
        own_opening=bool(row["own_opening"]),
        compares=row["compares"],
        tried=json.loads(row["tried"]),
        best_of=row["best_of"],
        asked=tuple(json.loads(row["asked"])),
    )


def columns_of(sources: Sources) -> dict[str, str | int | float | None]:
    """As `sources_from` reads them; the memories stand in a table of their own."""
    return {
        "sliders": json.dumps(dict(sources.sliders)),
        "adapter": sources.adapter,
        "strength": sources.strength,
        "steering": sources.steering,
        "taste": json.dumps(dict(sources.taste)),
        "slider_adapters": json.dumps({name: asdict(one) for name, one in sources.slider_adapters.items()}),
        "own_voice": sources.own_voice,
        "blend": None if sources.blend is None else json.dumps(asdict(sources.blend)),
        "revises": sources.revises,
        "set_aside": int(sources.set_aside),
        "own_opening": int(sources.own_opening),
        "compares": sources.compares,
        "tried": json.dumps(dict(sources.tried)),
        "best_of": sources.best_of,
        "asked": json.dumps(sources.asked),
    }
