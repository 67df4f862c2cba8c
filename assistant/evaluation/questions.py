"""Everyday questions of our own that simulated persons ask; none of them is among those a night is judged by."""

from __future__ import annotations

ASKED = (
    "How do I bake a simple loaf of bread?", "What is a good breakfast for a long day?", "Why is exercise good for me?",
    "How can I learn a new language?", "What is the capital of Portugal known for?", "How does a bicycle stay upright?",
    "What should I do when I have a headache?", "How do I write a letter of complaint?", "What is photosynthesis?",
    "How can I be less nervous before an exam?", "Why do we have time zones?", "How do I fix a dripping tap?",
    "What are the rules of chess?", "How can I make friends in a new town?", "What is a healthy amount of sleep?",
    "How do I cook rice?", "Why is the ocean blue?", "How can I organise my desk?", "What is a black hole?",
    "How do I clean a cast iron pan?", "What is the best way to study history?", "How do I grow tomatoes?",
    "Why do volcanoes erupt?", "How do I change a flat tyre?", "What is the meaning of democracy?",
    "How can I save water at home?", "What is a good gift for a friend who likes to read?", "How do magnets work?",
    "What can I cook with eggs and cheese?", "How do I tie a tie?", "Why do people yawn?", "What is an electric car?",
    "How do I apologise to a friend?", "What is the internet?", "How can I get better at drawing?",
    "Why do we need vitamins?", "How do I plan a trip by train?", "What makes a good story?", "How do I train a puppy?",
    "What is the difference between a frog and a toad?", "How can I stop biting my nails?", "What is lava made of?",
    "How do I make soup from vegetables?", "Why is honey sweet?", "How do I choose a good mattress?", "What is jazz?",
    "How does a fridge keep food cold?", "What should I wear to a wedding?", "How can I run my first five kilometres?",
    "What is a solar eclipse?", "How do I read a map?", "Why do dogs bark?", "How can I speak in front of a group?",
    "What is compost?", "How do I keep a diary going?", "What are the seasons caused by?", "How do I wrap a present?",
    "What is a mammal?", "How can I eat more vegetables?", "Why do we shake hands?", "How do I set up an aquarium?",
    "What is gravity?", "How do I write a short speech for a birthday?", "What is the best time to plant a tree?",
    "How do clouds form?", "How do I iron a shirt?", "What is a rainbow?", "How can I wake up earlier?",
    "What is the purpose of a bank?", "How do I pack a suitcase well?", "Why does ice float?", "What is yoga?",
)  # fmt: skip
