"""What happens to notebooks on their way from a student to a course: each kind of damage done to a whole notebook of `small_class`.

`DAMAGES` maps a name to a Damage: bytes made from the notebook, the score that is still due, and what a person must be told. A score
of None says that the file is refused, with the code in `told`.
"""
from __future__ import annotations

import copy
import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass

import small_class as small
from small_class import FULL

ANSWERS = ("count", "mean", "top")
POINTS = {"count": 3, "mean": 4, "top": 2}


@dataclass(frozen=True)
class Damage:
    """Attributes:
        make: the notebook as plain data to the file's bytes.
        score: what is due, None where the file has to be refused.
        told: codes of findings of which one must be there, or the refusal's code.
    """

    make: Callable[[dict], bytes]
    score: float | None = FULL
    told: tuple[str, ...] = ()


DAMAGES: dict[str, Damage] = {}


def damage(name: str, score: float | None = FULL, *told: str, as_bytes: bool = False):
    """Enter a function that changes the notebook in place, or returns another, or bytes."""

    def enter(function):
        def make(notebook: dict) -> bytes:
            mine = copy.deepcopy(notebook)
            made = function(mine)
            return made if as_bytes else text(mine if made is None else made)

        assert name not in DAMAGES
        DAMAGES[name] = Damage(make, score, told)
        return function

    return enter


def text(notebook: object, **options) -> bytes:
    return json.dumps(notebook, ensure_ascii=False, **options).encode()


def named(notebook: dict, name: str) -> dict:
    return next(cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == name)


def place(notebook: dict, name: str) -> int:
    return notebook["cells"].index(named(notebook, name))


def bare(notebook: dict) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        cell.pop("id", None)


