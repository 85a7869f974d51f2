"""Classes that stand for the student's where a test asks of what class something is."""

from __future__ import annotations

from typing import Any

from ..wire.bounds import exactly
from .handles import is_handle
from .trust import VERDICTS, library_class, library_classes


class StandIns:
    """Made as they are needed, one for each class; `names` are the test's."""

    def __init__(self) -> None:
        self.names: Any = None
        self._made: dict[object, Any] = {}

    def exception_class(self, ancestors: list, number: int) -> type[BaseException]:
        """The library's class, or one that stands for the student's and derives from the nearest of
        the library's.
        """
        own = [part for part in ancestors if not VERDICTS.match(exactly(part[0], str))]
        place, base = self._nearest(own)
        if base is None or not issubclass(base, BaseException) or base is BaseException:
            base = Exception
        if place == 0 or not number:
            return base
        key: object = number
        name = exactly(ancestors[0][1], str).rpartition(".")[2]
        members: dict = {"_student": number, "__getattr__": _attribute_there}
        shared = self.own_class(*ancestors[0])
        if shared is not None and issubclass(shared, BaseException):
            key = base = shared
        else:
            members["__str__"] = _text_there
        if key not in self._made:
            self._made[key] = _class(name if name.isidentifier() else "Error", base, members)
        return self._made[key]

    def own_class(self, module: str, qualname: str) -> type | None:
        """The class of that name that the instructor's cells or the tests define, or a
        library's.
        """
        if module != "__main__":
            return library_class(module, qualname)
        found = None if self.names is None else self.names.of_the_test(qualname)
        if is_handle(found) or not isinstance(found, type) or "_student" in vars(found):
            return None
        return found

    def _nearest(self, ancestors: list) -> tuple[int, type | None]:
        """The first class of a method resolution order that this process has from a library."""
        for place, found in enumerate(library_classes(ancestors[:40])):
            if found not in (None, object):
                return place, found
        return len(ancestors), None

    def stand_in(self, name: str, ancestors: list) -> type:
        """What `handle.__class__` is."""
        _, base = self._nearest(ancestors)
        if base is not None:
            return base
        key = ("class", name)
        if key not in self._made:
            self._made[key] = _class(name if name.isidentifier() else "object", object, {})
        return self._made[key]


def _class(name: str, base: type, members: dict) -> type:
    return type(name, (base,), {"__module__": "__main__", **members})


def _text_there(error: BaseException) -> str:
    """`str` of an exception of the student's own class, as it was there."""
    return vars(error).get("_text", "")


def _attribute_there(error: BaseException, name: str) -> object:
    own = vars(error).get("_object")
    if name.startswith("_") or not is_handle(own):
        raise AttributeError(name)
    return getattr(own, name)
