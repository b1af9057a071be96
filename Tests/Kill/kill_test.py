"""kill -9 at any moment loses no acknowledged batch.

Each round loads a server from several connections, kills it at a random moment, starts it again on the same data, and
asks for every batch that was acknowledged in that round: the same bytes must be welcome, other bytes refused as a conflict.
A batch that had been lost would be stored anew by the first question, so the second one comes first.
"""

import http.client
import json
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

CONNECTIONS = 8


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, binary: str, data: str, port: int):
        self.binary, self.data, self.port = binary, data, port

    def start(self) -> None:
        self.process = subprocess.Popen(
            [self.binary, "serve", "--port", str(self.port), "--data", self.data, "--rate-limits", "off",
             "--log-level", "error"],
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                if self.connect().request_status("GET", "/health/live") == 200:
                    return
            except OSError:
                time.sleep(0.01)
        raise SystemExit("the server did not come up")

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def connect(self) -> "Connection":
        return Connection("127.0.0.1", self.port, timeout=10)


class Connection(http.client.HTTPConnection):
    def request_status(self, method: str, path: str, body: bytes | None = None) -> int:
        self.request(method, path, body)
        response = self.getresponse()
        self.answer = response.read()
        return response.status


def load(server: Server, seed: int, acknowledged: list, stop: threading.Event) -> None:
    rng = random.Random(seed)
    try:
        connection = server.connect()
        while not stop.is_set():
            connection.request_status("POST", "/v1/certificates", b'{"page_url":"https://forms.example/"}')
            certificate = json.loads(connection.answer)
            for sequence in range(rng.randrange(1, 12)):
                path = f"/v1/certificates/{certificate['id']}/events/{sequence}?token={certificate['token']}&nonce=k"
                body = json.dumps([seed, sequence, "x" * rng.randrange(20_000)]).encode()
                if connection.request_status("POST", path, body) == 204:
                    acknowledged.append((path, body))
    except (OSError, http.client.HTTPException, ValueError):
        return


def play_round(server: Server, number: int) -> int:
    acknowledged: list = []
    stop = threading.Event()
    threads = [
        threading.Thread(target=load, args=(server, number * 1_000 + index, acknowledged, stop))
        for index in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    time.sleep(random.uniform(0.02, 0.5))
    server.kill()
    stop.set()
    for thread in threads:
        thread.join()
    server.start()
    connection = server.connect()
    for path, body in acknowledged:
        if connection.request_status("POST", path, body + b" ") != 409:
            raise SystemExit(f"round {number}: an acknowledged batch was lost: {path}")
        if connection.request_status("POST", path, body) != 204:
            raise SystemExit(f"round {number}: an acknowledged batch changed: {path}")
    return len(acknowledged)


def main(binary: str, rounds: int = 100) -> None:
    folder = tempfile.mkdtemp(prefix="signet-kill-")
    server = Server(binary, f"{folder}/data", free_port())
    total = 0
    try:
        server.start()
        for number in range(rounds):
            total += play_round(server, number)
            if number % 20 == 19:
                print(f"{number + 1} rounds, {total} acknowledged batches, none lost", flush=True)
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)
    if total < rounds:
        raise SystemExit(f"only {total} batches were acknowledged: the test had nothing to lose")
    print(f"{rounds} rounds passed, {total} batches acknowledged, 0 lost")


if __name__ == "__main__":
    main(sys.argv[1], *(int(argument) for argument in sys.argv[2:3]))
