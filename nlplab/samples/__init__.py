"""Sample data that ships with the course, and (in ``recipe``) the programs that wrote it."""
