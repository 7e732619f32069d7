#!/usr/bin/env python3
"""Talks to a real server over real sockets, HTTP and TLS: what HTTP allows, what it must not, and what clients do.

    serve_test.py ECHO_SERVER TESTS_SUPPORT_DIR [--light]      --light: fewer requests, for slow sanitizers
"""

import concurrent.futures
import json
import os
import random
import re
import signal
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import warnings

PROGRAM = sys.argv[1]
sys.path.insert(0, sys.argv[2])
IS_LIGHT = "--light" in sys.argv
from tap import Tap  # noqa: E402

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


# ---- cases: each takes a plain server and returns its problems ------------------------------------


def connection_serves_many_requests(server):
    problems = []
    with server.connect() as client:
        for i in range(50):
            path = "/later" if i % 2 else "/now"
            client.send(post(path, f"body {i}"))
            response = client.response()
            expect(problems, "reply", (response.status, response.body), (200, f"body {i}".encode()))
    return problems


def pipelined_requests_are_answered_in_order(server):
    problems = []
    count = 40
    text = "".join(post("/later" if i % 3 else "/now", f"{i}") for i in range(count))
    with server.connect() as client:
        client.send(text)
        for i in range(count):
            response = client.response()
            expect(problems, f"reply {i}", response and response.body, str(i).encode())
    return problems


def bytes_may_come_one_by_one(server):
    problems = []
    with server.connect() as client:
        for byte in post("/later", "drop by drop") + get("/now"):
            client.send(byte)
        expect(problems, "first", client.response().body, b"drop by drop")
        expect(problems, "second", client.response().status, 200)
    return problems


def head_is_get_without_a_body(server):
    problems = []
    with server.connect() as client:
        client.send("HEAD /items/7 HTTP/1.1\r\n" + HOST + "\r\n")
        response = client.response("HEAD")
        expect(problems, "status", response.status, 200)
        expect(problems, "length", response.headers["content-length"], str(len("7|-|127.0.0.1")))
        client.send(get("/now"))
        expect(problems, "next", client.response().status, 200)
    return problems


def captures_and_query_arrive_decoded(server):
    response = server.ask(get("/items/BTC%2FUSDT?q=a%26b+c&other=1"))
    problems = []
    expect(problems, "body", response.body, b"BTC/USDT|a&b c|127.0.0.1")
    return problems


def refusals_keep_the_connection(server):
    problems = []
    cases = [
        (get("/nowhere"), 404), ("DELETE /items/7 HTTP/1.1\r\n" + HOST + "\r\n", 405),
        (post("/nowhere", "x" * 30000), 404), ("PUT /items/7 HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabc", 401),
        (post("/hooks/word", "x" * 1025), 413), (get("/items/7?a=1&a=2"), 400),
    ]
    with server.connect() as client:
        for text, status in cases:
            client.send(text)
            response = client.response()
            expect(problems, text[:30], response and response.status, status)
            if response:
                expect(problems, "type", response.headers["content-type"], "application/problem+json")
                problem = response.problem()
                expect(problems, "members", sorted(problem), ["detail", "instance", "status", "title", "type"])
                expect(problems, "instance", problem["instance"], response.headers["x-request-id"])
                if status == 405:
                    expect(problems, "allow", response.headers["allow"], "GET, HEAD, PUT, OPTIONS")
                if status == 401:
                    expect(problems, "challenge", response.headers["www-authenticate"], "Bearer")
        client.send(get("/now"))
        expect(problems, "still served", client.response().status, 200)
    return problems


def options_names_the_methods(server):
    problems = []
    with server.connect() as client:
        client.send("OPTIONS /items/7 HTTP/1.1\r\n" + HOST + "\r\n" + "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n")
        response = client.response()
        expect(problems, "path", (response.status, response.headers["allow"]), (204, "GET, HEAD, PUT, OPTIONS"))
        expect(problems, "all", client.response().status, 204)
    return problems


def key_opens_what_is_authenticated(server):
    text = "PUT /items/7 HTTP/1.1\r\n" + HOST + "Authorization: Bearer letmein\r\nContent-Length: 3\r\n\r\nabc"
    problems = []
    expect(problems, "body", server.ask(text).body, b"abc")
    return problems


