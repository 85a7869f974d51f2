"""The shipped sample data: its recipe, its shape, its known flaws, and how hard it is for a linear model."""
import csv
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

import nlplab.samples
from recipes.samples import chat, english_reviews, korean_reviews, rated, toy_corpus, word_pairs
from recipes.samples.draw import Deck, Draw
from recipes.samples.korean import conjugate, particle

SAMPLES = Path(nlplab.samples.__file__).parent
DATA = ("reviews_ko_train.csv", "reviews_ko_test.csv", "reviews_en_train.csv", "reviews_en_test.csv", "toy_corpus_ko.txt", "word_pairs_ko.csv",
        "parallel.csv", "chat_ko.csv", "reviews_rated.csv", "sms.csv")


def rows(name):
    with open(SAMPLES / name, encoding="utf-8", newline="") as file:
        return [(row["document"], int(row["label"])) for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def korean():
    return rows("reviews_ko_train.csv"), rows("reviews_ko_test.csv")


@pytest.fixture(scope="module")
def english():
    return rows("reviews_en_train.csv"), rows("reviews_en_test.csv")


@pytest.mark.parametrize("hash_seed", ["0", "12345"])
def test_the_recipe_writes_the_same_bytes(tmp_path, hash_seed):
    """In a fresh process, and whatever the order in which sets of strings are walked."""
    subprocess.run([sys.executable, "-m", "recipes.samples", str(tmp_path)], check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, "PYTHONHASHSEED": hash_seed}, cwd=SAMPLES.parents[1])
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(DATA)
    for name in DATA:
        assert (tmp_path / name).read_bytes() == (SAMPLES / name).read_bytes(), f"{name} is not what its recipe writes"


def test_draw_is_the_mersenne_twister_sequence():
    draw = Draw(1)
    assert [draw.below(100) for _ in range(8)] == [13, 84, 76, 25, 49, 44, 65, 78]
    assert sorted(draw.shuffled(range(10))) == list(range(10))


def test_a_deck_deals_every_card_before_any_again():
    deck = Deck(Draw(3), "abcdef")
    assert sorted(deck.deal() for _ in range(6)) == list("abcdef")
    assert deck.deal(lambda card: card == "c") == "c"
    assert deck.deal(lambda card: card == "z") is None


@pytest.mark.parametrize("name", DATA)
def test_bytes_are_plain_utf8(name):
    raw = (SAMPLES / name).read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw and b"\0" not in raw and raw.endswith(b"\n")
    text = raw.decode("utf-8")
    # Hangul, jamo as typed, ASCII, curly accents in "cliché", and hearts: nothing invisible, nothing private.
    romance = "¡¿Éáãàçêíñóú" if name == "parallel.csv" else ""
    assert not re.findall(rf"[^\n\x20-\x7e가-힣ㄱ-ㅎㅏ-ㅣ♥♡é{romance}]", text)


def test_samples_stay_small():
    assert sum((SAMPLES / name).stat().st_size for name in DATA) < 1_500_000


# ------------------------------------------------------------------------------------------------ Korean reviews

def test_korean_rows_and_balance(korean):
    train, test = korean
    assert (len(train), len(test)) == (4_000, 1_000)
    for split in korean:
        assert {label for _, label in split} == {0, 1}
        assert abs(sum(label for _, label in split) / len(split) - 0.5) < 0.02


def test_korean_lengths(korean):
    lengths = [len(text) for split in korean for text, _ in split]
    assert max(lengths) <= 140
    assert sum(10 <= n <= 60 for n in lengths) / len(lengths) > 0.85
    assert sum(0 < n < 10 for n in lengths) > 100  # the very short ones


def test_korean_flaws_are_the_documented_ones(korean):
    train, test = korean
    assert [sum(not text for text, _ in split) for split in korean] == [5, 3]
    assert all(text == text.strip() for split in korean for text, _ in split)
    again = sum(count - 1 for text, count in Counter(text for text, _ in train).items() if len(text) > 4)
    assert 5 <= again <= 40
    assert len({text for split in korean for text, _ in split}) / 5_000 >= 0.97


def test_korean_splits_hardly_overlap(korean):
    train, test = ({text for text, _ in split} for split in korean)
    shared = (train & test) - {""}
    assert len(shared) <= 25
    assert all(len(text) <= 4 for text in shared)


def test_korean_vocabulary_is_wide(korean):
    assert len({token for split in korean for text, _ in split for token in text.split()}) > 8_000


