"""domains probe against servers on loopback: names from a file, certificates of an own authority, redirects to HTTPS."""
import csv
import http.server
import io
import os
import shutil
import socket
import ssl
import subprocess
import threading

import harness

GOOD, BAD, PLAIN, V6, NONE = 'www.good.gov.cn', 'www.bad.gov.cn', 'plain.good.gov.cn', 'v6.good.gov.cn', 'none.good.gov.cn'


class Handler(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self):
        host = self.headers.get('Host', '').split(':')[0]
        if self.server.tls or host != GOOD:
            self.send_response(200)
        else:
            self.send_response(301)
            self.send_header('Location', 'https://%s/' % host)
        self.send_header('Content-Length', '0')
        self.end_headers()

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def __init__(self, context=None):
        self.tls = context is not None
        super().__init__(('127.0.0.1', 0), Handler)
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, *_):  # clients that do not trust us hang up
        pass


class Probe(harness.TestCase):
    def setUp(self):
        if not shutil.which('openssl'):
            self.skipTest('not installed: openssl')
        super().setUp()

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), 'w', encoding='utf-8') as f:
            f.write(text)
        return self.path(name)

    def openssl(self, *arguments):
        subprocess.run(['openssl', *arguments], check=True, capture_output=True, cwd=self.folder)

    def certificate(self, name):
        """One for `name`, signed by the authority in ca.pem."""
        extension = self.write('san', 'subjectAltName=DNS:%s\n' % name)
        self.openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', name + '.key', '-out', 'request', '-subj', '/CN=' + name)
        self.openssl('x509', '-req', '-in', 'request', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', extension,
                     '-out', name + '.pem')
        return self.path(name + '.pem'), self.path(name + '.key')

    def serve(self, context=None):
        server = Server(context)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server.server_address[1]

    def facts(self, workspace, *arguments):
        hosts = self.write('hosts.csv', 'host\n' + '\n'.join((GOOD, BAD, PLAIN, V6, NONE, '192.0.2.1')) + '\n')
        names = self.write('names', '# names\n127.0.0.1 %s %s %s # three\n::1 %s\n' % (GOOD, BAD, PLAIN.upper(), V6))
        done = self.check(workspace.run('domains', 'probe', '--input', hosts, '--hosts-file', names, *arguments))
        return {row['host']: row for row in csv.DictReader(io.StringIO(done.stdout))}, done.stdout

    def test_facts(self):
        workspace = self.workspace(sites=None)
        self.openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2', '-subj', '/CN=test authority')
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.certificate(GOOD))  # whatever name is asked for: wrong for all others
        https, http_port = self.serve(context), self.serve()
        ports = ('--http-port', str(http_port), '--https-port', str(https), '--timeout', '10')
        rows, text = self.facts(workspace, *ports, '--ca', self.path('ca.pem'))
        self.assertEqual(list(rows[GOOD].values()), [GOOD, 'yes', 'no', 'yes', 'yes', 'yes'])
        self.assertEqual(list(rows[BAD].values()), [BAD, 'yes', 'no', 'yes', 'no', 'no'])
        self.assertEqual((rows[V6]['dns'], rows[V6]['ipv6']), ('yes', 'yes'))
        self.assertEqual(list(rows[NONE].values()), [NONE, 'no', 'no', '', '', ''])
        self.assertEqual(list(rows['192.0.2.1'].values()), ['192.0.2.1', '', '', '', '', ''])  # no name: nothing to ask
        # An authority nobody trusts.
        untrusted, _ = self.facts(workspace, *ports)
        self.assertEqual((untrusted[GOOD]['https'], untrusted[GOOD]['certificate']), ('yes', 'no'))
        # Nobody answers there.
        with socket.socket() as unused:
            unused.bind(('127.0.0.1', 0))
            closed = str(unused.getsockname()[1])
        silent, _ = self.facts(workspace, '--http-port', closed, '--https-port', closed, '--timeout', '2')
        self.assertEqual((silent[GOOD]['https'], silent[GOOD]['certificate'], silent[GOOD]['https_redirect']), ('no', '', ''))
        # What was found out is what the audit reads.
        facts = self.write('facts.csv', text)
        done = workspace.run('domains', 'audit', '--input', self.path('hosts.csv'), '--facts', facts, '--format', 'csv', '--gate', 'none')
        self.check(done)
        dr24 = {line.split(',')[0].lstrip('\ufeff') for line in done.stdout.splitlines() if 'DR-024' in line}
        self.assertIn(BAD, dr24)
        self.check(workspace.run('domains', 'probe', '--input', facts, '--timeout', '0'), harness.USAGE)


if __name__ == '__main__':
    harness.main()
