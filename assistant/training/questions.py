"""Everyday questions of our own: some for learning wishes on, others for hearing what a new adapter says."""

from __future__ import annotations

FRESH = (
    "How do I keep basil alive in a pot?",
    "What is the difference between a cold and the flu?",
    "Why do cats purr?",
    "Write a short poem about the first snow.",
    "What should I pack for a weekend in the mountains?",
    "How does a microwave oven heat food?",
    "Act as a guide who shows visitors an old castle.",
    "What is a good first recipe for somebody who never cooked?",
    "Write a function in Python that counts the vowels in a text.",
    "Why do leaves change colour in autumn?",
    "How is 17 times 23 worked out by hand?",
    "What makes bread rise?",
    "How do I remember people's names?",
    "Write the lyrics of a song about a night train.",
    "Why does the moon seem larger near the horizon?",
    "How can I save money on heating?",
    "How do I ask in Spanish where the station is?",
    "How do I remove a wine stain from a tablecloth?",
    "Tell a story about a lighthouse keeper and a gull.",
    "What is the point of a firewall on a computer?",
    "How do I politely say no to an invitation?",
    "Give me ten names for a small bakery.",
    "How does a vaccine work?",
    "How is the Pythagorean theorem proved?",
    "Why is the sea salty?",
    "Write an e-mail to a landlord about a broken window.",
    "What is the difference between weather and climate?",
    "How do I start a small vegetable garden?",
    "What is a leap year for?",
    "How can I read more books?",
    "Why do we have fingerprints?",
    "How do I calm a nervous dog during a storm?",
    "What is the best way to store potatoes?",
    "How do airplanes stay in the air?",
    "What are good questions to ask a grandparent?",
    "How do I make my handwriting easier to read?",
    "What is a password manager?",
    "How can I drink less coffee?",
    "Why do onions make us cry?",
    "How do I plan a birthday party for a child?",
)
"""Never trained on: a new adapter is judged by its answers to these.

A quarter ask for something else than an explanation: verses, a part to play, a program, a sum. There a small model goes
in circles sooner.
"""

TAUGHT = (
    "How do I boil an egg?",
    "What is a good way to begin a diary?",
    "Why is the sky blue?",
    "How do I choose a new pair of running shoes?",
    "What does a carburettor do?",
    "How can I make a cup of tea taste better?",
    "What is a budget, and how do I make one?",
    "How do I clean a wooden floor?",
    "Why do we dream?",
    "What is the quickest way to peel garlic?",
    "How do I ask my neighbour to be quieter?",
    "What is recycled paper made of?",
    "How does a thermometer work?",
    "What should I know before I adopt a dog?",
    "How do I write a short message of condolence?",
    "Why do ships float?",
)
"""For wishes that are to be followed more closely, beside what the person asked."""

FOR_SLIDERS = (
    "How do I keep cut flowers fresh?",
    "What is a compass good for?",
    "Why does metal feel cold?",
    "How do I introduce myself in a new class?",
    "What is the difference between a hill and a mountain?",
    "How can I make my room less noisy?",
    "What does a lawyer do all day?",
    "How do I fold a fitted sheet?",
    "Why do cats have whiskers?",
    "What is a good way to learn a few words of a new language?",
    "How do I thank somebody for a gift?",
    "What is an interest rate?",
    "How does soap clean?",
    "What should I check before a long drive?",
    "What does a kidney do?",
    "How do I store honey?",
)
"""Further ones on which sliders are learned, where nothing of the person's is learned on."""