def test_korean_style_is_mixed(korean):
    train = [text for text, _ in korean[0] if text]
    share = lambda pattern: sum(re.search(pattern, text) is not None for text in train) / len(train)
    assert 0.05 < share("[ㅋㅎㅠㅜ]{1,}") < 0.5
    assert 0.05 < share(r"니다") < 0.4
    assert share(r"요[.!~ㅋㅎㅠ ]*$") > 0.08
    assert share(r"[음임함됨남움][.!~ㅋㅎㅠ ]*$") > 0.08
    assert share(r"(지만|는데|은데|인데)") > 0.1
    assert share(r"^\S{12,}$") > 0.03  # typed without spaces


def test_fragments_are_used_and_none_too_often(korean):
    """Whole remarks come as written, so they can be counted; typing errors hide some, and 15 % are for the small test split alone."""
    squeezed = [text.replace(" ", "") for split in korean for text, _ in split]
    plain = [f.text.replace(" ", "") for label in "01" for f in korean_reviews.BANK[f"WHOLE{label}"] if "{" not in f.text]
    counts = {text: sum(text in s for s in squeezed) for text in plain}
    assert sum(count > 0 for count in counts.values()) / len(counts) > 0.90
    assert max(counts.values()) < 40


def test_test_split_holds_fragments_that_training_never_shows(korean):
    train, test = ("\n".join(text for text, _ in split).replace(" ", "") for split in korean)
    plain = [f.text.replace(" ", "") for label in "01" for f in korean_reviews.BANK[f"WHOLE{label}"] if "{" not in f.text and len(f.text) > 12]
    only_test = [text for text in plain if text in test and text not in train]
    assert len(only_test) > len(plain) * 0.08


def _accuracy(splits, **options):
    (texts, labels), (new_texts, new_labels) = ([list(column) for column in zip(*split)] for split in splits)
    vectorizer = TfidfVectorizer(sublinear_tf=True, **options)
    model = LogisticRegression(C=10, max_iter=1_000).fit(vectorizer.fit_transform(texts), labels)
    return model.score(vectorizer.transform(new_texts), new_labels)


def _stated(name, features):
    """The accuracy that a datasheet's table gives for these features."""
    sheet = (SAMPLES / f"DATASHEET_{name}.md").read_text(encoding="utf-8")
    return float(re.search(rf"^\| *{features}[^|]*\| *([\d.]+) *\|", sheet, re.M).group(1))


def test_korean_difficulty(korean):
    """Not trivial, not hopeless; and words (split at spaces) do worse than characters, as in real Korean."""
    characters = _accuracy(korean, analyzer="char", ngram_range=(1, 4))
    words = _accuracy(korean, token_pattern=r"\S+")
    assert 0.80 < characters < 0.93
    assert 0.60 < words < characters - 0.04
    assert _stated("reviews_ko", "문자 1-4-gram") == pytest.approx(characters, abs=0.011)
    assert _stated("reviews_ko", "띄어쓰기 단어") == pytest.approx(words, abs=0.011)


# ------------------------------------------------------------------------------------------------ Korean grammar

@pytest.mark.parametrize("word, pos, ending, past, form", [
    ("좋다", "a", "아요", False, "좋아요"), ("무섭다", "a", "아요", False, "무서워요"), ("곱다", "a", "ㄴ", False, "고운"),
    ("곱다", "a", "아요", False, "고와요"), ("지루하다", "a", "다", True, "지루했다"), ("빠르다", "a", "아", False, "빨라"),
    ("나쁘다", "a", "네요", True, "나빴네요"), ("만들다", "v", "ㅂ니다", False, "만듭니다"), ("만들다", "v", "네", False, "만드네"),
    ("만들다", "v", "ㅁ", False, "만듦"), ("듣다", "v", "아요", False, "들어요"), ("받다", "v", "아요", False, "받아요"),
    ("낫다", "a", "ㄴ", False, "나은"), ("웃다", "v", "다", True, "웃었다"), ("끝나다", "v", "다", False, "끝난다"),
    ("먹다", "v", "다", False, "먹는다"), ("되다", "v", "아요", False, "돼요"), ("되다", "v", "다", True, "됐다"),
    ("그렇다", "a", "아", False, "그래"), ("비다", "v", "다", True, "비었다"), ("꺼지다", "v", "아", False, "꺼져"),
    ("재미없다", "e", "ㄴ", False, "재미없는"), ("재미없다", "e", "ㅁ", False, "재미없음"), ("안쓰럽다", "a", "ㄴ", False, "안쓰러운"),
    ("사로잡다", "v", "아요", False, "사로잡아요"), ("최고이다", "c", "아요", False, "최고예요"), ("명작이다", "c", "아요", False, "명작이에요"),
    ("명작이다", "c", "ㅁ", False, "명작임"), ("최고이다", "c", "다", False, "최고다"), ("최고이다", "c", "다", True, "최고였다"),
    ("명작이다", "c", "더라", True, "명작이었더라"), ("기대만큼은 아니다", "c", "는데", False, "기대만큼은 아닌데"),
    ("좋다", "a", "지만", False, "좋지만"), ("예쁘다", "a", "는데", False, "예쁜데"), ("남다", "v", "는데", False, "남는데"),
    ("길다", "a", "나", False, "기나"), ("울다", "v", "듯", True, "운 듯"), ("슬프다", "a", "듯", True, "슬펐던 듯"),
])
def test_conjugation(word, pos, ending, past, form):
    assert conjugate(word, pos, ending, past) == form


