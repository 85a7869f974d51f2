"""All sample files, and one way to write them."""

import csv
import io
from pathlib import Path

from . import chat, english_reviews, korean_reviews, parallel, rated, sms, toy_corpus, word_pairs


def csv_text(rows):
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["document", "label"])
    writer.writerows(rows)
    return buffer.getvalue()


def texts():
    """File name -> content."""
    korean_train, korean_test = korean_reviews.reviews()
    english_train, english_test = english_reviews.reviews()
    return {
        "reviews_ko_train.csv": csv_text(korean_train),
        "reviews_ko_test.csv": csv_text(korean_test),
        "reviews_en_train.csv": csv_text(english_train),
        "reviews_en_test.csv": csv_text(english_test),
        "toy_corpus_ko.txt": toy_corpus.text(),
        "word_pairs_ko.csv": word_pairs.csv_text(),
        "parallel.csv": parallel.csv_text(),
        "chat_ko.csv": chat.csv_text(),
        "reviews_rated.csv": rated.csv_text(),
        "sms.csv": csv_text(sms.messages()),
    }


def write_all(folder):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in texts().items():
        path = folder / name
        path.write_bytes(text.encode("utf-8"))
        paths.append(path)
    return paths
