"""English text messages, spam or not, for the first lesson: about seven of eight are not.

A message is an opening, a middle and an end from small banks, all written for this course. Numbers begin with 00, so
that no telephone has them. Some messages come again with another number: the copies that a careless split lets cross.
"""

from .draw import Deck, Draw

SEED = 11
HAM, SPAM, COPIES = 261, 33, 6

OPENINGS = (
    "Hey,",
    "Hi Tom,",
    "Sorry,",
    "Ok,",
    "Hello Mina,",
    "Mum,",
    "Haha,",
    "Dad,",
    "Yes,",
    "No,",
    "So,",
    "Well,",
)
NEWS = (
    "I just got home",
    "the bus is late again",
    "I left the keys on the table",
    "class starts at nine",
    "the rain stopped here",
    "I finished the report",
    "dinner is in the oven",
    "my phone was off all day",
    "I won the match today",
    "the film was too long",
    "I am in the library",
    "grandma says hello",
    "the train leaves in ten minutes",
    "I forgot my umbrella",
    "the shop had no milk",
    "I slept very badly",
    "the exam was easy",
    "they moved the meeting to Friday",
    "I bought bread and cheese",
    "the dog ate my lunch",
    "my cousin is visiting",
    "it is cold outside",
    "I lost my wallet",
    "the neighbours are noisy",
)
ASKS = (
    "Are you free tonight?",
    "Can you call me later?",
    "Text me when you arrive.",
    "See you tomorrow.",
    "Did you eat already?",
    "Where shall we meet?",
    "Shall I wait for you?",
    "I will be there soon.",
    "Please bring your notes.",
    "Do you want to come along?",
    "Let me know.",
    "Good night and sleep well.",
    "How was your day?",
    "Don't forget the tickets.",
    "Call me when you are done.",
    "I miss you.",
    "Is it ok if I come at 7?",
    "What time is it there?",
    "Send me the address.",
    "I can't talk now.",
)
HOOKS = (
    "Congratulations! You have won a prize of {n} pounds",
    "URGENT! Your number was chosen for {n} pounds in cash",
    "Free entry in our weekly draw for {n} pounds",
    "You are a winner! A free phone is waiting",
    "Last chance to claim your free holiday",
    "New tones for your mobile, the first {n} are free",
    "Your loan of {n} pounds is approved",
    "Hot offer today: half price for all phones",
    "A secret admirer sent you a message",
    "Your account has expired, act today",
    "Meet new friends in your town",
    "Exclusive deal for you, only this week",
)
HOW = (
    "Call {c} now to claim.",
    "Text WIN to {c}.",
    "Reply YES to {c} now.",
    "To stop texts send STOP to {c}.",
    "Call {c} before midnight, 150p per minute.",
    "Txt CASH to {c} today.",
    "Claim code {c}, valid 12 hours.",
    "Visit our page and enter {c}.",
    "Reply YES today to claim.",
    "Ask for it in our shop now.",
)


def _number(draw):
    return f"00{draw.below(900) + 100}"


def _ham(draw, openings, news, asks):
    parts = [news.deal()]
    if draw.chance(0.6):
        parts[0] = f"{openings.deal()} {parts[0]}"
    text = parts[0] + "."
    if draw.chance(0.75):
        text += f" {asks.deal()}"
    return text.lower() if draw.chance(0.25) else text[0].upper() + text[1:]


def _fill(draw, form):
    return form.format(n=draw.pick((100, 200, 500, 1000, 2000)), c=_number(draw))


def messages():
    """(text, label) with label 1 for spam, shuffled, no text twice."""
    draw = Draw(SEED)
    openings, news, asks, hooks, how = (
        Deck(draw, bank) for bank in (OPENINGS, NEWS, ASKS, HOOKS, HOW)
    )
    ham, spam, forms = set(), set(), []
    rows = []
    while len(ham) < HAM:
        text = _ham(draw, openings, news, asks)
        if text not in ham:
            ham.add(text)
            rows.append((text, 0))
    while len(spam) < SPAM:
        form = f"{hooks.deal()}. {how.deal()}"
        text = _fill(draw, form)
        if text not in spam:
            spam.add(text)
            forms.append(form)
            rows.append((text, 1))
    while len(spam) < SPAM + COPIES:
        text = _fill(draw, draw.pick(forms))
        if text not in spam:
            spam.add(text)
            rows.append((text, 1))
    return draw.shuffled(rows)
