"""From a folder of submissions to scores in nbgrader's gradebook, and to feedback. nbgrader does
the bookkeeping.
"""
