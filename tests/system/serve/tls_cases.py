"""Certificates and versions of TLS, and settings that make no sense; each case starts a server of its own."""

import re
import signal
import socket
import ssl
import subprocess

from echo import PROGRAM, TIMEOUT_S, Server, ended_well, expect, get


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


TLS_CASES = [
    certificate_is_replaced_while_running, old_and_weak_tls_is_refused, wrong_settings_are_told,
]