def replies_carry_their_safety_headers(server):
    problems = []
    headers = server.ask(get("/now", "X-Request-Id: my-own-id-1\r\n")).headers
    expect(problems, "nosniff", headers.get("x-content-type-options"), "nosniff")
    expect(problems, "cache", headers.get("cache-control"), "no-store")
    expect(problems, "id", headers.get("x-request-id"), "my-own-id-1")
    expect(problems, "server", headers.get("server"), None)
    expect(problems, "hsts", "strict-transport-security" in headers, server.tls is not None)
    minted = server.ask(get("/now", "X-Request-Id: bad id!\r\n")).headers["x-request-id"]
    expect(problems, "minted id", minted.startswith("test-"), True)
    return problems


def requests_with_two_readings_are_refused(server):
    problems = []
    chunked = "Transfer-Encoding: chunked\r\n"
    start = "POST /now HTTP/1.1\r\n"
    smuggled = "GET /items/smuggled HTTP/1.1\r\n" + HOST + "\r\n"
    cases = {
        "CL and TE": start + HOST + "Content-Length: 4\r\n" + chunked + "\r\n0\r\n\r\n",
        "TE and CL": start + HOST + chunked + "Content-Length: 4\r\n\r\n0\r\n\r\n",
        "two equal CL": start + HOST + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n",
        "two unequal CL": start + HOST + "Content-Length: 0\r\nContent-Length: 5\r\n\r\nhello",
        "CL list": start + HOST + "Content-Length: 0, 0\r\n\r\n",
        "CL with plus": start + HOST + "Content-Length: +5\r\n\r\nhello",
        "CL negative": start + HOST + "Content-Length: -5\r\n\r\nhello",
        "CL hexadecimal": start + HOST + "Content-Length: 0x5\r\n\r\nhello",
        "CL beyond 64 bits": start + HOST + "Content-Length: 18446744073709551621\r\n\r\nhello",
        "two TE": start + HOST + chunked + chunked + "\r\n0\r\n\r\n",
        "TE list": start + HOST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "TE unknown": start + HOST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "TE with tab": start + HOST + "Transfer-Encoding:\tchunked \r\n\r\n0\r\n\r\n",
        "TE before 1.1": "POST /now HTTP/1.0\r\n" + HOST + chunked + "\r\n0\r\n\r\n",
        "TE folded": start + HOST + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
        "CL folded": start + HOST + "Content-Length: 1\r\n 0\r\n\r\n0123456789",
        "header folded": start + HOST + "X-A: b\r\n\tc\r\nContent-Length: 0\r\n\r\n",
        "fold before headers": start + " X-A: b\r\n" + HOST + "Content-Length: 0\r\n\r\n",
        "space before colon": start + HOST + "Content-Length : 5\r\n\r\nhello",
        "name with space": start + HOST + "Content Length: 5\r\n\r\n",
        "no colon": start + HOST + "Content-Length 5\r\n\r\n",
        "bare LF": start + HOST + "X-A: b\nContent-Length: 0\r\n\r\n",
        "bare LF at the end": start + HOST + "Content-Length: 0\r\n\n",
        "bare LF in request line": "GET /now HTTP/1.1\n" + HOST + "\r\n",
        "bare CR": start + HOST + "X-A: b\rX-B: c\r\nContent-Length: 0\r\n\r\n",
        "NUL in value": start + HOST + "X-A: b\0c\r\nContent-Length: 0\r\n\r\n",
        "NUL in last value": start + HOST + "Content-Length: 0\0\r\n\r\n",
        "NUL in name": start + HOST + "Content-\0Length: 5\r\n\r\nhello",
        "NUL in target": "GET /now\0x HTTP/1.1\r\n" + HOST + "\r\n",
        "control byte": start + HOST + "X-A: b\x01c\r\nContent-Length: 0\r\n\r\n",
        "no Host": "GET /now HTTP/1.1\r\nAccept: */*\r\n\r\n",
        "two Hosts": "GET /now HTTP/1.1\r\n" + HOST + HOST + "\r\n",
        "Host with path": "GET /now HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "foreign absolute form": "GET http://other/now HTTP/1.1\r\n" + HOST + "\r\n",
        "%00": get("/items/%00"), "broken escape": get("/items/%4"), "escape in query": get("/items/1?q=%"),
        "bytes beyond ASCII": get("/items/\xe9"), "space in target": get("/items/a b"),
        "two spaces": "GET  /now HTTP/1.1\r\n" + HOST + "\r\n",
        "authority form": "CONNECT localhost:80 HTTP/1.1\r\n" + HOST + "\r\n",
    }
    for name, text in cases.items():
        with server.connect() as client:
            client.send(text + smuggled)
            response = client.response()
            status = response.status if response else None
            if status not in (400, 413, 501):
                problems.append(f"{name}: {status}")
            if not client.is_closed():
                problems.append(f"{name}: the connection went on")
    return problems


