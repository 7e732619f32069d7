#!/usr/bin/env python3
"""Follows README.md as a newcomer does, word for word, in a fresh clone without ../shared.

    readme_test.py SOURCE_ROOT TESTS_SUPPORT_DIR [--build DIR]     --build: a build that is there already, to save time

The words behind a block's three backquotes say what becomes of it:

    sh quickstart   a program that stays in the foreground: started here, ended by Ctrl-C at the end
    sh              a script, run in order in one shell that lives from block to block; every command must succeed
    sh tests        commands that would run this very test: they must exist, and their help must know their options
    c               must be the file that the comment in front of it names, byte for byte
"""

import ctypes
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(sys.argv[1]).resolve()
sys.path.insert(0, sys.argv[2])
BUILD = sys.argv[sys.argv.index("--build") + 1] if "--build" in sys.argv else None
from tap import Tap  # noqa: E402

PORT = 8000  # the one in README.md
FENCE = re.compile(r"(?:<!--\s*(?P<file>\S+)\s*-->\s*\n)?```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.M | re.S)
KEPT = ("PATH", "LANG", "TERM", "CC", "TMPDIR", "http_proxy", "https_proxy", "no_proxy")  # of the environment
PR_SET_CHILD_SUBREAPER = 36
TIMEOUT_S = 600  # nothing takes that long, the build on a busy machine included, unless it hangs


class Block:
    def __init__(self, match, line):
        self.file, self.text, self.line = match.group("file"), match.group("text"), line
        self.words = match.group("info").split()
        self.kind = " ".join(self.words)

    def title(self):
        lines = [line for line in self.text.strip().splitlines() if not line.startswith("#")]
        return f"line {self.line}: {lines[0] if lines else ''}".replace("#", "")


def blocks_of(readme):
    return [Block(match, readme.count("\n", 0, match.start("info")) + 1) for match in FENCE.finditer(readme)]


def note(text):
    for line in text.splitlines():
        print(f"# {line}", flush=True)


# ---- the fresh clone ------------------------------------------------------------------------------


def make_clone(target):
    """What git knows, with what is changed here and not committed yet."""
    def git(*words):
        return subprocess.run(["git", "-c", f"safe.directory={ROOT}", "-C", ROOT, *words], check=True,
                              capture_output=True, text=True).stdout
    if not (ROOT / ".git").exists():  # an unpacked archive
        shutil.copytree(ROOT, target, symlinks=True, ignore=shutil.ignore_patterns("build*", "var", "__pycache__"))
        return
    subprocess.run(["git", "-c", f"safe.directory={ROOT}/.git", "clone", "-q", "--no-hardlinks", ROOT, target], check=True)
    for name in filter(None, git("ls-files", "-z", "--modified", "--others", "--exclude-standard").split("\0")):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).exists():
            shutil.copy2(ROOT / name, target / name)
        else:
            (target / name).unlink()


def free_port():
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            with socket.socket() as other:
                other.bind(("127.0.0.1", 0))
                return other.getsockname()[1]
    return PORT


def with_port(text, port):
    if port == PORT:
        return text
    text = re.sub(rf"\b{PORT}\b", str(port), text)
    return re.sub(r"(deployment/quickstart)(?=\s|$)", rf"\1 --port {port}", text)


# ---- programs -------------------------------------------------------------------------------------


