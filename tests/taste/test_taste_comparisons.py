"""Judgements are read as comparisons, from the store as it is now, and from one space only."""

from __future__ import annotations

from assistant.rate import choose, rate
from assistant.records import Sources
from assistant.store.store import Store
from assistant.taste import comparisons
from assistant.taste.calibration import PAIRS
from assistant.taste.comparisons import ACROSS_QUESTIONS, HALF_LIFE_S, KEPT_AFTER_REGENERATING, WRITTEN
from tests.taste.judging import asked, choose_short, long, rewrite_short, short


def test_a_choice_and_a_better_version_say_which_is_better(store: Store) -> None:
    (better,) = choose_short(store, 1)
    rewritten = rewrite_short(store, "an oven")
    chosen, own = comparisons.read(store)
    assert (chosen.better, chosen.worse, chosen.kind) == (short("bread"), long("bread"), "choice")
    assert chosen.turns[0] == better
    assert chosen.ids == (store.choices.list()[0].id,)
    assert (own.better, own.worse, own.kind, own.turns) == (short("an oven"), long("an oven"), "rating", (rewritten,))
    assert own.ids == (store.ratings.list()[0].id,)


def test_thumbs_on_two_versions_are_one_comparison_and_on_two_questions_a_weak_one(store: Store) -> None:
    one = asked(store, "What is tea?", long("tea"))
    other = asked(store, "What is tea?", short("tea"), beside=one)
    rate(one.id, "down", store=store)
    rate(other.id, "up", store=store)
    (same,) = comparisons.read(store)
    assert (same.better, same.weight, len(same.ids)) == (short("tea"), 1.0, 2)
    rate(asked(store, "What is salt?", short("salt")).id, "up", store=store)
    rate(asked(store, "What is wool?", long("wool")).id, "down", store=store)
    weak = comparisons.read(store)[-1]
    assert (weak.better, weak.worse, weak.kind) == (short("salt"), long("wool"), "thumbs")
    assert weak.weight == ACROSS_QUESTIONS < 1


def test_thumbs_that_were_given_under_different_sliders_are_not_compared(store: Store) -> None:
    rate(asked(store, "What is salt?", short("salt")).id, "up", store=store)
    store.sliders.set("length", 3)
    rate(asked(store, "What is wool?", long("wool")).id, "down", store=store)
    assert comparisons.read(store) == []
    rate(asked(store, "What is tin?", short("tin")).id, "up", store=store)
    (alike,) = comparisons.read(store)
    assert (alike.better, alike.worse, dict(alike.sliders)) == (short("tin"), long("wool"), {"length": 3})


def test_going_on_from_a_second_answer_says_half_and_saying_so_outweighs_it(store: Store) -> None:
    one = asked(store, "What is tea?", long("tea"))
    other = asked(store, "What is tea?", short("tea"), beside=one)
    store.chats.begin_turn(one.chat, parent=other.id, question="And salt?", seed=1, sources=Sources())
    (kept,) = comparisons.read(store)
    assert (kept.better, kept.kind, kept.weight, kept.ids) == (short("tea"), "kept", KEPT_AFTER_REGENERATING, ())
    choose(one.id, other.id, "A", store=store)
    assert [(found.better, found.kind) for found in comparisons.read(store)] == [(long("tea"), "choice")]


def test_what_was_cut_off_or_deleted_or_said_elsewhere_is_not_there(store: Store) -> None:
    cut = asked(store, "What is snow?", long("snow"), finish="length")
    rate(cut.id, "down", store=store, better=short("snow"))
    assert comparisons.read(store) == []
    rewrite_short(store, "glass")
    at_work = store.chats.start(space="work")
    turn = store.chats.begin_turn(at_work.id, parent=None, question="Plan?", seed=1, sources=Sources())
    store.chats.finish_turn(turn.id, answer=long("a plan"), finish="stop", stats=None)
    rate(turn.id, "down", store=store, better=short("a plan"))
    assert [found.better for found in comparisons.read(store)] == [short("glass")]
    assert [found.better for found in comparisons.read(store, space="work")] == [short("a plan")]
    store.chats.delete(store.chats.turn(store.ratings.list()[1].turn).chat)
    assert comparisons.read(store) == []


def test_old_judgements_count_less(store: Store) -> None:
    choose_short(store, 1)
    (found,) = comparisons.read(store)
    assert found.freshness(found.made) == 1.0
    assert found.freshness(found.made + HALF_LIFE_S) == 0.5


def test_what_was_chosen_in_the_first_minutes_speaks_of_no_turn(store: Store) -> None:
    (first, *_) = PAIRS
    store.calibration.keep({first.name: "B", PAIRS[1].name: "neither"})
    (found,) = comparisons.read(store)
    assert (found.better, found.worse, found.kind) == (first.b, first.a, "written")
    assert (found.turns, found.ids, found.weight) == ((), (), WRITTEN)
