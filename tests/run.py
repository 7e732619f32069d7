"""Builds libtrade in each configuration, runs its tests, and counts every case. Started by tests/run."""

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD_ROOT = Path(os.environ.get("TRADE_BUILD_ROOT") or ROOT / "build-tests").resolve()

# name: compiler, meson options, suites left out, and, where it is given, the only suites that run.
# Text, symbols and installed files do not change with the compiler: they are checked once, in the first.
ONCE = ["structure", "headers", "abi", "examples"]
CONFIGURATIONS = {
    "gcc": {"cc": "gcc", "options": [], "without": []},
    # Simulations run with gcc as it optimises and with clang under its sanitizers: a third time tells nothing new.
    "clang": {"cc": "clang", "options": [], "without": [*ONCE, "slow", "sim"]},
    "address": {"cc": "clang", "options": ["-Db_sanitize=address,undefined", "-Db_lundef=false"],
                "without": [*ONCE, "slow"]},
    "thread": {"cc": "gcc", "options": ["-Db_sanitize=thread"], "only": ["threads"], "without": ["slow"]},
}
QUICK_WITHOUT = ["slow", "examples", "long"]
SANITIZER_ENVIRONMENT = {
    "ASAN_OPTIONS": "halt_on_error=1:detect_stack_use_after_return=1:strict_string_checks=1",
    "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
    "TSAN_OPTIONS": "halt_on_error=1:second_deadlock_stack=1",
}
# Limits are there for what hangs. How fast a busy machine is, is no test: they are this many times longer here, and
# those of single cases in C more often still, since they are a few seconds.
PATIENCE = 5
CASE_PATIENCE = 10
OUTPUT_LINES_MAX = 120
# Some wait for disks, sockets and processes of theirs: one more than there are processors keeps those busy.
PROCESSES = (os.cpu_count() or 1) + 1

TAP_CASE = re.compile(r"^(ok|not ok)\s+\d+\b\s*-?\s*(.*)$")
TAP_SKIP = re.compile(r"(?:^|\s)#\s*skip\S*\s*(.*)$", re.I)
TOTALS = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$", re.M)


class Totals:
    def __init__(self):
        self.passed = self.failed = 0
        self.skipped = []  # (case, reason)
        self.failures = []  # (case, output)

    def fail(self, case, output="", count=1):
        self.failed += count
        self.failures.append((case, output))


def say(text):
    print(text, flush=True)


def count_test(test, configuration, totals):
    """Add one test program's cases: TAP lines, or a golden runner's totals, or the program itself."""
    suite, _, name = test["name"].rpartition(" / ")
    label = f"{configuration}: {suite.split(':')[-1]}/{name}" if suite else f"{configuration}: {name}"
    stdout = test.get("stdout") or ""
    output = (stdout + "\n" + (test.get("stderr") or "")).strip()
    good = test["result"] in ("OK", "SKIP", "EXPECTEDFAIL")
    cases = [match for match in map(TAP_CASE.match, stdout.splitlines()) if match]
    golden = TOTALS.findall(stdout)
    failed_before = totals.failed
    if cases:
        for match in cases:
            skip = TAP_SKIP.search(match.group(2))
            if match.group(1) == "not ok":
                totals.failed += 1
            elif skip:
                totals.skipped.append((f"{label}: {match.group(2)[:skip.start()]}", skip.group(1)))
            else:
                totals.passed += 1
    elif golden:
        passed, failed, skipped = map(int, golden[-1])
        totals.passed += passed
        totals.failed += failed
        if skipped:
            reasons = [line for line in stdout.splitlines() if re.match(r"skip", line, re.I)]
            totals.skipped += [(label, line) for line in reasons[:skipped]]
            totals.skipped += [(label, "see the runner's output")] * (skipped - len(reasons[:skipped]))
    elif test["result"] == "SKIP":
        totals.skipped.append((label, (output.splitlines() or ["no reason given"])[-1]))
    elif good:
        totals.passed += 1
    # A program that dies, hangs or breaks its plan fails even when each line it printed was ok.
    if not good and totals.failed == failed_before:
        totals.failed += 1
    if totals.failed > failed_before:
        shown = [line for line in output.splitlines() if not line.startswith("ok ")]
        if len(shown) > OUTPUT_LINES_MAX:
            shown = shown[:OUTPUT_LINES_MAX // 2] + ["..."] + shown[-OUTPUT_LINES_MAX // 2:]
        totals.failures.append((f"{label} ({test['result'].lower()})", "\n".join(shown)))


def run(command, environment, log):
    with open(log, "ab") as file:
        file.write((" ".join(map(shlex.quote, map(str, command))) + "\n").encode())
        file.flush()
        return subprocess.run(command, env=environment, stdout=file, stderr=subprocess.STDOUT,
                              stdin=subprocess.DEVNULL, cwd=ROOT).returncode


def tail(path, lines=60):
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])


def introspect(folder, what):
    return json.loads(subprocess.run(["meson", "introspect", what, str(folder)], stdout=subprocess.PIPE, check=True).stdout)


