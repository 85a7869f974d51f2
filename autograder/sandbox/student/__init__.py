"""The student's process: runs the notebook's cells, and answers the tester's requests about the
objects they made.

Nothing in this process is trusted by anybody, and nobody else imports these modules, the fork
server apart, which becomes this process. It talks over two channels: `control`, on which the
executor sends cells and gets outputs, and `objects`, on which the tester asks for names, attributes
and calls.
"""

from .process import main

__all__ = ["main"]
