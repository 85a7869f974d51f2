"""From what a student handed in to the text of its cells: choosing the file and reading it."""
