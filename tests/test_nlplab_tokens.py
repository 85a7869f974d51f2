"""nlplab.tokens: order, duplicates, parallel work, a cache that is never wrong, and clear words where Java is missing."""
from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest

import nlplab
from nlplab import runtime, tokens

ROOT = Path(nlplab.__file__).parent.parent
SENTENCES = ["영화가 정말 재미있었다", "", "돈이 아깝다ㅠㅠ", "배우 연기 굿ㅋㅋ", "영화가 정말 재미있었다", "   "]
MANY = [f"{number}번째 영화는 {'재미있다' if number % 3 else '지루했다'}" for number in range(150)]
ANALYZERS = ["kiwi", pytest.param("okt", marks=pytest.mark.skipif(not tokens.available("okt"), reason="no Java"))]

pytest.importorskip("kiwipiepy")


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("NLPLAB_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "tokens"


@pytest.fixture
def analysed(monkeypatch) -> list:
    """Every text that is really analysed from here on."""
    seen = []

    def spy(texts, options, workers):
        seen.extend(texts)
        return real(texts, options, workers)

    real = tokens._analyze_kiwi
    monkeypatch.setattr(tokens, "_analyze_kiwi", spy)
    return seen


# ------------------------------------------------------------------------------------------ results

@pytest.mark.parametrize("analyzer", ANALYZERS)
def test_one_list_for_each_text_in_order(analyzer):
    result = tokens.tokenize(SENTENCES, analyzer, cache=False)
    assert len(result) == len(SENTENCES) and result[1] == [] and result[5] == []
    assert result[0] == result[4] and "영화" in result[0] and "연기" in result[3]
    assert all(isinstance(token, str) and token.strip() for text in result for token in text)


@pytest.mark.parametrize("analyzer", ANALYZERS)
def test_workers_do_not_change_the_result(analyzer):
    alone = tokens.tokenize(MANY, analyzer, cache=False, workers=1)
    assert alone == tokens.tokenize(MANY, analyzer, cache=False, workers=4) == [
        tokens.tokenize([text], analyzer, cache=False)[0] for text in MANY]


@pytest.mark.parametrize("analyzer", ANALYZERS)
def test_tags_stand_beside_the_same_morphemes(analyzer):
    plain, tagged = tokens.tokenize(SENTENCES, analyzer), tokens.tokenize(SENTENCES, analyzer, tags=True)
    assert [[form for form, _ in text] for text in tagged] == plain
    noun = {"kiwi": "NNG", "okt": "Noun"}[analyzer]
    assert ("영화", noun) in tagged[0]


def test_options_reach_the_analysers():
    word = ["이게 될까욬ㅋㅋ"]
    assert tokens.tokenize(word, normalize_coda=True) != tokens.tokenize(word)
    if tokens.available("okt"):
        assert tokens.tokenize(["재미있었다"], "okt", stem=True) == [["재미있다"]] != tokens.tokenize(["재미있었다"], "okt")


@pytest.mark.parametrize("analyzer", ANALYZERS)
def test_strange_characters_do_not_stop_it(analyzer):
    result = tokens.tokenize(["\ud800가나", "a\x00b", "👾 최고", "줄\n\n바꿈\t탭"], analyzer, cache=False)
    assert len(result) == 4 and all(result) and "최고" in result[2] and not any(token.isspace() for token in result[3])


def test_an_iterator_will_do_and_duplicates_are_analysed_once(analysed):
    result = tokens.tokenize(iter(["좋다", "나쁘다", "좋다", "좋다"]), cache=False)
    assert analysed == ["좋다", "나쁘다"] and result[0] == result[2] == result[3]
    result[0].append("손댄 것")
    assert result[2] == result[3] != result[0]


def test_no_texts(cache):
    assert tokens.tokenize([]) == [] and not cache.exists()


@pytest.mark.parametrize("texts, message", [("영화", "목록"), (["좋다", None], "1번째"), (["좋다", float("nan")], "빠진 값")])
def test_what_is_not_a_list_of_strings_is_refused(texts, message):
    with pytest.raises(TypeError, match=message):
        tokens.tokenize(texts)


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="kiwi, okt"):
        tokens.tokenize(["좋다"], "mecab")
    with pytest.raises(TypeError, match="stem"):
        tokens.tokenize(["좋다"], "kiwi", stem=True)