def refusals_of_the_gate_say_why(server):
    problems = []
    for text, status in [(get("/now", "X-A: b\r\n c\r\n"), 400), ("GET /now HTTP/1.1\r\n\r\n", 400),
                         ("GET /now HTTP/1.1\r\n" + HOST + HOST + "\r\n", 400), (get("/a%00"), 400),
                         (get("/" + "a" * 2100), 414), (get("/now", "X-A: " + "b" * 4200 + "\r\n"), 431),
                         (get("/now", "".join(f"X-{i}: b\r\n" for i in range(50))), 431),
                         (get("/now", "Expect: a-pony\r\n"), 417)]:
        response = server.ask(text)
        expect(problems, text[:40], response and response.status, status)
        if response:
            expect(problems, "type", response.headers["content-type"], "application/problem+json")
            expect(problems, "reason", len(response.problem()["detail"]) > 0, True)
    return problems


def same_absolute_form_is_served(server):
    response = server.ask("GET http://localhost/items/7 HTTP/1.1\r\n" + HOST + "\r\n")
    return [] if response.body == b"7|-|127.0.0.1" else [response.body]


def headers_near_the_limit_are_served(server):
    problems = []
    text = get("/items/7", "".join(f"X-{i:02}: " + "b" * 100 + "\r\n" for i in range(37)))
    expect(problems, "status", server.ask(text).status, 200)
    return problems


def refusals_of_the_parser_are_ended_and_counted(server):
    problems = []
    count = 20
    before = server.totals()["refused"]
    for _ in range(count):
        with server.connect() as client:
            client.send(get("/now?" + "a&" * 900))  # and leaves
    after = server.await_totals(lambda totals: totals["refused"] >= before + count and totals["open"] == 1)
    expect(problems, "refused", after["refused"] - before, count)
    expect(problems, "open", after["open"], 1)  # the question
    return problems


def chunked_bodies_arrive(server):
    problems = []
    head = "POST /later HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n"
    with server.connect() as client:
        client.send(head + "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nX-Trailer: a\r\n\r\n")
        expect(problems, "body", client.response().body, b"hello world")
        client.send(get("/now"))
        expect(problems, "next", client.response().status, 200)
    for chunks in ("zz\r\nhello\r\n0\r\n\r\n", "5\r\nhelloX\r\n0\r\n\r\n", "-5\r\nhello\r\n", "\r\nhello",
                   "fffffffffffffffff\r\nhello\r\n", "5 \r\nhello\r\n0\r\n\r\n"):
        with server.connect() as client:
            client.send(head + chunks + get("/items/smuggled"))
            response = client.response()
            if response and response.status not in (400, 413):
                problems.append(f"{chunks!r}: {response.status}")
            if not client.is_closed():
                problems.append(f"{chunks!r}: the connection went on")
    return problems


