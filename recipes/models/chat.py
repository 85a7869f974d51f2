"""ko_gpt aligned (ko_chat): taught by people's answers (SFT), then by preferences (DPO).

Lesson 160 is the recipe. Its cells run as they stand, on the full data, up to the one after which
`dpo` is trained; what its thin matrices hold is saved as a change of ko_gpt. So the model that the
lesson measures and the model that the course ships can't differ. Needs NLPLAB_DATA.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import torch
from nlplab import deltas, models
from nlplab.deltas import DELTA, DOWN, UP
from transformers import AutoModelForCausalLM, AutoTokenizer

from . import lesson, training

LAST = "dpo, dpo_losses = "  # stands in the last cell to run
POLITE = re.compile(r"(요|니다|니까|죠)[.!?~\s]*$")
# One question to one answer, as in the lesson: what was said before the last question is not read.
TEMPLATE = (
    "{%- set asked = messages | selectattr('role', 'equalto', 'user') | list | last -%}"
    "{{- bos_token + 'Q ' + asked['content'] + '\\n' -}}"
    "{%- if messages[-1]['role'] == 'assistant' -%}"
    "{{- 'A ' + messages[-1]['content'] + eos_token -}}"
    "{%- elif add_generation_prompt -%}{{- 'A' -}}{%- endif -%}"
)


QUESTIONS = [  # the course's own; none is learned
    "오늘 너무 피곤해", "배고픈데 뭐 먹지", "친구랑 싸웠어", "잠이 안 와", "여행 가고 싶다", "살 빼고 싶어",
    "생일 축하해줘", "고백할까 말까", "운동하기 싫어", "기분이 좋아", "내일 시험인데 떨려", "심심해",
    "비가 와서 우울해", "새 신발을 샀어", "회사 가기 싫다", "강아지 키우고 싶어", "감기 걸렸나 봐",
    "월급이 너무 적어", "커피를 너무 많이 마셨어", "오랜만에 옛날 친구를 만났어",
]  # fmt: skip


def save(model: torch.nn.Module, base: Path, folder: Path) -> None:
    """W' = W + A B of the lesson's LowRank, in the names and 16 bits of `nlplab.deltas`."""
    from safetensors.torch import save_file

    kept = {}
    for name, part in model.named_modules():
        if hasattr(part, "frozen"):
            kept[f"{name}.weight{UP}"] = part.A.detach().half().contiguous()  # (m, r)
            kept[f"{name}.weight{DOWN}"] = part.B.detach().half().contiguous()  # (r, n)
    folder.mkdir(parents=True, exist_ok=True)
    save_file(kept, folder / DELTA, metadata={"format": "pt", "drop": ""})
    shutil.copyfile(base / "config.json", folder / "config.json")
    (folder / "chat_template.jinja").write_text(TEMPLATE, encoding="utf-8")


@torch.no_grad()
def answers(folder: Path, questions: list[str]) -> list[str]:
    """The likeliest answer to each question, through the chat template."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    found = []
    for question in questions:
        given = tokenizer.apply_chat_template(
            [{"role": "user", "content": question}],
            chat_template=tokenizer.chat_template or TEMPLATE,
            add_generation_prompt=True, return_dict=True, return_tensors="pt",
        )  # fmt: skip
        made = model.generate(**given, max_new_tokens=24, do_sample=False, pad_token_id=0)
        told = made[0, given["input_ids"].shape[1] :]
        found.append(tokenizer.decode(told, skip_special_tokens=True).strip())
    return found


def polite(folder: Path) -> float:
    """Share of the likeliest answers that end politely; needs nothing but the repository."""
    found = [bool(POLITE.search(text)) for text in answers(folder, QUESTIONS)]
    return sum(found) / len(found)


def make(folder: Path, seed: int = 7) -> None:
    """Run the lesson's cells, save what changed, merge, and measure the merged model."""
    if seed != 7:
        raise ValueError("the lesson's seed is 7: change it there")
    base = models.folder("ko_gpt")
    save(lesson.run("160_alignment", LAST)["dpo"], base, folder)
    merged = deltas.merge(base, folder, folder.with_name(f"{folder.name}-merged"))
    training.say("polite", polite(merged), "base", polite(base))
