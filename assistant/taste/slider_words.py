"""The words of the eight sliders: what each level means to the person, and what it asks of the model."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """The same question answered at both ends of a slider."""

    question: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Slider:
    """One dimension of taste with levels -3..3; 0 leaves it to the model."""

    name: str
    title: str
    low: str
    """The end at -3, in a word or two."""
    high: str
    """The end at +3."""
    meanings: tuple[str, str, str, str, str, str]
    """For the person: one sentence each for -3, -2, -1, 1, 2, 3."""
    wishes: tuple[str, str, str, str, str, str]
    """For the model: one instruction each for -3, -2, -1, 1, 2, 3."""
    example: Example


LENGTH = Slider(
    name="length",
    title="Length",
    low="short",
    high="long",
    meanings=(
        "One short sentence.",
        "Two or three sentences.",
        "A short paragraph.",
        "A few paragraphs.",
        "A long answer with several parts.",
        "A very long answer that covers everything.",
    ),
    wishes=(
        "Answer in one short sentence.",
        "Answer in two or three sentences.",
        "Answer in one short paragraph.",
        "Answer in three paragraphs.",
        "Write a long answer with several paragraphs.",
        "Write a very long, complete and detailed essay of at least ten paragraphs.",
    ),
    example=Example(
        question="Why do leaves turn yellow?",
        low="The green fades and shows the yellow that was there all along.",
        high=(
            "In summer a leaf is full of chlorophyll, the green pigment that catches light. When days grow short and "
            "cold, the tree takes the chlorophyll apart and stores its parts in the wood for spring.\n\n"
            "What remains are carotenoids, the same pigments that colour carrots. They were in the leaf all summer; "
            "only the green hid them."
        ),
    ),
)

SIMPLICITY = Slider(
    name="simplicity",
    title="Simplicity",
    low="for experts",
    high="for everyone",
    meanings=(
        "Written for an expert, with the exact terms of the field.",
        "Written for somebody who knows the field well.",
        "Technical terms are welcome where they help.",
        "Plain words; technical terms are explained.",
        "Easy words and short sentences.",
        "As simple as possible, as if for a child.",
    ),
    wishes=(
        "Write for an expert, with precise technical terms and long, complex sentences.",
        "Write for a reader who knows the field well, with technical terms.",
        "Use technical terms where they help.",
        "Use plain words and explain technical terms.",
        "Use easy words and short sentences.",
        "Explain it to a six-year-old child, with very easy words and very short sentences.",
    ),
    example=Example(
        question="What is a fever?",
        low=(
            "A regulated elevation of the hypothalamic set point, mediated by pyrogenic cytokines and prostaglandin E2."
        ),
        high="Your body gets hot on purpose. Germs do not like the heat. So you get well sooner.",
    ),
)

FORMALITY = Slider(
    name="formality",
    title="Formality",
    low="casual",
    high="formal",
    meanings=(
        "Like a chat with a close friend.",
        "Relaxed, with everyday words.",
        "A little relaxed.",
        "A little formal.",
        "Formal and correct, as in a business letter.",
        "Very formal, as in an official document.",
    ),
    wishes=(
        "Answer the question as you would explain it to a close friend, in casual words, with contractions like "
        "you're, it's and don't.",
        "Write in a relaxed, casual way with contractions like it's and don't.",
        "Write in a slightly relaxed tone.",
        "Write in a slightly formal tone.",
        "Write in a formal, correct tone, as in a business letter, without contractions.",
        "Write in a very formal tone, as in an official document, without contractions.",
    ),
    example=Example(
        question="Can I return a pair of shoes?",
        low="Sure! Just bring them back with the receipt, and you'll get your money, no worries.",
        high="The goods may be returned within fourteen days, provided that the receipt is presented.",
    ),
)

WARMTH = Slider(
    name="warmth",
    title="Warmth",
    low="matter-of-fact",
    high="warm",
    meanings=(
        "Facts only, nothing about feelings.",
        "Matter-of-fact and cool.",
        "Rather matter-of-fact.",
        "Friendly.",
        "Warm and encouraging.",
        "Very warm and caring, with a kind word for you.",
    ),
    wishes=(
        "State only the facts, in a cold and neutral tone.",
        "Write in a cool, matter-of-fact tone.",
        "Write in a neutral tone.",
        "Write in a friendly tone.",
        "Write in a warm, encouraging tone.",
        "Write in a very warm, kind and caring tone, and encourage me.",
    ),
    example=Example(
        question="I failed my driving test.",
        low="The test can be repeated after two weeks. About a third of candidates need a second attempt.",
        high="Oh, I'm sorry, that stings! You are in good company, and you have learned a lot. Next time you'll do it.",
    ),
)

STRUCTURE = Slider(
    name="structure",
    title="Structure",
    low="flowing text",
    high="lists",
    meanings=(
        "Flowing text only: no lists, no headings.",
        "Flowing text; lists only where nothing else works.",
        "Mostly flowing text.",
        "Lists where they help.",
        "Lists for most things.",
        "Everything as a list with short points.",
    ),
    wishes=(
        "Write flowing text in full paragraphs, with no lists and no headings.",
        "Write flowing text and avoid lists.",
        "Write mostly flowing text.",
        "Use a list where it helps.",
        "Begin with one sentence, then give a list of bullet points.",
        'Give a list of five or more bullet points, each starting with "- ".',
    ),
    example=Example(
        question="What do I need for a picnic?",
        low="Take a blanket, some bread and cheese, and fruit that does not mind the sun, and do not forget water.",
        high="- a blanket\n- bread and cheese\n- fruit\n- water",
    ),
)

DIRECTNESS = Slider(
    name="directness",
    title="Directness",
    low="careful",
    high="blunt",
    meanings=(
        "Very careful: every doubt and exception is named.",
        "Careful, with the doubts that matter.",
        "A little careful.",
        "Rather direct.",
        "Direct: the answer first, then the reasons.",
        "Blunt: a clear verdict without softening.",
    ),
    wishes=(
        "Use words like maybe, perhaps and might, and mention exceptions.",
        "Be careful and name the doubts that matter.",
        "Be a little careful.",
        "Be rather direct.",
        "Be direct: say the answer first, then the reasons.",
        "Be blunt and certain: say exactly what to do or what is true, in strong words.",
    ),
    example=Example(
        question="Is my plan to learn Greek in a month realistic?",
        low="It depends on what you hope for. Some people might manage simple talk, though it could take longer.",
        high="No. In a month you can order coffee. Plan a year.",
    ),
)

DETAIL = Slider(
    name="detail",
    title="Detail",
    low="the gist",
    high="every detail",
    meanings=(
        "The one thing that matters most.",
        "The main points only.",
        "A few details less.",
        "A few details more.",
        "Many details, with numbers and examples.",
        "Every detail: numbers, examples, reasons.",
    ),
    wishes=(
        "Say only the one thing that matters most, without details.",
        "Say only the main points, without details.",
        "Leave out small details.",
        "Add a few details.",
        "Give a detailed answer with examples.",
        "Explain in great detail, step by step, with numbers and examples.",
    ),
    example=Example(
        question="How do I brew green tea?",
        low="With water that no longer boils.",
        high="Two grams for 200 ml, at 75 °C, for two minutes; a second brew of the same leaves takes three.",
    ),
)

PLAYFULNESS = Slider(
    name="playfulness",
    title="Playfulness",
    low="serious",
    high="playful",
    meanings=(
        "Entirely serious.",
        "Serious.",
        "Rather serious.",
        "A light touch now and then.",
        "Playful, with a joke where it fits.",
        "Very playful: jokes, puns and funny pictures.",
    ),
    wishes=(
        "Be entirely serious, without any joke.",
        "Be serious.",
        "Be rather serious.",
        "Write with a light touch.",
        "Be playful and make a joke.",
        "Be very playful and funny, with jokes and puns.",
    ),
    example=Example(
        question="Why do cats purr?",
        low="Muscles in the larynx vibrate as the cat breathes in and out.",
        high="It's the engine idling: the muscles of the throat hum while the cat decides which of your plans to ruin.",
    ),
)
