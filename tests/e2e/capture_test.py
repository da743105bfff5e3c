"""guiyi capture against servers on loopback: what is asked, how often, and what the archive holds."""
import gzip
import json
import os
import signal
import subprocess
import time

import harness
from capture_server import Server
from harness import DONE, FINDINGS, USAGE

HTML = {'Content-Type': 'text/html; charset=utf-8', 'Last-Modified': 'Wed, 01 Jan 2020 00:00:00 GMT'}


def page(title, *links):
    return ('<html><head><title>%s</title></head><body>%s</body></html>' %
            (title, ''.join('<a href="%s">%s</a>' % (link, link) for link in links))).encode()


class CaptureCase(harness.TestCase):
    def serve(self, answer):
        server = Server(answer)
        self.addCleanup(server.stop)
        return server

    def site(self, server, network='', name='workspace'):
        """A workspace with one site whose host is answered by the server."""
        workspace = self.workspace(name, sites=None)
        with open(os.path.join(workspace.folder, 'sites', 's.yaml'), 'w', encoding='utf-8') as f:
            f.write('name: 示例\ncode: ""\nlevel: district\nhost: www.s.gov.cn\naliases: [s.gov.cn]\n'
                    'source: crawl:http://www.s.gov.cn/\nwave: 1\nnetwork:\n  resolve: {"*": "127.0.0.1:%d"}\n%s' % (server.port, network))
        return workspace

    def lines(self, workspace, name):
        with open(os.path.join(workspace.folder, '.guiyi', 'captures', 's', name), encoding='utf-8') as f:
            return [json.loads(line) for line in f]

    def records(self, workspace):
        """Answers by address: (status, digest), from the index."""
        found = {}
        with open(os.path.join(workspace.folder, '.guiyi', 'captures', 's', 'index.cdxj'), encoding='utf-8') as f:
            for line in f:
                cdx = json.loads(line.split(' ', 2)[2])
                found.setdefault(cdx['url'], []).append((cdx['status'], cdx['digest']))
        return found


