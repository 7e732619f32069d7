"""TAP for tests written in Python: one line a case, which tests/run counts."""

import faulthandler
import sys

sys.dont_write_bytecode = True
# What hangs is ended from outside; before that it says where.
faulthandler.dump_traceback_later(450)


class Tap:
    """Prints cases as they are decided and the plan at the end."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def case(self, name, problems=()):
        """Report one case; it passes when `problems` (a list of lines) is empty."""
        self.count += 1
        if problems:
            self.failed += 1
        print(f"{'not ok' if problems else 'ok'} {self.count} - {name}")
        for problem in problems:
            for line in str(problem).splitlines():
                print(f"# {line}")
        sys.stdout.flush()
        return not problems

    def skip(self, name, reason):
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {reason}", flush=True)

    def done(self):
        """Print the plan and return the exit status."""
        print(f"1..{self.count}", flush=True)
        return 1 if self.failed else 0