@pytest.mark.parametrize("noun, kind, shape", [
    ("연기", "이", "가"), ("결말", "이", "이"), ("음악", "은", "은"), ("OST", "은", "는"), ("결말", "로", "로"), ("음악", "로", "으로"),
    ("친구", "랑", "랑"), ("남편", "랑", "이랑"), ("1", "을", "을"), ("2", "을", "를"), ("엄마", "과", "와"),
])
def test_particles(noun, kind, shape):
    assert particle(noun, kind) == shape


def test_fragments_are_well_formed():
    for name, fragments in korean_reviews.BANK.items():
        texts = [f.text for f in fragments]
        assert len(texts) == len(set(texts)), f"{name} repeats a fragment"
        for fragment in fragments:
            assert fragment.pos in "vaecx" and set(fragment.flags) <= set("+-sn"), fragment
            assert fragment.pos == "x" or fragment.text.endswith("다"), fragment
            assert fragment.pos != "c" or fragment.text.endswith(("이다", "아니다")), fragment
            assert fragment.genre in ("", *korean_reviews.korean_shared.GENRES), fragment
            assert set(re.findall(r"\{([^}]*)\}", fragment.text)) <= set(korean_reviews.korean_shared.SLOTS), fragment
    assert sum(map(len, korean_reviews.BANK.values())) > 1_500


def test_no_markup_is_left_in_the_reviews(korean, english):
    for text in [text for split in (*korean, *english) for text, _ in split]:
        assert not re.search(r"[{}\[\]_^]", re.sub(r"-_-|\^\^", "", text)), text


# ------------------------------------------------------------------------------------------------ English reviews

def test_english_shape(english):
    train, test = english
    assert (len(train), len(test)) == (1_600, 400)
    texts = [text for split in english for text, _ in split]
    assert all(15 <= len(text.split()) <= 120 for text in texts)
    assert len(set(texts)) / len(texts) >= 0.97
    assert not {text for text, _ in train} & {text for text, _ in test}
    for split in english:
        assert abs(sum(label for _, label in split) / len(split) - 0.5) < 0.03
    assert 20 < sum("<br />" in text for text in texts) < 600
    assert not re.search(r"\b[Aa] [aeiou]", "\n".join(texts))


def test_english_fragments_are_well_formed():
    for name, fragments in english_reviews.BANK.items():
        texts = [f.text for f in fragments]
        assert len(texts) == len(set(texts)), f"{name} repeats a fragment"
        for text in texts:
            assert set(re.findall(r"\{(\w+)\}", text)) <= set(english_reviews.bank.SLOTS), text
            assert name.startswith(("clause", "mild")) != text.endswith((".", "!", "?")), text
    assert sum(map(len, english_reviews.BANK.values())) > 450


def test_english_difficulty(english):
    words = _accuracy(english, ngram_range=(1, 2))
    assert 0.80 < words < 0.95
    assert _stated("reviews_en", "단어 1-2-gram") == pytest.approx(words, abs=0.011)


# ------------------------------------------------------------------------------------------------ text messages

def test_messages_are_mostly_ham_and_have_copies_that_differ_in_numbers():
    from nlplab.messages import skeleton

    found = rows("sms.csv")
    texts = [text for text, _ in found]
    assert len(found) == len(set(texts)) == 300
    assert sum(label for _, label in found) == 39
    by_text = {}
    for text, label in found:
        by_text.setdefault(skeleton(text), set()).add(label)
    assert len(by_text) < 297 and all(len(labels) == 1 for labels in by_text.values())
    assert all(number.startswith("00") for text in texts for number in re.findall(r"\d{5,}", text)), "a telephone may have it"


# ------------------------------------------------------------------------------------------------ toy corpus, word pairs

def toy():
    return [line.split(" ") for line in (SAMPLES / "toy_corpus_ko.txt").read_text(encoding="utf-8").splitlines()]


