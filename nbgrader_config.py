"""nbgrader's settings: with this file every `nbgrader` command and formgrader work on a clone as it is.

The source version of each assignment is generated into solutions/ (make notebooks); nbgrader's own folders
(release, submitted, autograded, feedback, gradebook.db) stand beside it and are not in git.
"""
c = get_config()  # noqa: F821 - traitlets provides it

c.CourseDirectory.course_id = "nlp_lecture"
c.CourseDirectory.source_directory = "solutions"

# What students find where the solution stood.
c.ClearSolutions.code_stub = {
    "python": "# 여기에 코드를 작성하세요.\nraise NotImplementedError(\"아직 풀지 않은 과제입니다. 이 두 줄을 지우고 코드를 작성하세요.\")"
}
c.ClearSolutions.text_stub = "*여기에 답을 작성하세요.*"

# One cell may run this long (seconds); an endless loop is interrupted and the remaining cells still run.
c.Execute.timeout = 60
c.Execute.interrupt_on_timeout = True

# A test cell that a student deleted comes back.
c.OverwriteCells.add_missing_cells = True

# What `nbgrader zip_collect` takes from downloaded/ASSIGNMENT/archive: STUDENT_NNN_slug_exercise.ipynb, the same in a
# folder STUDENT/, and a learning-management system's folder NAME_NUMBER_assignsubmission_file. Colab's " (1)" behind
# the name is no harm. Another system's names need another expression.
c.FileNameCollectorPlugin.named_regexp = (
    r".*/(?P<student_id>(?!extracted/)[^/]+?)(?:_assignsubmission_file_?)?[/_ -](?P<file_id>\d{3}_[a-z0-9_]+_exercise)[^/]*\.ipynb$"
)

# Student code runs behind walls, and feedback shows no hidden test, also with `nbgrader autograde`, `generate_feedback`
# and formgrader's buttons: they call autograder. In a Python without it they refuse.
try:
    from autograder.grading.plain_nbgrader import take_over
except ImportError as missing:
    from nbgrader.converters import Autograde, GenerateFeedback

    def take_over(reason=str(missing)):
        def refuse(_):
            raise RuntimeError(f"Student code is run by autograder alone, which this Python lacks ({reason}): use .venv of `make setup`.")

        Autograde.start = GenerateFeedback.start = refuse

take_over()