def code(source: str, **more) -> dict:
    return {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": source, **more}


def markdown(source: str) -> dict:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


# -- metadata and ids -------------------------------------------------------------------------------------------------

@damage("all metadata and ids lost")
def _(notebook):
    bare(notebook)


@damage("all metadata lost, ids there")
def _(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = {}


@damage("ids cleared, metadata there")
def _(notebook):
    for cell in notebook["cells"]:
        cell.pop("id", None)


@damage("ids empty")
def _(notebook):
    for cell in notebook["cells"]:
        cell["id"] = ""


@damage("ids all the same, no metadata")
def _(notebook):
    bare(notebook)
    for cell in notebook["cells"]:
        cell["id"] = "cell"


@damage("ids shuffled among cells, metadata there")
def _(notebook):
    ids = [cell["id"] for cell in notebook["cells"]]
    for cell, new in zip(notebook["cells"], reversed(ids), strict=True):
        cell["id"] = new


@damage("ids written anew")
def _(notebook):
    for index, cell in enumerate(notebook["cells"]):
        cell["id"] = f"{index:08x}"


for _name in ANSWERS:
    @damage(f"metadata of one answer lost: {_name}")
    def _(notebook, name=_name):
        cell = named(notebook, name)
        cell["metadata"] = {}
        cell.pop("id")

    @damage(f"metadata of one test lost: {_name}")
    def _(notebook, name=_name):
        cell = named(notebook, f"{name}-test")
        cell["metadata"] = {}
        cell.pop("id")


@damage("metadata no table")
def _(notebook):
    for cell in notebook["cells"][:4]:
        cell["metadata"] = []


@damage("metadata null")
def _(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = None


@damage("nbgrader's metadata null")
def _(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = {"nbgrader": None}


@damage("nbgrader's metadata on every cell, one id")
def _(notebook):
    mine = named(notebook, "count")["metadata"]
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and cell is not named(notebook, "count") and "nbgrader" not in cell["metadata"]:
            cell["metadata"] = copy.deepcopy(mine)


@damage("no metadata of the notebook")
def _(notebook):
    del notebook["metadata"]


@damage("another kernel and language")
def _(notebook):
    notebook["metadata"] = {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}, "language_info": {"name": "R"}}


@damage("Colab's metadata")
def _(notebook):
    notebook["metadata"] = {"colab": {"provenance": [{"file_id": "x", "timestamp": 1}], "toc_visible": True}, "accelerator": "GPU"}
    for index, cell in enumerate(notebook["cells"]):
        cell["metadata"] = {**cell["metadata"], "id": f"Abc{index}", "colab": {"base_uri": "https://localhost"}, "outputId": "x"}
        cell.pop("id", None)


@damage("points forged in the metadata", FULL)
def _(notebook):
    named(notebook, "mean-test")["metadata"]["nbgrader"]["points"] = 400


@damage("two answers have changed ids", FULL)
def _(notebook):
    one, other = named(notebook, "count"), named(notebook, "mean")
    one["metadata"], other["metadata"] = other["metadata"], one["metadata"]
    one["id"], other["id"] = other["id"], one["id"]


# -- cells ------------------------------------------------------------------------------------------------------------

@damage("answer there twice, the same")
def _(notebook):
    at = place(notebook, "count")
    notebook["cells"].insert(at + 1, copy.deepcopy(notebook["cells"][at]))


@damage("answer there twice, the first one wrong", FULL, "double_answer", "two_answers", "duplicate", "several_answers")
def _(notebook):
    at = place(notebook, "mean")
    notebook["cells"].insert(at, {**copy.deepcopy(notebook["cells"][at]), "source": "def mean(numbers):\n    return 0"})


@damage("everything there twice")
def _(notebook):
    notebook["cells"] += copy.deepcopy(notebook["cells"])


@damage("a test there three times")
def _(notebook):
    at = place(notebook, "count-test")
    notebook["cells"][at:at] = [copy.deepcopy(notebook["cells"][at]) for _ in range(2)]


@damage("order reversed")
def _(notebook):
    notebook["cells"].reverse()


@damage("order reversed, all metadata lost")
def _(notebook):
    bare(notebook)
    notebook["cells"].reverse()


@damage("answers at the end")
def _(notebook):
    answers = [named(notebook, name) for name in ANSWERS]
    notebook["cells"] = [cell for cell in notebook["cells"] if cell not in answers] + answers


@damage("tests deleted")
def _(notebook):
    notebook["cells"] = [cell for cell in notebook["cells"] if not cell["metadata"].get("nbgrader", {}).get("grade") or cell["metadata"]["nbgrader"]["solution"]]


@damage("prose deleted")
def _(notebook):
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["cell_type"] == "code" or cell["metadata"].get("nbgrader")]


@damage("only the answers left")
def _(notebook):
    notebook["cells"] = [named(notebook, name) for name in ANSWERS]


@damage("only the answers left, all metadata lost")
def _(notebook):
    notebook["cells"] = [named(notebook, name) for name in ANSWERS]
    bare(notebook)


@damage("imports deleted")
def _(notebook):
    del notebook["cells"][1]


for _name in ANSWERS:
    @damage(f"answer deleted: {_name}", FULL - POINTS[_name], "missing_answer")
    def _(notebook, name=_name):
        del notebook["cells"][place(notebook, name)]


@damage("answer split, both halves keep the id", FULL)
def _(notebook):
    at = place(notebook, "mean")
    cell = notebook["cells"][at]
    head, _, tail = cell["source"].partition("\n")
    notebook["cells"][at:at + 1] = [{**copy.deepcopy(cell), "source": f"{head}\n    total = sum(numbers)"}, {**copy.deepcopy(cell), "source": "    return total / len(numbers)"}]


@damage("answer split, a helper in a cell of its own", FULL)
def _(notebook):
    at = place(notebook, "mean")
    notebook["cells"][at]["source"] = "def mean(numbers):\n    return total_of(numbers) / len(numbers)"
    notebook["cells"].insert(at, code("def total_of(numbers):\n    return sum(numbers)"))


@damage("answer and its test merged into one cell", FULL)
def _(notebook):
    at = place(notebook, "count")
    notebook["cells"][at]["source"] += "\n\n" + notebook["cells"][at + 1]["source"]
    del notebook["cells"][at + 1]


@damage("two answers merged into one cell", FULL)
def _(notebook):
    at = place(notebook, "mean")
    named(notebook, "count")["source"] += "\n\n" + notebook["cells"][at]["source"]
    del notebook["cells"][at]


@damage("all answers merged into one cell, below their stubs", FULL)
def _(notebook):
    first, *others = (named(notebook, name) for name in ANSWERS)
    first["source"] = "\n\n".join([first["source"], *(cell["source"] for cell in others)])
    for cell in others:
        head = small.SOLVED[cell["metadata"]["nbgrader"]["grade_id"]].partition("    ### BEGIN")[0]
        cell["source"] = f'{head}    # 여기에 코드를 작성하세요.\n    raise NotImplementedError("아직 풀지 않은 과제입니다.")'


@damage("all code merged into one cell without metadata", FULL)
def _(notebook):
    source = "\n\n".join(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["cell_type"] != "code"] + [code(source)]


@damage("an answer in a Markdown cell", FULL, "wrong_kind", "kind", "markdown_answer", "cell_type")
def _(notebook):
    cell = named(notebook, "mean")
    cell["cell_type"] = "markdown"
    cell.pop("outputs"), cell.pop("execution_count")


@damage("an answer in a raw cell", FULL)
def _(notebook):
    cell = named(notebook, "mean")
    cell["cell_type"] = "raw"
    cell.pop("outputs"), cell.pop("execution_count")


@damage("an answer in a cell of no kind", FULL)
def _(notebook):
    named(notebook, "mean").pop("cell_type")


@damage("prose turned to code", FULL)
def _(notebook):
    notebook["cells"][0] = code(notebook["cells"][0]["source"])


@damage("the written answer turned to code", FULL)
def _(notebook):
    cell = named(notebook, "why")
    cell.update(cell_type="code", outputs=[], execution_count=None)


@damage("empty cells between all")
def _(notebook):
    notebook["cells"] = [one for cell in notebook["cells"] for one in (cell, code(""), markdown(""))]


@damage("what are no cells between all", FULL, "damaged_cells")
def _(notebook):
    notebook["cells"] = [one for cell in notebook["cells"] for one in (cell, None, 7, "cell", [])]


@damage("a test weakened")
def _(notebook):
    named(notebook, "mean-test")["source"] = "assert True"


@damage("outputs and counts lost or odd")
def _(notebook):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            del cell["outputs"]
            cell["execution_count"] = "12"


@damage("sources as lists of lines, some of them no text")
def _(notebook):
    for cell in notebook["cells"]:
        cell["source"] = [*cell["source"].splitlines(keepends=True), None]


@damage("line ends of Windows")
def _(notebook):
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n")


@damage("no-break spaces and zero bytes at the ends of lines")
def _(notebook):
    for name in ANSWERS:
        named(notebook, name)["source"] += "\n\x00"


# -- format -----------------------------------------------------------------------------------------------------------

@damage("nbformat 4.0 to 4.4, without ids")
def _(notebook):
    notebook["nbformat_minor"] = 0
    for cell in notebook["cells"]:
        cell.pop("id", None)


@damage("nbformat 3", FULL)
def _(notebook):
    cells = []
    for cell in notebook["cells"]:
        old = {key: value for key, value in cell.items() if key not in ("id", "source", "execution_count")}
        cells.append({**old, "input": cell["source"], "language": "python", "collapsed": False} if cell["cell_type"] == "code" else {**old, "source": cell["source"]})
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": cells}]}


@damage("nbformat 2 in two worksheets", FULL)
def _(notebook):
    cells = [{"cell_type": cell["cell_type"], **({"input": cell["source"]} if cell["cell_type"] == "code" else {"source": cell["source"]})} for cell in notebook["cells"]]
    return {"nbformat": 2, "metadata": {}, "worksheets": [{"cells": cells[:6]}, {"cells": cells[6:]}]}


@damage("nbformat of the future")
def _(notebook):
    notebook.update(nbformat=7, nbformat_minor=0, layout={"kind": "grid"})


@damage("nbformat not said")
def _(notebook):
    del notebook["nbformat"], notebook["nbformat_minor"]


@damage("numbers that JSON has not")
def _(notebook):
    notebook["metadata"]["score"] = float("nan")
    notebook["metadata"]["more"] = float("-inf")


@damage("text behind the end", FULL, as_bytes=True)
def _(notebook):
    return text(notebook) + b"\n\n\x00\x00\n"


@damage("spaces before the beginning", FULL, as_bytes=True)
def _(notebook):
    return b"\n \r\n\t" + text(notebook)


@damage("a comma too many", FULL, as_bytes=True)
def _(notebook):
    return text(notebook)[:-1].rstrip() + b",}"


@damage("the table of cells there twice, the second whole", FULL, as_bytes=True)
def _(notebook):
    return b'{"cells": [], ' + text(notebook).lstrip(b"{")


# -- encoding ---------------------------------------------------------------------------------------------------------

@damage("a byte order mark", FULL, as_bytes=True)
def _(notebook):
    return b"\xef\xbb\xbf" + text(notebook)


for _code in ("cp949", "utf-16", "utf-16-le", "utf-16-be"):
    @damage(f"saved in {_code}", FULL, "encoding", as_bytes=True)
    def _(notebook, name=_code):
        mark = "\ufeff" if name.startswith("utf-16-") else ""
        return (mark + text(notebook).decode()).encode(name)


@damage("Hangul as letters (NFD)", FULL, as_bytes=True)
def _(notebook):
    import unicodedata

    return unicodedata.normalize("NFD", text(notebook).decode()).encode()


@damage("escaped throughout", FULL, as_bytes=True)
def _(notebook):
    return json.dumps(notebook, indent=1).encode()


@damage("half characters in the prose", FULL, as_bytes=True)
def _(notebook):
    notebook["cells"][0]["source"] = "\ud83d half"
    return json.dumps(notebook).encode()


for _code in ("utf-16-le", "utf-16-be", "utf-32", "utf-32-le"):
    @damage(f"saved in {_code} without a word about it" if _code != "utf-32" else "saved in utf-32", FULL, "encoding", as_bytes=True)
    def _(notebook, name=_code):
        return text(notebook).decode().encode(name)


@damage("line ends of an old Mac between the lines", FULL, as_bytes=True)
def _(notebook):
    return text(notebook, indent=1).replace(b"\n", b"\r")


@damage("filled up with zero bytes", FULL, "cut_off", as_bytes=True)
def _(notebook):
    return text(notebook) + bytes(4096)


@damage("read as cp1252 and saved again", FULL, as_bytes=True)
def _(notebook):
    return text(notebook).decode("latin-1").encode("utf-8")


@damage("the same, escaped by a shell", None, "not_json", as_bytes=True)
def _(notebook):
    return text(notebook).replace(b'"', b'\\"')


# -- what other programs write ----------------------------------------------------------------------------------------

@damage("VS Code's metadata")
def _(notebook):
    notebook["metadata"] = {"language_info": {"name": "python"}, "orig_nbformat": 4, "vscode": {"interpreter": {"hash": "0" * 64}}}
    for cell in notebook["cells"]:
        cell["metadata"] = {**cell["metadata"], "vscode": {"languageId": "python"}, "dotnet_interactive": {"language": "csharp"}}


@damage("JupyterLite's kernel")
def _(notebook):
    notebook["metadata"] = {"kernelspec": {"name": "python", "display_name": "Python (Pyodide)", "language": "python"},
                            "language_info": {"codemirror_mode": {"name": "python", "version": 3}, "name": "python", "version": "3.8"}}
    for cell in notebook["cells"]:
        cell["metadata"]["trusted"] = True


@damage("Kaggle's metadata, which leaves no other")
def _(notebook):
    bare(notebook)
    notebook["metadata"] = {"kaggle": {"accelerator": "none", "dataSources": [], "isGpuEnabled": False}}
    for cell in notebook["cells"]:
        cell["metadata"] = {"_uuid": "0" * 40, "_cell_guid": "1", "execution": {"iopub.status.busy": "2026"}}


@damage("Colab's outputId and forms on every cell")
def _(notebook):
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"] = {**cell["metadata"], "id": f"aB{number}", "outputId": f"{number}", "colab": {"base_uri": "https://localhost:8080/", "height": 35}, "cellView": "form"}


@damage("ids all the same, metadata there")
def _(notebook):
    for cell in notebook["cells"]:
        cell["id"] = "cell"


@damage("an answer's source there twice, the second whole", FULL, as_bytes=True)
def _(notebook):
    return text(notebook).replace(b'"source": "def mean', b'"source": "broken(", "source": "def mean')


@damage("a script of Jupytext", None, "not_json", as_bytes=True)
def _(notebook):
    return "\n\n".join(f"# %%\n{cell['source']}" for cell in notebook["cells"]).encode()


@damage("a PDF", None, "not_notebook", as_bytes=True)
def _(notebook):
    return b"%PDF-1.7\n" + text(notebook)


@damage("a picture of it", None, "not_notebook", as_bytes=True)
def _(notebook):
    return b"\x89PNG\r\n\x1a\n" + bytes(100)


@damage("packed with zip", None, "not_notebook", as_bytes=True)
def _(notebook):
    import io
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.ipynb", text(notebook))
    return packed.getvalue()


@damage("no text", None, "encoding", "not_json", as_bytes=True)
def _(notebook):
    return bytes(range(128, 256)) * 20


# -- breaking off -----------------------------------------------------------------------------------------------------

def cut_behind(notebook: dict, name: str, into: int = 20) -> bytes:
    """The file up to some bytes behind a cell."""
    cells = notebook["cells"]
    before = text({"cells": cells[:place(notebook, name) + 1]}, indent=1)
    return text({"cells": cells}, indent=1)[:len(before) - len(b"\n ]\n}") + into]


for _name, _left in (("count", 3.0), ("mean", 7.0), ("top", 9.0)):
    @damage(f"breaks off behind the answer {_name}", _left, "cut_off", as_bytes=True)
    def _(notebook, name=_name):
        return cut_behind(notebook, name)

@damage("breaks off in the last line", FULL, "cut_off", as_bytes=True)
def _(notebook):
    return text(notebook, indent=1)[:-3]


@damage("breaks off in UTF-16", FULL, "cut_off", as_bytes=True)
def _(notebook):
    return text(notebook, indent=1)[:-3].decode().encode("utf-16")


@damage("breaks off in the first cell", None, "not_json", as_bytes=True)
def _(notebook):
    return text(notebook)[:30]


# -- size -------------------------------------------------------------------------------------------------------------

def with_outputs(notebook: dict, megabytes: int) -> dict:
    named(notebook, "count")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "가나다 \"outputs\": [\n" * (megabytes * 2**20 // 24)}]
    return notebook


@damage("outputs of 35 MB", FULL, "outputs_dropped")
def _(notebook):
    return with_outputs(notebook, 35)


@damage("outputs of 35 MB, breaking off behind all answers", FULL, "outputs_dropped", as_bytes=True)
def _(notebook):
    notebook["cells"].append({**code("1"), "outputs": [{"output_type": "display_data", "data": {"image/png": "A" * (35 * 2**20)}, "metadata": {}}]})
    return text(notebook)[:-40]


@damage("widgets' state of 35 MB", FULL, "outputs_dropped")
def _(notebook):
    notebook["metadata"] = {"widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"a": "x" * (35 * 2**20)}}}, **notebook["metadata"]}


# -- no notebook any more ---------------------------------------------------------------------------------------------

@damage("merge conflict, the first side whole", FULL, "cut_off", as_bytes=True)
def _(notebook):
    return b"<<<<<<< HEAD\n" + text(notebook) + b"\n=======\n>>>>>>> theirs\n"


@damage("packed with gzip", None, "not_json", "encoding", "not_notebook", as_bytes=True)
def _(notebook):
    return gzip.compress(text(notebook))


@damage("a text within a text", None, "not_notebook", as_bytes=True)
def _(notebook):
    return json.dumps(text(notebook).decode()).encode()


@damage("cells in a table one deeper", None, "not_notebook", as_bytes=True)
def _(notebook):
    return text({"notebook": notebook})


@damage("a web page around it", None, "html", as_bytes=True)
def _(notebook):
    return b"<!DOCTYPE html><html><body><pre>" + text(notebook) + b"</pre></body></html>"


@damage("nothing", None, "empty", as_bytes=True)
def _(notebook):
    return b""


@damage("no cells", None, "no_cells")
def _(notebook):
    notebook["cells"] = []


def write_all(root) -> dict[str, bytes]:
    """Hand in every damaged notebook, each by a student of its own: student (a number) to bytes."""
    whole = json.loads(json.dumps(small.answered(root)))
    made = {}
    for number, one in enumerate(DAMAGES.values()):
        made[f"s{number:02}"] = one.make(whole)
        small.hand_in(root, f"s{number:02}", made[f"s{number:02}"])
    return made
