"""Sample data that ships with the course; `recipes/samples` in its repository writes it."""
