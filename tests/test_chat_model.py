"""The recipe of ko_chat runs lesson 160: which of its cells, and what it keeps of what they leave."""
import copy

from nlplab import deltas
from recipes.models import lesson


def test_the_chat_recipe_is_the_lesson_up_to_the_model():
    from recipes.models import chat

    code = lesson.cells("160_alignment", chat.LAST)
    assert "dpo, dpo_losses = trained[chosen]" in code[-1] and any("S = runtime.settings(" in cell for cell in code)
    assert not any("시험" in cell and "quiz" in cell for cell in code), "the test part stays closed"


def test_a_chat_change_is_saved_as_it_was_learned(tmp_path):
    import torch  # here: whoever only collects the tests would wait for it, each of xdist's workers
    from recipes.models import chat
    from transformers import GPT2Config, GPT2LMHeadModel

    torch.manual_seed(0)
    size = dict(vocab_size=30, n_embd=16, n_layer=2, n_head=2, n_positions=12)
    GPT2LMHeadModel(GPT2Config(**size)).half().save_pretrained(tmp_path / "base")
    model = GPT2LMHeadModel.from_pretrained(tmp_path / "base", dtype=torch.float32).eval()
    known = {"torch": torch, "nn": torch.nn, "copy": copy}
    for cell in lesson.cells("160_alignment", chat.LAST):
        if cell.startswith(("class LowRank", "def with_low_rank")):
            exec(cell, known)
    changed = known["with_low_rank"](model, 2).eval()
    for parameter in known["learnt"](changed):
        torch.nn.init.normal_(parameter, std=0.3)
    chat.save(changed, tmp_path / "base", tmp_path / "delta")
    loaded = GPT2LMHeadModel.from_pretrained(deltas.merge(tmp_path / "base", tmp_path / "delta", tmp_path / "merged"), dtype=torch.float32).eval()
    ids = torch.arange(10)[None]
    with torch.no_grad():
        assert torch.allclose(loaded(ids).logits, changed(ids).logits, atol=0.02)
        assert not torch.allclose(loaded(ids).logits, model(ids).logits, atol=0.1)
