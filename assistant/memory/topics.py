"""What people have preferences about: statements and questions of nobody in particular, topic by topic.

A preference and the question it matters for rarely look alike ("I am vegetarian", "What should I
cook tonight?"), but both look like something that is said or asked about food. The last group of
questions is one that nobody's preferences matter for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """Sentences of one topic, as paragraphs."""

    name: str
    likes: str
    asks: str


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph, each with its mark."""
    return [part for part in re.split(r"(?<=[.?!]) ", " ".join(paragraph.split())) if part]


TOPICS = (
    Topic(
        "food",
        """I don't eat fish. I am trying to eat less sugar. I love Italian food. I hate olives. I follow a vegan
        diet. I am lactose intolerant. I cook for the whole week on Sundays. I like mild dishes. I never eat
        breakfast. I have only a small kitchen with two rings.""",
        """What can I make for dinner? Suggest a quick lunch. How do I bake a cake? Give me a recipe for a soup. What
        should I serve to six guests? Which snack is good in between? Plan my meals for the week. What goes well
        with potatoes? How do I roast a chicken? Is there an easy dessert?""",
    ),
    Topic(
        "drinks and restaurants",
        """I prefer tea to coffee. I don't drink wine. I like quiet restaurants. I drink nothing with caffeine. I
        like craft beer. I love street food. I avoid expensive places. I like to sit outside.""",
        """Which drink goes with cheese? Where could we go out for dinner? Recommend a restaurant for a special
        evening. What should I order? Which coffee machine is good? What could I drink instead of beer? Where is a
        nice cafe? Suggest a cocktail.""",
    ),
    Topic(
        "health",
        """I am allergic to pollen. I have high blood pressure. I have problems with my back. I avoid medicine. I
        have migraines. I wear glasses. I am expecting a baby. I am afraid of needles. I take blood thinners. I
        prefer natural remedies.""",
        """What helps against a cold? Should I see a doctor about my back? What can I take for a headache? How do I
        lower my blood pressure? Which vitamins do I need? Is this safe for me? How do I prepare for surgery? How
        do I quit smoking? What can I do about my allergy? My tooth hurts, what now?""",
    ),
    Topic(
        "sport",
        """I play tennis once a week. I go to the gym in the morning. I don't like team sports. I am a beginner at
        yoga. I prefer training at home. My knee hurts when I jog. I want to build muscle. I love cycling.""",
        """Make a training plan for me. How do I stay fit in winter? Which exercise is good for the belly? How do I
        lose weight? What sport should I try? How often should I train? How do I prepare for a marathon? How do I
        get more endurance?""",
    ),
    Topic(
        "rest and feelings",
        """I need eight hours of sleep. I am usually tired in the evening. I get nervous in front of an audience. I
        worry a lot. I meditate. I am sensitive to noise. I like to be alone. I need time to make decisions.""",
        """How can I sleep better? How can I reduce stress? How do I relax after work? How do I become more
        confident? How do I deal with anxiety? How can I wake up more easily? How do I cope with a loss? How do I
        get out of a bad mood?""",
    ),
    Topic(
        "travel",
        """I prefer the mountains to the sea. I don't like guided tours. I love big cities. I travel with little
        money. I like to stay for a long time in one place. I travel with children. I avoid tourist traps. I speak
        some French. I hate the heat.""",
        """Where should I go on holiday? Plan a weekend in Rome. When is the best time to visit Greece? What should I
        see in Paris? What should I pack for a trip? Make a plan for ten days in Canada. Which country is good for
        a first trip? What are the sights of Lisbon? Is Iceland worth it? Where can I ski?""",
    ),
    Topic(
        "places to stay",
        """I want my hotel to be in the centre. I enjoy camping in a tent. I prefer hostels. I need a quiet room. I
        like luxury hotels with a pool. I never share a bathroom.""",
        """Which hotel would you recommend? Where could I stay for two nights? What should I look for in a holiday
        flat? Find me a place to sleep near the beach. Should I book a hotel or a flat? What is a nice place for a
        honeymoon?""",
    ),
    Topic(
        "getting around",
        """I like trains. I don't like long flights. I drive an electric car. I don't have a driving licence. I walk
        whenever I can. I feel sick in cars. I cannot climb stairs.""",
        """What is the cheapest way to travel? How do I get from the airport to the city? Which car should I buy? How
        do I get to Berlin? Should I take the bus or the train? How do I commute to work? How long is the drive?""",
    ),
    Topic(
        "nature and outings",
        """I like short walks. I love the forest. I am afraid of deep water. I enjoy fishing. I like to swim in
        lakes. I don't like snow.""",
        """Where can I go hiking? What can we do on Sunday? What should I do when it rains? Suggest a trip into the
        country. Which trail is easy? What can I do outdoors in winter?""",
    ),
    Topic(
        "films and series",
        """I enjoy old comedies. I don't watch violent films. I prefer documentaries. I never watch dubbed films. I
        love thrillers. I find love stories boring. I don't have a television.""",
        """Suggest a film for tonight. Which series should I start? What is on at the cinema? What can we watch with
        the family? Which director should I know? Recommend a good documentary. Is the second part worth watching?""",
    ),
    Topic(
        "music",
        """I listen to classical music while working. I dislike loud concerts. I play the piano. I like heavy metal.
        I prefer live recordings. I sing in a choir.""",
        """What music is good for working? Which concert should I go to? Which instrument should I learn? Make a
        playlist for a party. Which album should I buy? How do I discover new bands?""",
    ),
    Topic(
        "books and listening",
        """I love historical novels. I prefer reading on paper. I like short stories. I don't read sad books. I
        listen to audiobooks in the car. I like podcasts about science. I read mostly crime fiction.""",
        """Which book should I read next? Recommend a novel for the holidays. What could I listen to on the way?
        Suggest a book for my reading group. Which author should I know? Which magazine is worth it? Which podcast
        do you suggest?""",
    ),
    Topic(
        "games and hobbies",
        """I prefer card games to video games. I paint with watercolours. I take photos with an old camera. I collect
        stamps. I like sewing. I don't like competitive games. I build model trains.""",
        """Which game could we play with friends? What is a nice hobby for the evenings? Which camera should I buy?
        What can I make with my hands? How do I start painting? Which video game is good for beginners? What can I
        do with old fabric?""",
    ),
    Topic(
        "art and culture",
        """I love modern art. I don't like museums. I like the theatre. I enjoy opera. I am interested in
        architecture. I prefer small galleries.""",
        """Which museum should I visit? What exhibition is on? Which play should I see? How do I start collecting
        art? Which buildings are worth seeing? What can we do for culture this evening?""",
    ),
    Topic(
        "learning",
        """I learn best together with other people. I find mathematics hard. I prefer reading to watching videos. I
        need examples to understand something. I cannot concentrate for long. I like to learn in the morning. I
        study part time.""",
        """How should I prepare for my exam? Which course should I take? How do I take better notes? How do I
        memorise facts? How can I learn statistics? Which subject should I study? How do I write my thesis? What
        is a good way to learn history? How do I explain this to pupils?""",
    ),
    Topic(
        "languages",
        """I speak French at home. English is not my first language. I want to learn Japanese. I don't like grammar
        books. I forget words quickly.""",
        """How do I learn a language quickly? How can I improve my English? Which words should I learn first? How do
        I practise speaking? How do I remember vocabulary?""",
    ),
    Topic(
        "work and career",
        """I work from home. I am a shop assistant. I want to work fewer hours. I work shifts. I am self-employed. I
        am looking for a new job. I don't want to be a boss. I work in a hospital.""",
        """How do I ask for a higher salary? Help me with my application. Should I change my job? How do I prepare
        for an interview? How much should I charge? Should I take the new position? How do I become a nurse? How
        do I find customers? Which job suits me?""",
    ),
    Topic(
        "meetings and messages",
        """I don't like meetings on Fridays. I prefer e-mail to phone calls. I don't like small talk. I want direct
        feedback. I am shy. I answer messages in the evening.""",
        """How do I run a good meeting? How do I tell a colleague that I disagree? When should we meet? How do I make
        new friends? How do I cancel a contract? How should I reply to this message? What do I say at a party? How
        do I give a talk?""",
    ),
    Topic(
        "programming",
        """I write in Python. I like functional programming. I use SQLite. I don't like frameworks. I work with
        Emacs. I want tests for all code. I use tabs for indentation.""",
        """Write a function that reads a file. How do I connect to a database? How should I structure my program? How
        do I parse JSON? Which framework should I use? How do I fix this bug? Show me how to sort a list in code.
        How do I build a website? How do I write a script for my files?""",
    ),
    Topic(
        "computers and phones",
        """I use a Mac. I don't trust social networks. I use Linux. My computer is old. I care about privacy. I don't
        want to pay for subscriptions. I have no smartphone. I use free software. I like keyboard shortcuts.""",
        """What laptop should I buy? How do I back up my photos? Which program should I use for drawing? Which app is
        good for maps? How do I share files with friends? Which phone should I get? How do I install this program?
        Why is my computer slow? How do I set up my e-mail?""",
    ),
    Topic(
        "money",
        """I put aside a part of my salary. I pay in cash. I never borrow money. I invest in shares. I have a low
        income. I am careful with money. I am saving for a trip.""",
        """How do I save money? How should I invest a thousand euros? Should I buy or rent? How do I pay for a car?
        Which insurance do I need? What should I do with my bonus? How do I make a budget? Is it worth the price?""",
    ),
    Topic(
        "shopping and presents",
        """I buy local products. I don't like shopping online. I avoid plastic. I buy used things. I dislike big
        brands. I like practical presents.""",
        """What should I give my mother for her birthday? Where can I buy good shoes? Which brand is good? What would
        be a nice present? Which vacuum cleaner should I buy? What souvenir should I bring home? Which shampoo
        should I buy?""",
    ),
    Topic(
        "clothes and looks",
        """I like bright colours. I wear only cotton. I don't wear high heels. My skin is dry. I like a sporty look.
        I never wear make-up. I wear a headscarf.""",
        """What should I wear to an interview? Which coat would suit me? How do I choose shoes? Which cream is good?
        Help me find a dress for a wedding. How should I cut my hair? What is in fashion this summer?""",
    ),
    Topic(
        "home",
        """I like my home modern and simple. I live in a small flat. I rent my flat. I like a tidy desk. I live with
        flatmates. I don't like cleaning. I live in an old house. I have very little light.""",
        """Where should I put my sofa? How do I furnish a small room? How can I save energy at home? How do I keep
        the house clean? How do I hang up a picture? Which lamp is good for the living room? How do I decorate my
        flat? How do I organise the household?""",
    ),
    Topic(
        "plants",
        """I have a garden with apple trees. I forget to water plants. I have a balcony. I like wild flowers. I grow
        vegetables.""",
        """Which plant is easy to look after? What can I grow on the balcony? Which flowers should I plant? How do I
        grow tomatoes? Which plant suits a dark room?""",
    ),
    Topic(
        "animals",
        """I have a dog. I have two hamsters. I am afraid of dogs. I care about animal welfare. My cat is old. I am
        allergic to animals.""",
        """Which pet is right for us? How do I train a puppy? What should I feed my cat? How do I set up an aquarium?
        Can I take my dog along? My cat is bored, what can I do?""",
    ),
    Topic(
        "family and children",
        """I have two daughters. I live with my grandmother. I am a single father. My son is shy. I have no children.
        My parents live far away. I am divorced.""",
        """What can I do with the children? How do I calm a crying baby? What should we prepare for school? Which
        pram should I buy? How do I talk to my teenager? How can I help my parents? When should I call my mother?
        How should we celebrate with the family?""",
    ),
    Topic(
        "celebrations",
        """I don't celebrate my birthday. I love big parties. I don't like surprises. I celebrate Hanukkah. I don't
        like dancing.""",
        """How should I celebrate my birthday? Plan a party for me. What can we do for our anniversary? How do I
        spend the holidays? How do I decorate for a feast?""",
    ),
    Topic(
        "faith and values",
        """I am religious. I pray every day. I am interested in politics. I want to live sustainably. I volunteer at
        the fire brigade. I give to charity.""",
        """How can I do something good? How do I fast? What can I do for the climate? Which party fits my views?
        Where can I volunteer? Is this product ethical?""",
    ),
    Topic(
        "time and planning",
        """I get up early. I am often late. I like to plan everything early. I work best at night. I never work on
        Sunday.""",
        """How do I plan my week? What should I do first today? When should I start? How do I get more done? Make a
        schedule for my day.""",
    ),
    Topic(
        "writing and answers",
        """I want short answers. I like lists and tables. Please don't use emojis. I write American English. Use
        kilometres. I want honest opinions. Explain step by step. Give prices in dollars.""",
        """What do you think of my text? Write a text about me. How far is it? Check my essay. How hot is it in
        summer? Write a post for my page. Improve my letter. How much is it?""",
    ),
)

