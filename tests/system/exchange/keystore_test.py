#!/usr/bin/env python3
"""keystore_test.py TBCTL SIMULATOR SUPPORT: an exchange is ready to be traded on with a key from the keystore alone."""

import base64
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, sys.argv[3])
sys.path.insert(0, str(Path(__file__).resolve().parent))
from simulator import Simulator  # noqa: E402
from tap import Tap  # noqa: E402
from tbctl_home import Home  # noqa: E402

TBCTL, PROGRAM = sys.argv[1], sys.argv[2]
PHRASE, SECRET = "phrase-Xr41LqTn", base64.b64encode(b"secret-Vm83KdHs").decode()


def private(path, text):
    path.write_text(text + "\n")
    path.chmod(0o600)
    return str(path)


def configure(home, simulator, phrase):
    (home.path / "config/config.yaml").write_text(
        "paper: {enabled: false}\ntrading: {exchanges: [binance]}\n"
        f"exchanges:\n  binance: {{live: true, sandbox: false, url: \"{simulator.url}\", "
        f"ca_file: \"{simulator.certificate}\"}}\n"
        f"keystore: {{file: \"{home.path}/data/keys.tks\", passphrase_file: \"{phrase}\"}}\n")


def points(home, code=0):
    return {row["point"]: row for row in home.json("golive", "check", code=code).get("points", [])}


def check(home, simulator):
    phrase, secret = private(home.path / "phrase", PHRASE), private(home.path / "secret", SECRET)
    simulator.script("binance", f"account demo\nfund demo USDT 1000\nkey demo id=demo-key secret={SECRET}")
    home.run("keys", "add", "binance", "--id", "demo-key", "--secret-file", secret, "--passphrase-file", phrase)
    configure(home, simulator, phrase)
    shown = home.run("golive", "check")
    ready = points(home)
    home.want(all(ready.get(name, {}).get("state") == "ok" for name in ("key", "account", "rights")), ready)
    (home.path / "phrase").chmod(0o640)
    refused = points(home, code=3).get("key", {})
    home.want(refused.get("state") == "failed" and "only we can read" in refused.get("found", ""), refused)
    private(home.path / "phrase", PHRASE + "x")
    refused = points(home, code=3).get("key", {})
    home.want(refused.get("state") == "failed" and "passphrase is wrong" in refused.get("found", ""), refused)
    home.want(not any(text in shown + home.stderr for text in (PHRASE, SECRET)), "a secret is shown")


def half(home, simulator):
    """A key from the environment and a secret from the keystore are not joined."""
    configure(home, simulator, str(home.path / "phrase"))
    home.run("golive", "check", code=None, BINANCE_API_KEY="half")
    home.want("exchanges.binance.secret" in home.stderr, home.stderr)


def put_back(home, simulator):
    """An old keystore in the place of a newer one is noticed at the next start, until the key is rotated again."""
    phrase, secret = private(home.path / "phrase", PHRASE), private(home.path / "secret", SECRET)
    home.run("keys", "add", "binance", "--id", "demo-key", "--secret-file", secret, "--passphrase-file", phrase)
    configure(home, simulator, phrase)
    store = home.path / "data/keys.tks"
    old = store.read_bytes()
    words = "older key than was used before"

    def start(is_warned, when):
        home.run("reconcile")
        home.want((words in home.stderr) == is_warned, f"{when}: {home.stderr}")

    start(False, "first start")
    start(False, "second start")
    home.run("keys", "rotate", "binance", "--secret-file", secret, "--passphrase-file", phrase)
    start(False, "rotated")
    store.write_bytes(old)
    start(True, "put back")
    start(True, "put back, started again")
    home.run("keys", "rotate", "binance", "--secret-file", secret, "--passphrase-file", phrase)
    start(False, "rotated again")


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="exchange-sim-") as path, Simulator(PROGRAM, Path(path)) as simulator:
        for name, case in (("exchange_is_ready_with_a_key_of_the_keystore", check), ("half_a_key_is_a_mistake", half),
                           ("old_keystore_that_is_put_back_is_noticed", put_back)):
            home = Home(TBCTL)
            try:
                case(home, simulator)
            except (KeyError, ValueError, OSError) as problem:
                home.problems.append(repr(problem))
            tap.case(name, home.take())
    return tap.done()


sys.exit(main())
