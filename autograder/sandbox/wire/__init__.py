"""Plain data between processes that do not trust each other: framed, bounded, decoded without
executing anything.

A value is turned into a tree of None, bool, int, float, str, bytes and lists, which msgpack writes;
everything that is not one of these becomes a list `[tag, ...]`, and each tag has one constructor,
of a plain type. What `Codec` does not know it hands to `refer`, which a subclass fills.
"""

from .codec import Codec

__all__ = ["Codec"]
