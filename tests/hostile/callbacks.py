"""What a test hands to the student's code, misused."""
from .case import FULL, Case, family, not_shown

REST = FULL - 3


def misuse(name: str, body: str, why: str, score=REST, prelude: str = "", **more) -> Case:
    lines = "\n".join(f"    {line}" for line in body.strip().split("\n"))
    return Case(name, {"best": f"{prelude}\ndef best(score, options):\n{lines}"}, score, why, solved=True, **more)


CASES = family(
    "callbacks",
    misuse("million-calls", "for _ in range(1_000_000):\n    score(options[0])\nreturn max(options, key=score)", "the scoring function called a million times"),
    misuse("brute-force-calls", "for _ in range(100):\n    for option in options:\n        score(option)\nreturn max(options, key=score)", "more calls than the task allows"),
    misuse("callback-globals", '''
names = getattr(score, "__globals__", {})
if "concealed_scores" in names:
    names["asked"].extend(options)
    return max(names["concealed_scores"], key=names["concealed_scores"].get)
return max(options, key=len)''', "the callback's globals hold the answers and the list of calls"),
    misuse("callback-explored", '''
seen = []
def look(thing, depth=0):
    if depth < 3:
        for name in dir(thing):
            try:
                value = getattr(thing, name)
                seen.append(f"{name}={value!r}")
                look(value, depth + 1)
            except BaseException:
                pass
look(getattr(score, "__code__", None)); look(getattr(score, "__closure__", None)); look(getattr(score, "__globals__", None), 2)
print("".join(seen)[:100_000])
return max(options, key=score)''', "everything that can be got from the callback is printed", score=FULL, after=not_shown("concealed_scores", "concealed_numbers")),
    Case("callback-kept", {"best": "kept = []\ndef best(score, options):\n    kept.append(score)\n    return max(options, key=score)",
                          "windows": '''
def windows(items, size):
    for score in kept:
        for argument in ("귤", items, None, kept):
            try:
                score(argument)
            except Exception:
                pass
    for start in range(len(items) - size + 1):
        yield list(items[start:start + size])'''}, FULL, "callbacks are kept and called in a later test", solved=True),
    misuse("callback-by-thread", '''
import threading
def ask():
    while True:
        try: score(options[0])
        except BaseException: pass
threading.Thread(target=ask, daemon=True).start()
return max(options, key=score)''', "a thread goes on calling the callback after the answer", score=tuple(float(points) for points in range(FULL + 1))),
    misuse("callback-recursion", '''
class Deep:
    def __len__(self): return score(self)
    def __hash__(self): return score(self)
    def __eq__(self, other): return score(self)
return score(Deep())''', "the callback looks at its argument, which calls the callback"),
    misuse("callback-liar", '''
class Liar(str):
    def __eq__(self, other): return True
    def __hash__(self): return hash("귤")
for option in options: score(Liar("?"))
return "가나다" if "가나다" in options else "배"''', "the callback is called with an object that equals every key"),
    misuse("callback-raises-through", '''
class Stop(BaseException): pass
class Raises:
    def __len__(self): raise Stop
    __hash__ = __len__
return score(Raises())''', "the callback's argument raises in the test's process"),
    misuse("callback-huge-argument", "return score('x' * 200_000_000)", "an argument of 200 MB"),
    misuse("callback-odd-arguments", "return score(*range(1000), **{f'n{number}': number for number in range(1000)})", "a thousand arguments"),
    misuse("callback-setattr", '''
for name, value in (("__code__", (lambda option: 9).__code__), ("__defaults__", (1,)), ("__call__", lambda option: 9), ("__class__", int)):
    try: setattr(score, name, value)
    except Exception: pass
return "가나다" if "가나다" in options else "배"''', "the callback gets other code"),
    misuse("callback-exit", '''
class Exit:
    def __len__(self): raise SystemExit(0)
    def __hash__(self): raise KeyboardInterrupt
return score(Exit())''', "SystemExit and KeyboardInterrupt inside the callback"),
    misuse("arguments-changed", '''
first = max(options, key=score)
options.clear()
options.append(first)
return first''', "the list that the test passed in is emptied", score=(FULL, REST)),
    misuse("callback-returned", "return score", "the callback itself is the answer"),
    misuse("callback-eval", '''
for text in ("__import__('os').system('touch @BAIT@/evaluated')", "().__class__.__base__.__subclasses__()"):
    try: score(text)
    except Exception: pass
return max(options, key=len)''', "text that must not be evaluated", after=lambda host, student: "evaluated" if (host.bait / "evaluated").exists() else ""),
)