# ------------------------------------------------------------------------------------------ cache

def test_the_second_time_nothing_is_analysed(cache, analysed):
    first = tokens.tokenize(MANY)
    assert len(analysed) == len(MANY) and len(list(cache.iterdir())) == 1
    assert tokens.tokenize(MANY) == first and tokens.tokenize(MANY, workers=1) == first and len(analysed) == len(MANY)
    tagged = tokens.tokenize(MANY, tags=True)  # from the same file
    assert tagged[0][0] == (first[0][0], "SN") and isinstance(tagged[0][0], tuple) and len(analysed) == len(MANY)


def test_changing_the_answer_does_not_change_the_cache():
    first = tokens.tokenize(MANY)
    kept = [list(text) for text in first]
    first[0].append("손댄 것")
    first[1].clear()
    assert tokens.tokenize(MANY) == kept


def test_the_same_texts_with_duplicates_share_the_file(cache, analysed):
    tokens.tokenize(MANY)
    assert tokens.tokenize(MANY + MANY[::-1])[-1] == tokens.tokenize(MANY)[0]
    assert len(analysed) == len(MANY) and len(list(cache.iterdir())) == 1


def test_other_texts_order_options_or_version_have_another_file(cache, monkeypatch):
    paths = {tokens._path(texts, "kiwi", options) for texts in (MANY, MANY[::-1], MANY[:-1], [*MANY[:-2], MANY[-2] + MANY[-1]])
             for options in ({"normalize_coda": False}, {"normalize_coda": True})}
    paths.add(tokens._path(MANY, "okt", {"norm": False, "stem": False}))
    paths |= {tokens._path(["가나", "다"], "kiwi", {}), tokens._path(["가", "나다"], "kiwi", {})}
    assert len(paths) == 11
    monkeypatch.setattr(tokens, "_version", lambda distribution: "999")
    assert tokens._path(MANY, "kiwi", {"normalize_coda": False}) not in paths


@pytest.mark.parametrize("damage", [
    lambda content: content[:-20], lambda content: content[:70], lambda content: b"", lambda content: content[::-1],
    lambda content: content[:200] + bytes([content[200] ^ 1]) + content[201:],
])
def test_a_damaged_file_is_noticed_and_made_anew(cache, analysed, capsys, damage):
    good = tokens.tokenize(MANY)
    (path,) = cache.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    capsys.readouterr()
    assert tokens.tokenize(MANY) == good and len(analysed) == 2 * len(MANY)
    assert path.name in capsys.readouterr().out
    assert tokens.tokenize(MANY) == good and len(analysed) == 2 * len(MANY)


def test_a_file_for_another_number_of_texts_is_not_believed(cache, analysed):
    good = tokens.tokenize(MANY)
    (path,) = cache.iterdir()
    tokens._keep(path, [[("손댄", "NNG")]])
    assert tokens.tokenize(MANY) == good and len(analysed) == 2 * len(MANY)


def test_an_interrupted_run_leaves_no_file(cache, monkeypatch):
    def stopped(texts, options, workers):
        yield [("영화", "NNG")]
        raise KeyboardInterrupt

    monkeypatch.setattr(tokens, "_analyze_kiwi", stopped)
    with pytest.raises(KeyboardInterrupt):
        tokens.tokenize(MANY)
    assert not cache.exists() or not list(cache.iterdir())


