#!/usr/bin/env python3
"""Runs deployment/quickstart as a newcomer does, with programs that are built already.

    quickstart_test.py QUICKSTART BUILD_DIR TESTS_SUPPORT_DIR
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

QUICKSTART, BUILD = Path(sys.argv[1]), sys.argv[2]
sys.path.insert(0, sys.argv[3])
from tap import Tap  # noqa: E402

tap = Tap()


def environment(scratch):
    return {**os.environ, "TRADE_BUILD": BUILD, "TMPDIR": str(scratch)}


def run(script, scratch, *arguments):
    return subprocess.run([script, *arguments], env=environment(scratch), capture_output=True, text=True, timeout=120)


def heed_ctrl_c():
    """As in a terminal: a test run in the background of a shell is started with SIGINT ignored, for good."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def run_until_ctrl_c(script, scratch, *arguments):
    """Its output, up to the line that says how to end it, and its exit status."""
    process = subprocess.Popen([script, *arguments], env=environment(scratch), stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, start_new_session=True, preexec_fn=heed_ctrl_c)
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Ctrl-C"):
            os.killpg(process.pid, signal.SIGINT)
    return "".join(lines), process.wait(60)


def left_running(scratch):
    """Processes whose command line names this test's folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
        except OSError:
            continue
        if str(scratch).encode() in words and int(entry.name) != os.getpid():
            found.append(words.replace(b"\0", b" ").decode(errors="replace"))
    return found


def expect(problems, is_right, what):
    if not is_right:
        problems.append(what)


def check_case(scratch):
    problems = []
    done = run(QUICKSTART, scratch, "--check")
    expect(problems, done.returncode == 0, f"exit status {done.returncode}")
    executed = re.search(r"executed +order ([0-9a-v]{26}): 0\.05 at (\d+(\.\d+)?)\n", done.stdout)
    expect(problems, executed and float(executed.group(2)) > 0, "no executed order in the output")
    recorded = (QUICKSTART.resolve().parents[1].parent / "shared/data/ohlcv/btcusd_1m.csv").exists()
    expect(problems, ("recorded minutes" if recorded else "generated series") in done.stdout, "the market is not named")
    expect(problems, "position    BTC/USD 0.05" in done.stdout and "USD 99" in done.stdout, "no position or balance")
    expect(problems, not list(scratch.iterdir()), f"left behind: {list(scratch.iterdir())}")
    expect(problems, not left_running(scratch), f"left running: {left_running(scratch)}")
    if problems:
        problems += [done.stdout, done.stderr]
    tap.case("check_proves_a_trade_and_leaves_nothing_behind", problems)


def repeated_case(scratch):
    """In a tree of its own, without ../shared: home and market are made there."""
    problems = []
    tree = scratch / "inner" / "tree"
    (tree / "deployment").mkdir(parents=True)
    script = tree / "deployment" / "quickstart"
    shutil.copy(QUICKSTART, script)
    first, status = run_until_ctrl_c(script, scratch, "--port", "0")
    again, second_status = run_until_ctrl_c(script, scratch, "--port", "0")
    secret = tree / "var/config/.env"
    value = secret.read_text().split("=", 1)[1].strip() if secret.exists() else ""
    expect(problems, len(value) >= 32, f"secret of {len(value)} characters")
    expect(problems, secret.exists() and secret.stat().st_mode & 0o777 == 0o600, "the secret's file is open to others")
    expect(problems, "generated series" in first, "the generated market is not named")
    expect(problems, len(re.findall(r"\btk_[\w-]{43}\b", first)) == 1, "the first key is not shown once")
    expect(problems, "tk_" not in again and "executed" in again, "the second run shows a key, or no execution")
    expect(problems, "position    BTC/USD 0.1\n" in again, "the second run forgot the first")
    expect(problems, value and value not in first + again, "the secret is printed")
    expect(problems, (status, second_status) == (130, 130), f"exit statuses {status}, {second_status}")
    expect(problems, not left_running(scratch), f"left running: {left_running(scratch)}")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = run(script, scratch, "--port", str(taken.getsockname()[1]))
    lines = busy.stderr.strip().splitlines()
    expect(problems, busy.returncode == 1 and len(lines) == 1 and "in use" in lines[0], f"a taken port: {busy.stderr}")
    wrong = run(script, scratch, "--colour")
    expect(problems, wrong.returncode == 1 and "--colour" in wrong.stderr, f"a wrong argument: {wrong.stderr}")
    if problems:
        problems += [first, again]
    tap.case("repeated_runs_keep_home_and_trades_and_show_the_key_once", problems)


with tempfile.TemporaryDirectory(prefix="quickstart-") as folder:
    check_case(Path(folder))
with tempfile.TemporaryDirectory(prefix="quickstart-") as folder:
    repeated_case(Path(folder))
sys.exit(tap.done())
