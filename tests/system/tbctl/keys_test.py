#!/usr/bin/env python3
"""`tbctl keys`: what goes in can sign, what people get wrong, and that no secret ever comes out."""

import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import termios
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))
from tap import Tap  # noqa: E402
from tbctl_home import Home, environment  # noqa: E402

TBCTL = sys.argv[1]
PHRASE, PHRASE_2, SECRET, SECRET_2, API_PHRASE = (
    "phrase-QhX81mZ", "phrase-Wn52kRt", "secret-7Jd0aVbe", "secret-Lp93xYuo", "apiphrase-Tf6gCsi")
NEVER_SHOWN = [PHRASE, PHRASE_2, SECRET, SECRET_2, API_PHRASE]


class KeysHome(Home):
    """Remembers all that was ever shown."""

    def __init__(self, program):
        super().__init__(program)
        self.shown = ""
        for name, text in (("phrase", PHRASE), ("phrase2", PHRASE_2), ("secret", SECRET), ("secret2", SECRET_2),
                           ("api", API_PHRASE)):
            path = self.path / name
            path.write_text(text + "\n")
            path.chmod(0o600)

    def run(self, *words, code=0, **extra):
        text = super().run(*words, code=code, **extra)
        self.shown += text + self.stderr
        return text

    def file(self, name):
        return str(self.path / name)

    def add(self, *words, code=0):
        return self.run("keys", "add", *words, "--passphrase-file", self.file("phrase"), code=code)

    def list(self, phrase="phrase"):
        return self.json("keys", "list", "--passphrase-file", self.file(phrase)).get("keys", [])

    @staticmethod
    def part_of(fd, pid):
        """What the terminal shows next; nothing at its end."""
        if not select.select([fd], [], [], 60)[0]:
            os.kill(pid, signal.SIGKILL)  # nothing waits that long unless it hangs
        try:
            return os.read(fd, 4096)
        except OSError:
            return b""

    def dialogue(self, words, answers):
        """Type each answer when its prompt is there; what the terminal showed, and the exit code."""
        pid, fd = pty.fork()
        if pid == 0:
            os.execve(self.program, [self.program, "--home", str(self.path), *words], environment())
        shown = b""
        for prompt, answer in answers:
            while not shown.split(b"\n")[-1].endswith(prompt.encode() + b": "):
                part = self.part_of(fd, pid)
                if not part:
                    self.problems.append(f"waited for {prompt!r}, saw {shown!r}")
                    break
                shown += part
            if termios.tcgetattr(fd)[3] & termios.ECHO:
                self.problems.append(f"{prompt!r} stands there while the terminal still shows what is typed")
            os.write(fd, answer.encode())
        while part := self.part_of(fd, pid):
            shown += part
        os.close(fd)
        self.shown += shown.decode()
        return shown.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def check_life(home):
    home.add("binance", "--id", "binance-key-number-one", "--secret-file", home.file("secret"))
    home.add("okx", "--id", "okx-key", "--secret-file", home.file("secret"), "--api-passphrase-file", home.file("api"))
    home.add("binance", "--label", "second", "--id", "k2", "--secret-file", home.file("secret2"))
    rows = [(key["exchange"], key["label"], key["key"]) for key in home.list()]
    home.want(rows == [("binance", "main", "binanc..."), ("binance", "second", "k2"), ("okx", "main", "okx-key")], rows)
    home.run("keys", "rotate", "binance", "--id", "k1b", "--secret-file", home.file("secret2"),
             "--passphrase-file", home.file("phrase"))
    home.run("keys", "rotate", "--passphrase-file", home.file("phrase"), "--new-passphrase-file", home.file("phrase2"))
    home.run("keys", "list", "--passphrase-file", home.file("phrase"), code=1)
    home.run("keys", "remove", "okx", "--passphrase-file", home.file("phrase2"), "--yes")
    rows = [(key["exchange"], key["label"], key["key"], "rotated" in key) for key in home.list("phrase2")]
    home.want(rows == [("binance", "main", "k1b", True), ("binance", "second", "k2", False)], rows)
    mode = (home.path / "data/keys.tks").stat().st_mode & 0o777
    home.want(mode == 0o600, oct(mode))


def check_signs(home):
    """The keystore's key signs like the same one of the environment, and precedence is as documented."""
    request = home.path / "request.json"
    request.write_text(json.dumps({"api": "private", "method": "GET", "path": "account"}))
    words = ["sign", "binance", "--request", str(request), "--clock", "1700000000000"]
    home.run(*words, code=1)
    home.want("tbctl keys add" in home.stderr, home.stderr)
    keys = {"BINANCE_API_KEY": "mine", "BINANCE_SECRET": SECRET}
    by_environment = home.run(*words, **keys)
    home.add("binance", "--id", "mine", "--secret-file", home.file("secret"))
    phrase = ["--passphrase-file", home.file("phrase")]
    home.want(home.run(*words, *phrase) == by_environment, "another signature")
    other = {"BINANCE_API_KEY": "other", "BINANCE_SECRET": SECRET_2}
    home.want("other" in home.run(*words, **other), "the environment wins")
    home.want("mine" in home.run(*words, *phrase, "--label", "main", **other), "--label asks the keystore")
    home.run(*words, *phrase, BINANCE_API_KEY="half", code=None)
    home.want("secret of the binance key is missing" in home.stderr, home.stderr)


