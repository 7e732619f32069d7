#!/usr/bin/env python3
"""Holds tests/run to its counting: nothing that failed, died or was skipped may look as if it passed."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tap import Tap  # noqa: E402
import run  # noqa: E402

# name, meson's result, what the program printed, (passed, failed, skipped)
CASES = [
    ("each_tap_line_is_a_case", "OK", "ok 1 - a\nok 2 - b\n1..2\n", (2, 0, 0)),
    ("failed_tap_lines_are_counted", "ERROR", "ok 1 - a\nnot ok 2 - b\nnot ok 3 - c\n1..3\n", (1, 2, 0)),
    ("skipped_tap_lines_are_not_passed", "OK", "ok 1 - a\nok 2 - b # SKIP no file\n1..2\n", (1, 0, 1)),
    ("tap_skip_without_a_name_is_a_skip", "OK", "ok 1 # SKIP no server\n1..1\n", (0, 0, 1)),
    ("program_that_dies_after_good_lines_fails", "ERROR", "ok 1 - a\n", (1, 1, 0)),
    ("program_that_hangs_fails", "TIMEOUT", "", (0, 1, 0)),
    ("todo_is_no_excuse", "OK", "not ok 1 - a # TODO later\n1..1\n", (0, 1, 0)),
    ("golden_totals_are_cases", "OK", "skip y: rule 3\n40 passed, 0 failed, 2 skipped\n", (40, 0, 2)),
    ("golden_failures_are_counted", "FAIL", "x: off by 1\n40 passed, 3 failed, 0 skipped\n", (40, 3, 0)),
    ("program_without_cases_is_one_case", "OK", "done, ok and well\n", (1, 0, 0)),
    ("skipped_program_is_one_skip", "SKIP", "no such device\n", (0, 0, 1)),
    ("unexpected_pass_fails", "UNEXPECTEDPASS", "", (0, 1, 0)),
]


def main():
    tap = Tap()
    for name, result, printed, wanted in CASES:
        totals = run.Totals()
        run.count_test({"name": "libtrade:unit / x", "result": result, "stdout": printed}, "gcc", totals)
        counted = (totals.passed, totals.failed, len(totals.skipped))
        problems = [] if counted == wanted else [f"counted {counted}, wanted {wanted}"]
        if bool(totals.failures) != (wanted[1] > 0):
            problems.append("a failure is not shown, or what passed is")
        if any(not reason for _, reason in totals.skipped):
            problems.append("a skip has no reason")
        tap.case(name, problems)
    return tap.done()


sys.exit(main())
