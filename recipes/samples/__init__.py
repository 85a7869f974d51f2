"""The programs that wrote the sample data: ``python -m recipes.samples`` writes every file again.

Standard library only; the bytes are the same on every Python from 3.11.
"""
