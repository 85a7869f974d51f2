"""What hostile code could reach on the grading machine: services on loopback and a folder that everybody may write to."""
from __future__ import annotations

import contextlib
import os
import secrets
import socket
import threading
from pathlib import Path

from .case import Host


@contextlib.contextmanager
def host(course: Path, bait: Path):
    """A Host whose services run until the end of the block."""
    bait.mkdir(parents=True, exist_ok=True)
    bait.chmod(0o777)
    (bait / "secret.txt").write_text("bait-secret")
    token = secrets.token_hex(5)
    made = Host(course, bait, token=token, socket=str(bait / "service.sock"), abstract=f"abstract-{token}")
    tcp, unix, abstract, udp = socket.create_server(("127.0.0.1", 0)), socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.port = tcp.getsockname()[1]
    unix.bind(made.socket)
    os.chmod(made.socket, 0o777)
    abstract.bind(f"\0{made.abstract}")
    udp.bind(("127.0.0.1", made.port))

    def accept(server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = server.accept()
                client.settimeout(5)
                with client, contextlib.suppress(OSError):
                    made.connections.append(client.recv(100))

    def answer() -> None:
        with contextlib.suppress(OSError):
            while True:
                data, address = udp.recvfrom(100)
                if address is None:  # shut down
                    return
                made.connections.append(data)
                udp.sendto(b"pong", address)

    for server in (tcp, unix, abstract):
        server.listen()
        threading.Thread(target=accept, args=(server,), daemon=True).start()
    threading.Thread(target=answer, daemon=True).start()
    try:
        yield made
    finally:
        for server in (tcp, unix, abstract, udp):
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            server.close()