def test_without_a_place_for_the_cache_there_is_still_a_result(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("NLPLAB_CACHE", str(tmp_path / "file"))
    assert len(tokens.tokenize(MANY)) == len(MANY) and "NLPLAB_CACHE" in capsys.readouterr().out


def test_few_texts_and_cache_off_write_nothing(cache):
    tokens.tokenize(MANY[:tokens.SMALLEST_CACHED - 1])
    tokens.tokenize(MANY, cache=False)
    assert not cache.exists()


# ------------------------------------------------------------------------------------------ progress, processes

def test_the_bar_is_on_stdout_and_can_be_switched_off(capsys, monkeypatch):
    monkeypatch.setenv("NLPLAB_PROGRESS", "off")
    tokens.tokenize(MANY, cache=False)
    assert capsys.readouterr() == ("", "")
    monkeypatch.setenv("NLPLAB_PROGRESS", "on")
    tokens.tokenize(MANY, cache=False)
    shown = capsys.readouterr()
    assert "형태소 분석(kiwi)" in shown.out and f"{len(MANY)}/{len(MANY)}" in shown.out and shown.err == ""
    tokens.tokenize(MANY[:2], cache=False)
    assert capsys.readouterr() == ("", "")


IN_A_CHILD = """
import multiprocessing, sys
from nlplab import tokens
TEXTS = ["영화가 정말 재미있었어요", "별로 재미없다"] * 20

def analyse(queue):
    queue.put(tokens.tokenize(TEXTS, cache=False))

if __name__ == "__main__":
    here = tokens.tokenize(TEXTS, cache=False)
    context = multiprocessing.get_context(sys.argv[1])
    queue = context.Queue()
    child = context.Process(target=analyse, args=(queue,), daemon=True)
    child.start()
    print("same" if queue.get(timeout=60) == here else "other")
"""


@pytest.mark.parametrize("method", [name for name in ("fork", "spawn") if name in multiprocessing.get_all_start_methods()])
def test_kiwi_works_in_a_child_process_after_it_worked_in_the_parent(method, tmp_path):
    """In a process of its own: a fork of pytest's would inherit the locks of whatever libraries other tests have started."""
    path = tmp_path / "child.py"
    path.write_text(IN_A_CHILD, encoding="utf-8")
    done = subprocess.run([sys.executable, str(path), method], capture_output=True, text=True, timeout=120,
                          env={**os.environ, "PYTHONPATH": str(ROOT), "NLPLAB_PROGRESS": "off"})
    assert done.stdout.splitlines()[-1:] == ["same"], done.stderr[-2000:]


def test_okt_in_a_forked_child_says_so_instead_of_hanging(monkeypatch):
    monkeypatch.setattr(tokens, "_okt", (os.getpid() + 1, None))
    with pytest.raises(tokens.Unavailable, match="fork"):
        list(tokens._analyze_okt(["좋다"], {"norm": False, "stem": False}, 1))


def test_importing_the_module_is_light():
    code = "import sys; from nlplab import tokens; print(sorted({'kiwipiepy', 'konlpy', 'jpype', 'numpy', 'pandas'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert (result.stdout, result.stderr) == ("[]\n", "")


# ------------------------------------------------------------------------------------------ availability

def test_without_java_okt_says_what_to_do(monkeypatch):
    monkeypatch.setattr(tokens, "_okt", None)  # one that runs already has its Java
    monkeypatch.setattr(runtime, "find_java", lambda: None)
    assert tokens.available("kiwi") and tokens.reason("kiwi") == "" and not tokens.available("okt")
    assert ("Java" in tokens.reason("okt")) or ("konlpy" in tokens.reason("okt"))
    with pytest.raises(tokens.Unavailable, match="okt를 쓰려면"):
        tokens.tokenize(["좋다"], "okt")


def test_without_the_package_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(tokens.importlib.util, "find_spec", lambda name: None)
    assert "pip install kiwipiepy" in tokens.reason("kiwi") and "pip install konlpy" in tokens.reason("okt")


def test_a_cached_result_needs_no_java(cache, monkeypatch):
    path = tokens._path(MANY, "okt", {"norm": False, "stem": False})
    tokens._keep(path, [[("영화", "Noun")]] * len(MANY))
    monkeypatch.setattr(runtime, "find_java", lambda: None)
    assert tokens.tokenize(MANY, "okt") == [["영화"]] * len(MANY)


def test_an_unknown_analyser_is_neither_available_nor_not():
    with pytest.raises(ValueError, match="mecab"):
        tokens.available("mecab")
