# ---
# title: 자기회귀 문장 생성 (GPT)
# number: "150"
# objectives:
#   - 문서의 경계와 패딩을 지키며 정답을 한 칸 밀고, 퍼플렉서티를 토큰의 수로 셉니다.
#   - 점수를 고치는 다섯 단계를 맞는 순서로 잇고, KV 캐시의 한 걸음을 만듭니다.
#   - 되풀이를 막고 방법마다 재어 보며, 고장 난 배치 생성을 고칩니다.
# datasets: []
# prerequisites: [065_char_rnn, 090_attention_translation, 130_transformer]
# packages: []
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 시작하기 전에
#
# 과제는 코드 여섯 개와 글 하나입니다. NumPy만 씁니다. 각 과제는 따로 채점되므로 막히면 다음으로 넘어가도 됩니다.
# 어느 과제에서나 **받은 배열과 리스트를 바꾸지 마세요**. 검사가 확인합니다. 점수(logits)는 소프트맥스를 취하기 전의 값입니다.

# %%
import numpy as np

from nlplab import testing

# 과제 5에서 쓰는 작은 모델: 앞 토큰마다 다음 토큰 여섯의 점수
next_scores = np.random.default_rng(15).normal(0, 1.5, (6, 6))

# %% [markdown]
# ## 과제 1. 한 칸 밀기와 문서의 경계 ★☆☆ · 10분
#
# 짧은 문서 여럿을 한 줄에 이어 붙여 학습합니다. 문서는 토큰 `end`로 끝나고, 남는 자리는 패딩으로 채웁니다. GPT-2처럼 **패딩의 번호가 `end`와 같을 수도 있으므로** 줄마다 진짜 토큰의 수 `lengths`를 함께 받습니다.
#
# **목표.** 입력, 한 칸 민 정답, 손실을 셀 자리(참)를 냅니다.
#
# - 정답이 진짜 토큰인 자리만 셉니다. 정답이 `end`인 자리도 셉니다. 멈출 때도 배워야 하기 때문입니다.
# - 앞 문서의 `end`를 보고 다음 문서의 첫 토큰을 맞히는 자리는 세지 않습니다. 다음 문서가 비어 그 첫 토큰이 `end`여도 그렇습니다.
#
# 힌트 1: 정답의 자리는 원래 글에서 몇 번째입니까?
# 힌트 2: 셀 자리는 조건 둘의 `&`입니다. 하나는 정답의 자리와 길이로, 하나는 입력의 번호로 정합니다.
# 힌트 3: `np.arange(1, ids.shape[1]) < lengths[:, None]`

# %% solution="shift"
def shift(ids, lengths, end):
    """다음 토큰 맞히기의 입력과 정답.

    Args:
        ids: (B, T+1), 토큰 번호. lengths: (B,), 패딩을 뺀 토큰의 수. end: 문서의 끝.

    Returns:
        (입력 (B, T), 정답 (B, T), 셀 자리 (B, T) 참과 거짓).

    Example:
        >>> shift(np.array([[5, 9, 6, 9, 0]]), np.array([4]), 9)[2]
        array([[ True, False,  True, False]])
    """
    ### BEGIN SOLUTION
    inputs, targets = ids[:, :-1], ids[:, 1:]
    real = np.arange(1, ids.shape[1]) < lengths[:, None]
    return inputs, targets, real & (inputs != end)
    ### END SOLUTION

# %% test="shift" points=3
def _t150_shift(ids, lengths, end, want, why):
    case = [np.array(ids), np.array(lengths), end]
    testing.check(shift, case, case[0][:, :-1], "입력은 마지막 칸만 뺀 것입니다. 정답과 바꾸거나 "
        "입력까지 밀거나 마스크를 곱하지 않습니다.", part=0)
    testing.check(shift, case, case[0][:, 1:],
        "정답은 한 칸 민 것입니다. 셀 자리는 마스크로만 알립니다.", part=1)
    testing.check(shift, case, np.array(want), f"셀 자리: {why}", part=2)

for _t150_case in [
        ([[1, 2, 3, 9]], [4], 9, [[1, 1, 1]], "정답이 end인 자리도 셉니다."),
        ([[1, 1, 2, 9]], [4], 9, [[1, 1, 1]], "같은 토큰이 이어져도 셉니다."),
        ([[1, 0, 2, 9]], [4], 9, [[1, 1, 1]], "0번이 진짜 토큰일 수 있습니다. 길이로 가리세요."),
        ([[1, 2, 3, 0]], [3], 9, [[1, 1, 0]],
            "정답이 패딩인 자리는 세지 않습니다. 정답의 자리는 입력보다 하나 뒤입니다."),
        ([[1, 2, 3, 8, 8, 8]], [4], 9, [[1, 1, 1, 0, 0]],
            "패딩의 번호가 진짜 토큰일 수도 있습니다. 번호가 아니라 길이로 가리세요."),
        ([[1, 9, 2, 3, 9]], [5], 9, [[1, 0, 1, 1]],
            "앞 문서의 end를 보고 다음 문서의 첫 토큰을 맞히는 자리는 세지 않습니다."),
        ([[1, 2, 9, 9, 9]], [3], 9, [[1, 1, 0, 0]], "패딩이 end와 같아도 진짜 end는 셉니다."),
        ([[1, 2, 3, 9], [4, 9, 0, 0]], [4, 2], 9, [[1, 1, 1], [1, 0, 0]], "줄마다 제 길이를 씁니다."),
        ([[1, 7, 2, 7]], [4], 7, [[1, 0, 1]], "받은 end를 쓰세요. 9로 정해 두지 않습니다.")]:
    _t150_shift(*_t150_case)
