"""The programs that wrote the sample data: ``python -m nlplab.samples.recipe`` writes every file again.

Standard library only; the bytes are the same on every Python from 3.11.
"""
