"""Families of plain values: how each is written, and beside it how it is read.

A writer gets the codec, the value, its type and its depth and gives a tree, None if the value is
not of its family; a reader gets the codec, what follows the tag and the depth. Readers take nothing
for granted: what they are given may be forged.
"""
