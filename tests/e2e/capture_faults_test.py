"""Servers that misbehave: each address fails with its reason, within bounds, and the rest goes on."""
import gzip
import os
import resource
import socket
import ssl
import subprocess
import threading
import time
import zlib

import harness
from capture_case import CaptureCase, page
from harness import FINDINGS


def head(status='200 OK', **headers):
    lines = ['HTTP/1.1 ' + status, 'Content-Type: text/html', *['%s: %s' % (name.replace('_', '-'), value) for name, value in headers.items()]]
    return ('\r\n'.join(lines) + '\r\n\r\n').encode()


def whole(body, **headers):
    return head(Content_Length=len(body), **headers) + body


class RawServer:
    """give(connection, path) writes what it wants of an answer; the connection is closed behind it."""

    def __init__(self, give, context=None):
        self.give, self.context, self.asked = give, context, []
        self.listener = socket.create_server(('127.0.0.1', 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection):
        try:
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            with connection:
                request = b''
                while b'\r\n\r\n' not in request:
                    more = connection.recv(65536)
                    if not more:
                        return
                    request += more
                path = request.split(b' ', 2)[1].decode()
                self.asked.append(path)
                self.give(connection, path)
        except OSError:  # the client went away
            pass

    def stop(self):
        self.listener.close()


def forever(connection, chunk, pause):
    while True:
        connection.sendall(chunk)
        time.sleep(pause)


class Faults(CaptureCase):
    def raw(self, give, context=None):
        server = RawServer(give, context)
        self.addCleanup(server.stop)
        return server

    def failures(self, workspace):
        return {line['url'].split('.cn', 1)[1]: line for line in self.lines(workspace, 'failures.jsonl')}

    def test_bodies_and_connections(self):
        packer = zlib.compressobj(9, wbits=31)
        bomb = b''.join(packer.compress(bytes(1 << 20)) for _ in range(300)) + packer.flush()
        packed = gzip.compress(page('packed', *['/x%d.html' % i for i in range(900)]))
        answers = {
            '/endless.html': lambda c: forever(c, head() + b'x' * 65536, 0),
            '/trickle.html': lambda c: forever(c, head() + b'x' * 10, 0.5),
            '/steady.html': lambda c: forever(c, head() + b'x' * 400, 0.2),
            '/silent.html': lambda c: time.sleep(60),
            '/cut.html': lambda c: c.sendall(head(Content_Length=5000) + b'<p>half'),
            '/reset.html': lambda c: c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\1\0\0\0\0\0\0\0'),
            '/nothing.html': lambda c: None,
            '/nohttp.html': lambda c: c.sendall(b'\x00\x01 this is no HTTP at all\r\n\r\n'),
            '/headers.html': lambda c: c.sendall(b'HTTP/1.1 200 OK\r\n' + b''.join(b'X-%d: %s\r\n' % (i, b'y' * 1000) for i in range(400)) + b'\r\n'),
            '/short-length.html': lambda c: c.sendall(head(Content_Length=10) + b'0123456789and more than it said'),
            '/chunks.html': lambda c: c.sendall(head(Transfer_Encoding='chunked') + b'5\r\nhello\r\nffff\r\nno more'),
            '/bad-chunk.html': lambda c: c.sendall(head(Transfer_Encoding='chunked') + b'zz\r\nhello\r\n'),
            '/bomb.html': lambda c: c.sendall(whole(bomb, Content_Encoding='gzip')),
            '/cut-gzip.html': lambda c: c.sendall(whole(packed[:len(packed) // 2], Content_Encoding='gzip')),
            '/no-gzip.html': lambda c: c.sendall(whole(page('plain', '/last.html'), Content_Encoding='gzip')),
            '/self.html': lambda c: c.sendall(head('302 Found', Location='/self.html', Content_Length=0)),
            '/ring1.html': lambda c: c.sendall(head('302 Found', Location='/ring2.html', Content_Length=0)),
            '/ring2.html': lambda c: c.sendall(head('302 Found', Location='/ring3.html', Content_Length=0)),
            '/ring3.html': lambda c: c.sendall(head('302 Found', Location='/ring1.html', Content_Length=0)),
            '/nowhere.html': lambda c: c.sendall(head('302 Found', Content_Length=0)),
            '/good.html': lambda c: c.sendall(whole(page('good'))),
            '/last.html': lambda c: c.sendall(whole(page('last')))}
        answers['/'] = lambda c: c.sendall(whole(page('home', *[path for path in answers if path not in ('/', '/last.html', '/ring2.html', '/ring3.html')])))

        def give(connection, path):
            if path in answers:
                answers[path](connection)
            else:
                connection.sendall(head('404 Not Found', Content_Length=0))
        server = self.raw(give)
        workspace = self.site(server, '  max_bytes: 2000000\n  timeout: 2\n  lowest_rate: 100\n  longest: 5\n  retries: 1\n')
        began = time.time()
        self.check(workspace.run('capture', '--fast', timeout=120), FINDINGS)
        self.assertLess(time.time() - began, 60)
        failures = self.failures(workspace)
        wanted = {'/endless.html': 'cut at 2000000', '/trickle.html': 'Timeout', '/steady.html': 'Timeout', '/silent.html': 'Timeout',
                  '/cut.html': '', '/reset.html': '', '/nothing.html': '', '/nohttp.html': '', '/headers.html': '', '/chunks.html': 'partial',
                  '/bad-chunk.html': '', '/bomb.html': 'unpacks to more than', '/cut-gzip.html': 'ends too early',
                  '/self.html': 'loop', '/ring1.html': 'loop', '/ring2.html': 'loop', '/ring3.html': 'loop', '/nowhere.html': 'nowhere'}
        packed_links = {path for path in failures if path.startswith('/x')}  # of what could be unpacked
        self.assertEqual(sorted(set(failures) - packed_links), sorted(wanted))
        for path, reason in wanted.items():
            self.assertTrue(failures[path]['reason'], path)
            self.assertIn(reason, failures[path]['reason'], path)
        for path in ('/', '/good.html', '/last.html', '/no-gzip.html', '/short-length.html'):
            self.assertEqual([status for status, _ in self.records(workspace)['http://www.s.gov.cn' + path]], ['200'], path)
        # Once more and no further; what was answered is not asked for again.
        for path, most in (('/nothing.html', 2), ('/silent.html', 2), ('/good.html', 1), ('/self.html', 1), ('/bomb.html', 1)):
            self.assertLessEqual(server.asked.count(path), most, path)
        self.check(workspace.run('capture', '--verify'))
        # The bomb's 300 MB were never held.
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, 250 << 10)

    def test_broken_zlib_page_keeps_its_links(self):
        """What came before the damage is read."""
        body = zlib.compress(page('home', '/a.html') + os.urandom(50000))

        def give(connection, path):
            connection.sendall(whole(body[:-2000], Content_Encoding='deflate') if path == '/' else
                               whole(page('a')) if path == '/a.html' else head('404 Not Found', Content_Length=0))
        workspace = self.site(self.raw(give))
        self.check(workspace.run('capture', '--fast'), FINDINGS)
        self.assertIn('http://www.s.gov.cn/a.html', self.records(workspace))
        self.assertIn('ends too early', self.failures(workspace)['/']['reason'])


class Tls(CaptureCase):
    def test_self_signed(self):
        """Refused with the reason and the way out; taken when the site file says so."""
        key, certificate = os.path.join(self.folder, 'key.pem'), os.path.join(self.folder, 'cert.pem')
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=other.example.cn',
                        '-keyout', key, '-out', certificate], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        pages = {'/': page('home', '/a.html'), '/a.html': page('a')}

        def give(connection, path):
            connection.sendall(whole(pages[path]) if path in pages else head('404 Not Found', Content_Length=0))
        server = RawServer(give, context)
        self.addCleanup(server.stop)
        refused = self.secure(server, '', 'refused')
        self.check(refused.run('capture', '--fast'), FINDINGS)
        self.assertEqual(server.asked, [], 'nothing is asked for before the certificate is trusted')
        reasons = {line['url']: line['reason'] for line in self.lines(refused, 'failures.jsonl')}
        self.assertIn('https://www.s.gov.cn/', reasons)
        self.assertIn('certificate', reasons['https://www.s.gov.cn/'])
        self.assertIn('robots.txt could not be read', reasons['https://www.s.gov.cn/'])
        self.assertIn('tls: accept', reasons['https://www.s.gov.cn/'])
        trusted = self.secure(server, '  tls: accept\n', 'trusted')
        self.check(trusted.run('capture', '--fast'))
        self.assertIn('https://www.s.gov.cn/a.html', self.records(trusted))

    def secure(self, server, network, name):
        workspace = self.site(server, network, name)
        path = os.path.join(workspace.folder, 'sites', 's.yaml')
        with open(path, encoding='utf-8') as f:
            text = f.read()
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text.replace('crawl:http://', 'crawl:https://'))
        return workspace


if __name__ == '__main__':
    harness.main()
