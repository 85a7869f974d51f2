"""The other side of `forks.call`: a pickled call comes in, its outcome goes out."""

import os
import pickle
import sys


def main() -> None:
    outcome = os.dup(1)
    os.dup2(2, 1)  # what the function prints must not end up between
    value = error = None
    try:
        function, arguments = pickle.load(sys.stdin.buffer)
        value = function(*arguments)
    except Exception as caught:
        error = caught
    with os.fdopen(outcome, "wb") as result:
        result.write(pickle.dumps((value, error)))


if __name__ == "__main__":
    main()