def check_prompts(home):
    new = "New passphrase of the keystore"
    screen, code = home.dialogue(["keys", "add", "gate", "--id", "g"],
                                 [(new, PHRASE + "\n"), (new + ", once more", PHRASE + "\n"),
                                  ("Secret of the API key", SECRET + "\n")])
    home.want(code == 0, screen)
    screen, code = home.dialogue(["keys", "list"], [("Passphrase of the keystore", PHRASE + "\n")])
    home.want(code == 0 and "gate" in screen, screen)
    screen, code = home.dialogue(["keys", "list"], [("Passphrase of the keystore", PHRASE_2 + "\n")])
    home.want(code == 1 and "wrong" in screen, screen)
    screen, code = home.dialogue(["keys", "rotate"],
                                 [("Passphrase of the keystore", PHRASE + "\n"), (new, PHRASE_2 + "\n"),
                                  (new + ", once more", PHRASE + "\n")])
    home.want(code == 2 and "not the same" in screen, screen)
    screen, code = home.dialogue(["keys", "list"], [("Passphrase of the keystore", "\x03")])
    home.want(code == -2, f"exit {code}: {screen}")
    home.want([key["exchange"] for key in home.list()] == ["gate"], "the old passphrase still opens it")


def check_descriptors(home):
    def pipe(text):
        read, write = os.pipe()
        os.write(write, text.encode())
        os.close(write)
        return read
    phrase, secret = pipe(PHRASE), pipe(SECRET + "\n")
    done = subprocess.run([TBCTL, "--home", str(home.path), "keys", "add", "htx", "--id", "h", "--secret-fd", str(secret),
                           "--passphrase-fd", str(phrase)], pass_fds=(phrase, secret), env=environment(), text=True,
                          capture_output=True, timeout=60, stdin=subprocess.DEVNULL)
    home.shown += done.stdout + done.stderr
    home.want(done.returncode == 0, done.stderr)
    home.want([key["exchange"] for key in home.list()] == ["htx"], "not there")


def check_wrong(home):
    def fails(code, part, *words):
        home.run("keys", *words, code=code)
        home.want(part in home.stderr, f"{words}: {home.stderr}")
    phrase, secret = ["--passphrase-file", home.file("phrase")], ["--secret-file", home.file("secret")]
    fails(1, "no keystore", "list", *phrase)
    fails(1, "no exchange", "add", "nyse", "--id", "n", *secret, *phrase)
    home.add("gate", "--id", "g", *secret)
    fails(1, "rotate it", "add", "gate", "--id", "g", *secret, *phrase)
    fails(1, "base64", "add", "kraken", "--id", "k", *secret, *phrase)
    fails(2, "no terminal", "add", "mexc", "--id", "m", *phrase)
    fails(2, "not both", "add", "mexc", "--id", "m", *secret, "--secret-fd", "0", *phrase)
    fails(2, "nothing was given", "add", "mexc", "--id", "m", "--secret-fd", "0", *phrase)
    fails(1, "Bad file descriptor", "add", "mexc", "--id", "m", "--secret-fd", "77", *phrase)
    fails(2, "needs the exchange", "rotate", "--id", "m", *phrase)
    fails(1, "no key of okx", "rotate", "okx", *secret, *phrase)
    fails(1, "no key of okx", "remove", "okx", "--yes", *phrase)
    fails(2, "say --yes", "remove", "gate", *phrase)
    fails(2, "no option --secret", "add", "mexc", "--id", "m", "--secret=" + SECRET, *phrase)
    fails(2, "no option --passphrase", "list", "--passphrase=" + PHRASE)
    (home.path / "phrase").chmod(0o644)
    fails(1, "chmod 600", "list", *phrase)
    (home.path / "phrase").chmod(0o600)
    (home.path / "short").write_text("1234567")
    (home.path / "short").chmod(0o600)
    fails(1, "shorter than 8", "rotate", *phrase, "--new-passphrase-file", home.file("short"))
    (home.path / "data/keys.tks").chmod(0o640)
    fails(1, "chmod 600", "list", *phrase)


CASES = [
    ("keys_are_added_listed_rotated_and_removed", check_life),
    ("a_kept_key_signs_like_one_of_the_environment", check_signs),
    ("secrets_are_typed_without_echo", check_prompts),
    ("secrets_come_through_descriptors", check_descriptors),
    ("what_is_wrong_is_named", check_wrong),
]


def secrets_left(home):
    """No secret on the screen, in an error, or in a file but those it was read from."""
    problems = [f"shown: {secret}" for secret in NEVER_SHOWN if secret in home.shown]
    for path in home.path.rglob("*"):
        if path.is_file() and path.parent != home.path:
            problems += [f"{path.name} holds {secret}" for secret in NEVER_SHOWN if secret.encode() in path.read_bytes()]
    return problems


def main():
    tap = Tap()
    left = []
    for name, check in CASES:
        home = KeysHome(TBCTL)
        try:
            check(home)
        except (KeyError, IndexError, ValueError, subprocess.TimeoutExpired) as problem:
            home.problems.append(repr(problem))
        left += secrets_left(home)
        shutil.rmtree(home.path)
        tap.case(name, home.take())
    tap.case("no_secret_is_ever_shown_or_left_in_a_file", left)
    return tap.done()


sys.exit(main())
