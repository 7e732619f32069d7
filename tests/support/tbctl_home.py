"""tbctl in a home of its own: run with a pipe or on a terminal of a given width."""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import tempfile
import termios
from pathlib import Path


def environment(**extra):
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS")
            if name in os.environ}
    return {**kept, "TERM": "xterm-256color", **extra}


class Home:
    """A temporary home, and what a person does in front of it."""

    def __init__(self, program, config=""):
        self.program = program
        self.path = Path(tempfile.mkdtemp(prefix="tbctl-"))
        (self.path / "config").mkdir()
        (self.path / "config/config.yaml").write_text(config)
        self.problems = []

    def run(self, *words, code=0, **extra):
        """Run tbctl; what does not end with `code` (None: some failure) is a problem. Its stdout."""
        done = subprocess.run([self.program, "--home", str(self.path), *words], env=environment(**extra), timeout=200,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self.stderr = done.stderr
        if done.returncode != code and (code is not None or done.returncode == 0):
            self.problems.append(f"{' '.join(words)}: exit {done.returncode}, wanted {code}: {done.stdout}{done.stderr}")
        return done.stdout

    def json(self, *words, code=0):
        text = self.run(*words, "--json", code=code)
        try:
            return json.loads(text)
        except ValueError as problem:
            self.problems.append(f"{' '.join(words)}: {problem}: {text}")
            return {}

    def screen(self, *words, columns=80, typed=None, **extra):
        """What a terminal of this width shows, and the exit code."""
        pid, fd = pty.fork()
        if pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
            os.execve(self.program, [self.program, "--home", str(self.path), *words], environment(**extra))
        if typed is not None:
            os.write(fd, typed.encode())
        shown = b""
        while True:
            try:
                if not select.select([fd], [], [], 60)[0]:
                    os.kill(pid, signal.SIGKILL)  # nothing waits that long unless it hangs
                part = os.read(fd, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        os.close(fd)
        return shown.decode().replace("\r\n", "\n"), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def want(self, is_right, problem):
        if not is_right:
            self.problems.append(str(problem))

    def take(self):
        problems, self.problems = self.problems, []
        return problems


def plain(text):
    return re.sub("\033\\[[0-9;]*m", "", text)