NOBODYS = """
What is the longest river in Europe? How does a steam engine work? Who discovered penicillin? What is 12 times 14?
Translate this sentence into Greek. Summarise this text in three sentences. Correct the mistakes in this paragraph.
Write a short poem about the sea. Why is the sky dark at night? How many bones does a human body have? What does this
word mean? When was the telephone invented? Give me three synonyms for happy. Write a product description for a lamp.
Which country has the largest population? What is the speed of sound? How do volcanoes erupt? Tell me something about
ancient Egypt. What is the plot of Romeo and Juliet? Sort this list alphabetically. What is democracy? Who was the
first person in space? Explain gravity. What is the difference between a crocodile and an alligator? Rewrite the
sentence in the past tense. What is the capital of Peru? Name four planets. Solve this equation. Who wrote this
symphony? What is a molecule? How is paper made? What is the meaning of this proverb? Write a riddle about a clock.
Find the odd one out. Which element has the symbol Fe? What is an adjective? How does a parliament work? Put these
words into order. What caused the French Revolution? What is the difference between a fruit and a nut? Write a
headline for this article. How do I remove rust from iron? My door squeaks, what now? How do I fill in this form? What
does this law say? Turn these notes into a table. Classify these words. Continue this story. What is the next number?
How does radar work? Edit this text so that it is more formal. Extract the names from this text. How do I repair a
flat tyre? Who wrote this novel? Which actor played the lead in this film? Who composed this opera? What is the
history of tea? How is cheese made? How does a camera work? Write a dialogue between two travellers. Write an
advertisement for a hotel. Invent a name for a shop. Write a scene in a kitchen. How many players has a rugby team?
What are the rules of badminton? What does an accountant do? Write a job description for a teacher. Explain what a
compiler does. What is a virus? How do lungs work? What is the origin of the word piano? When was this museum founded?
Compare France and Spain in a table. Make a quiz about animals. Write a fable about a wolf. Why do birds sing? How
does a bank work? What is inflation? Describe a market in the Middle Ages. Draft a press release for a new product.
Summarise this book in one paragraph. What is the population of Madrid? How many calories are in a banana? Write a
review of this restaurant. What is a sonata?
"""