def targets(folder, configuration):
    """What ninja is to make: everything, or what the only suites that run depend on."""
    only = configuration.get("only", [])
    needed = {target for test in introspect(folder, "--tests") for target in test["depends"]
              if any(suite.rpartition(":")[2] in only for suite in test["suite"])} if only else set()
    return sorted(os.path.relpath(name, folder) for target in introspect(folder, "--targets") if target["id"] in needed
                  for name in target["filename"])


def build(name, configuration, environment, totals):
    """Configure and compile; a build made with other options, or elsewhere, is made anew."""
    folder = BUILD_ROOT / name
    command = ["meson", "setup", str(folder), str(ROOT), "--werror", "-Dtests=enabled",
               *configuration["options"]]
    stamp, log = folder / "configured-with", BUILD_ROOT / f"{name}.log"
    wanted = configuration["cc"] + " " + " ".join(command)
    log.write_bytes(b"")
    started = time.monotonic()
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        if run(command, environment, log) != 0:
            totals.fail(f"{name}: meson setup", tail(log))
            return None
        stamp.write_text(wanted)
    if run(["ninja", "-C", str(folder), *targets(folder, configuration)], environment, log) != 0:
        totals.fail(f"{name}: build", tail(log))
        return None
    say(f"[{name}] built in {time.monotonic() - started:.0f} s")
    return folder


def say_failures(totals, begin=0):
    """What failed and its output: after each configuration, for whoever watches or sees only a part, and again at the end."""
    for case, output in totals.failures[begin:]:
        say(f"FAILED {case}")
        for line in output.splitlines():
            say(f"    {line}")


def suite_arguments(configuration, options):
    without = list(configuration["without"])
    if options.quick:
        without += QUICK_WITHOUT
    only = options.suite or configuration.get("only", [])
    without = [suite for suite in without if suite not in (options.suite or [])]
    return [word for suite in only for word in ("--suite", suite)] + \
           [word for suite in without for word in ("--no-suite", suite)]


def without_random_layout(folder):
    """gcc's thread sanitizer needs a fixed address layout on kernels that randomise more than it expects."""
    setarch = ["setarch", os.uname().machine, "-R"]
    if folder.name == "thread" and subprocess.run([*setarch, "true"], capture_output=True).returncode == 0:
        return setarch
    return []


def test(name, folder, configuration, environment, options, totals):
    report = folder / "meson-logs" / "testlog.json"
    report.unlink(missing_ok=True)
    started = time.monotonic()
    before = totals.passed, totals.failed, len(totals.skipped)
    failures_before = len(totals.failures)
    log = BUILD_ROOT / f"{name}.log"
    command = [*without_random_layout(folder), "meson", "test", "-C", str(folder), "--no-rebuild",
               "--num-processes", str(PROCESSES), "--timeout-multiplier", str(PATIENCE), *suite_arguments(configuration, options)]
    status = run(command, environment, log)
    tests = []
    if report.exists():
        tests = [json.loads(line) for line in report.read_text(errors="replace").splitlines() if line]
    for entry in tests:
        count_test(entry, name, totals)
    after = totals.passed, totals.failed, len(totals.skipped)
    if status != 0 and after[1] == before[1] and tests:
        totals.fail(f"{name}: meson test", tail(log))
    say(f"[{name}] {len(tests)} programs: {after[0] - before[0]} passed, {after[1] - before[1]} failed, "
        f"{after[2] - before[2]} skipped, {time.monotonic() - started:.0f} s")
    longest = sorted(tests, key=lambda entry: -entry["duration"])[:5]
    say(f"[{name}] longest: " + ", ".join(f"{entry['name'].rpartition(' / ')[2]} {entry['duration']:.0f} s" for entry in longest))
    say_failures(totals, failures_before)


def main():
    parser = argparse.ArgumentParser(prog="tests/run", description="Builds and tests libtrade.")
    parser.add_argument("--quick", action="store_true", help="one build, without slow and long suites: for daily work")
    parser.add_argument("--suite", action="append", metavar="NAME", help="this suite alone (may be repeated)")
    parser.add_argument("--config", action="append", choices=sorted(CONFIGURATIONS),
                        help="this configuration alone (may be repeated)")
    options = parser.parse_args()
    names = options.config or (["gcc"] if options.quick or options.suite else list(CONFIGURATIONS))
    BUILD_ROOT.mkdir(parents=True, exist_ok=True)
    totals = Totals()
    for name in names:
        configuration = CONFIGURATIONS[name]
        environment = {**os.environ, **SANITIZER_ENVIRONMENT, "CC": configuration["cc"],
                       "CK_TIMEOUT_MULTIPLIER": str(CASE_PATIENCE)}
        folder = build(name, configuration, environment, totals)
        if folder is not None:
            test(name, folder, configuration, environment, options, totals)
    for case, reason in totals.skipped:
        say(f"skipped {case}: {reason}")
    say_failures(totals)
    say(f"{totals.passed} passed, {totals.failed} failed, {len(totals.skipped)} skipped")
    return 0 if totals.failed == 0 and totals.passed > 0 else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("tests/run: interrupted")
