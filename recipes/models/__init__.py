"""How the models in `models/` are made: text and tokenizers (`text`), an encoder that fills blanks
(`bert`), a decoder that writes on (`gpt`), what both trainings share (`training`), and the figures
on the course's own sentences that the cards state (`score`).

    python -m recipes.models ko_bert OUT

Nothing here is needed to use the models; `nlplab.models` finds them.
"""
