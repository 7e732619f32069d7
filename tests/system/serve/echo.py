"""The echo server, clients that speak to it byte by byte, and what every case needs."""

import json
import signal
import socket
import ssl
import struct
import subprocess
import sys
import threading

PROGRAM = sys.argv[1]
IS_LIGHT = "--light" in sys.argv
TIMEOUT_S = 60  # nothing waits that long unless it hangs
# No case but those about a wait depends on how fast this machine is: whoever is slow here is the machine.
LONG_WAITS = {"--deadline-ms": "60000", "--idle-ms": "120000", "--reply-ms": "60000", "--stop-ms": "60000"}


class Server:
    """One process; leaving the block ends it by SIGTERM and keeps its totals, log and exit status."""

    def __init__(self, *arguments, tls=None):
        self.tls = tls
        if tls:
            arguments += ("--certificate", tls.certificate, "--key", tls.key)
        waits = [word for name, value in LONG_WAITS.items() if name not in arguments for word in (name, value)]
        self.process = subprocess.Popen([PROGRAM, *arguments, *waits], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, errors="replace")
        self.log = []
        self.log_grew = threading.Condition()
        self.reader = threading.Thread(target=self._read_log, daemon=True)
        self.reader.start()
        self.port = int(self.process.stdout.readline())

    def stop(self):
        """Ask it to end; asking again, as leaving the block does, must change nothing."""
        self.process.send_signal(signal.SIGTERM)

    def _read_log(self):
        for line in self.process.stderr:
            with self.log_grew:
                self.log.append(line)
                self.log_grew.notify_all()

    def await_log(self, text):
        with self.log_grew:
            return self.log_grew.wait_for(lambda: any(text in line for line in self.log), TIMEOUT_S)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()
        out = self.process.stdout.read()
        self.status = self.process.wait(TIMEOUT_S)
        self.reader.join(TIMEOUT_S)
        self.totals_at_end = json.loads(out) if out.strip() else {}

    def connect(self, **options):
        sock = socket.create_connection(("127.0.0.1", self.port), TIMEOUT_S)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.tls:
            sock = self.tls.context(**options).wrap_socket(sock, server_hostname="localhost",
                                                           suppress_ragged_eofs=True)
        return Client(sock)

    def ask(self, text):
        with self.connect() as client:
            client.send(text)
            return client.response("HEAD" if text.startswith("HEAD") else "GET")

    def totals(self):
        return json.loads(self.ask(get("/totals")).body)

    def await_totals(self, condition):
        """Asking is the waiting: each question is a turn of the server's loop."""
        for _ in range(20000):
            totals = self.totals()
            if condition(totals):
                return totals
        return totals


class Response:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def problem(self):
        return json.loads(self.body)


class Client:
    """A raw connection that reads responses one by one."""

    def __init__(self, sock):
        self.sock = sock
        self.file = sock.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.sock.close()

    def send(self, text):
        self.sock.sendall(text if isinstance(text, bytes) else text.encode("latin-1"))

    def response(self, method="GET"):
        """The next response, or None when the connection ended instead."""
        try:
            line = self.file.readline()
            while line.startswith(b"HTTP/1.1 100"):
                self.file.readline()
                line = self.file.readline()
            if not line:
                return None
            headers = {}
            while (header := self.file.readline().rstrip(b"\r\n")):
                name, _, value = header.decode("latin-1").partition(":")
                headers[name.lower()] = value.strip()
            body = b""
            if method != "HEAD":
                body = self.file.read(int(headers.get("content-length", 0)))
            return Response(int(line.split()[1]), headers, body)
        except (ConnectionResetError, ssl.SSLError):
            return None

    def is_closed(self):
        """Read to the end; True when that comes without another reply."""
        try:
            return b"HTTP/1.1 200" not in self.file.read()
        except (ConnectionResetError, ssl.SSLError):
            return True

    def reset(self):
        """Close with a reset, as a client that crashed."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class Tls:
    def __init__(self, folder):
        self.certificate, self.key = f"{folder}/certificate.pem", f"{folder}/key.pem"
        self.renew("first")

    def renew(self, name):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                        "-nodes", "-days", "2", "-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:localhost",
                        "-keyout", self.key, "-out", self.certificate], check=True, capture_output=True)

    @staticmethod
    def context(minimum=None, maximum=None, ciphers=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        if maximum:
            context.maximum_version = maximum
        if minimum:
            context.minimum_version = minimum
        if ciphers:
            context.set_ciphers(ciphers)
        return context


HOST = "Host: localhost\r\n"


def get(path, headers=""):
    return f"GET {path} HTTP/1.1\r\n{HOST}{headers}\r\n"


def post(path, body, headers=""):
    return f"POST {path} HTTP/1.1\r\n{HOST}Content-Length: {len(body)}\r\n{headers}\r\n{body}"


def expect(problems, what, seen, wanted):
    if seen != wanted:
        problems.append(f"{what}: {seen!r}, expected {wanted!r}")


def ended_well(server):
    problems = []
    expect(problems, "exit status", server.status, 0)
    expect(problems, "open at the end", server.totals_at_end.get("open"), 0)
    expect(problems, "waiting at the end", server.totals_at_end.get("waiting"), 0)
    return problems + [line for line in server.log if "Sanitizer" in line or "runtime error" in line]


def attempt(run, argument):
    try:
        return run(argument)
    except Exception as failure:  # the case failed; the others still count
        return [f"{type(failure).__name__}: {failure} at line {failure.__traceback__.tb_next.tb_lineno}"]
