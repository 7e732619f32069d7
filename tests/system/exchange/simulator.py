"""trade-exchange-sim as a process, and ccxt as another one that trades against it."""

import json
import os
import shutil
import subprocess
import urllib.request
from pathlib import Path


class Simulator:
    """Runs until the end of the `with`; scripts go in and the truth comes out over its control port."""

    def __init__(self, program, folder, seed=1):
        self.certificate = folder / "certificate.pem"
        self.process = subprocess.Popen([program, "--certificate", str(self.certificate), "--seed", str(seed)],
                                        stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().split()[1]
        self.control = self.process.stdout.readline().split()[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.code = self.process.wait(timeout=30)
        self.process.stdout.close()

    def script(self, exchange, text):
        request = urllib.request.Request(self.control + "/script", f"exchange {exchange}\n{text}".encode())
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.read().decode()

    def truth(self, exchange):
        with urllib.request.urlopen(f"{self.control}/truth?exchange={exchange}", timeout=30) as answer:
            return json.load(answer)[exchange]


def install_ccxt(peer, script, work):
    """None when ccxt is there, otherwise why not. The version and its checksum are in PEER/package-lock.json."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "node and npm are not installed"
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(peer / name, work / name)
    shutil.copyfile(script, work / script.name)
    stamp = work / "installed"
    wanted = (peer / "package-lock.json").read_text()
    if stamp.exists() and stamp.read_text() == wanted:
        return None
    done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=work,
                          capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        return f"npm could not load ccxt: {done.stderr.strip()[:200]}"
    stamp.write_text(wanted)
    return None


class Ccxt:
    """One ccxt client; call(method, ...) gives its result, error(method, ...) the name of the class it throws."""

    def __init__(self, work, name, simulator, settings):
        environment = {**os.environ, "NODE_EXTRA_CA_CERTS": str(simulator.certificate)}
        for variable in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            environment.pop(variable, None)
        self.process = subprocess.Popen(["node", "peer.mjs", name, simulator.url, json.dumps(settings)], cwd=work,
                                        env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()

    def answer(self, method, *words):
        self.process.stdin.write(json.dumps([method, *words]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("ccxt ended")
        return json.loads(line)

    def call(self, method, *words):
        answer = self.answer(method, *words)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}: {answer['text']}")
        return answer["result"]

    def error(self, method, *words):
        answer = self.answer(method, *words)
        return answer.get("error", "none"), answer.get("text", "")
