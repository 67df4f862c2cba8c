"""Ten short questions with two answers each, written by hand, so that a taste can be told before any model speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """One question and two answers that differ in one or two sliders and in as little else as possible."""

    name: str
    """Kept with every choice: a pair whose words are changed gets a new name."""
    question: str
    a: str
    b: str
    moves: Mapping[str, int]
    """Slider -> which way the second answer goes from the first: 1 toward its high end, -1 toward its low one."""


EGG = Pair(
    name="egg",
    question="How do I boil an egg?",
    a="Boil it until the white is firm, then cool it.",
    b=(
        "Bring a small pot of water to the boil and lower the egg in with a spoon. 6 minutes leave the yolk runny, "
        "8 make it creamy, 10 set it firm. Then hold it under cold water for 1 minute: that ends the cooking, and "
        "the shell comes off in large pieces."
    ),
    moves={"length": 1, "detail": 1},
)

JOB = Pair(
    name="job",
    question="I did not get the job.",
    a=(
        "That is regrettable. It is not uncommon, since most positions attract many applicants. You are advised to "
        "request feedback and to apply elsewhere."
    ),
    b=(
        "Oh, I'm so sorry, that hurts! You've put your heart into it. Ask them what was missing, and let's find you "
        "a lovely one."
    ),
    moves={"warmth": 1, "formality": -1},
)

SEASIDE = Pair(
    name="seaside",
    question="What do I pack for a weekend by the sea?",
    a="Take a swimsuit and a towel, a thick sweater for the evening, sun cream, and a book for the train.",
    b="Take these:\n\n- a swimsuit and a towel\n- a thick sweater for the evening\n- sun cream\n- a book for the train",
    moves={"structure": 1},
)

BREAD = Pair(
    name="bread",
    question="Why does bread rise?",
    a="Yeast is alive. It eats the sugar in the dough and makes gas. The gas blows small bubbles, and the dough grows.",
    b=(
        "Yeast ferments the available sugars anaerobically; the resulting carbon dioxide accumulates in alveoli, which "
        "the viscoelastic gluten network retains as the dough expands."
    ),
    moves={"simplicity": -1},
)

LAPTOP = Pair(
    name="laptop",
    question="Is my old laptop worth repairing?",
    a="No. A repair costs half of a new one and buys you a single year. Put the money into the next laptop.",
    b="It depends. Perhaps a repair is enough, and sometimes it lasts for years. It could also be better to save up.",
    moves={"directness": -1},
)

CATS = Pair(
    name="cats",
    question="Why do cats push things off tables?",
    a="They hunt with their paws. A pen that rolls and falls moves like prey, and your reaction rewards the cat.",
    b="Somebody has to test gravity. Besides, a falling pen runs like a mouse, and your face is the best part.",
    moves={"playfulness": 1},
)

SLEEP = Pair(
    name="sleep",
    question="How do I fall asleep faster?",
    a=(
        "A few habits help:\n\n- Go to bed at the same time every night, also on weekends.\n- Keep the room cool, dark "
        "and quiet.\n- Put the phone away an hour before.\n- Drink no coffee after lunch.\n- If you lie awake, get up "
        "and read until you are tired."
    ),
    b="Keep the same bedtime every night, and leave the phone in another room.",
    moves={"length": -1, "structure": -1},
)

MARATHON = Pair(
    name="marathon",
    question="I have never run. Can I run a marathon next month?",
    a=(
        "I love that you have a dream like this! A month might be a little short, and it could hurt. Perhaps a happy "
        "five kilometres first?"
    ),
    b=(
        "No. The training takes six months, and without it you will injure a knee or a foot. Begin with a run of five "
        "kilometres."
    ),
    moves={"warmth": -1, "directness": 1},
)

VACCINE = Pair(
    name="vaccine",
    question="How does a vaccine work?",
    a=(
        "It presents antigens of a pathogen to the immune system. Within 14 days, B lymphocytes secrete specific "
        "antibodies, and memory cells persist for 10 years."
    ),
    b=(
        "It shows your body what a germ looks like. Your body learns to fight it, and it will be ready when the real "
        "germ comes."
    ),
    moves={"detail": -1, "simplicity": 1},
)

RICE = Pair(
    name="rice",
    question="Can I reheat the rice from yesterday?",
    a=(
        "Sure, if it's slept in the fridge and hasn't been partying on the counter. Heat it till it steams. Germs "
        "don't get a second date."
    ),
    b=(
        "Rice that was refrigerated promptly is safe to reheat. It is to be discarded if it has stood at room "
        "temperature. Heat it until it steams."
    ),
    moves={"formality": 1, "playfulness": -1},
)

PAIRS = (EGG, JOB, SEASIDE, BREAD, LAPTOP, CATS, SLEEP, MARATHON, VACCINE, RICE)
"""The first six ask once about every slider; the last four ask again, with the sides changed about."""
