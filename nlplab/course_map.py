"""The map of the course: its lessons under a timeline, and the family of models that began in 2017.

A lesson shows it with its own place lit: `course_map(here="130_transformer").show(alt="…")`.
"""

from __future__ import annotations

from nlplab.diagrams import Diagram

# slug: what its box says and where it lies, (column, row)
LESSONS: dict[str, tuple[str, tuple[float, float]]] = {
    "000_overview": ("000\n지도", (0, 4)),
    "010_vector_representation": ("010\n세기", (0, 3)),
    "037_tokenizer_training": ("037\n토크나이저", (0, 2)),
    "015_word2vec": ("015\nword2vec", (1, 4)),
    "045_pretrained_embeddings": ("045\n빌린 임베딩", (1, 3)),
    "020_lstm_gru_shapes": ("020\nLSTM/GRU", (2, 4)),
    "030_imdb_sentiment": ("030\nIMDB", (2, 3)),
    "035_nsmc_sentiment": ("035\n영화평", (2, 2)),
    "065_char_rnn": ("065\n글쓰기", (2, 1)),
    "080_seq2seq_translation": ("080\n번역", (2, 0)),
    "090_attention_translation": ("090\n어텐션", (3, 2)),
    "130_transformer": ("130\n트랜스포머", (4, 2)),
    "140_bert_pretraining": ("140\nBERT", (5, 3)),
    "320_huggingface_sentiment_finetuning": ("320\n미세 조정", (6, 3)),
    "300_huggingface_pipelines": ("300\n파이프라인", (7, 1.5)),
    "910_clip": ("910\nCLIP", (7, 3)),
    "150_autoregressive_generation": ("150\nGPT", (5, -1)),
    "160_alignment": ("160\n정렬", (8, -1)),
    "320_openai_text_generation": ("320\nAPI", (9, -1)),
}
ERAS = ("단어를 세기", "2013\nword2vec", "2014\nseq2seq", "2015\n어텐션", "2017\n트랜스포머")
FAMILY = {  # branch: its models, (text, column), and its row
    "인코더만": ((("BERT\n2018", 5), ("RoBERTa\n2019", 6), ("CLIP\n2021", 7)), 4),
    "인코더와 디코더": ((("T5, BART\n2019", 6),), 1.5),
    "디코더만": (
        (
            ("GPT-1\n2018", 5),
            ("GPT-2\n2019", 6),
            ("GPT-3\n2020", 7),
            ("InstructGPT\n2022", 8),
            ("ChatGPT\n2022~", 9),
        ),
        0,
    ),
}


def course_map(here: str = "", title: str = "강좌의 지도") -> Diagram:
    """Every lesson under what it is about; the lesson `here` is orange and filled.

    Above stand the years of the ideas; to the right of 2017 the three branches of models: encoder
    only, encoder and decoder, decoder only.
    Raises: ValueError if no lesson is called `here`.

    >>> course_map("000_overview").show(alt="강좌의 지도. 왼쪽 위의 000에 색이 칠해져 있다.")
    """
    if here and here not in LESSONS:
        raise ValueError(
            f"{here!r}(이)라는 강의는 지도에 없습니다. 있는 강의: {', '.join(LESSONS)}"
        )
    diagram = Diagram(title)
    for column, era in enumerate(ERAS):
        diagram.label(era, (column, 5))
    boxes = {}
    for slug, (text, at) in LESSONS.items():
        lit = slug == here
        boxes[slug] = diagram.box(text, at, "orange" if lit else "grey", fill=lit)
    root = boxes["130_transformer"]
    for name, (models, row) in FAMILY.items():
        nodes = [diagram.box(text, (x, row), "blue", fill=True) for text, x in models]
        diagram.label(name, (models[0][1], row + 0.75), "blue")
        diagram.arrow(root, nodes[0])
        if name == "디코더만":
            diagram.chain(*nodes)
    return diagram
