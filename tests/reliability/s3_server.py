"""An S3 server on this machine, in a process of its own, with a trap for its clients.

It prints its address. ``PUT /_trap`` with JSON sets the trap and starts the count again: at request ``at``
the client ``pid`` is killed, ``before`` or after the server has done what was asked; without a pid the line
is cut instead. ``GET /_trap`` returns what was asked since, a line for each request.
"""

import json
import os
import signal
import socket

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response


class Trap:
    """An application in front of the S3 server."""

    def __init__(self, server):
        self.server = server
        self.order = {}
        self.asked = []

    def __call__(self, environ, start_response):
        """Answer a request, or spring."""
        if environ["PATH_INFO"] == "/_trap":
            return self.about_itself(Request(environ))(environ, start_response)
        self.asked.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")
        springs = len(self.asked) == self.order.get("at")
        if springs and self.order["before"]:
            self.spring(environ)
            return Response("too late")(environ, start_response)
        answer = list(self.server(environ, start_response))
        if springs:
            self.spring(environ)
        return answer

    def about_itself(self, request):
        """Be set, or say what was asked."""
        if request.method == "GET":
            return Response(json.dumps(self.asked))
        self.order, self.asked = request.json, []
        return Response()

    def spring(self, environ):
        """Kill the client or cut the line to it."""
        if pid := self.order.get("pid"):
            os.kill(pid, signal.SIGKILL)
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)


class Quiet(MotoRequestHandler):
    """Logs nothing."""

    def log(self, *_):
        """Log nothing."""


def main():
    """Serve until the process is ended."""
    app = Trap(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
