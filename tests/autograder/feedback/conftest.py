"""A listener on this machine that no page may ask for anything, and pages to open."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from autograder.feedback.exporter import FeedbackExporter


class Listener(BaseHTTPRequestHandler):
    """Notes what it is asked for."""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def listener():
    """A server with ``address`` and ``asked``."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        server.asked = []
        server.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def export():
    """Make the page of a notebook, with grades as nbgrader's GetGrades would leave them."""

    def make(notebook, **grades):
        known = {"notebook": "toy", "score": 3.0, "max_score": 5.0, "late_penalty": 0, **grades}
        page, _ = FeedbackExporter().from_notebook_node(notebook, {"nbgrader": known})
        return page

    return make
