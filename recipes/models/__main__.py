"""Make a model anew: ``python -m recipes.models NAME FOLDER`` (see --help)."""

import argparse
import os
from pathlib import Path

HEADS = ("ko_sentiment", "ko_ner", "ko_nli", "ko_qa")  # on ko_bert
WRITTEN = ("ko_summary", "en_ko")  # on ko_gpt
RECIPES = ("ko_bert", "ko_gpt", *HEADS, *WRITTEN, "en_gpt", "ko_chat", "tiny_clip")

parser = argparse.ArgumentParser(prog="python -m recipes.models", description=__doc__)
parser.add_argument("name", choices=RECIPES)
parser.add_argument("folder", type=Path, help="a new folder; models/ keeps what was measured")
parser.add_argument("--steps", type=int, help="stop after so many steps of the whole schedule")
parser.add_argument(
    "--batch", type=int, help="tokens (ko_bert), blocks (GPTs) or examples in a batch"
)
parser.add_argument("--epochs", type=int, help="length of the schedule")
parser.add_argument("--seed", type=int, default=7)
chosen = parser.parse_args()
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

from . import bert, chat, clip, english, gpt, heads, written  # noqa: E402 - torch takes seconds, --help should not

given = {name: value for name, value in vars(chosen).items() if value is not None}
name = given["name"]
if name in HEADS:
    heads.make(**given)
elif name in WRITTEN:
    written.make(**given)
else:
    makers = {"ko_bert": bert, "ko_gpt": gpt, "en_gpt": english, "ko_chat": chat,
              "tiny_clip": clip}  # fmt: skip
    makers[given.pop("name")].make(**given)