def continue_is_sent_only_for_bodies_that_are_wanted(server):
    problems = []
    with server.connect() as client:
        client.send("POST /now HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        expect(problems, "interim", client.file.readline(), b"HTTP/1.1 100 Continue\r\n")
        client.file.readline()
        client.send("hello")
        expect(problems, "body", client.response().body, b"hello")
    with server.connect() as client:
        client.send("POST /now HTTP/1.1\r\n" + HOST + "Content-Length: 70000\r\nExpect: 100-continue\r\n\r\n")
        expect(problems, "refused", client.file.readline()[:12], b"HTTP/1.1 413")
    return problems


def huge_bodies_are_refused_unread(server):
    problems = []
    size = 64 * 1024 * 1024
    before = server.totals()["bytes_in"]
    heads = {"length": f"Content-Length: {size}\r\n\r\n", "chunked": "Transfer-Encoding: chunked\r\n\r\n%x\r\n" % size}
    for name, head in heads.items():
        with server.connect() as client:
            client.send("POST /now HTTP/1.1\r\n" + HOST + head)
            try:
                for _ in range(64):
                    client.send(b"x" * 1024 * 1024)
                problems.append(f"{name}: 64 MiB were taken")
            except (ConnectionError, ssl.SSLError):
                pass
            response = client.response()
            # A reset may overtake the answer; with TLS it then cannot be read any more.
            if response is None and not server.tls:
                problems.append(f"{name}: no answer")
            elif response:
                expect(problems, name, (response.status, response.problem()["status"]), (413, 413))
    read = server.totals()["bytes_in"] - before
    if read > 1024 * 1024:
        problems.append(f"{read} bytes of body were read")
    return problems


def closing_is_honoured(server):
    problems = []
    for text in (get("/later", "Connection: close\r\n"), "GET /later HTTP/1.0\r\n\r\n"):
        with server.connect() as client:
            client.send(text)
            expect(problems, "status", client.response().status, 200)
            expect(problems, "closed", client.is_closed(), True)
    return problems


def half_closed_client_gets_its_reply(server):
    if server.tls:
        return []
    problems = []
    for path in ("/now", "/later"):
        with server.connect() as client:
            client.send(post(path, "last words"))
            client.sock.shutdown(socket.SHUT_WR)
            response = client.response()
            expect(problems, path, response and response.body, b"last words")
    return problems


def client_that_leaves_harms_nobody(server):
    problems = []
    is_held = False
    for path in ("/large", "/later", "/hold"):
        for _ in range(5):
            client = server.connect()
            client.send(get(path))
            if path == "/large":
                client.file.read(1000)
            if path == "/hold" and not is_held:
                server.await_totals(lambda totals: totals["waiting"] == 2)
                is_held = True
            client.reset()
            client.__exit__()
    server.await_totals(lambda totals: totals["waiting"] <= 2)
    expect(problems, "released into the void", server.ask(get("/release")).status, 200)
    totals = server.await_totals(lambda totals: totals["waiting"] == 1)
    expect(problems, "waiting", totals["waiting"], 1)  # the question itself
    expect(problems, "still there", server.ask(post("/later", "x")).body, b"x")
    return problems


def large_replies_arrive_whole(server):
    problems = []
    with server.connect() as client:
        for _ in range(3):
            client.send(get("/large"))
            expect(problems, "size", len(client.response().body), 4 * 1024 * 1024)
    return problems


def replies_from_another_thread_find_their_connection(server):
    connections, requests = (16, 50) if IS_LIGHT else (64, 500)

    def one_client(number):
        rng = random.Random(number)
        with server.connect() as client:
            sent = []
            for i in range(requests):
                body = f"{number}-{i}-" + "x" * rng.randrange(300)
                client.send(post("/later", body))
                sent.append(body)
                # Sometimes a second one is under way before the first is answered.
                if rng.randrange(4) or i == requests - 1:
                    for wanted in sent:
                        if client.response().body != wanted.encode():
                            return f"connection {number}: not the reply to request {i}"
                    sent = []
        return None

    with concurrent.futures.ThreadPoolExecutor(connections) as pool:
        return [problem for problem in pool.map(one_client, range(connections)) if problem]


def secrets_and_queries_stay_out_of_the_log(server):
    problems = []
    for text in (post("/hooks/topsecret", "bodysecret", "Authorization: keysecret\r\n"), get("/hooks/topsecret"),
                 post("/hooks/topsecret/", ""), get("/items/7?q=querysecret"), get("/topsecret"),
                 "GET /hooks/topsecret HTTP/1.1\r\n\r\n", post("/hooks/topsecret%00", "")):
        server.ask(text)
    server.ask(get("/now", "X-Request-Id: last-of-these\r\n"))
    if not server.await_log("last-of-these"):
        problems.append("no access log")
    for line in server.log:
        for secret in ("topsecret", "bodysecret", "keysecret", "querysecret"):
            if secret in line:
                problems.append(line)
    if not any('"path":"/hooks/***","status":200' in line for line in server.log):
        problems.append("the masked request is not in the log")
    return problems


EVERYWHERE = [
    connection_serves_many_requests, pipelined_requests_are_answered_in_order, bytes_may_come_one_by_one,
    head_is_get_without_a_body, captures_and_query_arrive_decoded, refusals_keep_the_connection,
    options_names_the_methods, key_opens_what_is_authenticated, replies_carry_their_safety_headers,
    requests_with_two_readings_are_refused, refusals_of_the_gate_say_why, same_absolute_form_is_served,
    headers_near_the_limit_are_served,
    refusals_of_the_parser_are_ended_and_counted, chunked_bodies_arrive,
    continue_is_sent_only_for_bodies_that_are_wanted, huge_bodies_are_refused_unread, closing_is_honoured,
    half_closed_client_gets_its_reply, client_that_leaves_harms_nobody, large_replies_arrive_whole,
    replies_from_another_thread_find_their_connection, secrets_and_queries_stay_out_of_the_log,
]


# ---- cases with a server of their own ---------------------------------------------------------------


def with_patience(case):
    """For waits that a busy machine may overstep by itself: only what fails with a long one as well is a fault."""
    def patient(tls):
        for factor in (1, 8, 64):
            problems = attempt(lambda argument: case(argument, factor), tls)
            if not problems:
                return []
        return problems
    patient.__name__ = case.__name__
    return patient


@with_patience
def slow_clients_are_cut(tls, factor):
    problems = []
    starts = ["", "GET", "GET /now HTTP/1.1\r\nHost: a\r\nX-A: ", "POST /now HTTP/1.1\r\n" + HOST +
              "Content-Length: 100\r\n\r\nabc", "POST /now HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"]
    with Server("--deadline-ms", str(150 * factor), tls=tls) as server:
        for start in starts:
            with server.connect() as client:
                client.send(start)
                response = client.response()
                # Nothing was asked, so nothing is answered; a handshake counts as something.
                wanted = None if not start and not tls else 408
                expect(problems, repr(start[:30]), response and response.status, wanted)
                expect(problems, "closed", client.is_closed(), True)
        # Dripping does not help: the deadline is for the whole request, also the second one.
        for before in ("", get("/now")):
            with server.connect() as client:
                if before:
                    client.send(before)
                    client.response()
                try:
                    for _ in range(100000):
                        client.send("G")
                    problems.append("a dripping client was not cut")
                except (ConnectionError, ssl.SSLError):
                    pass
        # One that is idle between requests is no slow client.
        with server.connect() as idle:
            idle.send(get("/now"))
            idle.response()
            with server.connect() as slow:
                slow.send("GET")
                slow.response()
            with server.connect() as slow:
                slow.send("GET")
                slow.response()
            idle.send(get("/now"))
            response = idle.response()
            expect(problems, "idle one", response and response.status, 200)
    if server.totals_at_end.get("cut", 0) < 6:
        problems.append(f"cut: {server.totals_at_end.get('cut')}")
    return problems + ended_well(server)


@with_patience
def idle_connections_are_closed(tls, factor):
    problems = []
    with Server("--deadline-ms", str(100 * factor), "--idle-ms", str(200 * factor), tls=tls) as server:
        with server.connect() as client:
            client.send(get("/now"))
            client.response()
            expect(problems, "closed", client.is_closed(), True)
    return problems + ended_well(server)


@with_patience
def client_that_does_not_read_is_cut(tls, factor):
    problems = []
    with Server("--reply-ms", str(200 * factor), tls=tls) as server:
        client = server.connect()
        client.send(get("/large") * 3)
        totals = server.await_totals(lambda totals: totals["cut"] == 1 and totals["open"] == 1)
        expect(problems, "cut", totals["cut"], 1)
        expect(problems, "open", totals["open"], 1)
        client.__exit__()
    return problems + ended_well(server)


def under_way(totals):
    return totals["requests"] - totals["replies"] - totals["dropped"]


def stop_finishes_what_is_in_flight(tls):
    problems = []
    with Server(tls=tls) as server:
        holder, idle, last = server.connect(), server.connect(), server.connect()
        idle.send(get("/now"))
        idle.response()
        holder.send(get("/hold"))
        server.await_totals(lambda totals: totals["waiting"] == 2)
        last.send("GET /release HTTP/1.1\r\n")
        server.await_totals(lambda totals: under_way(totals) == 3)  # these two and the question
        server.stop()
        expect(problems, "idle one is closed", idle.is_closed(), True)
        try:
            server.connect().__exit__()
            problems.append("a connection was accepted while stopping")
        except OSError:
            pass
        last.send(HOST + "\r\n")  # had begun, so it is finished
        for client in (last, holder):
            response = client.response()
            expect(problems, "finished", response and response.status, 200)
            expect(problems, "says so", response and response.headers.get("connection"), "close")
            expect(problems, "closed", client.is_closed(), True)
    return problems + ended_well(server)


def stop_cuts_what_does_not_end(tls):
    problems = []
    with Server("--stop-ms", "100", tls=tls) as server:
        holder, slow = server.connect(), server.connect()
        holder.send(get("/hold"))
        slow.send("POST /now HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\n")
        server.await_totals(lambda totals: under_way(totals) == 3)
        server.stop()
        expect(problems, "held one", holder.response(), None)
        expect(problems, "slow one", slow.response(), None)
    expect(problems, "dropped", server.totals_at_end.get("dropped"), 1)
    return problems + ended_well(server)


def connections_beyond_the_limit_wait(tls):
    problems = []
    with Server("--connections", "3", tls=None) as server:
        clients = [server.connect() for _ in range(3)]
        for client in clients:
            client.send(get("/now"))
            client.response()
        waiting = server.connect()
        waiting.send(get("/now"))
        clients[0].send(get("/totals"))
        expect(problems, "open", json.loads(clients[0].response().body)["open"], 3)
        clients[1].__exit__()
        expect(problems, "served in its turn", waiting.response().status, 200)
    return problems + ended_well(server)


def connections_of_one_address_are_limited(tls):
    problems = []
    with Server("--per-address", "2", tls=None) as server:
        with server.connect() as one, server.connect() as two:
            for client in (one, two):
                client.send(get("/now"))
                client.response()
            with server.connect() as three:
                expect(problems, "third is closed", three.is_closed(), True)
            one.send(get("/now"))
            expect(problems, "first goes on", one.response().status, 200)
    expect(problems, "refused", server.totals_at_end.get("over_limit"), 1)
    return problems + ended_well(server)


def shortage_of_descriptors_pauses_without_spinning(tls):
    problems = []
    with Server("--descriptors", "24", tls=None) as server:
        clients = [server.connect() for _ in range(24)]
        if not server.await_log("cannot accept connections"):
            problems.append("no warning")
        stat = f"/proc/{server.process.pid}/stat"

        def ticks():
            with open(stat, encoding="ascii") as file:
                return sum(int(field) for field in file.read().split()[13:15])

        before = ticks()
        clients[0].send(get("/now"))
        clients[0].response()
        with server.log_grew:  # two more rounds of trying again
            server.log_grew.wait_for(lambda: sum("cannot accept" in line for line in server.log) >= 3, TIMEOUT_S)
        if ticks() - before > 10:
            problems.append(f"{ticks() - before} ticks of processor were used while waiting")
        for client in clients[:12]:
            client.__exit__()
        clients[-1].send(get("/now"))
        response = clients[-1].response()
        expect(problems, "served afterwards", response and response.status, 200)
        for client in clients[12:]:
            client.__exit__()
    return problems + ended_well(server)


def certificate_is_replaced_while_running(tls):
    problems = []

    def name_of(client):
        der = client.sock.getpeercert(binary_form=True)
        text = subprocess.run(["openssl", "x509", "-inform", "DER", "-noout", "-subject"], input=der,
                              capture_output=True, check=True).stdout.decode()
        return re.sub(r".*CN\s*=\s*", "", text).strip()

    tls.renew("first")
    with Server(tls=tls) as server:
        with server.connect() as old:
            expect(problems, "before", name_of(old), "first")
            tls.renew("second")
            server.process.send_signal(signal.SIGHUP)
            server.await_log("reload: done")
            with server.connect() as new:
                expect(problems, "after", name_of(new), "second")
            with open(tls.certificate, "w", encoding="ascii") as file:
                file.write("no certificate")
            server.process.send_signal(signal.SIGHUP)
            server.await_log("reload: " + tls.certificate)
            with server.connect() as new:
                expect(problems, "after a broken file", name_of(new), "second")
            old.send(get("/now"))
            expect(problems, "old connection", old.response().status, 200)
    tls.renew("first")
    return problems + ended_well(server)


def old_and_weak_tls_is_refused(tls):
    problems = []
    versions = ssl.TLSVersion
    wanted = [("TLS 1.3", dict(minimum=versions.TLSv1_3), True),
              ("TLS 1.2", dict(maximum=versions.TLSv1_2), True),
              ("TLS 1.1", dict(minimum=versions.TLSv1, maximum=versions.TLSv1_1, ciphers="ALL:@SECLEVEL=0"), False),
              ("CBC", dict(maximum=versions.TLSv1_2, ciphers="ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES256-SHA"), False)]
    with Server(tls=tls) as server:
        for name, options, is_wanted in wanted:
            try:
                server.connect(**options).__exit__()
                is_accepted = True
            except (ssl.SSLError, ConnectionError):
                is_accepted = False
            expect(problems, name, is_accepted, is_wanted)
        with socket.create_connection(("127.0.0.1", server.port), TIMEOUT_S) as plain:
            plain.sendall(get("/now").encode())
            with plain.makefile("rb") as file:
                expect(problems, "plain text", b"200 OK" in file.read(), False)
    return problems + ended_well(server)


def wrong_settings_are_told(tls):
    problems = []
    with Server() as server:
        for arguments, word in ((["--certificate", "/nowhere.pem", "--key", "/nowhere.pem"], "nowhere.pem"),
                                (["--certificate", tls.key, "--key", tls.key], "key.pem"),
                                (["--certificate", tls.certificate], "come together"),
                                (["--port", str(server.port)], str(server.port)),
                                (["--connections", "0"], "at least one")):
            done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=TIMEOUT_S)
            if done.returncode != 1 or word not in done.stderr:
                problems.append(f"{arguments}: {done.returncode} {done.stderr}")
    return problems


