"""What the gate in front of the parser lets pass and what it refuses; cases as in http_cases.py."""

import ssl

from echo import HOST, expect, get


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
    """Also beside an older connection: the parser itself looks only at its oldest one without being asked."""
    problems = []
    count = 20
    before = server.totals()["refused"]
    with server.connect() as older:
        older.send(get("/items/7"))
        expect(problems, "older", older.response().status, 200)
        for _ in range(count):
            with server.connect() as client:
                client.send(get("/now?" + "a&" * 900))  # and leaves
        after = server.await_totals(lambda totals: totals["refused"] >= before + count and totals["open"] == 2)
    expect(problems, "refused", after["refused"] - before, count)
    expect(problems, "open", after["open"], 2)  # the older one and the question
    return problems


def query_beyond_the_parser_is_answered(server):
    problems = []
    with server.connect() as client:
        client.send(get("/now?" + "a&" * 900))
        response = client.response()
        expect(problems, "too many arguments", response and response.status, 414)
        expect(problems, "closed", client.is_closed(), True)
    for query in ("", "&", "&&", "a&&b", "a&b&", "a=1&b=1", "a=b=c&", "a%26b&c", "a" * 400,
                  "&".join(f"a{i}" for i in range(30))):
        with server.connect() as client:
            head = get("/now?" + query)
            client.send(head[:-2])  # a head that is not whole yet is no reason
            server.totals()
            client.send(head[-2:])
            response = client.response()
            expect(problems, f"?{query}", response and response.status, 200)
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


GATE_CASES = [
    requests_with_two_readings_are_refused, refusals_of_the_gate_say_why, same_absolute_form_is_served,
    headers_near_the_limit_are_served, refusals_of_the_parser_are_ended_and_counted,
    query_beyond_the_parser_is_answered, huge_bodies_are_refused_unread,
]
