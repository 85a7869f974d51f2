"""Our own models: the files are those of models.toml and the cards, they load, and they are as good as their cards say."""
import os
import re
import tomllib

import numpy as np
import pytest

from conftest import ROOT
from nlplab import files, models

NAMES = list(models.MODELS)


@pytest.fixture(scope="module", autouse=True)
def threads():
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def card(name):
    return (ROOT / "models" / name / "README.md").read_text(encoding="utf-8")


def stated(name, row):
    """The number in the row of a card's table that begins with `row`."""
    return float(re.search(rf"^\| {re.escape(row)}[^|]*\| \**([\d.]+)", card(name), re.M).group(1))


# --- files

def test_all_together_stay_small():
    assert sum(file.bytes for model in models.MODELS.values() for file in model.files) < 40e6


def test_they_lie_where_the_course_lies():
    course = tomllib.loads((ROOT / "course.toml").read_text())
    listed = tomllib.loads((ROOT / "nlplab" / "models.toml").read_text())
    assert (listed["repository"], listed["branch"]) == (course["repository"], course["branch"])


@pytest.mark.parametrize("name", NAMES)
def test_files_are_those_of_the_list_and_the_card(name):
    model = models.MODELS[name]
    assert {path.name for path in (ROOT / "models" / name).iterdir()} == {os.path.basename(file.path) for file in model.files} | {"README.md"}
    for file in model.files:
        path = ROOT / file.path
        assert (files.sha256(path), path.stat().st_size) == (file.sha256, file.bytes), file.path
        assert "/main/models/" in file.addresses[0] and len(file.addresses) == 2
    weights = next(file for file in model.files if file.path.endswith(".safetensors"))
    assert weights.sha256 in card(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_card_says_what_one_wants_to_know(name):
    made_elsewhere = ["같은 길인지 견주기"] if name in ("ko_bert", "ko_gpt") else []
    for heading in ("글과 라이선스", "설정", "어떻게 만들었나", "품질", *made_elsewhere, "한계"):
        assert f"## {heading}\n" in card(name), heading


def test_a_changed_file_is_refused(tmp_path, monkeypatch):
    (tmp_path / "models" / "ko_bert").mkdir(parents=True)
    for file in models.MODELS["ko_bert"].files:
        (tmp_path / file.path).write_bytes((ROOT / file.path).read_bytes())
    monkeypatch.setattr(models, "CLONE", tmp_path / "models")
    assert models.folder("ko_bert") == tmp_path / "models" / "ko_bert"
    weights = tmp_path / "models" / "ko_bert" / "model.safetensors"
    spoilt = bytearray(weights.read_bytes())
    spoilt[-1] ^= 1
    weights.write_bytes(spoilt)
    with pytest.raises(models.FileError, match="git checkout"):
        models.folder("ko_bert")


def test_outside_a_clone_the_cache_is_filled_and_checked(tmp_path, monkeypatch, capsys):
    asked = []

    def deliver(addresses, target, known):
        asked.append(target.name)
        files.write_atomically(target, (ROOT / "models" / "ko_bert" / target.name).read_bytes())
        return target, "somewhere"

    monkeypatch.setattr(models, "CLONE", tmp_path / "no clone")
    monkeypatch.setattr(files, "retrieve", deliver)
    monkeypatch.setenv("NLPLAB_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("NLPLAB_DATA", raising=False)
    folder = models.folder("ko_bert")
    assert "CC0" in capsys.readouterr().out and len(asked) == 4
    assert models.folder("ko_bert") == folder and len(asked) == 4
    (folder / "config.json").write_text("{}")
    assert models.folder("ko_bert") == folder and asked[4:] == ["config.json"]


def test_without_a_network_the_message_says_what_to_do(tmp_path, monkeypatch):
    def refuse(addresses, target, known):
        raise files.Unavailable(f"{target.name}: 연결할 수 없음")

    monkeypatch.setattr(models, "CLONE", tmp_path / "no clone")
    monkeypatch.setattr(files, "retrieve", refuse)
    monkeypatch.setenv("NLPLAB_CACHE", str(tmp_path))
    monkeypatch.delenv("NLPLAB_DATA", raising=False)
    with pytest.raises(models.Unavailable, match="git clone"):
        models.folder("ko_gpt")
    with pytest.raises(models.FileError, match="혹시 ko_bert입니까"):
        models.folder("ko_brt")


# --- what they can do

def test_the_encoder_is_as_good_as_its_card_says():
    from recipes.models import score

    right, commonest = score.filled_rightly(models.folder("ko_bert"))
    assert right == pytest.approx(stated("ko_bert", "강좌의 표본 200문장"), abs=0.005)
    assert right > 4 * commonest


def test_the_encoder_fills_a_blank():
    import torch
    from transformers import AutoTokenizer, BertForMaskedLM

    tokenizer = AutoTokenizer.from_pretrained(models.folder("ko_bert"))
    model = BertForMaskedLM.from_pretrained(models.folder("ko_bert"), dtype=torch.float32)
    given = tokenizer("이 영화 정말 [MASK].", return_tensors="pt")
    at = given.input_ids[0].tolist().index(tokenizer.mask_token_id)
    found = tokenizer.convert_ids_to_tokens(model(**given).logits[0, at].topk(5).indices.tolist())
    assert found[:2] == ["좋다", "좋았다"] and "재밌습니다" in found


def test_the_encoder_tells_pairs():
    """With the types of a pair's tokens, which its tokenizer has to give by itself."""
    import torch
    from transformers import AutoTokenizer, BertForPreTraining

    tokenizer = AutoTokenizer.from_pretrained(models.folder("ko_bert"))
    model = BertForPreTraining.from_pretrained(models.folder("ko_bert"), dtype=torch.float32)
    halves = ["처음에는 지루한 줄 알았는데", "갈수록 빠져들어서 끝까지 재미있게 봤다", "아깝지 않은 영화라고 하기에는 무리가 있다"]
    follows = [float(model(**tokenizer(halves[0], second, return_tensors="pt")).seq_relationship_logits.softmax(-1)[0, 0].detach()) for second in halves[1:]]
    assert follows[0] > 0.5 > follows[1], follows


def test_the_decoder_is_as_good_as_its_card_says():
    from recipes.models import score

    assert score.bits(models.folder("ko_gpt")) == pytest.approx(stated("ko_gpt", "강좌의 표본 200문장"), abs=0.005)


@pytest.mark.parametrize("name, row, figure, measured", [
    ("ko_sentiment", "강좌의 표본 1,000문장, 정확도", "accuracy", "own_sentiment"),
    ("ko_ner", "강좌가 만든 200문장, F1", "F1", "own_entities"),
    ("ko_nli", "강좌가 쓴 42문장, 주제 여덟", "topics", "own_inference"),
    ("ko_qa", "사람이 쓴 질문 30개, 정확히 일치", "written exact", "own_answers"),
])
def test_a_head_is_as_good_as_its_card_says(name, row, figure, measured):
    from recipes.models import measure

    assert getattr(measure, measured)(models.folder(name))[figure] == pytest.approx(stated(name, row), abs=0.012)


@pytest.mark.parametrize("name, row, n", [("ko_summary", "강좌가 만든 글 100개", 20), ("en_ko", "강좌의 문장 100개(학습에 없던 문장), 정확히 일치", 20)])
def test_what_the_decoder_writes_is_as_its_card_says(name, row, n):
    """A fifth of the card's sentences: within what twenty may differ from a hundred."""
    from recipes.models import written

    pairs = written.own_held(name)[:n]
    made = written.write(models.folder(name), [text for text, _ in pairs])
    right = np.mean([a == b for a, b in zip(made, [told for _, told in pairs])])
    assert right == pytest.approx(stated(name, row), abs=0.25)


def test_the_chat_model_is_as_polite_as_its_card_says():
    from recipes.models import chat

    before, after = chat.polite(models.folder("ko_gpt")), chat.polite(models.folder("ko_chat"))
    assert after == pytest.approx(stated("ko_chat", "강좌가 쓴 물음 20개"), abs=0.051)
    assert f"바탕 `ko_gpt` {before:.2f}" in card("ko_chat") and after > before + 0.5


def test_the_chat_template_is_the_one_that_was_learned():
    """One question, as lesson 160 writes it; what was said before is left out, as the card says."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(models.folder("ko_chat"))
    talk = [{"role": "user", "content": "안녕"}, {"role": "assistant", "content": "안녕하세요."}, {"role": "user", "content": "심심해"}]
    ids = tokenizer.apply_chat_template(talk, add_generation_prompt=True)["input_ids"]
    assert ids == [0, *tokenizer.encode("Q 심심해\nA", add_special_tokens=False)]
    assert tokenizer.apply_chat_template(talk[:2], tokenize=False) == "<|endoftext|>Q 안녕\nA 안녕하세요.<|endoftext|>"


def test_the_english_decoder_is_as_good_as_its_card_says():
    from recipes.models import english

    assert english.own_bits(models.folder("en_gpt")) == pytest.approx(stated("en_gpt", "강좌의 영어 문장"), abs=0.01)


def test_the_tiny_clip_is_as_good_as_its_card_says():
    """On pictures of combinations that it never learned, among all 64; by the pipeline's own parts."""
    import torch
    from PIL import Image
    from transformers import pipeline

    from nlplab import scenes
    from recipes.models import clip

    folder = models.folder("tiny_clip")
    classify = pipeline("zero-shot-image-classification", str(folder))
    images, pairs = clip.pictures("valid", 200)
    photos = [Image.fromarray((one.numpy() * 255).round().astype("uint8")) for one in images]
    given = classify.image_processor(photos, return_tensors="pt")
    assert torch.allclose(given.pixel_values, clip.pixels(images), atol=0.02), "8 bits a colour"
    every = scenes.every_combination()
    given |= classify.tokenizer([clip.PROMPT.format(*pair) for pair in every], padding=True, return_tensors="pt")
    with torch.no_grad():
        chosen = classify.model(**given).logits_per_image.argmax(dim=1)
    right = np.mean([every[n] == pair for n, pair in zip(chosen, pairs)])
    assert right == pytest.approx(stated("tiny_clip", "검증 조합의 새 그림 200장"), abs=0.01)


# --- changes of a base

def test_a_change_is_merged_once_and_loads(tmp_path, monkeypatch):
    from safetensors.numpy import load_file

    from nlplab import deltas

    monkeypatch.setenv("NLPLAB_CACHE", str(tmp_path))
    monkeypatch.delenv("NLPLAB_DATA", raising=False)
    folder = models.folder("ko_ner")
    before = (folder / deltas.WEIGHTS).stat().st_mtime_ns
    assert folder.is_relative_to(tmp_path) and models.folder("ko_ner") == folder
    assert (folder / deltas.WEIGHTS).stat().st_mtime_ns == before and (folder / "tokenizer.json").is_file()
    base = load_file(ROOT / "models" / "ko_bert" / deltas.WEIGHTS)
    delta, merged = load_file(ROOT / "models" / "ko_ner" / deltas.DELTA), load_file(folder / deltas.WEIGHTS)
    name = next(one for one in delta if one.endswith(deltas.UP)).removesuffix(deltas.UP)
    change = delta[name + deltas.UP].astype("float32") @ delta[name + deltas.DOWN].astype("float32")
    assert np.allclose(merged[name], base[name] + change, atol=2e-3) and np.abs(change).max() > 1e-3
    assert not any(one.startswith("cls.") for one in merged) and "classifier.weight" in merged


def test_a_low_rank_change_learns_and_leaves_the_base(tmp_path):
    """What is saved, merged and loaded answers as the model that was trained."""
    import torch
    from transformers import BertConfig, BertForPreTraining, BertForSequenceClassification

    from nlplab import deltas
    from recipes.models import lowrank

    size = dict(vocab_size=30, hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32, max_position_embeddings=12)
    torch.manual_seed(0)
    BertForPreTraining(BertConfig(**size)).half().save_pretrained(tmp_path / "base")
    model = BertForSequenceClassification.from_pretrained(tmp_path / "base", dtype=torch.float32, num_labels=3)
    lowrank.attach(model, 2, "encoder.layer.", ("classifier", "bert.pooler"))
    ids = torch.arange(5, 15).view(2, 5)
    optimizer = torch.optim.SGD([one for one in model.parameters() if one.requires_grad], 0.5)
    for _ in range(5):
        loss = model(input_ids=ids, labels=torch.tensor([0, 2])).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    lowrank.save(model, tmp_path / "delta", ("cls.",))
    merged = deltas.merge(tmp_path / "base", tmp_path / "delta", tmp_path / "merged")
    loaded = BertForSequenceClassification.from_pretrained(merged, dtype=torch.float32).eval()
    with torch.no_grad():
        assert torch.allclose(loaded(input_ids=ids).logits, model(input_ids=ids).logits, atol=0.02)
    assert sum(path.stat().st_size for path in (tmp_path / "delta").iterdir()) > 0
    assert torch.equal(model.bert.embeddings.word_embeddings.weight.half(), loaded.bert.embeddings.word_embeddings.weight.half())


# --- recipes

def test_patterns_keep_their_entities_and_hold_words_back():
    from recipes.models import phrases

    learned, held = (phrases.tagged(300, 5, part) for part in (phrases.LEARN, phrases.HOLD))
    for row in learned + held:
        assert all(0 <= a < b <= len(row.text) for a, b, _ in row.entities)
    places = [{row.text[a:b] for row in rows for a, b, kind in row.entities if kind == "LC"} for rows in (learned, held)]
    assert not places[0] & places[1] and min(map(len, places)) > 5


def test_questions_point_at_their_answers():
    from recipes.models import measure, phrases, questions

    for row in questions.from_patterns(300, 5, phrases.LEARN) + measure.written():
        assert row.answer is None or row.text[slice(*row.answer)].strip()
    assert questions.interrogative("싸웠다.") == "싸웠나"


def test_tags_become_spans():
    from recipes.models import real

    assert real.spans(["O", "B-PS", "I-PS", "B-PS", "I-LC", "O"]) == ((1, 3, "PS"), (3, 4, "PS"), (4, 5, "LC"))


def test_no_topic_of_the_test_stands_in_its_text():
    from recipes.models import topics

    assert all(label not in text for label, text in topics.CASES)
    assert {label for label, _ in topics.CASES} < set(topics.UNSEEN)


def test_text_leaves_out_what_decides():
    from recipes.models import text

    train = [f"글 {n}" for n in range(20)]
    made = text.split(train, ["시험\t글", "글 3"], ["더  있는 글", "시험 글", "글 5", ""], dev=4)
    assert len(made.dev) == 4 and not set(made.dev) & set(made.lm)
    assert "더 있는 글" in made.lm and not {"시험 글", ""} & set(made.lm)
    assert len(made.lm) == len(set(made.lm)) == 17
    assert made == text.split(train, ["시험 글", "글 3"], ["더 있는 글", "글 5"], dev=4), "the same order each time"


def test_raw_reviews_are_packed_once_each(tmp_path):
    from recipes.models import text

    for number, reviews in enumerate((["가 나", "가  나", "다"], ["다", "라"])):
        (tmp_path / f"{number}.json").write_text(str([{"review": one, "rating": number} for one in reviews]).replace("'", '"'), encoding="utf-8")
    assert text.pack(tmp_path, ["라"], tmp_path / "more.tsv.xz") == 2
    import lzma

    assert lzma.open(tmp_path / "more.tsv.xz", "rt", encoding="utf-8").read() == "rating\tdocument\n0\t가 나\n0\t다\n"


def tiny():
    from recipes.models import bert, text

    rng = np.random.default_rng(1)
    length = rng.integers(1, 30, 400)
    flat = rng.integers(5, 50, length.sum())
    begins = np.arange(50) % 3 != 0
    import torch

    return bert.Texts(text.Ids(flat, length), begins, torch.device("cpu")), text.Ids(flat, length), begins


def test_examples_keep_their_texts_and_mark_what_is_what():
    import torch

    from recipes.models import bert

    texts, ids, begins = tiny()
    g = torch.Generator().manual_seed(0)
    for rows, length in texts.batches(640, np.random.default_rng(0)):
        made = texts.examples(rows, length, g)
        whole = torch.where(made.labels == bert.IGNORE, made.ids, made.labels)
        for n, row in enumerate(rows):
            own = ids.flat[ids.first[row]:ids.first[row] + ids.length[row]].tolist()
            shown = whole[n][made.attention[n] == 1].tolist()
            kinds = made.types[n][made.attention[n] == 1].tolist()
            assert shown[0] == 2 and shown[-1] == 3 and not made.attention[n][len(shown):].any()
            if made.nsp[n] == bert.IGNORE:
                assert shown[1:-1] == own and not any(kinds)
            else:
                cut = shown.index(3)
                assert shown[1:cut] == own[:cut - 1] and begins[own[cut - 1]] and kinds == [0] * (cut + 1) + [1] * (len(shown) - cut - 1)
                assert made.nsp[n] == 1 or shown[cut + 1:-1] == own[cut - 1:]


def test_blanks_come_in_the_stated_shares():
    import torch

    from recipes.models import bert

    ids = torch.full((400, 100), 7)
    candidates = torch.ones_like(ids, dtype=torch.bool)
    candidates[:, 0] = False
    shown, labels = bert.hide(ids, candidates, 1000, torch.Generator().manual_seed(0))
    chosen = labels != bert.IGNORE
    assert not chosen[:, 0].any() and float(chosen[:, 1:].float().mean()) == pytest.approx(0.15, abs=0.005)
    assert float((shown[chosen] == 4).float().mean()) == pytest.approx(0.8, abs=0.02)
    assert float((shown[chosen] == 7).float().mean()) == pytest.approx(0.1, abs=0.02)
    assert (shown[~chosen] == 7).all() and (labels[chosen] == 7).all()


def test_blocks_hold_every_text_once():
    import torch

    from recipes.models import gpt, text

    rng = np.random.default_rng(2)
    length = rng.integers(1, 40, 300)
    flat = np.repeat(np.arange(1, 301), length)
    inputs, targets = gpt.blocks(text.Ids(flat, length), torch.Generator().manual_seed(0))
    stream = inputs.flatten().tolist()
    assert stream[0] == 0 and targets.flatten().tolist()[:-1] == stream[1:]
    texts = [run for run in re.split(r"\b0\b", " ".join(map(str, stream)))][1:-1]
    for run in texts:
        numbers = set(run.split())
        assert len(numbers) == 1 and len(run.split()) == length[int(*numbers) - 1]
    assert len(texts) == len(set(texts)) > 270


def test_the_rate_rises_falls_and_never_ends():
    from recipes.models import training

    rates = [training.rate_at(n / 100, 1.0, 0.06) for n in range(101)]
    assert rates[0] == rates[100] == 1e-3 and max(rates) == rates[6] == 1.0
    assert rates == sorted(rates[:7]) + sorted(rates[7:], reverse=True)


@pytest.mark.parametrize("name, batch", [("bert", 512), ("gpt", 4)])
def test_a_recipe_runs_on_the_sample(name, batch, tmp_path, monkeypatch, capsys):
    """A few steps; what is saved loads."""
    import importlib

    from transformers import AutoModel, AutoTokenizer

    from recipes.models import text

    monkeypatch.setenv("NLPLAB_PROFILE", "quick")
    pieces, pairs = text.word_pieces, text.byte_pairs
    monkeypatch.setattr(text, "word_pieces", lambda texts: pieces(texts, 600))
    monkeypatch.setattr(text, "byte_pairs", lambda texts: pairs(texts, 600))
    losses = importlib.import_module(f"recipes.models.{name}").make(tmp_path, steps=3, batch=batch)
    tokenizer, model = AutoTokenizer.from_pretrained(tmp_path), AutoModel.from_pretrained(tmp_path)
    assert model.config.vocab_size == tokenizer.vocab_size
    assert losses == pytest.approx([np.log(tokenizer.vocab_size)] * 3, abs=0.4)
    assert tokenizer.decode(tokenizer("재미있는 영화").input_ids, skip_special_tokens=True) == "재미있는 영화"