def headers_beyond_memory_are_refused(tls):
    """The parser ends two of them itself, and leaves the third to the deadline."""
    problems = []
    with Server("--deadline-ms", "1000", tls=tls) as server:
        for text in (get("/now", "X-A: " + "b" * 20000 + "\r\n"), get("/" + "a" * 20000), get("/now?" + "a&" * 900)):
            with server.connect() as client:
                client.send(text)
                response = client.response()
                if response and not 400 <= response.status < 500:
                    problems.append(f"{text[:20]}: {response.status}")
        expect(problems, "still there", server.ask(get("/now")).status, 200)
    return problems


ALONE = [slow_clients_are_cut, idle_connections_are_closed, client_that_does_not_read_is_cut,
         stop_finishes_what_is_in_flight, stop_cuts_what_does_not_end, headers_beyond_memory_are_refused]
PLAIN_ALONE = [connections_beyond_the_limit_wait, connections_of_one_address_are_limited,
               shortage_of_descriptors_pauses_without_spinning]
TLS_ALONE = [certificate_is_replaced_while_running, old_and_weak_tls_is_refused, wrong_settings_are_told]


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


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        tls = Tls(folder)
        for kind, choice in (("http", None), ("tls", tls)):
            with Server(tls=choice) as server:
                for case in EVERYWHERE:
                    tap.case(f"{kind}: {case.__name__}", attempt(case, server))
            tap.case(f"{kind}: server_ends_well", ended_well(server))
            for case in ALONE:
                tap.case(f"{kind}: {case.__name__}", attempt(case, choice))
        for case in PLAIN_ALONE + TLS_ALONE:
            tap.case(case.__name__, attempt(case, tls))
    return tap.done()


warnings.simplefilter("ignore", DeprecationWarning)  # old TLS versions are named to be refused
os.environ.setdefault("TSAN_OPTIONS", "halt_on_error=1")
sys.exit(main())
