#!/usr/bin/env python3
"""A fake Mastodon server on loopback: it takes posts and pictures, keeps them as files, and is nobody's.

usage: fake_mastodon.py FOLDER      prints its port into FOLDER/port; each request's body goes to FOLDER/N.PATH
"""
import http.server
import json
import os
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    count = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        Handler.count += 1
        name = "%d.%s" % (Handler.count, self.path.strip("/").replace("/", "-"))
        with open(os.path.join(sys.argv[1], name), "wb") as file:
            file.write(body)
        answer = {"id": str(Handler.count), "url": "http://127.0.0.1/fake/%d" % Handler.count, "text_url": "fake", "type": "image", "preview_url": "fake"}
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
with open(os.path.join(sys.argv[1], "port.new"), "w") as file:
    file.write(str(server.server_port))
os.rename(os.path.join(sys.argv[1], "port.new"), os.path.join(sys.argv[1], "port"))
server.serve_forever()