class Capture(CaptureCase):
    def test_site(self):
        """Links, redirects, refusals, soft answers, scope: each address once, and all accounted for."""
        pages = {'/': page('home', '/a.html', '/moved', '/gone.html', '/loop1', '/forbidden/x.html', 'http://other.gov.cn/no.html',
                           'http://S.gov.cn/alias.html', '/big.bin', '/x;jsessionid=0123456789ABCDEF0123456789ABCDEF', '/broken.html'),
                 '/a.html': page('a', '/', 'copy.html') + b'<script>createPageHTML(3, 0, "list", "html");</script>',
                 '/copy.html': page('a', '/', 'copy.html') + b'<script>createPageHTML(3, 0, "list", "html");</script>',
                 '/list_1.html': page('l1'), '/list_2.html': page('l2'), '/new.html': page('new'), '/alias.html': page('alias'), '/x': page('x')}
        flaky = []

        def answer(path, headers):
            if path == '/robots.txt':
                return 200, {}, b'User-agent: *\nDisallow: /forbidden/\nSitemap: http://www.s.gov.cn/map.xml.gz\n'
            if path == '/map.xml.gz':
                return 200, {}, gzip.compress(b'<?xml version="1.0"?><urlset><url><loc>http://www.s.gov.cn/new.html</loc></url></urlset>')
            if path == '/moved':
                return 301, {'Location': '/new.html'}, b''
            if path in ('/loop1', '/loop2'):
                return 302, {'Location': '/loop2' if path == '/loop1' else '/loop1'}, b''
            if path == '/broken.html':
                flaky.append(path)
                if len(flaky) < 3:
                    return None if len(flaky) == 1 else (200, {'Content-Type': 'text/html', 'Content-Length': '900'}, b'half')
                return 200, {'Content-Type': 'text/html', 'Transfer-Encoding': 'chunked'}, b'5\r\nhello\r\n0\r\n\r\n'
            if path == '/big.bin':
                return 200, {'Content-Type': 'application/octet-stream'}, b'x' * 300000
            return (200, HTML, pages[path]) if path in pages else (404, {}, b'no')

        server = self.serve(answer)
        workspace = self.site(server, '  max_bytes: 100000\n')
        self.check(workspace.run('extract'), FINDINGS)  # not captured yet: said, nothing read
        done = self.check(workspace.run('capture', '--fast'), FINDINGS)
        asked = server.log.paths()
        repeated = {path for path in asked if asked.count(path) > 1}
        self.assertEqual(repeated, {'/broken.html'}, 'only what failed is asked for again')
        self.assertNotIn('/forbidden/x.html', asked)
        self.assertNotIn('/no.html', asked)
        records = self.records(workspace)
        for path in list(pages) + ['/moved', '/loop1', '/loop2', '/broken.html', '/big.bin', '/robots.txt', '/gone.html']:
            self.assertIn('http://www.s.gov.cn' + path, records, done.stdout)
        failures = {line['url']: line for line in self.lines(workspace, 'failures.jsonl')}
        self.assertEqual(sorted(failures), ['http://www.s.gov.cn/' + x for x in ('big.bin', 'forbidden/x.html', 'gone.html', 'loop1', 'loop2')])
        self.assertIn('robots.txt', failures['http://www.s.gov.cn/forbidden/x.html']['reason'])
        self.assertIn('loop', failures['http://www.s.gov.cn/loop1']['reason'])
        self.assertIn('cut at 100000', failures['http://www.s.gov.cn/big.bin']['reason'])
        self.assertEqual(failures['http://www.s.gov.cn/gone.html']['linked_from'], 'http://www.s.gov.cn/')
        self.check(workspace.run('capture', '--verify'))
        self.check(workspace.run('extract'), DONE, FINDINGS)

    def test_verify_finds_damage(self):
        server = self.serve(lambda path, headers: (200, HTML, page('x' * 2000)) if path == '/' else (404, {}, b''))
        workspace = self.site(server)
        self.check(workspace.run('capture', '--fast'))
        self.check(workspace.run('capture', '--verify'))
        archive = os.path.join(workspace.folder, '.guiyi', 'captures', 's', 's-00001.warc.gz')
        with open(archive, 'rb') as f:
            data = bytearray(f.read())
        data[len(data) // 2] ^= 0xFF
        with open(archive, 'wb') as f:
            f.write(data)
        self.check(workspace.run('capture', '--verify'), FINDINGS)

    def test_delta(self):
        """A second capture asks with conditions and says what changed since the first."""
        pages = {'/': page('home', 'a.html', 'b.html', 'c.html'), '/a.html': page('a'), '/b.html': page('b'), '/c.html': page('c')}
        changed = {}

        def answer(path, headers):
            if path not in pages:
                return 404, {}, b''
            modified = changed.get(path, HTML['Last-Modified'])
            if headers.get('If-Modified-Since') == modified:
                return 304, {'Last-Modified': modified}, b''
            return 200, dict(HTML, **{'Last-Modified': modified}), pages[path]

        server = self.serve(answer)
        workspace = self.site(server)
        self.check(workspace.run('capture', '--fast'))
        pages['/b.html'] = page('b2', 'd.html')
        pages['/d.html'] = page('d')
        changed['/b.html'] = changed['/d.html'] = 'Thu, 02 Jan 2020 00:00:00 GMT'
        del pages['/c.html']
        self.check(workspace.run('capture', '--fast'), FINDINGS)
        delta = {line['url'].rsplit('/', 1)[1]: line['change'] for line in self.lines(workspace, 'delta.jsonl')}
        self.assertEqual(delta, {'b.html': 'changed', 'c.html': 'gone', 'd.html': 'new'})
        self.check(workspace.run('capture', '--verify'))
        self.check(workspace.run('extract'), DONE, FINDINGS)
        outcomes = {row['url'] for row in workspace.rows('outcomes')} if self.maps(workspace) else set()
        self.assertIn('http://www.s.gov.cn/d.html', outcomes)

    def maps(self, workspace):
        return self.check(workspace.run('run', '--to', 'map'), DONE, FINDINGS)

    def test_retry_failed(self):
        up = []
        server = self.serve(lambda path, headers: (200, HTML, page('home', 'a.html')) if path == '/' else
                            (200, HTML, page('a')) if path == '/a.html' and up else (500, {}, b'') if path == '/a.html' else (404, {}, b''))
        workspace = self.site(server, '  retries: 0\n')
        self.check(workspace.run('capture', '--fast'), FINDINGS)
        self.assertEqual([line['status'] for line in self.lines(workspace, 'failures.jsonl')], [500])
        up.append(True)
        before = len(server.log.paths())
        self.check(workspace.run('capture', '--fast', '--retry-failed'))
        self.assertIn('/a.html', server.log.paths()[before:])
        self.assertNotIn('/', server.log.paths()[before:])
        self.assertEqual(self.lines(workspace, 'failures.jsonl'), [])

    def test_safety_and_settings(self):
        """Private addresses are refused unless the site file says that the site lives there."""
        workspace = self.workspace(sites=None)
        path = os.path.join(workspace.folder, 'sites', 's.yaml')
        text = 'name: 示例\nlevel: district\nhost: localhost.localdomain:9\nsource: crawl:http://127.0.0.1:9/\n'
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        self.check(workspace.run('capture', '--fast'), FINDINGS)
        self.assertIn('private', self.lines(workspace, 'failures.jsonl')[0]['reason'] + self.all_reasons(workspace))
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text + 'network:\n  rate: fast\n  window: night\n  robots: never\n  speed: 3\n')
        wrong = self.check(workspace.run('capture'), USAGE)
        for word in ('fast', 'night', 'never', 'speed'):
            self.assertIn(word, wrong.stderr)

    def all_reasons(self, workspace):
        with open(os.path.join(workspace.folder, '.guiyi', 'captures', 's', 'state', 'done.log'), encoding='utf-8') as f:
            return f.read()