### BEGIN HIDDEN TESTS
for _t150_trial in range(20):
    _t150_rng = np.random.default_rng([1502, _t150_trial])
    _t150_i, _t150_n, _t150_e = _t150_rng.integers(0, 4, (3, 7)), _t150_rng.integers(1, 8, 3), int(_t150_rng.integers(4))
    _t150_shift(_t150_i, _t150_n, _t150_e, [[t + 1 < n and row[t] != _t150_e for t in range(6)] for row, n in zip(_t150_i, _t150_n)], "정답이 진짜 토큰이고 입력이 end가 아닌 자리입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 2. 퍼플렉서티와 글자당 비트 ★★☆ · 10분
#
# **목표.** 배치마다의 점수(logits), 정답, 셀 자리를 받아 세 값을 dict로 냅니다.
#
# - `loss`: 셀 자리에서 정답의 $-\ln P$를 **모든 배치에 걸쳐** 더해, 셀 자리의 수로 나눈 것
# - `perplexity`: $e^{\text{loss}}$
# - `bits_per_character`: 손실의 합을 비트로 바꾸어 원래 글자의 수로 나눈 것
#
# 점수는 1000처럼 클 수 있습니다. 세지 않는 자리의 정답은 −100일 수 있습니다(PyTorch의 관습).
#
# 힌트 1: 토큰이 하나인 배치와 백 개인 배치의 평균을 그냥 평균하면 됩니까?
# 힌트 2: 합과 수를 따로 모으고 마지막에 한 번 나눕니다. 로그 소프트맥스는 가장 큰 값을 빼고 구합니다. 셀 자리만 골라낸 뒤 정답의 칸을 뽑으세요.
# 힌트 3: `scores, answers = scores[mask], answers[mask]`

# %% solution="perplexity"
def evaluate(batches, characters):
    """여러 배치의 손실, 퍼플렉서티, 글자당 비트.

    Args:
        batches: (점수 (B, T, V), 정답 (B, T), 셀 자리 (B, T) 참과 거짓)의 리스트.
            모양은 배치마다 다를 수 있습니다. 셀 자리가 모두 더해 하나는 있습니다.
        characters: 원래 글자의 수.

    Returns:
        키가 셋뿐인 dict: loss, perplexity, bits_per_character (float).
    """
    ### BEGIN SOLUTION
    nats, count = 0.0, 0
    for scores, targets, mask in batches:
        kept = scores[mask]
        kept = kept - kept.max(axis=-1, keepdims=True)
        picked = kept[np.arange(len(kept)), targets[mask]]
        nats += float((np.log(np.exp(kept).sum(axis=-1)) - picked).sum())
        count += len(kept)
    loss = nats / count
    return {"loss": loss, "perplexity": float(np.exp(loss)),
            "bits_per_character": nats / np.log(2) / characters}
    ### END SOLUTION

# %% test="perplexity" points=3
def _t150_batch(rows, lift):
    """정답의 확률이 주어진 배치. 확률 0은 세지 않는 자리(정답 −100)."""
    P = np.array(rows, dtype=float)
    answers = np.arange(P.size).reshape(P.shape) % 2
    both = np.where(np.arange(2) == answers[..., None], P[..., None], 1 - P[..., None])
    return np.log(np.maximum(both, 0.01)) + lift, np.where(P > 0, answers, -100), P > 0

def _t150_evaluate(parts, characters, why, lift=1.0):
    nats = [-np.log([p for row in rows for p in row if p]) for rows in parts]
    every, per = np.concatenate(nats), np.array([b.mean() if len(b) else 0 for b in nats])
    m, total, name = every.mean(), every.sum(), "bits_per_character"
    got = testing.call(evaluate, [_t150_batch(rows, lift) for rows in parts], characters,
                       why=f"세지 않는 자리의 정답은 −100일 수 있습니다. {why}")
    want = {"loss": m, "perplexity": np.exp(m), name: total / np.log(2) / characters}
    testing.equal(got, want, f"loss는 평균, perplexity는 e의 loss제곱입니다. {why}", {
        "배치의 평균을 다시 평균했습니다. 토큰의 수로 나누세요.": {"loss": per.mean()},
        "합이 아니라 평균입니다.": {"loss": total}, "마지막 배치만 셌습니다.": {"loss": per[-1]},
        "글자의 수가 아니라 셀 자리의 수로 나눕니다.": {"loss": total / characters},
        "점수는 확률의 로그가 아닙니다. 로그 소프트맥스를 취하세요.": {"loss": m - lift},
        "배치의 퍼플렉서티를 평균했습니다.": {"loss": m, "perplexity": np.exp(per).mean()},
        "토큰마다 지수를 취했습니다. 손실을 먼저 평균합니다.": {"perplexity": np.exp(every).mean()},
        "밑이 2인 지수입니다. 손실이 내트이므로 밑은 e입니다.": {"loss": m, "perplexity": 2 ** m},
        "토큰당 비트입니다. 글자의 수로 나누세요.": {"loss": m, name: m / np.log(2)},
        "내트입니다. ln 2로 나누어 비트로 바꾸세요.": {"loss": m, name: total / characters},
        "평균을 글자의 수로 또 나누었습니다.": {"loss": m, name: m / np.log(2) / characters}},
        f"(정답의 −ln P {every.round(3).tolist()}, 글자 {characters}개)")

_t150_evaluate([[[1 / 2]], [[1 / 8, 1 / 8, 1 / 8]]], 9,
    "소프트맥스는 자리마다(마지막 축) 구하고, 모든 배치의 합과 수를 따로 모읍니다.")
_t150_evaluate([[[1 / 2, 0], [1 / 4, 1 / 4]]], 8, "B·T가 아니라 셀 자리의 수로 나눕니다.")
_t150_evaluate([[[1 / 2, 1 / 16]], [[0, 0]]], 4, "한 자리도 세지 않는 배치가 있을 수 있습니다.")
for _t150_lift in (1000.0, -1000.0):
    _t150_evaluate([[[1 / 2, 1 / 8]]], 3, "점수가 커도 됩니다. 가장 큰 점수를 먼저 빼세요.", _t150_lift)
### BEGIN HIDDEN TESTS
for _t150_trial in range(10):
    _t150_rng = np.random.default_rng([1503, _t150_trial])
    _t150_P = _t150_rng.uniform(0.1, 0.9, (3, 2, 3)) * (_t150_rng.random((3, 2, 3)) < 0.7)
    _t150_evaluate([*_t150_P.tolist(), [[0.5]]], int(_t150_rng.integers(1, 30)), "무작위 배치입니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 3. 점수를 고치는 순서 ★★★ · 18분
#
# **목표.** 다음 토큰의 점수(logits)를 아래 **순서대로** 고쳐 확률로 냅니다. 3과 4는 앞에서 고친 점수로 고르므로 순서가 바뀌면 답이 달라집니다.
#
# 1. **반복 벌점**: `written`에 나온 토큰의 점수를 양수면 `penalty`로 나누고 음수면 곱합니다. 여러 번 나와도 한 번입니다.
# 2. **온도**: 모든 점수를 `tau`로 나눕니다.
# 3. **top-k**: 큰 것부터 `k`개만 남깁니다. `k`가 0이면 쓰지 않습니다.
# 4. **top-p**: **남은 것끼리** 확률의 합을 1로 맞춘 뒤, 큰 것부터 더해 합이 `p` 이상이 되는 순간까지 남깁니다. 그 순간의 토큰도 남깁니다.
# 5. 남은 것의 합을 1로 맞춥니다. 버린 토큰은 0이고 자리는 원래대로입니다.
#
# 3과 4는 저마다 적어도 `least`개를 남깁니다. 크기가 같으면 번호가 작은 토큰이 먼저입니다.
#
# 힌트 1: 음수인 점수를 2로 나누면 커집니까, 작아집니까?
# 힌트 2: 점수가 큰 순서를 한 번 구해 두면 top-k는 그 앞부분 `max(k, least)`개, top-p는 다시 그 앞부분입니다. 토큰마다 **자기보다 앞의 합**이 `p`보다 작은지 봅니다.
# 힌트 3: `np.argsort(-scores, kind="stable")`

# %% solution="filters"
def next_probabilities(scores, written, penalty, tau, k, p, least):
    """고친 점수의 확률.

    Args:
        scores: (V,). written: 지금까지 쓴 토큰 번호의 리스트(비었을 수 있음).
        penalty: 1 이상, 1이면 벌점 없음. tau: 0보다 큽니다. k: 0부터 V까지.
        p: 0보다 크고 1 이하, 1이면 모두. least: 1부터 V까지.

    Returns:
        (V,), 합은 1.

    Example:
        >>> next_probabilities(np.array([2.0, 1.0, -1.0]), [0], 2.0, 1.0, 2, 1.0, 1)
        array([0.5, 0.5, 0. ])
    """
    ### BEGIN SOLUTION
    scores = np.array(scores, dtype=float)
    seen = np.unique(np.array(written, dtype=int))
    scores[seen] = np.where(scores[seen] > 0, scores[seen] / penalty, scores[seen] * penalty)
    scores = scores / tau
    order = np.argsort(-scores, kind="stable")
    if k:
        order = order[:max(k, least)]
    P = np.exp(scores[order] - scores.max())
    P = P / P.sum()
    before = np.cumsum(P) - P
    size = max(int((before < p - 1e-12).sum()), least)
    out = np.zeros(len(scores))
    out[order[:size]] = P[:size] / P[:size].sum()
    return out
    ### END SOLUTION

# %% test="filters" points=2
def _t150_filters(scores, written, options, want, why):
    options = dict(penalty=1.0, tau=1.0, k=0, p=1.0, least=1) | options
    scores, shown = np.array(scores, float), ", ".join(f"{n}={options[n]:g}" for n in options)
    left = np.exp(scores - scores.max()) / np.exp(scores - scores.max()).sum() * np.sign(want)
    testing.check(next_probabilities, [scores, written, *options.values()], np.array(want),
        f"{why} ({shown})", {} if np.all(want) else {
            "확률의 합이 1이 아닙니다. 남은 것의 합을 1로 맞추세요.": left}, close=1e-3)
### BEGIN HIDDEN TESTS
def _t150_right(scores, written, penalty=1.0, tau=1.0, k=0, p=1.0, least=1):
    z = [s / (penalty if s > 0 else 1 / penalty) if v in written else s
         for v, s in enumerate(scores)]
    left = sorted(range(len(z)), key=lambda v: -z[v])[:max(k, least) if k else None]
    e = np.exp(np.array([z[v] for v in left]) / tau)
    kept = next(n for n in range(least, 9) if e[:n].sum() >= (p - 1e-12) * e.sum())
    out = np.zeros(len(z))
    out[left[:kept]] = e[:kept] / e[:kept].sum()
    return out
def _t150_any(seed, options, why):
    rng = np.random.default_rng(seed)
    scores, written = rng.normal(0, 2, 7), rng.integers(0, 7, 3).tolist()
    choices = dict(penalty=1.5, tau=rng.uniform(0.5, 2), k=int(rng.integers(1, 7)), p=rng.uniform(0.2, 0.95), least=int(rng.integers(1, 4)))
    choices = {name: choices[name] for name in options}
    _t150_filters(scores, written, choices, _t150_right(scores, written, **choices), why)
### END HIDDEN TESTS

for _t150_case in [
        ([1, 2, 0], [], {}, [0.2447, 0.6652, 0.09],
            "k=0, p=1이면 모두 남깁니다. 소프트맥스의 확률이고 자리는 원래대로입니다."),
        ([2, 4, 0], [], dict(tau=2.0), [0.2447, 0.6652, 0.09], "점수를 온도로 나눕니다."),
        ([1000, 999, 0], [], {}, [0.7311, 0.2689, 0],
            "점수가 커도 넘치지 않게 가장 큰 값을 빼세요."),
        ([3, 1, 0], [0], dict(penalty=2.0), [0.5465, 0.3315, 0.122], "양수인 점수는 벌점으로 "
            "나눕니다. 벌점은 확률이 아니라 점수에, 가장 큰 값을 빼기 전에 줍니다."),
        ([-1, 0, 1], [0], dict(penalty=2.0), [0.0351, 0.2595, 0.7054],
            "음수인 점수는 벌점을 곱해야 작아집니다. 나누면 오히려 커집니다."),
        ([4, 1, 0], [0, 0], dict(penalty=2.0), [0.6652, 0.2447, 0.09],
            "여러 번 나온 토큰도 벌점은 한 번입니다."),
        ([2, 2, 1], [0, 1], dict(penalty=2.0), [1 / 3, 1 / 3, 1 / 3],
            "마지막 토큰만이 아니라 written의 모든 토큰에 벌점을 줍니다.")]:
    _t150_filters(*_t150_case)
### BEGIN HIDDEN TESTS
for _t150_trial in range(15):
    _t150_any([1505, _t150_trial], ["penalty", "tau"], "벌점 다음에 온도입니다.")
### END HIDDEN TESTS

# %% test="filters" part="cut" points=2
for _t150_P, _t150_options, _t150_want, _t150_why in [
        ([0.1, 0.4, 0.2, 0.3], dict(k=2), [0, 4 / 7, 0, 3 / 7],
            "k=2이면 큰 것 둘만 제자리에 남고 합이 1입니다."),
        ([1, 1, 1, 1], dict(k=2), [0.5, 0.5, 0, 0],
            "크기가 같으면 번호가 작은 것이 먼저이고 꼭 k개입니다. 문턱값과 견주면 더 남습니다."),
        ([0.2, 0.7, 0.1], dict(p=0.5), [0, 1, 0],
            "가장 큰 것 하나로 넘습니다. 작은 것부터 더하거나 하나를 더 남기지 않습니다."),
        ([0.5, 0.3, 0.2], dict(p=0.6), [0.625, 0.375, 0],
            "0.5로는 모자라고 0.3을 더하면 넘습니다. 넘는 순간의 토큰도 남깁니다."),
        ([1, 1, 1, 1], dict(p=0.5), [0.5, 0.5, 0, 0],
            "합이 꼭 p가 되면 멈춥니다. top-p에서도 크기가 같으면 번호가 작은 것이 먼저입니다."),
        ([0.5, 0.3, 0.2], dict(k=1, least=2), [0.625, 0.375, 0],
            "top-k도 적어도 least개를 남깁니다."),
        ([0.5, 0.3, 0.2], dict(p=0.3, least=2), [0.625, 0.375, 0],
            "top-p도 적어도 least개를 남깁니다."),
        ([0.4, 0.3, 0.2, 0.1], dict(p=0.8, least=2), [4 / 9, 3 / 9, 2 / 9, 0],
            "least보다 많이 남으면 그대로입니다. 언제나 least개로 자르지 않습니다.")]:
    _t150_filters(np.log(_t150_P), [], _t150_options, _t150_want, _t150_why)
### BEGIN HIDDEN TESTS
for _t150_trial in range(20):
    _t150_any([1506, _t150_trial], ["p"], "큰 것부터 더해 합이 p 이상이 되는 순간까지 남깁니다.")
    _t150_any([1506, _t150_trial], ["k", "least"], "k개, 적어도 least개를 남깁니다.")
### END HIDDEN TESTS

# %% test="filters" part="order" points=2
for _t150_case in [
        ([2, 1.5, 1, 0], [0], dict(penalty=4.0, k=2), [0, 0.6225, 0.3775, 0],
            "벌점이 top-k보다 먼저입니다. 벌점을 받은 토큰은 k개 밖으로 밀려날 수 있습니다."),
        (np.log([0.5, 0.3, 0.2]), [], dict(tau=2.0, p=0.75), [0.4155, 0.3218, 0.2628],
            "온도가 top-p보다 먼저입니다. 온도를 준 확률은 0.42, 0.32, 0.26입니다."),
        (np.log([0.4, 0.3, 0.2, 0.1]), [], dict(k=2, p=0.5), [1, 0, 0, 0],
            "top-k로 남은 것끼리 합을 1로 맞춘 뒤 top-p를 봅니다. 0.57이 이미 0.5를 넘습니다."),
        ([3, 2, 1], [0], dict(penalty=3.0, p=0.5), [0, 1, 0],
            "벌점이 top-p보다 먼저입니다. 벌점을 받은 뒤의 순서로 더합니다."),
        (np.log([0.4, 0.3, 0.2, 0.1]), [], dict(k=3, p=0.2, least=2), [4 / 7, 3 / 7, 0, 0],
            "top-k 다음에 top-p를 보고, least는 둘에 저마다 씁니다.")]:
    _t150_filters(*_t150_case)
### BEGIN HIDDEN TESTS
for _t150_trial in range(30):
    _t150_any([1507, _t150_trial], ["penalty", "tau", "k", "p", "least"], "다섯 단계를 적힌 순서대로 잇습니다.")
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 4. KV 캐시의 한 걸음 ★★★ · 18분
#
# 셀프 어텐션은 앞 토큰의 키와 값을 다시 계산하지 않고 **캐시**에 둡니다. 새 토큰은 하나일 수도, (프롬프트를 처음 읽을 때처럼) 여럿일 수도 있습니다.
#
# **목표.** 새 토큰 `n`개의 임베딩을 받아 출력과 늘어난 캐시를 냅니다. 전체를 한꺼번에 계산한 것의 마지막 `n`줄과 같아야 합니다.
#
# 1. 새 토큰에 위치 임베딩을 더합니다. 캐시에 `t`개가 있으면 새 토큰의 위치는 `t`, `t+1`, …입니다.
# 2. $q$, $k$, $v$를 $W_q$, $W_k$, $W_v$로 내고, $k$와 $v$를 캐시 **뒤에** 붙입니다. 캐시에 든 것은 이미 위치를 더하고 $W_k$, $W_v$를 곱한 것입니다.
# 3. 폭 `d`를 헤드 `heads`개로 앞에서부터 나누어 헤드마다 $\mathrm{softmax}(qk^\top/\sqrt{d/\text{heads}})\,v$를 구합니다. 새 토큰은 캐시 모두와 자기까지의 새 토큰을 봅니다. 뒤의 새 토큰은 보지 않습니다.
# 4. 헤드를 다시 이어 $W_o$를 곱합니다.
#
# 힌트 1: 새 토큰이 하나일 때와 여럿일 때 마스크가 어떻게 다릅니까? 캐시가 비어 있으면요?
# 힌트 2: 새 토큰 `i`가 보는 것은 `t + i`번까지입니다. 헤드는 `reshape(길이, heads, d // heads)`로 나눕니다.
# 힌트 3: `np.arange(t + n) <= t + np.arange(n)[:, None]`

# %% solution="cache"
def cached_attention(x, cache, P, W, heads):
    """캐시를 쓰는 인과 셀프 어텐션.

    Args:
        x: (n, d), 새 토큰의 임베딩(위치를 더하기 전). cache: (키 (t, d), 값 (t, d)), t는 0일 수 있음.
        P: (T, d), 위치 임베딩. W: (Wq, Wk, Wv, Wo), 모두 (d, d). heads: 헤드의 수.

    Returns:
        (출력 (n, d), (키 (t+n, d), 값 (t+n, d))).
    """
    ### BEGIN SOLUTION
    t, (n, d) = len(cache[0]), x.shape
    x = x + P[t:t + n]
    q, k, v = x @ W[0], x @ W[1], x @ W[2]
    keys, values = np.concatenate([cache[0], k]), np.concatenate([cache[1], v])

    def split(a):
        return a.reshape(len(a), heads, d // heads).swapaxes(0, 1)  # (heads, 길이, d/heads)

    scores = split(q) @ split(keys).swapaxes(1, 2) / np.sqrt(d // heads)
    seen = np.arange(t + n) <= t + np.arange(n)[:, None]
    scores = np.where(seen, scores, -np.inf)
    e = np.exp(scores - scores.max(axis=-1, keepdims=True))
    mixed = (e / e.sum(axis=-1, keepdims=True)) @ split(values)
    return mixed.swapaxes(0, 1).reshape(n, d) @ W[3], (keys, values)
    ### END SOLUTION

# %% test="cache" points=2
def _t150_draw(total, t, d, heads):  # 토큰 total개 가운데 앞의 t개는 캐시에 있습니다
    rng = np.random.default_rng([total, t, d, heads])
    x, P, W = (rng.normal(0, .8, size) for size in [(total, d), (10, d), (4, d, d)])
    return x, t, P, tuple(W), heads, x + P[:total]
def _t150_step(x, t, P, W, heads, full):
    case = x[t:], (full[:t] @ W[1], full[:t] @ W[2]), P, W, heads
    got = testing.call(cached_attention, *case, why="점수와 마스크는 헤드마다 (n, t+n)입니다.")
    output, cache = testing.parts(got, "출력", "(키, 값)")
    given = f"(캐시 {t}개, 새 토큰 {len(x) - t}개, d={x.shape[1]}, heads={heads})"
    return output, testing.parts(cache, "키", "값"), given
def _t150_cache(x, t, P, W, heads, full):
    for n, name in enumerate(["키", "값"]):
        _, cache, given = _t150_step(x, t, P, W, heads, full)
        slips = [("새 토큰마다 위치가 다릅니다. 같은 위치를 더했습니다.", x[t:] + P[t]),
            ("위치를 0부터 세었습니다. 캐시의 길이부터입니다.", x[t:] + P[:len(x) - t]),
            ("새 토큰에 위치 임베딩을 더하지 않았습니다.", x[t:])]
        slips = [(say, np.r_[full[:t], new] @ W[1 + n]) for say, new in slips]
        testing.equal(cache[n], full @ W[1 + n], f"{name}: 새 토큰에 위치를 더해 x @ W를 구하고, "
            "옛 캐시의 뒤에 붙인 (t+n, d)입니다. 캐시에 든 것은 그대로입니다.", [*slips,
            ("캐시의 앞에 붙였습니다. 뒤에 붙이세요.", np.roll(full, -t, axis=0) @ W[1 + n]),
            ("키와 값의 자리를 바꾸었습니다.", full @ W[2 - n])], given)

for _t150_sizes in [(3, 2, 2, 1), (5, 2, 2, 1), (2, 0, 2, 1), (3, 2, 4, 2), (6, 3, 6, 3)]:
    _t150_cache(*_t150_draw(*_t150_sizes))
### BEGIN HIDDEN TESTS
for _t150_sizes in [(1, 0, 2, 2), (7, 6, 4, 1), (9, 5, 6, 2), (8, 3, 6, 2), (4, 0, 8, 4)]:
    _t150_cache(*_t150_draw(*_t150_sizes))
### END HIDDEN TESTS

# %% test="cache" part="output" points=3
def _t150_mix(q, K, V, heads, Wo, t=0):
    parts, seen = [], np.tri(len(q), len(K), t)
    for cut in np.split(np.arange(q.shape[1]), heads):
        e = np.exp(q[:, cut] @ K[:, cut].T / np.sqrt(len(cut))) * seen
        parts.append(e / e.sum(axis=1, keepdims=True) @ V[:, cut])
    return np.concatenate(parts, axis=1) @ Wo

def _t150_output(why, x, t, P, W, heads, full):
    got, _, given = _t150_step(x, t, P, W, heads, full)
    q, K, V = (full @ w for w in W[:3])
    known, own = (_t150_mix(q[t:], K[n:], V[n:], heads, W[3]) for n in (0, t))
    slips = {"마스크가 캐시를 세지 않습니다. 새 토큰 i는 t + i번까지 봅니다.": known,
             "새 토큰끼리만 봅니다. 캐시의 키와 값도 봅니다.": own}
    testing.equal(got, _t150_mix(q[t:], K, V, heads, W[3], t), f"출력: {why}", slips, given)

for _t150_sizes, _t150_why in [
        ((1, 0, 2, 1), "토큰이 하나면 자기의 v에 Wo를 곱한 것입니다. 위치를 먼저 더합니다."),
        ((3, 2, 2, 1), "캐시 모두와 자기를 봅니다. 쿼리에도 위치를 더하고, √(d/heads)로 나누고, 키의 축으로 섞습니다."),
        ((3, 0, 2, 1), "뒤의 새 토큰은 보지 않습니다. 막은 뒤의 합이 1입니다."),
        ((5, 2, 2, 1), "새 토큰 i는 t + i번까지 봅니다. 마스크가 캐시도 세어야 합니다."),
        ((3, 2, 4, 2), "폭 d를 앞에서부터 heads개로 나누고, 점수를 d가 아니라 헤드의 폭 d/heads의 "
            "제곱근으로 나눕니다."),
        ((6, 3, 6, 3), "헤드마다 구한 것을 토큰마다 다시 이어 Wo를 곱합니다.")]:
    _t150_output(_t150_why, *_t150_draw(*_t150_sizes))
### BEGIN HIDDEN TESTS
for _t150_sizes in [(1, 0, 2, 2), (7, 6, 4, 1), (9, 5, 6, 2), (8, 3, 6, 2), (4, 0, 8, 4)]:
    _t150_output("새 토큰의 위치, 마스크, 헤드 나누기를 차례로 확인하세요.", *_t150_draw(*_t150_sizes))
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 5. 되풀이를 막고 재기 ★★☆ · 12분
#
# **목표.** `blocked(tokens, n)`은 지금 붙이면 **이미 나온 n-gram이 다시 생기는** 토큰의 집합입니다. 마지막 `n-1`개와 같은 줄이 앞에 있었으면, 그때 뒤에 온 토큰은 모두 막힙니다. `n`이 1이면 나온 토큰이 모두 막힙니다.
#
# **재기 전에 먼저 맞혀 보세요.** 위에 주어진 `next_scores`로 토큰 60개를 네 방법으로 씁니다. 서로 다른 3-gram의 비율(distinct-3)이 작을 것 같은 방법부터 `my_ranking()`에 적으세요. 이름은 `"탐욕"`, `"온도 0.5"`, `"온도 2"`, `"탐욕, 3-gram 막기"`입니다. 틀려도 점수는 같고, 검사가 잰 값을 보여 줍니다.
#
# 힌트 1: 길이 L에 길이 n의 창은 몇 개입니까? 마지막 창은 어디에서 시작합니까?
# 힌트 2: 창마다 앞의 `n-1`개가 글의 마지막 `n-1`개와 같은지 봅니다. `n`이 1이면 `글[-0:]`이 전체가 되는 것을 조심하세요.
# 힌트 3: `tokens[len(tokens) - n + 1:]`

# %% solution="repetition"
def blocked(tokens, n):
    """붙이면 이미 나온 n-gram이 다시 생기는 토큰들.

    Args:
        tokens: 토큰 번호의 리스트. n: 1 이상.

    Returns:
        토큰 번호의 집합(set).

    Example:
        >>> blocked([1, 2, 3, 1, 2], 3)
        {3}
    """
    ### BEGIN SOLUTION
    tail = tokens[max(len(tokens) - n + 1, 0):]
    starts = range(len(tokens) - n + 1)
    return {tokens[at + n - 1] for at in starts if tokens[at:at + n - 1] == tail}
    ### END SOLUTION

def my_ranking():
    """네 방법의 이름. distinct-3이 작을 것 같은 것부터."""
    ### BEGIN SOLUTION
    return ["탐욕", "온도 0.5", "온도 2", "탐욕, 3-gram 막기"]
    ### END SOLUTION

# %% test="repetition" points=3
for _t150_tokens, _t150_n, _t150_want, _t150_why in [
        ([1, 2, 3, 1, 2], 3, {3}, "1 2 다음에 3이 왔으므로 3이 막힙니다. 마지막 n-1개를 견줍니다."),
        ([1, 2, 1, 3, 1], 2, {2, 3}, "1 다음에 온 것이 둘이면 둘 다 막힙니다."),
        ([3, 1, 2, 2, 1], 3, set(), "2 1은 앞에 없었습니다. 순서까지 모두 같아야 합니다."),
        ([1, 1], 2, {1}, "1을 붙이면 1 1이 다시 생깁니다. 마지막 창까지 보고, 겹쳐도 셉니다."),
        ([1, 2, 3], 1, {1, 2, 3}, "n이 1이면 나온 토큰이 모두 막힙니다. 글[-0:]은 전체입니다."),
        ([1, 2], 2, set(), "마지막 토큰의 뒤에는 아무것도 없습니다. 처음으로 돌아가지 마세요."),
        ([1, 2], 4, set(), "n-1개보다 짧으면 막히는 것이 없습니다."),
        ([], 2, set(), "아무것도 쓰지 않았으면 막히는 것이 없습니다."),
        ([11, 2, 7, 1, 12], 3, set(), "번호는 두 자리일 수 있습니다. 글자로 이어 붙이지 마세요."),
        ([1, 2, 3, 4, 1, 2, 3], 4, {4}, "n이 4이면 앞의 셋이 같은지 봅니다.")]:
    testing.check(blocked, [_t150_tokens, _t150_n], _t150_want, f"토큰의 집합입니다. {_t150_why}")
### BEGIN HIDDEN TESTS
for _t150_trial in range(40):
    _t150_rng = np.random.default_rng([1510, _t150_trial])
    _t150_tokens, _t150_n = _t150_rng.integers(0, 4, int(_t150_rng.integers(0, 20))).tolist(), int(_t150_rng.integers(1, 4))
    _t150_old = {*zip(*(_t150_tokens[k:] for k in range(_t150_n)))}
    testing.check(blocked, [_t150_tokens, _t150_n], {v for v in range(4) if len(_t150_tokens) >= _t150_n and (*_t150_tokens, v)[-_t150_n:] in _t150_old}, "붙였을 때 되풀이되는 토큰을 모두 모읍니다.")
### END HIDDEN TESTS

# %% test="repetition" part="guess" points=1
import contextlib

def _t150_write(tau, stop):
    rng, text = np.random.default_rng(7), [0, 1]
    while len(text) < 60:
        scores = next_scores[text[-1]] + tau * rng.gumbel(size=6)
        scores[list(blocked(text, 3)) if stop else []] -= 99
        text.append(int(scores.argmax()))
    return text

_t150_ways = {"탐욕": (0, False), "온도 0.5": (0.5, False), "온도 2": (2, False),
              "탐욕, 3-gram 막기": (0, True)}
_t150_guess = my_ranking()
_t150_guess = [] if _t150_guess is None else [str(name) for name in np.ravel(_t150_guess)]
assert sorted(_t150_guess) == sorted(_t150_ways), (
    f"{list(_t150_ways)}를 한 번씩 적습니다. 지금: {_t150_guess}")
with contextlib.suppress(Exception):  # 빈칸을 아직 채우지 않았으면 재지 않습니다
    for _t150_name, _t150_way in _t150_ways.items():
        _t150_text = _t150_write(*_t150_way)
        _t150_found = len({*zip(_t150_text, _t150_text[1:], _t150_text[2:])}) / 58
        print(f"{_t150_name}: distinct-3 {_t150_found:.2f}  {_t150_text[2:14]} …")
print("내 예측:", " < ".join(_t150_guess))

# %% [markdown]
# ## 과제 6. 고장 난 배치 생성 고치기 ★★★ · 20분
#
# 길이가 다른 프롬프트를 한꺼번에 이어 쓰려고 **왼쪽에** 패딩을 채웠습니다. 동료의 함수는 다섯 곳이 고장 났습니다.
#
# ```python
# def broken(step, ids, mask, n, alpha, end):
#     B, T = ids.shape
#     positions = np.tile(np.arange(T), (B, 1))
#     for _ in range(n):
#         scores = step(ids, mask, positions)                   # (B, 지금 길이, V)
#         scores = scores[np.arange(B), mask.sum(axis=1) - 1]   # 다음 토큰의 점수
#         for b in range(B):
#             scores[b, np.unique(ids[b])] -= alpha             # 이미 쓴 토큰을 깎는다
#         ids = np.hstack([ids, scores.argmax(axis=1)[:, None]])
#         mask = np.hstack([mask, np.ones((B, 1), bool)])
#         positions = np.hstack([positions, positions[:, -1:]])
#     return ids[:, T:].tolist()
# ```
#
# **목표.** 고쳐서 `generate`를 완성합니다. 점수가 가장 큰 토큰을 씁니다.
#
# - `step`은 칸마다 그 칸 **다음** 토큰의 점수를 줍니다. 줄마다 마지막 칸의 것을 씁니다.
# - 진짜 토큰의 위치는 줄마다 0, 1, 2, …이고 새 토큰에서도 이어집니다. 마스크가 거짓인 칸의 위치는 0입니다.
# - 그 줄이 **새로 쓴** 토큰의 점수에서 `alpha`를 뺍니다(여러 번 썼어도 한 번). 프롬프트의 토큰은 빼지 않습니다.
# - `end`를 고른 줄은 끝입니다. `end`는 결과에 넣지 않습니다. 다른 줄은 계속 씁니다. 끝난 줄의 새 칸에는 무엇을 넣어도 됩니다.
# - 줄마다 많아야 `n`개를 씁니다. 모두 끝났거나 `n`개를 다 썼으면 `step`을 더 부르지 않습니다.
#
# 힌트 1: `broken`을 한 줄씩 보세요. 어느 줄이 어느 규칙을 어깁니까?
# 힌트 2: 줄마다 새로 쓴 토큰의 리스트와 끝났는지를 따로 둡니다. 위치는 마스크를 더해 가며 구합니다. 걸음마다 세 배열에 칸을 하나씩 붙입니다.
# 힌트 3: `np.maximum(np.cumsum(mask, axis=1) - 1, 0)`

# %% solution="generate"
def generate(step, ids, mask, n, alpha, end):
    """배치로 이어 쓰기.

    Args:
        step: (번호 (B, T), 마스크 (B, T), 위치 (B, T)) → 점수 (B, T, V).
        ids, mask: (B, T), 왼쪽에 패딩을 채운 프롬프트와 참(진짜), 거짓(패딩).
        n: 새로 쓸 토큰의 최대 수(0 이상). alpha: 0 이상. end: 끝의 번호.

    Returns:
        줄마다 새로 쓴 토큰의 리스트.
    """
    ### BEGIN SOLUTION
    positions = np.maximum(np.cumsum(mask, axis=1) - 1, 0)
    written, done = [[] for _ in ids], [False] * len(ids)
    for _ in range(n):
        scores = np.array(step(ids, mask, positions), dtype=float)[:, -1]
        for b, tokens in enumerate(written):
            scores[b, list(set(tokens))] -= alpha
        best = scores.argmax(axis=1)
        for b, token in enumerate(best.tolist()):
            done[b] = done[b] or token == end
            if not done[b]:
                written[b].append(token)
        if all(done):
            break
        ids = np.hstack([ids, best[:, None]])
        mask = np.hstack([mask, np.ones((len(ids), 1), bool)])
        positions = np.hstack([positions, positions[:, -1:] + 1])
    return written
    ### END SOLUTION

# %% test="generate" points=4
# 검사가 쓰는 모델: 앞 토큰마다 {다음 토큰: 점수}이고, 적지 않은 것은 0입니다.
_t150_after = {0: {5: 2}, 1: {2: 2, 3: 1.5}, 2: {1: 2, 3: 1.5}, 3: {4: 2}, 4: {7: 2},
               5: {6: 2}, 6: {6: 2, 5: 1.9}, 7: {1: 2}}
_t150_scores = np.array([[_t150_after[old].get(v, 0.0) for v in range(8)] for old in range(8)])

def _t150_generate(rows, n, alpha, want, why, end=7, pad=0):
    gaps, calls = [max(map(len, rows)) - len(row) for row in rows], []
    ids = np.array([[pad] * gap + row for gap, row in zip(gaps, rows)])
    mask = np.arange(ids.shape[1]) >= np.array(gaps)[:, None]

    def step(*parts):                       # 받은 배열이 맞는지 살핍니다
        new, shape = len(calls), (len(rows), ids.shape[1] + len(calls))
        calls.append(new)
        numbers, real, places = (testing.array(part, shape, f"{new + 1}번째 step의 {name}. 줄은 "
            "그대로이고 걸음마다 한 칸씩 붙습니다") for part, name in zip(parts, ["번호", "마스크", "위치"]))
        for b in range(len(rows)):
            if len(want[b]) < new:          # 끝난 줄은 보지 않습니다
                continue
            given = f"({new + 1}번째 step의 {b}번 줄: 번호 {numbers[b]}, 마스크 {real[b]})"
            testing.equal(numbers[b, real[b] > 0], [*rows[b], *want[b][:new]], f"{why} 참인 칸의 "
                "번호는 프롬프트와 새로 쓴 토큰이고, 새 칸도 참입니다.", given=given)
            testing.equal(places[b], np.maximum(real[b].cumsum() - 1, 0), "진짜 토큰의 위치는 줄마다 "
                "0, 1, 2, …이고 새 토큰에서도 이어지며, 패딩의 위치는 0입니다. 마스크로 구하세요.", given=given)
        return _t150_scores[numbers.astype(int) % 8]
    got = testing.call(generate, step, ids, mask, n, alpha, end, why=why)
    given = f"(프롬프트 {rows}, {n=}, {alpha=}, {end=})"
    testing.equal(got, want, f"줄마다 새로 쓴 토큰의 리스트입니다. {why}", {
        "프롬프트를 빼고 새로 쓴 것만 냅니다.": [row + new for row, new in zip(rows, want)],
        "end는 결과에 넣지 않습니다.": [new + [end] * (len(new) < n) for new in want]}, given)
    needed = min(n, max(len(row) + 1 for row in want))
    assert len(calls) == needed, ("모두 끝났거나 n개를 다 썼으면 step을 더 부르지 마세요. "
        f"{len(calls)}번 불렀고 {needed}번이면 됩니다. {given}")

for _t150_case in [
        ([[2, 3]], 1, 0.0, [[4]], "마지막 칸에서 점수가 가장 큰 토큰을 씁니다."),
        ([[2, 1]], 1, 1.0, [[2]], "프롬프트의 토큰에서는 빼지 않습니다. 새로 쓴 것만 뺍니다."),
        ([[5, 1, 1]], 3, 0.0, [[2, 1, 2]], "쓴 토큰을 붙이며 이어 씁니다. alpha는 곱하지 않습니다."),
        ([[1]], 3, 1.0, [[2, 1, 3]], "새로 쓴 토큰의 점수에서 alpha를 뺍니다."),
        ([[1]], 6, 0.4, [[2, 1] * 3], "여러 번 썼어도 alpha는 한 번만 뺍니다."),
        ([[3]], 9, 0.0, [[4]], "end를 고르면 그 줄은 끝입니다. end는 결과에 넣지 않습니다."),
        ([[4]], 5, 3.0, [[]], "처음부터 end를 고르면 빈 리스트입니다. end에서는 빼지 않습니다."),
        ([[3, 2, 5], [3]], 1, 0.0, [[6], [4]], "왼쪽 패딩이므로 점수는 마지막 칸에 있습니다."),
        ([[1, 2, 3, 3], [1]], 3, 0.0, [[4], [2, 1, 2]],
            "한 줄이 끝나도 다른 줄은 계속 쓰고, 끝난 줄은 되살아나지 않습니다."),
        ([[1], [5, 2]], 2, 1.0, [[2, 1], [1, 2]], "벌점은 줄마다 따로입니다."),
        ([[0, 0, 5], [0]], 2, 0.0, [[6, 6], [5, 6]], "패딩은 번호가 아니라 마스크로 가립니다."),
        ([[1, 2, 1]], 0, 0.0, [[]], "n이 0이면 아무것도 쓰지 않습니다."),
        ([[1, 3], [5]], 4, 0.0, [[], [6, 6, 6, 6]], "받은 end를 쓰세요.", 4, 4)]:
    _t150_generate(*_t150_case)
### BEGIN HIDDEN TESTS
def _t150_any(rng):
    rows = [rng.integers(0, 7, n).tolist() for n in rng.integers(1, 5, 3)]
    alpha, n, want = float(rng.choice([0.0, 0.3, 1.0])), int(rng.integers(1, 8)), []
    for row in rows:
        new, last = [], row[-1]
        while len(new) < n:
            last = int((_t150_scores[last] - alpha * np.isin(range(8), new)).argmax())
            if last == 7:
                break
            new.append(last)
        want.append(new)
    _t150_generate(rows, n, alpha, want, "규칙을 하나씩 확인하세요.", pad=int(rng.integers(8)))
for _t150_trial in range(15):
    _t150_any(np.random.default_rng([1512, _t150_trial]))
### END HIDDEN TESTS

# %% [markdown]
# ## 과제 7. 무엇이 잘못되었습니까 (글로 답하기) ★★☆ · 10분
#
# 동료의 보고서입니다.
#
# > 우리 음절 GPT의 시험 퍼플렉서티는 22이고 공개된 서브워드 GPT는 같은 글에서 85이므로 우리 모델이 네 배 낫습니다.
# > 온도와 top-p는 시험 글의 첫머리 20개를 이어 쓴 글이 가장 그럴듯한 값으로 골랐고, 아래에 가장 잘 쓴 글 하나를 싣습니다. 탐욕 탐색은 되풀이가 심했는데, 모델이 덜 배웠기 때문입니다.
# > KV 캐시를 쓰면 6배 빠릅니다. 프롬프트 여덟 개를 배치로 넣으면 하나씩 넣을 때와 다른 글이 나오지만 소수점의 반올림 때문일 것입니다.
#
# 다음에 두세 문장씩 답하세요.
#
# 1. 퍼플렉서티 22와 85를 그대로 견줄 수 있습니까? 무엇으로 어떻게 바꾸어 견줍니까?
# 2. 온도와 top-p를 고르고 글을 실은 방법에서 무엇이 잘못되었습니까? 되풀이를 "덜 배웠다"는 증거로 볼 수 있습니까?
# 3. 배치로 넣으면 글이 달라지는 까닭으로 무엇을 먼저 의심합니까? 반올림 탓인지 아닌지를 어떻게 확인합니까?

# %% [markdown] manual="what-went-wrong" points=5
# ### BEGIN SOLUTION
# **모범 답안**
#
# 1. 견줄 수 없습니다. 토큰의 단위가 달라 한 토큰에 담긴 글자의 수가 다르기 때문입니다. 같은 글에서 손실의 합을 같은 글자 수로 나눈 글자당 비트로 바꾸어 견줍니다.
# 2. 시험 글로 설정을 골랐으므로 시험 결과가 부풀려집니다. 검증 글로 고르고, 시험 글에서는 한 번만 재며, 잘 쓴 하나가 아니라 여럿(무작위로 고른 것이나 모두)과 distinct-n 같은 수를 싣습니다. 탐욕 탐색은 잘 배운 모델도 되풀이하므로 증거가 아닙니다.
# 3. 왼쪽 패딩의 마스크와 위치를 의심합니다. 패딩을 보거나, 패딩만큼 위치가 밀렸거나, 패딩 자리의 점수를 읽었을 수 있습니다. 프롬프트 하나에 패딩만 더 붙여 점수가 그대로인지 봅니다. 차이가 1e-5 안팎이면 반올림이고 그보다 크면 고장입니다.
#
# **채점 기준 (5점)**
#
# - 1번 1.5점: 토큰의 단위가 다르다 0.5점, 글자당 비트(또는 같은 글자 수로 나눈 손실의 합) 1점.
# - 2번 2점: 시험 글로 골랐다 0.5점, 하나만 골라 실었다 0.5점, 고친 방법 0.5점, 되풀이는 탐욕 탐색 탓일 수 있다 0.5점.
# - 3번 1.5점: 패딩의 마스크나 위치를 의심하면 1점, 확인하는 방법 0.5점.
# ### END SOLUTION
