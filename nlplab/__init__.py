"""What the course's notebooks import: data, plots and the runtime around them.

A notebook shows its own subject in full; downloading, fonts, seeds and plotting boilerplate stand
here. Importing this package loads no framework (no TensorFlow, PyTorch, scikit-learn, pandas or
matplotlib), so that the environment below is in place before a framework reads it, and so that the
setup cell answers at once.
"""

from nlplab import backend

# Before anything else may import TensorFlow: it reads these once, while it loads.
backend.prepare_environment()

from nlplab import data, diagrams, drawings, plots, runtime  # noqa: E402
from nlplab.check import check  # noqa: E402
from nlplab.runtime import setup  # noqa: E402

__all__ = ["check", "data", "diagrams", "drawings", "plots", "runtime", "setup"]