class Politeness(CaptureCase):
    """Measured from the server's log."""

    def chain(self, count):
        pages = {'/%d.html' % i: page(str(i)) for i in range(count)}
        pages['/'] = page('home', *pages)
        return pages

    def test_rate_and_connections(self):
        pages = self.chain(40)

        def answer(path, headers):
            time.sleep(0.02)
            return (200, HTML, pages[path]) if path in pages else (404, {}, b'')

        server = self.serve(answer)
        workspace = self.site(server, '  rate: 10\n  connections: 2\n')
        self.check(workspace.run('capture'))
        self.assertLessEqual(server.log.most, 2)
        began = sorted(line[0] for line in server.log.lines)
        # Ten a second; a busy machine may see the first one late. Without the limit it is half a second in all.
        self.assertGreaterEqual(began[-1] - began[0], (len(began) - 1) * 0.1 - 1.5)
        agents = {line[3].get('User-Agent') for line in server.log.lines}
        self.assertTrue(all(agent.startswith('guiyi/') for agent in agents), agents)

    def test_retry_after(self):
        refused = []

        def answer(path, headers):
            if path == '/busy.html' and not refused:
                refused.append(time.time())
                return 503, {'Retry-After': '2'}, b''
            return (200, HTML, page('x', 'busy.html')) if path in ('/', '/busy.html') else (404, {}, b'')

        server = self.serve(answer)
        workspace = self.site(server)
        self.check(workspace.run('capture', '--fast'))
        asked = sorted(line[0] for line in server.log.lines if line[2] == '/busy.html')
        self.assertEqual(len(asked), 2)
        self.assertGreaterEqual(asked[1], refused[0] + 1.9)

    def test_window(self):
        """Outside of its hours nobody is asked; Ctrl-C ends the waiting."""
        server = self.serve(lambda path, headers: (404, {}, b''))
        hour = time.localtime().tm_hour
        workspace = self.site(server, '  window: "%02d:00-%02d:00"\n' % ((hour + 2) % 24, (hour + 4) % 24))
        child = subprocess.Popen(workspace.command('capture'), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        said = next((line for line in child.stderr if 'hours' in line), '')
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=60)
        self.assertEqual(server.log.paths(), [])
        self.assertIn('hours', said)

    def test_robots_override(self):
        def answer(path, headers):
            if path == '/robots.txt':
                return 200, {}, b'User-agent: *\nDisallow: /\n'
            return (200, HTML, page('home')) if path == '/' else (404, {}, b'')

        server = self.serve(answer)
        obeys = self.site(server, name='obeys')
        self.check(obeys.run('capture', '--fast'), FINDINGS)
        self.assertEqual(server.log.paths(), ['/robots.txt'])
        owner = self.site(server, '  robots: "ignore: 主办单位 2024-05-06"\n', name='owner')
        self.check(owner.run('capture', '--fast'))
        self.assertIn('/', server.log.paths())
        archive = os.path.join(owner.folder, '.guiyi', 'captures', 's', 's-00001.warc.gz')
        with gzip.open(archive) as f:
            self.assertIn('robots: ignore (主办单位 2024-05-06)', f.read(4000).decode())


class Killed(CaptureCase):
    MOMENTS = int(os.environ.get('GUIYI_KILLS', '6'))

    def test_continues(self):
        """SIGKILL again and again: the records of an undisturbed run, and nothing that ended asked for twice."""
        pages = {'/': page('home', *['/%d/' % i for i in range(30)])}
        for i in range(30):
            pages['/%d/' % i] = page('list', *['/%d/%d.html' % (i, k) for k in range(20)])
            for k in range(20):
                pages['/%d/%d.html' % (i, k)] = page('article %d %d' % (i, k), '/', '/%d/' % i)

        def answer(path, headers):
            time.sleep(0.002)
            return (200, HTML, pages[path]) if path in pages else (404, {}, b'no')

        calm = self.serve(answer)
        expected = self.site(calm, name='calm')
        self.check(expected.run('capture', '--fast'))
        server = self.serve(answer)
        workspace = self.site(server)
        folder = os.path.join(workspace.folder, '.guiyi', 'captures', 's')
        for moment in range(self.MOMENTS):
            ended = self.ended(folder)
            before = len(server.log.paths())
            child = subprocess.Popen(workspace.command('capture', '--fast'), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.1 + 0.9 * ((moment * 7919) % 101) / 101 / max(1, self.MOMENTS / 12))
            child.kill()
            child.wait()
            asked = set(server.log.paths()[before:])
            self.assertEqual(asked & ended, set(), 'asked again though it had ended')
            if os.path.exists(os.path.join(folder, 'complete')):
                break
        ended, before = self.ended(folder), len(server.log.paths())
        if not os.path.exists(os.path.join(folder, 'complete')):
            self.check(workspace.run('capture', '--fast'))
        self.assertEqual(set(server.log.paths()[before:]) & ended, set())
        self.check(workspace.run('capture', '--verify'))
        self.assertEqual(self.records(workspace), self.records(expected))

    def ended(self, folder):
        """Paths the journal says have ended."""
        try:
            with open(os.path.join(folder, 'state', 'done.log'), encoding='utf-8') as f:
                return {line.split('\t')[1][len('http://www.s.gov.cn'):] for line in f if line.endswith('\n')}
        except FileNotFoundError:
            return set()


if __name__ == '__main__':
    harness.main()
