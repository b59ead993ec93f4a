"""A stand-in for an OpenAI-compatible endpoint, on the loopback."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

from topicmap.words import tokens


def word_vectors(texts, dimensions=64):
    """(n, d) float32 vectors that are alike where texts share words; a common direction besides."""
    vectors = np.full((len(texts), dimensions), 0.1, dtype=np.float32)
    for row, text in enumerate(texts):
        for word in tokens(text):
            random = np.random.default_rng(list(word.encode("utf-8", "replace")))
            vectors[row] += random.normal(size=dimensions).astype(np.float32)
    return vectors


def rows_of(vectors) -> list[dict]:
    return [
        {"object": "embedding", "index": index, "embedding": vector}
        for index, vector in enumerate(np.asarray(vectors).tolist())
    ]


class Endpoint:
    """What the stand-in was asked, and how it answers: (status, body) by the question's texts."""

    def __init__(self, address: str):
        self.address = address
        self.questions: list[dict] = []
        self.headers: list[dict] = []
        self.swallowed = 0  # bytes of an answer that are announced but never sent
        self.drip = 0.0  # seconds between the bytes of an answer
        self.answer: Callable[[list[str]], tuple[int, object]] = healthy


def healthy(texts):
    return 200, {"object": "list", "data": list(reversed(rows_of(word_vectors(texts))))}


@contextmanager
def running_endpoint():
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.questions.append(question | {"path": self.path})
            endpoint.headers.append(dict(self.headers))
            status, body = endpoint.answer(question["input"])
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{endpoint.address}/elsewhere")
            self.send_header("Content-Length", str(len(content) + endpoint.swallowed))
            self.end_headers()
            for byte in content if endpoint.drip else b"":
                self.wfile.write(bytes([byte]))
                time.sleep(endpoint.drip)
            self.wfile.write(b"" if endpoint.drip else content)

        def log_message(self, *arguments):
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *arguments):
            """Nothing: who hangs up on a hanging endpoint is right."""

    server = Server(("127.0.0.1", 0), Handler)
    endpoint = Endpoint(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
