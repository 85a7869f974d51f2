"""Millions of forged messages for everything that reads what a student's process says.

`python -m tests.fuzz` runs them; tests/test_fuzz.py runs a few thousand in the suite. What counts as a finding:

- the reader's process dies, or raises anything but the error that it promises;
- one message takes more than SECONDS, or the process grows by more than MIB;
- a test that no student can pass passes.

Input N of a target is made from its number alone, so that a finding is repeated by `--only TARGET:N`.
"""
