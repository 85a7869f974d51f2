"""How the models in `models/` are made: text and tokenizers (`text`), an encoder that fills blanks
(`bert`), a decoder that writes on (`gpt`), what both trainings share (`training`), and the figures
on the course's own sentences that the cards state (`score`). Models for single tasks are low-rank
changes (`lowrank`) of these two: `heads` on ko_bert, `written` on ko_gpt, from `real` data and from
sentences that this course wrote (`phrases`, `questions`, `topics`, `digests`); `measure` says what
they reach. `english` is small and stands alone.

    python -m recipes.models ko_bert OUT

Nothing here is needed to use the models; `nlplab.models` finds them.
"""
