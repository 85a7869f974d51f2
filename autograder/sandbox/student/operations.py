"""What the tester may ask for, by name of the operation."""

from __future__ import annotations

import importlib
import inspect
from typing import TYPE_CHECKING, Any

from ..pipes import NotPlain
from ..protocol import TEXT
from .callbacks import Callback
from .codec import StudentCodec

if TYPE_CHECKING:
    from .server import Server


class Operations:
    """Each `do_NAME` is an operation, and so is each builtin; arguments and results travel."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.errors: Any = None

    def do_get(self, name):
        if name not in self.server.names:
            raise NameError(f"name '{name}' is not defined")
        return self.server.names[name]

    def do_has(self, name):
        return name in self.server.names

    def do_release(self, numbers):
        self.server.objects.release(numbers)

    def do_looked_into(self):
        """Whether the student's code has met the limits of what stands for the test's functions."""
        looked, Callback.looked_into = Callback.looked_into, False
        return looked

    def do_mode(self, module, mode):
        """PyTorch's gradients; what NumPy does about errors, or None: as the student had it."""
        if module == "torch":
            import torch

            torch.set_grad_enabled(mode)
            return
        import numpy

        before = numpy.seterr(**(mode or self.errors or {}))
        self.errors = (self.errors or before) if mode else None

    def do_await(self, value):
        import asyncio

        async def whole():
            return await value

        return asyncio.run(whole())

    def do_library(self, module, name, args, kwargs):
        return getattr(importlib.import_module(module), name)(*args, **kwargs)

    def do_call(self, value, args, kwargs):
        return value(*args, **kwargs)

    do_make = do_call
    """The same, where an object is expected."""

    def do_special(self, value, name, args):
        """A special method as Python's own operators would call it."""
        method: Any = getattr(type(value), f"__{name}__", None)
        if name == "iter" and method is None:
            return iter(value)
        if name == "next":
            try:
                return (False, next(value))
            except StopIteration as stop:
                return (True, stop.value)
        if name == "contains":
            return args[0] in value
        if name == "array":
            import numpy

            return numpy.asarray(value)
        return method(value, *args)

    def do_exit(self, value, error):
        return type(value).__exit__(value, type(error) if error else None, error, None)

    def do_repr(self, value):
        return repr(value)[:TEXT]

    def do_str(self, value):
        return str(value)[:TEXT]

    def do_signature(self, value):
        empty, told = inspect.Parameter.empty, []
        for one in inspect.signature(value).parameters.values():
            default = None if one.default is empty else one.default
            try:
                StudentCodec(self.server).dump(default)
            except NotPlain:
                default = None
            told.append([one.name, int(one.kind), one.default is not empty, default])
        return told
