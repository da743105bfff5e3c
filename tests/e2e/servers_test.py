"""Starts nginx, Apache, HAProxy, Caddy and our own server with the files made from one map and asks all of them, and the
simulator, the same. GUIYI_SERVER_MAPPINGS sets the size of the large map (250,000); GUIYI_SERVER_ASKED how many of its
addresses are asked for."""
import concurrent.futures
import json
import os
import shutil
import socket
import subprocess
import time
import unittest

import harness
from ports import free_port

OLD, ALIAS, NEW = 'www.old.gov.cn', 'old.example.com', 'https://www.new.gov.cn'
GBK = bytes.fromhex('C4E3BAC3')
MAPPINGS = int(os.environ.get('GUIYI_SERVER_MAPPINGS', '250000'))
ASKED = int(os.environ.get('GUIYI_SERVER_ASKED', '20000'))

DECISIONS = [
    ('/a.htm', NEW + '/a', 301), ('/A-302.htm', NEW + '/b?p=1', 302), ('/frag.htm', NEW + '/f#part', 301),
    ('/show.asp?id=5', NEW + '/5', 301), ('/show.asp?id=6&x=%C4%E3', NEW + '/6', 301), ('/show.asp', NEW + '/any', 301),
    ('/dir/*', NEW + '/d/*', 301), ('/dir/deep/*', NEW + '/deep', 302), ('/dir/deep/own.htm', NEW + '/own', 301),
    ('/gone.htm', '', 410), ('/goneDir/*', '', 410), ('/undecided.htm', '', 'undecided'), ('/stays/*', '', 'stays'),
    ('/%C4%E3%BA%C3.htm', NEW + '/gbk', 301), ('/通知/公告.htm', NEW + '/utf8', 301), ('/a%2Fb/c.htm', NEW + '/slash', 301),
    ('/plus+sign.htm', NEW + '/plus', 301), ('/sp%20ace.htm', NEW + '/space', 301), ('/i/index.html', NEW + '/i', 301),
    ('/column/', NEW + '/c', 301), ('/Case.htm', NEW + '/upper', 301), ('/case.htm', NEW + '/lower', 301),
    ('/q%22uote.htm', NEW + '/quote', 301), ("/apos'trophe.htm", NEW + '/apos', 301), ('/dollar$1.htm', NEW + '/do$lar', 301),
    ('/br%7Bace%7D.htm', NEW + '/brace', 301), ('/back%5Cslash.htm', NEW + '/back', 301), ('/per%25cent.htm', NEW + '/per', 301),
    ('/semi;colon,comma.htm', NEW + '/semi', 301), ('/' + 'l' * 1500 + '.htm', NEW + '/long', 301),
    ('/hash%23.htm', NEW + '/hash', 301), ('/~user/', NEW + '/user', 301), ('/mark%3F.htm', NEW + '/mark?z=1', 301),
    ('/query.jsp?a=%7Bb%7D', NEW + '/brq', 301)]

