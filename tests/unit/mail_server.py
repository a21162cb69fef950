"""A real SMTP server for mail_test.c (packages python3-aiosmtpd, openssl).

    mail_server.py MODE FOLDER       MODE: plain, starttls, auth or shut

Listens on a free loopback port, writes the port and a line end to stdout, and
ends when stdin does. What arrives is read by Python's own mail parser and put
into FOLDER/last as lines "name: value", an empty line and the text. The part of
an address before the @ says what the server does with it.
"""

import asyncio
import email
import email.policy
import ssl
import subprocess
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult

HEADERS = ("From", "To", "Subject", "Message-ID", "Date", "Auto-Submitted", "Content-Type")


class Handler:
    def __init__(self, folder):
        self.folder = folder

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local == "refused":
            return "550 5.1.1 No such mailbox"
        if local == "later":
            return "451 4.3.0 Try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        local = envelope.rcpt_tos[0].split("@")[0]
        if local == "spam":
            return "554 5.7.1 Not wanted"
        if local == "full":
            return "452 4.2.2 Mailbox full"
        if local == "slow":
            await asyncio.sleep(60)
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        lines = [f"{name}: {mail[name]}" for name in HEADERS]
        lines += [f"envelope: {envelope.mail_from} {' '.join(envelope.rcpt_tos)}"]
        lines += [f"tls: {'yes' if session.ssl else 'no'}"]
        text = "\n".join(lines) + "\n\n" + mail.get_content().replace("\r\n", "\n")
        (self.folder / "raw").write_bytes(envelope.original_content)
        (self.folder / "last").write_bytes(text.encode())
        return "250 OK"


def sign_in(server, session, envelope, mechanism, data):
    good = getattr(data, "login", b"") == b"thidua" and data.password == "mật khẩu".encode()
    return AuthResult(success=good, handled=good)


def tls(folder):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", folder / "key.pem", "-out", folder / "ca.pem"],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "ca.pem", folder / "key.pem")
    return context


async def main(mode, folder):
    loop = asyncio.get_running_loop()
    options = {"hostname": "localhost"}
    if mode in ("starttls", "auth"):
        options |= {"tls_context": tls(folder), "require_starttls": True}
    if mode == "auth":
        options |= {"authenticator": sign_in, "auth_required": True}

    class Shut(asyncio.Protocol):
        def connection_made(self, transport):
            transport.write(b"554 5.3.2 Closed for today\r\n")

    def session():
        return Shut() if mode == "shut" else SMTP(Handler(folder), **options)

    server = await loop.create_server(session, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
