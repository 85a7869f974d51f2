"""Programs that made what ships with the course. No notebook needs them, and Colab never installs them."""
