"""tiny_clip: two encoders for drawn shapes and their captions, taught together by contrast.

transformers' CLIPModel at the size of lesson 910, on that lesson's pictures, captions and loss: its
cells run as they stand up to the loss, so the data can't differ. Nothing is downloaded.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import CLIPConfig, CLIPImageProcessorPil, CLIPModel

from nlplab import scenes

from . import lesson, training

LAST = "def clip_loss("  # stands in the last cell of the lesson to run
NEEDED = (
    "import torch\n", "S = runtime.settings", "parts = {part", "def caption_one", "def make(",
    "images, captions, labels =", "def optimizer_for", "def contrastive", LAST,
)  # fmt: skip
PAD, UNKNOWN, BEGIN, END = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
SPECIAL = (PAD, UNKNOWN, BEGIN, END)
LENGTH, MOST = 10, 15  # words with BEGIN and END; the lesson's bound of 1 / temperature
GROUND, SPREAD = 0.875, 0.25  # about the brightness of a picture's ground, and 1 / the lesson's 4
PROMPT = "{} {}"


def configuration(words: int, width: int = 64, layers: int = 2, patch: int = 6) -> CLIPConfig:
    common = {"hidden_size": width, "intermediate_size": 4 * width, "num_attention_heads": 4,
              "projection_dim": width}  # fmt: skip
    text = common | {"vocab_size": words, "num_hidden_layers": 1, "max_position_embeddings": LENGTH,
                     "pad_token_id": 0, "bos_token_id": 2, "eos_token_id": 3}  # fmt: skip
    vision = common | {"image_size": scenes.SIDE, "patch_size": patch, "num_hidden_layers": layers}
    return CLIPConfig(text_config=text, vision_config=vision, projection_dim=width)


def whole_words(captions: list[str]) -> Tokenizer:
    """A number for each word; a caption stands between BEGIN and END."""
    known = [*SPECIAL, *sorted(set(" ".join(captions).split()))]
    made = Tokenizer(models.WordLevel({word: n for n, word in enumerate(known)}, UNKNOWN))
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    made.post_processor = processors.TemplateProcessing(
        single=f"{BEGIN} $A {END}", special_tokens=[(BEGIN, 2), (END, 3)]
    )
    made.enable_padding(pad_id=0, pad_token=PAD)
    return made


def numbers(tokenizer: Tokenizer, captions: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
    """Word numbers and mask, each (B, T)."""
    found = tokenizer.encode_batch(captions)
    ids, mask = ([getattr(one, part) for one in found] for part in ("ids", "attention_mask"))
    return torch.tensor(ids), torch.tensor(mask)


def pixels(images: torch.Tensor) -> torch.Tensor:
    """(B, H, W, 3) in 0..1 to what the image processor gives: (B, 3, H, W)."""
    return ((images - GROUND) / SPREAD).permute(0, 3, 1, 2)


def processor() -> CLIPImageProcessorPil:
    side = {"height": scenes.SIDE, "width": scenes.SIDE}
    return CLIPImageProcessorPil(do_resize=True, size=side, do_center_crop=False,
                              image_mean=[GROUND] * 3, image_std=[SPREAD] * 3)  # fmt: skip


@torch.no_grad()
def zero_shot(
    model: CLIPModel, tokenizer: Tokenizer, images: torch.Tensor, pairs: list[scenes.Pair]
) -> float:
    """Share of pictures (B, H, W, 3) whose nearest of all 64 captions is their own."""
    every = scenes.every_combination()
    ids, mask = numbers(tokenizer, [PROMPT.format(*pair) for pair in every])
    scores = model(input_ids=ids, attention_mask=mask, pixel_values=pixels(images)).logits_per_image
    return float(
        np.mean([every[n] == pair for n, pair in zip(scores.argmax(dim=1), pairs, strict=True)])
    )


def pictures(part: str, n: int = 800, seed: int = 3) -> tuple[torch.Tensor, list]:
    """n new pictures of one object each, and their combinations."""
    rng, pairs = np.random.default_rng(seed), scenes.combinations(part)
    chosen = [pairs[k] for k in rng.integers(len(pairs), size=n)]
    return torch.tensor(np.array([scenes.draw_one(pair, rng)[0] for pair in chosen])), chosen


def make(
    folder: Path, steps: int | None = None, batch: int = 128, epochs: int = 32, seed: int = 7
) -> list[float]:
    known = lesson.run("910_clip", LAST, NEEDED)
    images, captions = known["images"], known["captions"]
    names, tokenizer = np.array(captions), whole_words(captions)
    ids, mask = numbers(tokenizer, captions)
    shown = pixels(images)
    torch.manual_seed(seed)
    model = CLIPModel(configuration(tokenizer.get_vocab_size()))
    weights = [one for one in model.parameters() if one is not model.logit_scale]
    training.say(f"{sum(one.numel() for one in model.parameters()):,} parameters")
    groups = [{"params": weights}, {"params": [model.logit_scale], "weight_decay": 0.0}]
    total = epochs * (len(images) // batch)
    adam, schedule = known["optimizer_for"](groups, total)
    rng, losses = np.random.default_rng(seed), []
    while len(losses) < (total if steps is None else min(steps, total)):
        for rows in known["batches"](len(images), batch, rng)[:steps]:
            made = model(input_ids=ids[rows], attention_mask=mask[rows], pixel_values=shown[rows])
            scale = model.logit_scale.exp().clamp(max=MOST)
            loss = known["clip_loss"](made.image_embeds, made.text_embeds, scale, names[rows])
            known["step"](loss, [*weights, model.logit_scale], adam, schedule)
            training.report(len(losses), total, float(loss.detach()), losses)
    model.eval()
    for part in ("train", "valid"):
        training.say(part, zero_shot(model, tokenizer, *pictures(part)))
    special = {"unk_token": UNKNOWN, "pad_token": PAD, "bos_token": BEGIN, "eos_token": END}
    processor().save_pretrained(folder)
    training.save(model, tokenizer, folder, LENGTH, special)
    return losses
