"""Plain data between processes that do not trust each other: framed, bounded, decoded without
executing anything.

A value is turned into a tree of None, bool, int, float, str, bytes and lists, which msgpack writes;
everything that is not one of these becomes a list `[tag, ...]`. `Codec` knows the plain types of
Python, NumPy, pandas and tensors; what it does not know it hands to `refer`, which a subclass fills
(handles of the student's objects, callbacks of a test).

Nothing that comes in names a class or a function to be called: each tag has one constructor here,
of a plain type.
"""

from .codec import Codec

__all__ = ["Codec"]