CASES = ['/a.htm', '/A.HTM', '/a.htm?', '/a.htm?x=1&y=%20', '/A-302.htm?k=v', '/frag.htm', '/frag.htm?x=1', '/show.asp?id=5', '/show.asp?ID=5',
         '/show.asp?id=7', '/show.asp', b'/show.asp?id=6&x=\xc4\xe3', '/show.asp?id=6&x=%c4%e3', '/dir', '/dir/', '/dir/x/y.htm?q=1',
         '/DIR/X.htm', '/dir/deep/z', '/dir/deep', '/dir/deep/own.htm', '/dir//x', '/dir/%2e/x', '/dirty', '/gone.htm', '/goneDir/a/b', '/goneDir',
         '/undecided.htm', '/stays/a.htm', '/stays', '/%C4%E3%BA%C3.htm', '/%c4%e3%ba%c3.htm', b'/' + GBK + b'.htm',
         '/%E9%80%9A%E7%9F%A5/%E5%85%AC%E5%91%8A.htm', '/通知/公告.htm'.encode(), '/a%2Fb/c.htm', '/a%2fb/c.htm', '/a/b/c.htm',
         '/plus+sign.htm', '/plus%2Bsign.htm', '/sp%20ace.htm', '/sp+ace.htm', '/i/', '/i', '/i/index.html', '/i/INDEX.html', '/i/index.htm',
         '/column', '/column/', '/column/index.html', '/Case.htm', '/case.htm', '/CASE.htm', '/q%22uote.htm', "/apos'trophe.htm", '/apos%27trophe.htm',
         '/dollar$1.htm', '/dollar%241.htm', '/br%7Bace%7D.htm', '/br{ace}.htm', '/back%5Cslash.htm', '/per%25cent.htm', '/semi;colon,comma.htm',
         '/' + 'l' * 1500 + '.htm', '/' + 'l' * 1499 + '.htm', '/hash%23.htm', '/~user/', '/%7Euser/', '/mark%3F.htm', '/mark%3F.htm?b=2',
         '/query.jsp?a=%7Bb%7D', '/query.jsp?a={b}', '/query.jsp?a=b', '/none.htm', '/', '/a.htm/', '//a.htm', '/./a.htm', '/x/../a.htm', '/bad%zz.htm', '/bad%4']
HOSTS = [OLD, OLD.upper(), OLD + '.', OLD + ':80', OLD + ':443', ALIAS, ALIAS + ':80', 'stranger.gov.cn', OLD + ':8099']


class Client:
    """HTTP/1.1 with keep-alive and targets as raw bytes, which http.client refuses."""

    def __init__(self, port):
        self.port = port
        self.socket = None

    def ask(self, host, target):
        if isinstance(target, str):
            target = target.encode()
        for attempt in (1, 2, 3):
            try:
                return self.exchange(host, target)
            except (OSError, EOFError):
                self.close()
                if attempt == 3:
                    raise

    def close(self):
        if self.socket:
            self.reader.close()
            self.socket.close()
        self.socket = None

    def exchange(self, host, target):
        if not self.socket:
            self.socket = socket.create_connection(('127.0.0.1', self.port), 10)
            self.reader = self.socket.makefile('rb')
        self.socket.sendall(b'GET ' + target + b' HTTP/1.1\r\nHost: ' + host.encode() + b'\r\n\r\n')
        status = self.reader.readline().split()
        if len(status) < 2:
            raise EOFError
        length, location, chunked, close = None, b'', False, False
        for line in iter(self.reader.readline, b'\r\n'):
            if not line:
                raise EOFError
            name, _, value = line.partition(b':')
            name, value = name.lower(), value.strip()
            if name == b'content-length':
                length = int(value)
            elif name == b'location':
                location = value
            elif name == b'transfer-encoding':
                chunked = True
            elif name == b'connection' and value.lower() == b'close':
                close = True
        if chunked:
            while True:
                size = int(self.reader.readline(), 16)
                self.reader.read(size + 2)
                if size == 0:
                    break
        elif length:
            self.reader.read(length)
        if close or (length is None and not chunked and status[1] not in (b'304', b'204')):
            self.close()
        return int(status[1]), location


