"""What instructors run: build the course, release, collect, grade, give feedback, report.

It stands on nbgrader and never replaces it: formats, gradebook and feedback are nbgrader's.
It does not import `nlplab`, the package that notebooks import.
"""
