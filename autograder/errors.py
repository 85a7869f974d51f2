"""The one exception whose text is meant for a person.

The command line prints it without a traceback and ends with status 2; everything else that escapes is a defect.
"""


class CourseError(Exception):
    """Something the user can mend; the message says what and how."""