class Servers(harness.TestCase):
    def setUp(self):
        missing = [name for name in ('nginx', 'apache2', 'httxt2dbm', 'haproxy', 'caddy') if not self.tool(name)]
        if missing:
            self.skipTest('not installed: ' + ', '.join(missing))
        super().setUp()
        os.chmod(self.folder, 0o755)
        self.ports = {}

    @staticmethod
    def tool(name):
        return shutil.which(name, path=os.environ.get('PATH', '') + ':/usr/sbin:/sbin')

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        return path

    def start(self, name, port, *command):
        log = open(os.path.join(self.folder, name + '.log'), 'wb')
        self.addCleanup(log.close)
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder,
                                   env=dict(os.environ, HOME=self.folder, XDG_DATA_HOME=self.folder, XDG_CONFIG_HOME=self.folder))

        def stop():
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.addCleanup(stop)
        for _ in range(600):
            if process.poll() is not None:
                break
            try:
                socket.create_connection(('127.0.0.1', port), 1).close()
                self.ports[name] = port
                return
            except OSError:
                time.sleep(0.1)
        with open(log.name, errors='replace') as f:
            self.fail('%s does not start: %s' % (name, f.read()[-2000:]))

    def export(self, format, folder):
        os.makedirs(os.path.join(self.folder, folder), exist_ok=True)
        path = os.path.join(self.folder, folder)
        self.check(harness.Workspace(self.folder).run('redirects', 'export', '--map', self.map, '--format', format, '--output', path + '/',
                                                      '--folder', path))
        return path

    def start_nginx(self):
        files, port = self.export('nginx', 'nginx'), free_port()
        config = self.write('nginx.conf', '''daemon off; pid %(d)s/nginx.pid; error_log %(d)s/nginx-error.log; worker_processes 1;
events { worker_connections 512; }
http { access_log off; client_body_temp_path %(d)s/t1; proxy_temp_path %(d)s/t2; fastcgi_temp_path %(d)s/t3; uwsgi_temp_path %(d)s/t4;
scgi_temp_path %(d)s/t5; keepalive_requests 10000000;
include %(f)s/guiyi-redirects.conf;
server { listen 127.0.0.1:%(p)d; include %(f)s/guiyi-redirects-server.conf; location / { return 200 old; } } }
''' % {'d': self.folder, 'f': files, 'p': port})
        self.start('nginx', port, self.tool('nginx'), '-c', config, '-e', os.path.join(self.folder, 'nginx-start.log'))

    def start_apache(self, dbm):
        files, port = self.export('apache-dbm' if dbm else 'apache', 'apache'), free_port()
        if dbm:
            subprocess.run([self.tool('httxt2dbm'), '-f', 'DB', '-i', files + '/redirects.txt', '-o', files + '/redirects.dbm'],
                           check=True, capture_output=True)
        os.makedirs(os.path.join(self.folder, 'htdocs'), exist_ok=True)
        modules = ''.join('LoadModule %s_module /usr/lib/apache2/modules/mod_%s.so\n' % (m, m)
                          for m in ('mpm_event', 'authz_core', 'rewrite', 'alias'))
        config = self.write('apache.conf', modules + '''ServerRoot %(d)s
ServerName localhost
PidFile %(d)s/apache.pid
ErrorLog %(d)s/apache-error.log
Mutex file:%(d)s
Listen 127.0.0.1:%(p)d
MaxKeepAliveRequests 0
HttpProtocolOptions Unsafe
DocumentRoot %(d)s/htdocs
<VirtualHost *:%(p)d>
Include %(f)s/guiyi-redirects.conf
RedirectMatch 204 .*
</VirtualHost>
''' % {'d': self.folder, 'f': files, 'p': port})
        self.start('apache', port, self.tool('apache2'), '-f', config, '-DFOREGROUND')

    def start_haproxy(self):
        files, port = self.export('haproxy', 'haproxy'), free_port()
        with open(files + '/guiyi-redirects.cfg', encoding='utf-8') as f:
            rules = f.read()
        config = self.write('haproxy.cfg', '''defaults
  mode http
  timeout client 30s
  timeout server 30s
  timeout connect 5s
frontend old
  bind 127.0.0.1:%d
  option accept-invalid-http-request
%s
  http-request return status 200 content-type text/plain string old
''' % (port, rules))
        self.start('haproxy', port, self.tool('haproxy'), '-f', config, '-db')

    def start_caddy(self):
        files, port = self.export('caddy', 'caddy'), free_port()
        config = self.write('Caddyfile', '''{
	admin off
	auto_https off
}
import %s/guiyi-redirects.caddy
http://:%d {
	import guiyi_redirects
	respond old 200
}
''' % (files, port))
        self.start('caddy', port, self.tool('caddy'), 'run', '--config', config, '--adapter', 'caddyfile')

    def start_own(self):
        port = free_port()
        self.start('guiyi', port, harness.binary(), 'redirects', 'serve', '--map', self.map, '--listen', '127.0.0.1:%d' % port,
                   '--hits', os.path.join(self.folder, 'hits.csv'))

    def simulate(self, questions):
        """What the simulator answers to (host, target) pairs: by lines of bytes, as it takes them."""
        lines = b'\n'.join(b'http://' + host.encode() + (t if isinstance(t, bytes) else t.encode()) for host, t in questions) + b'\n'
        done = subprocess.run([harness.binary(), 'redirects', 'check', '--map', self.map, '--file', '-'], input=lines, capture_output=True)
        answers = [line.split(b'\t')[:2] for line in done.stdout.splitlines()]
        self.assertEqual(len(answers), len(questions), done.stderr[:500])
        return [(int(status), b'' if location == b'-' else location) for status, location in answers]

    def make_map(self, rows):
        self.map = self.write('map.csv', 'from,to,status\n' + ''.join(
            '"http://%s%s","%s",%s\n' % (host, path.replace('"', '""'), to, status) for host, path, to, status in rows))

    def expected(self, name, answer):
        """Our server has no old pages behind it: what stays is unknown to it. The test's Apache says 204 for old pages."""
        if answer[0] == 200:
            return {'guiyi': (404, b''), 'apache': (204, b'')}.get(name, answer)
        return answer

    def compare(self, questions, skip=lambda name, host, target: False):
        wanted = self.simulate(questions)
        wrong = []

        def run(name):
            client, found = Client(self.ports[name]), []
            for (host, target), answer in zip(questions, wanted):
                if skip(name, host, target):
                    continue
                got = client.ask(host, target)
                if got != self.expected(name, answer):
                    found.append('%s %s %s: %s, simulator %s' % (name, host, target[:200], got, answer))
            client.close()
            return found
        with concurrent.futures.ThreadPoolExecutor(len(self.ports)) as pool:
            for found in pool.map(run, sorted(self.ports)):
                wrong += found
        self.assertEqual(wrong, [], '%d of %d answers differ' % (len(wrong), len(questions) * len(self.ports)))

    def test_all_servers_answer_alike(self):
        self.make_map([(OLD, path, to, status) for path, to, status in DECISIONS] + [(ALIAS, '/alias.htm', NEW + '/alias', 301)])
        self.start_nginx()
        self.start_apache(False)
        self.start_haproxy()
        self.start_caddy()
        self.start_own()

        def skip(name, host, target):
            raw = target if isinstance(target, bytes) else target.encode()
            # Caddy and HAProxy take dot segments as they are; Caddy's patterns know no single bytes above ASCII, and it
            # takes a host's final dot away.
            dots = b'/./' in raw or b'/../' in raw or b'%2e' in raw
            return (name in ('haproxy', 'caddy') and dots) or (name == 'caddy' and b'?' in raw and max(raw) >= 0x80)
        self.compare([(host, target) for host in HOSTS for target in CASES], skip)

    def test_many_mappings(self):
        rows = []
        for i in range(MAPPINGS):
            path = ['/zwgk/%d/t2019_%d.html', '/show.jsp?cid=%d&id=%d', '/%%C4%%E3/%d/%d.shtml', '/通知/%d/%d.htm'][i % 4] % (i % 97, i)
            rows.append((OLD, path, '%s/content/%d.html' % (NEW, i), 301) if i % 50 else (OLD, path, '', 410))
        self.make_map(rows)
        self.start_nginx()
        self.start_apache(True)
        step = max(1, MAPPINGS // ASKED)
        self.compare([(OLD, row[1].replace('通知', '%E9%80%9A%E7%9F%A5')) for row in rows[::step]])


if __name__ == '__main__':
    harness.main()