def heed_ctrl_c():
    """As in a terminal: a test run in the background of a shell is started with SIGINT ignored, for good."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Foreground:
    """A program that stays; it is there once it says how to end it."""

    def __init__(self, text, folder, environment):
        self.process = subprocess.Popen(["bash", "-c", f"set -e\n{text}"], cwd=folder, env=environment, text=True,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        errors="replace", start_new_session=True, preexec_fn=heed_ctrl_c)

    def await_ready(self):
        for line in self.process.stdout:
            note("  " + line.rstrip())
            if "Ctrl-C" in line:
                return []
        return [f"it ended with exit status {self.process.wait(TIMEOUT_S)} instead of staying"]

    def end(self):
        os.killpg(self.process.pid, signal.SIGINT)
        try:
            rest = self.process.communicate(timeout=60)[0]
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            return ["Ctrl-C did not end it"]
        note(rest)
        status = self.process.returncode
        return [] if status in (0, 130, -signal.SIGINT) else [f"exit status {status} after Ctrl-C", rest]


class Shell:
    """One bash; a block that fails ends it, and so every block behind."""

    def __init__(self, folder, environment, scratch):
        self.scratch, self.count = scratch, 0
        self.process = subprocess.Popen(["bash"], cwd=folder, env=environment, text=True, errors="replace",
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        preexec_fn=heed_ctrl_c)
        self._say("set -eE -o pipefail\n"
                  "trap 'printf \"\\n%s: exit %s\\n\" \"$BASH_COMMAND\" $?' ERR")

    def _say(self, text):
        try:
            self.process.stdin.write(text + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it has ended, which its output tells

    def run(self, text):
        """What went wrong, line by line. Commands are shown as they are read, each followed by what it prints."""
        self.count += 1
        script = self.scratch / f"block-{self.count}.sh"
        script.write_text(text + "echo\n")  # behind an answer without an end of line
        mark = f"--- end of block {self.count} ---"
        self._say(f"set -v\n. {shlex.quote(str(script))} < /dev/null\nset +v; echo '{mark}'")
        shown = []
        for line in self.process.stdout:
            if line.rstrip() == mark:
                return []
            if str(script) in line or mark in line or "$BASH_COMMAND" in line:
                continue  # the words of this test, not of README.md
            note("  " + line.rstrip())
            shown.append(line.rstrip())
        return [f"the shell ended with exit status {self.process.wait(TIMEOUT_S)}", *shown[-5:]]

    def end(self):
        self._say("exit")
        self.process.wait(TIMEOUT_S)


def help_problems(text, folder):
    """Of commands that are only looked at: they are there, and their help names the options used."""
    problems = []
    for line in filter(None, (line.split(" #")[0].strip() for line in text.splitlines())):
        words = shlex.split(line)
        command = words[:next((i for i, word in enumerate(words) if word.startswith("-")), len(words))]
        program = folder / command[0] if "/" in command[0] else shutil.which(command[0])
        if not program or not os.access(program, os.X_OK):
            problems.append(f"{command[0]} is not there, or cannot be run")
            continue
        if Path(program) == folder / ".ci/run":
            continue  # takes no arguments: it would run everything
        shown = subprocess.run([program, *command[1:], "--help"], capture_output=True, text=True, cwd=folder,
                               stdin=subprocess.DEVNULL, timeout=TIMEOUT_S)
        if shown.returncode != 0:
            problems.append(f"{shlex.join(command)} --help: exit {shown.returncode}")
        problems += [f"{shlex.join(command)} --help does not know {word}" for word in words[len(command):]
                     if word.startswith("-") and word.split("=")[0] not in shown.stdout]
    return problems


def children():
    """Whatever this process started, by itself or through others that have ended since."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == os.getpid():
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            pass
    return {number: command for number, command in found.items() if command}  # an ended one has none


# ---- the walk -------------------------------------------------------------------------------------


def file_problems(block, folder):
    if block.file is None:
        return ["no comment in front names the file under examples/ that it shows"]
    path = folder / block.file
    if not block.file.startswith("examples/") or not path.exists():
        return [f"there is no {block.file} under examples/"]
    return [] if path.read_text() == block.text else [f"it is not {block.file}, byte for byte"]


def walk(tap, blocks, folder, scratch):
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    environment.update(HOME=str(scratch), LC_ALL="C.UTF-8")
    (scratch / ".curlrc").write_text("fail-with-body\n")  # a refusal is a failure here
    port = free_port()
    if port != PORT:
        note(f"port {PORT} is taken on this machine: every {PORT} below is {port}")
    shell = Shell(folder, environment, scratch)
    running = []
    for block in blocks:
        if block.kind == "sh quickstart":
            running.append((block, Foreground(with_port(block.text, port), folder, environment)))
            problems = running[-1][1].await_ready()
        elif block.kind == "sh":
            problems = shell.run(with_port(block.text, port))
        elif block.kind == "sh tests":
            problems = help_problems(block.text, folder)
        elif block.words[:1] == ["sh"]:
            problems = [f"nobody knows what becomes of a block of {block.kind}"]
        elif block.kind == "c":
            problems = file_problems(block, folder)
        else:
            continue  # a picture, or a piece of a file
        tap.case(block.title(), problems)
    shell.end()
    for block, program in running:
        tap.case(f"Ctrl-C ends {block.title()}", program.end())


def main():
    tap = Tap()
    if not (ROOT / "README.md").exists():
        tap.case("README.md is there", ["it is not"])
        return tap.done()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory(prefix="trade-readme-") as name:
        scratch = Path(name)
        folder = scratch / "clone" / "libtrade"
        folder.parent.mkdir()
        make_clone(folder)
        if BUILD:
            (folder / "build").symlink_to(BUILD)
        blocks = blocks_of((folder / "README.md").read_text(encoding="utf-8"))
        kinds = [block.kind for block in blocks]
        tap.case("README.md has blocks to follow", [] if "sh" in kinds and "sh quickstart" in kinds else [str(kinds)])
        walk(tap, blocks, folder, scratch)
        left = children()
        tap.case("nothing is left running", list(left.values()))
        for number in left:
            os.kill(number, signal.SIGKILL)
    return tap.done()


sys.exit(main())
