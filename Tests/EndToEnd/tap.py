"""A relay in front of a server that keeps every byte a browser sends."""

from __future__ import annotations

import hashlib
import socket
import threading
import zlib
from base64 import b64encode
from dataclasses import dataclass
from typing import Iterator
from urllib.parse import quote


@dataclass
class Request:
    head: bytes
    body: bytes

    @property
    def target(self) -> str:
        return self.head.split(b" ", 2)[1].decode("latin-1")

    @property
    def content(self) -> bytes:
        """The body, inflated where it says that it is deflated."""
        if "encoding=deflate-raw" not in self.target:
            return self.body
        inflater = zlib.decompressobj(-15)
        return inflater.decompress(self.body)


class Tap:
    def __init__(self, port: int, target: int) -> None:
        self._target = target
        self._streams: list[bytearray] = []
        self._listener = socket.create_server(("127.0.0.1", port))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    @property
    def requests(self) -> Iterator[Request]:
        for stream in list(self._streams):
            yield from _requests(bytes(stream))

    @property
    def received(self) -> bytes:
        """Every byte that came, and what the deflated ones among them say."""
        return b"\n".join([*map(bytes, list(self._streams)), *(each.content for each in self.requests)])

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                client.close()
                continue
            kept = bytearray()
            self._streams.append(kept)
            threading.Thread(target=_relay, args=(client, server, kept), daemon=True).start()
            threading.Thread(target=_relay, args=(server, client, None), daemon=True).start()


def _relay(source: socket.socket, target: socket.socket, kept: bytearray | None) -> None:
    try:
        while data := source.recv(65_536):
            if kept is not None:
                kept += data
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        source.close()
        target.close()


def _requests(stream: bytes) -> Iterator[Request]:
    """The whole requests of a connection; browsers give every body's length."""
    while b"\r\n\r\n" in stream:
        head, rest = stream.split(b"\r\n\r\n", 1)
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        length = int(lengths[0].split(b":")[1]) if lengths else 0
        if len(rest) < length:
            return
        yield Request(head, rest[:length])
        stream = rest[length:]


def traces(value: str) -> set[bytes]:
    """What would give a value away: any eight characters of it in a row, and the whole in another coat."""
    raw = value.encode()
    pieces = {raw[start : start + 8] for start in range(max(1, len(raw) - 7))}
    coats = {quote(value, safe="").encode(), raw.hex().encode(), value.encode("utf-16-le"), raw[::-1]}
    hashes = {getattr(hashlib, name)(raw).hexdigest().encode() for name in ("md5", "sha1", "sha256")}
    # Base64 of a longer text that holds the value, at each of the three places that it can begin.
    shifted = {b64encode(b"\0" * shift + raw)[4:-4] for shift in range(3)}
    return {each.lower() for each in pieces | coats | hashes | shifted}


def given_away(value: str, received: bytes) -> list[bytes]:
    lowered = received.lower()
    return [trace for trace in traces(value) if trace in lowered]
