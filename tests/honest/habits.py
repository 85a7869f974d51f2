"""What students do in notebooks: files, magics, plots, output, helper functions, own checks."""
from .assignment import Assignment, Task

NOTEBOOK = Assignment("notebook_habits", "import json\nimport pathlib\nimport sys\nimport matplotlib\nmatplotlib.use('agg')\nimport matplotlib.pyplot as plt\npathlib.Path('scores.csv').write_text('name,score\\n김,3\\n이,5\\n', encoding='utf-8')", [
    Task("def load(path):\n    with open(path, encoding='utf-8') as file:\n        header, *lines = file.read().splitlines()\n    return {name: int(score) for name, score in (line.split(',') for line in lines)}", 3,
         "assert load('scores.csv') == {'김': 3, '이': 5}\n### BEGIN HIDDEN TESTS\npathlib.Path('more.csv').write_text('name,score\\n박,9\\n', encoding='utf-8')\nassert load('more.csv') == {'박': 9}\n### END HIDDEN TESTS", {
        "csv": "import csv\ndef load(path):\n    with open(path, encoding='utf-8', newline='') as file:\n        return {row['name']: int(row['score']) for row in csv.DictReader(file)}",
        "pandas": "import pandas as pd\ndef load(path):\n    return pd.read_csv(path).set_index('name')['score'].to_dict()",
        "numpy": "import numpy as np\ndef load(path):\n    rows = np.loadtxt(path, delimiter=',', skiprows=1, dtype=str, encoding='utf-8', ndmin=2)\n    return {name: int(score) for name, score in rows}",
        "pathlib": "def load(path):\n    rows = pathlib.Path(path).read_text(encoding='utf-8').split('\\n')[1:]\n    return dict((r.split(',')[0], int(r.split(',')[1])) for r in rows if r)",
        "typed-in": "def load(path):\n    return {'김': 3, '이': 5}",
        "strings": "def load(path):\n    rows = pathlib.Path(path).read_text(encoding='utf-8').splitlines()[1:]\n    return dict(row.split(',') for row in rows)",
        "chdir": "import os\nos.makedirs('data', exist_ok=True)\ndef load(path):\n    here = os.getcwd()\n    try:\n        os.chdir('data')\n        return {n: int(s) for n, s in (l.split(',') for l in open('../' + path, encoding='utf-8').read().splitlines()[1:])}\n    finally:\n        os.chdir(here)",
    }),
    Task("%%time\ntotal_of_all = sum(range(1000))", 1, "assert total_of_all == 499500", {
        "plain": "total_of_all = sum(range(1000))", "timeit": "%timeit -n 1 -r 1 sum(range(10))\ntotal_of_all = sum(range(1000))", "capture": "%%capture kept\nprint('x')\ntotal_of_all = sum(range(1000))",
        "shell": "!echo hello\n%pwd\ntotal_of_all = sum(range(1000))", "wrong": "%time total_of_all = sum(range(999))", "question": "total_of_all = sum(range(1000))\nsum?", "prun": "%prun -q sum(range(10))\ntotal_of_all = sum(range(1000))",
        "magic-assign": "lines = !echo 499500\ntotal_of_all = int(lines[0])", "bash-cell": "%%bash\necho 499500", "writefile": "%%writefile note.txt\n499500"}),
    Task("def plot(values):\n    fig, ax = plt.subplots()\n    ax.bar(range(len(values)), values)\n    ax.set_ylabel('점수')\n    return ax", 2, "ax = plot([3, 1])\nassert [bar.get_height() for bar in ax.patches] == [3, 1]\nassert ax.get_ylabel() == '점수'\nplt.close('all')", {
        "gca": "def plot(values):\n    plt.figure()\n    plt.bar(range(len(values)), values)\n    plt.ylabel('점수')\n    return plt.gca()", "pandas": "import pandas as pd\ndef plot(values):\n    return pd.Series(values).plot.bar(ylabel='점수')",
        "line": "def plot(values):\n    fig, ax = plt.subplots()\n    ax.plot(values)\n    ax.set_ylabel('점수')\n    return ax", "figure": "def plot(values):\n    fig, ax = plt.subplots()\n    ax.bar(range(len(values)), values)\n    ax.set_ylabel('점수')\n    return fig",
        "shows": "def plot(values):\n    fig, ax = plt.subplots()\n    ax.bar(list(map(str, range(len(values)))), values)\n    ax.set(ylabel='점수')\n    plt.show()\n    return ax"}),
    Task("def helper(x):\n    return x * 2\n\ndef twice(values):\n    return [helper(v) for v in values]", 2, "assert twice([1, 2]) == [2, 4]\n### BEGIN HIDDEN TESTS\nassert twice(()) == [] and twice(range(3)) == [0, 2, 4]\n### END HIDDEN TESTS", {
        "warns": "import warnings\ndef twice(values):\n    return [v * 2 for v in values]", "displays": "from IPython.display import Markdown, display\ndef twice(values):\n    display(Markdown('**두 배**'))\n    return [v * 2 for v in values]\ntwice([1])",
        "last-value": "def twice(values):\n    return [v * 2 for v in values]\n\n42", "map": "def twice(values):\n    return map(lambda v: v * 2, values)", "array": "import numpy as np\ndef twice(values):\n    return np.array(values) * 2", "logging": "import logging\nlog = logging.getLogger('task')\ndef twice(values):\n    log.debug('values %s', values)\n    return [v * 2 for v in values]",
        "seed": "import random\nrandom.seed(1)\ndef twice(values):\n    random.random()\n    return [v + v for v in values]", "exec": "exec('def twice(values):\\n    return [v * 2 for v in values]')", "indent-of-tabs": "def twice(values):\n\tmade = []\n\tfor v in values:\n\t\tmade.append(v * 2)\n\treturn made"}),
])

ASSIGNMENTS = [NOTEBOOK]
