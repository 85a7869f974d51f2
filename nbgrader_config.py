"""nbgrader's settings: with this file every plain `nbgrader` command and formgrader work on a clone as it is.

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
