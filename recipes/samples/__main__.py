"""Write all sample files: ``python -m recipes.samples [FOLDER]`` (default: where the samples live)."""

import sys
from pathlib import Path

from .build import write_all

folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "nlplab" / "samples"
for path in write_all(folder):
    print(f"{path.stat().st_size:>9,}  {path}")
