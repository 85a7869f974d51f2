"""What an instructor reads after grading: one HTML page and one CSV file for each assignment."""
