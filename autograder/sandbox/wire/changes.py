"""Changes that were made in place on the other side."""

from __future__ import annotations

import random
from typing import Any

from ..pipes import WireError
from .kinds.containers import MUTABLE, flat, refill


def assign(original: Any, new: Any) -> None:
    """Give a mutable value the content that its copy on the other side has now.

    Raises:
        WireError: the two are not of one kind.
    """
    if type(original) is not type(new):
        raise WireError("a value became another kind")
    if isinstance(original, MUTABLE):
        refill(original, list(new) if not isinstance(new, dict) else flat(new.items()))
    elif hasattr(original, "bit_generator"):
        original.bit_generator.state = new.bit_generator.state
    elif isinstance(original, random.Random):
        original.setstate(new.getstate())
    elif type(original).__module__.startswith("pandas"):
        original._update_inplace(new)
    elif type(original).__module__.startswith("torch"):
        original.detach().copy_(new.detach())
    elif original.shape == new.shape and original.dtype == new.dtype and original.flags.writeable:
        original[...] = new
