"""Warm, isolated processes for student code, and the wire between them and the tests."""