def test_toy_corpus_is_balanced():
    sentences = toy()
    words = Counter(word for sentence in sentences for word in sentence)
    assert 1_000 <= len(sentences) <= 3_000 and 20 <= len(words) <= 40
    assert all(4 <= len(sentence) <= 5 and all(sentence) for sentence in sentences)
    people = [words[person] for person in toy_corpus.PEOPLE]
    assert min(people) == max(people) == len(sentences) // len(toy_corpus.PEOPLE)


def test_toy_corpus_rank_and_gender_are_independent():
    """Gender words and rank words only ever meet their own people, and meet each other as often as chance says."""
    together = Counter()
    for sentence in toy():
        (person,) = [word for word in sentence if word in toy_corpus.PEOPLE]
        royal, male, grown = toy_corpus.PEOPLE[person]
        for word in sentence:
            for table, trait in ((toy_corpus.GENDER, male), (toy_corpus.RANK, royal)):
                assert word not in table[not trait], sentence
            assert word != toy_corpus.AGE[not grown], sentence
        together[royal, male] += 1
    assert together[True, True] == together[True, False] and together[False, True] == together[False, False]


def test_toy_corpus_supports_the_analogy():
    """왕 - 남자 + 여자 is nearest to 여왕 in what counting alone finds: log co-occurrence ratios, no training, no chance."""
    import numpy as np

    words = sorted({word for sentence in toy() for word in sentence})
    place = {word: number for number, word in enumerate(words)}
    counts = np.zeros((len(words), len(words)))
    for sentence in toy():
        for i, one in enumerate(sentence):
            for j, other in enumerate(sentence):
                if i != j:
                    counts[place[one], place[other]] += 1
    total = counts.sum()
    ratio = counts * total / np.outer(counts.sum(1), counts.sum(0))
    vectors = np.log(np.maximum(ratio, 1))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    for a, b, c, wanted in (("왕", "남자", "여자", "여왕"), ("왕자", "소년", "소녀", "공주"), ("여왕", "여자", "남자", "왕")):
        target = vectors[place[a]] - vectors[place[b]] + vectors[place[c]]
        likeness = {word: vectors[place[word]] @ target for word in words if word not in (a, b, c)}
        assert max(likeness, key=likeness.get) == wanted


def test_word_pairs(korean):
    with open(SAMPLES / "word_pairs_ko.csv", encoding="utf-8", newline="") as file:
        pairs = [(row["word1"], row["word2"], float(row["score"])) for row in csv.DictReader(file)]
    assert pairs == word_pairs.PAIRS and 60 <= len(pairs) <= 80
    assert all(0 <= score <= 10 for *_, score in pairs)
    assert len({frozenset(pair[:2]) for pair in pairs}) == len(pairs)
    scores = [score for *_, score in pairs]
    assert min(scores) < 1 and max(scores) > 9 and sum(3 <= s <= 7 for s in scores) > 20
    texts = [text for split in korean for text, _ in split]
    for word in {word for pair in pairs for word in pair[:2]}:
        assert sum(word in text for text in texts) >= 5, f"{word} hardly occurs in the reviews"


def test_chat_is_what_the_lesson_needs():
    with open(SAMPLES / "chat_ko.csv", encoding="utf-8", newline="") as file:
        pairs = [(row["question"], row["answer"], int(row["label"])) for row in csv.DictReader(file)]
    assert pairs == chat.rows() and len(pairs) == 300
    assert len({question for question, *_ in pairs}) == 300 and len({answer for _, answer, _ in pairs}) < 150
    assert min(Counter(label for *_, label in pairs).values()) > 30 and {label for *_, label in pairs} == {0, 1, 2}
    assert not re.search(r"[{}]", "".join(question + answer for question, answer, _ in pairs))
    assert all(answer.endswith(("요.", "요?")) for _, answer, _ in pairs)


def test_rated_reviews_have_every_grade():
    with open(SAMPLES / "reviews_rated.csv", encoding="utf-8", newline="") as file:
        found = [(int(row["rating"]), row["document"]) for row in csv.DictReader(file)]
    assert found == rated.rows() and len(dict.fromkeys(text for _, text in found)) == 400
    count = Counter(rating for rating, _ in found)
    assert sorted(count) == list(range(1, 11)) and min(count.values()) > 25 and max(len(text) for _, text in found) <= 40


@pytest.mark.parametrize("name", ["reviews_ko", "reviews_en", "toy_corpus", "word_pairs", "parallel", "chat_ko", "reviews_rated", "sms"])
def test_datasheets_say_what_users_must_know(name):
    sheet = (SAMPLES / f"DATASHEET_{name}.md").read_text(encoding="utf-8")
    for part in ("## 왜", "## 만든 방법", "## 구성", "## 알려진 흠", "## 측정", "## 이용 조건", "CC BY 4.0", "연구"):
        assert part in sheet, part
