"""Sites for captures: a server with a log, and nginx with a farm's own configuration. Loopback only."""
import http.server
import os
import re
import shutil
import socket
import subprocess
import threading
import time

from ports import free_port


class Log:
    """Requests as (time it came, time it ended, path, headers); the paths of `begun` before they are answered."""

    def __init__(self):
        self.lines, self.begun, self.lock, self.running, self.most = [], [], threading.Lock(), 0, 0

    def begin(self, path):
        with self.lock:
            self.begun.append(path)
            self.running += 1
            self.most = max(self.most, self.running)

    def end(self, *line):
        with self.lock:
            self.running -= 1
            self.lines.append(line)

    def paths(self):
        with self.lock:
            return [line[2] for line in self.lines]


class Server:
    """answer(path, headers) gives (status, headers, body) or None: the connection is cut."""

    def __init__(self, answer):
        log = self.log = Log()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_GET(self):
                log.begin(self.path)
                began = time.time()
                try:
                    self.give(answer(self.path, self.headers))
                finally:
                    log.end(began, time.time(), self.path, dict(self.headers))

            def give(self, answered):
                if answered is None:
                    self.close_connection = True
                    return
                status, headers, body = answered
                self.send_response_only(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if 'Content-Length' not in headers and 'Transfer-Encoding' not in headers and status != 304:
                    self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                if 'Content-Length' in headers and int(headers['Content-Length']) != len(body):
                    self.close_connection = True

            def log_message(self, *unused):
                pass

        class Threaded(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *unused):  # clients may go away
                pass

        self.server = Threaded(('127.0.0.1', 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class FarmServer:
    """A farm behind real nginx, its timed faults behind the farm's own server."""

    def __init__(self, farm, tools, faults):
        self.farm, self.port, self.children = farm, free_port(), []
        faulty = free_port()
        with open(os.path.join(farm, 'nginx.conf'), encoding='utf-8') as f:
            config = f.read()
        config = re.sub(r'127\.0\.0\.1:28080', '127.0.0.1:%d' % self.port, config)
        config = re.sub(r'127\.0\.0\.1:28081', '127.0.0.1:%d' % faulty, config)
        self.log = os.path.join(farm, 'requests.log')
        config = config.replace('access_log off;', 'log_format capture "$msec $status $http_host$request_uri"; access_log %s capture;' % self.log)
        config = config.replace('daemon on;', 'daemon off; master_process off;')
        self.config = os.path.join(farm, 'capture.conf')
        with open(self.config, 'w', encoding='utf-8') as f:
            f.write(config)
        if faults:
            shutil.copy(os.path.join(farm, 'nginx-faults.on'), os.path.join(farm, 'nginx-faults.map'))
            self.start(['python3', os.path.join(tools, 'sitefarm.py'), 'serve', '--dir', farm, '--port', str(faulty), '--faults'], faulty)
        self.start(['nginx', '-p', farm, '-c', self.config], self.port)

    def start(self, command, port):
        self.children.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        for _ in range(600):
            with socket.socket() as s:
                if s.connect_ex(('127.0.0.1', port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError('%s does not answer' % command[0])

    def requests(self):
        with open(self.log, encoding='utf-8') as f:
            return [line.split(' ', 2) for line in f.read().splitlines()]

    def stop(self):
        for child in self.children:
            child.terminate()
            child.wait()
