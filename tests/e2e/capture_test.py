"""guiyi capture against servers on loopback: what is asked, how often, and what the archive holds."""
import gzip
import json
import os
import signal
import subprocess
import time
import zlib

import harness
from capture_case import HTML, CaptureCase, page
from harness import DONE, FINDINGS, USAGE


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
        """Wherever it is: at a packed record's beginning, inside it, in the checksum behind it."""
        server = self.serve(lambda path, headers: (200, HTML, page('x' * 2000)) if path == '/' else (404, {}, b''))
        workspace = self.site(server)
        self.check(workspace.run('capture', '--fast'))
        self.check(workspace.run('capture', '--verify'))
        archive = os.path.join(workspace.folder, '.guiyi', 'captures', 's', 's-00001.warc.gz')
        with open(archive, 'rb') as f:
            data = f.read()
        records, begin = [], 0
        while begin < len(data):
            member = zlib.decompressobj(31)
            member.decompress(data[begin:])
            records.append((begin, len(data) - len(member.unused_data)))
            begin = records[-1][1]
        self.assertGreater(len(records), 5)
        for begin, end in records:
            for place in (begin, (begin + end) // 2, end - 8, end - 1):
                damaged = bytearray(data)
                damaged[place] ^= 0xFF
                with open(archive, 'wb') as f:
                    f.write(damaged)
                with self.subTest(begin=begin, place=place):
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

    def test_unreadable_robots(self):
        """robots.txt that cannot be had forbids everything, with the reason; a retry asks for it again."""
        broken = ['yes']
        server = self.serve(lambda path, headers: (None if broken else (404, {}, b'')) if path == '/robots.txt' else
                            (200, HTML, page('home', 'a.html')) if path in ('/', '/a.html') else (404, {}, b''))
        workspace = self.site(server, '  retries: 0\n')
        self.check(workspace.run('capture', '--fast'), FINDINGS)
        self.assertEqual(server.log.paths(), ['/robots.txt'])
        self.assertIn('robots.txt could not be read', self.lines(workspace, 'failures.jsonl')[0]['reason'])
        # A run that goes on knows that it could not be had: what is new ends with that reason, and nothing is left over.
        folder = os.path.join(workspace.folder, '.guiyi', 'captures', 's')
        os.remove(os.path.join(folder, 'complete'))
        extra = os.path.join(self.folder, 'urls.txt')
        with open(extra, 'w', encoding='utf-8') as f:
            f.write('http://www.s.gov.cn/extra.html\n')
        self.check(workspace.run('capture', '--fast', '--urls', extra), FINDINGS)
        self.assertIn('http://www.s.gov.cn/extra.html', [line['url'] for line in self.lines(workspace, 'failures.jsonl')])
        broken.clear()
        self.check(workspace.run('capture', '--fast', '--retry-failed'), FINDINGS)
        self.assertEqual([line['url'] for line in self.lines(workspace, 'failures.jsonl')], ['http://www.s.gov.cn/extra.html'])
        self.assertIn('http://www.s.gov.cn/a.html', self.records(workspace))

    def test_seeds_of_logs(self):
        """What an access log says the server gave is asked for, of this site's hosts only."""
        pages = {'/': page('home'), '/old/%B9%AB%B8%E6.html': page('hidden'), '/packed.html': page('packed'), '/hostless.html': page('hostless')}
        server = self.serve(lambda path, headers: (200, HTML, pages[path]) if path in pages else (404, {}, b''))
        workspace = self.site(server)
        form = '%s1.2.3.4 - - [06/May/2021:07:08:09 +0800] "%s %s HTTP/1.1" %d 99 "-" "Mozilla"\n'
        lines = ''.join(form % line for line in (
            ('www.s.gov.cn ', 'GET', '/old/%B9%AB%B8%E6.html', 200), ('', 'GET', '/hostless.html', 304), ('', 'GET', '/was-missing.html', 404),
            ('', 'POST', '/posted.asp', 200), ('www.other.gov.cn ', 'GET', '/others.html', 200))) + 'no line of a log\n' + 'x' * 200000 + '\n'
        plain, packed = os.path.join(self.folder, 'access.log'), os.path.join(self.folder, 'access.log.1.gz')
        with open(plain, 'w', encoding='utf-8') as f:
            f.write(lines)
        with gzip.open(packed, 'wt', encoding='utf-8') as f:
            f.write(form % ('', 'GET', '/packed.html', 200))
        self.check(workspace.run('capture', '--fast', '--logs', plain, '--logs', packed))
        asked = [path for path in server.log.paths() if path != '/sitemap.xml' and 'probe' not in path]
        self.assertEqual(sorted(asked), sorted(['/robots.txt', *pages]))
        self.check(workspace.run('capture', '--fast', '--logs', os.path.join(self.folder, 'none.log')), USAGE)

    def test_seeds_of_products(self):
        """Lists a recognised product is known to have, though nothing links to them; not having them is no failure."""
        pages = {'/': page('home') + b'<a href="http://x.invalid/plus/list.php?tid=1">x</a>Powered by <a>DedeCms</a>',
                 '/data/sitemap.html': page('map', '/a/hidden.html'), '/a/hidden.html': page('hidden')}
        server = self.serve(lambda path, headers: (200, HTML, pages[path]) if path in pages else (404, {}, b''))
        self.check(self.site(server).run('capture', '--fast'))
        self.assertIn('/a/hidden.html', server.log.paths())
        self.assertIn('/data/rssmap.html', server.log.paths())
        plain = self.serve(lambda path, headers: (200, HTML, page('home')) if path == '/' else (404, {}, b''))
        self.check(self.site(plain, name='plain').run('capture', '--fast'))
        self.assertNotIn('/data/sitemap.html', plain.log.paths())

    def test_run_captures_first(self):
        """guiyi run captures what was not captured, and asks nobody again."""
        server = self.serve(lambda path, headers: (200, HTML, page('home', 'a.html')) if path in ('/', '/a.html') else (404, {}, b''))
        workspace = self.site(server, '  rate: 0\n')
        self.check(workspace.run('run', '--to', 'extract'), DONE, FINDINGS)
        asked = len(server.log.paths())
        self.assertIn('/a.html', server.log.paths())
        self.check(workspace.run('run', '--to', 'map'), DONE, FINDINGS)
        self.assertEqual(len(server.log.paths()), asked)
        self.assertIn('http://www.s.gov.cn/a.html', {row['url'] for row in workspace.rows('outcomes')})

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
        # Ten a second. A request may be logged late, but not later than the next but one is sent, for which its
        # connection is needed: so of any eleven in a row the first and the last are eight gaps apart, whatever
        # else the machine does.
        began = sorted(line[0] for line in server.log.lines)
        self.assertGreater(len(began), 40)
        for first, last in zip(began, began[10:]):
            self.assertGreaterEqual(last - first, 8 * 0.1 - 0.02)
        agents = {line[3].get('User-Agent') for line in server.log.lines}
        self.assertTrue(all(agent.startswith('guiyi/') for agent in agents), agents)

    def test_rate_over_all_sites(self):
        """--rate holds for all sites together, however many are captured at once."""
        pages = self.chain(10)
        server = self.serve(lambda path, headers: (200, HTML, pages[path]) if path in pages else (404, {}, b''))
        workspace = self.site(server)
        with open(os.path.join(workspace.folder, 'sites', 't.yaml'), 'w', encoding='utf-8') as f:
            f.write('name: 另一个\ncode: ""\nlevel: district\nhost: www.t.gov.cn\nsource: crawl:http://www.t.gov.cn/\nwave: 1\n'
                    'network:\n  resolve: {"*": "127.0.0.1:%d"}\n' % server.port)
        self.check(workspace.run('capture', '--fast', '--jobs', '2', '--rate', '10'))
        self.assertEqual({line[3]['Host'] for line in server.log.lines}, {'www.s.gov.cn', 'www.t.gov.cn'})
        began = sorted(line[0] for line in server.log.lines)
        self.assertGreaterEqual(len(began), 24)
        self.assertGreaterEqual(began[-1] - began[0], (len(began) - 1) * 0.1 - 1.0)
        self.check(workspace.run('capture', '--rate', 'none'), USAGE)

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

    def at(self, clock):
        """An environment whose local time is that now: a time zone of hours, minutes and seconds."""
        now = time.gmtime()
        wanted = sum(int(part) * unit for part, unit in zip(clock.split(':'), (3600, 60, 1)))
        ahead = (now.tm_hour * 3600 + now.tm_min * 60 + now.tm_sec - wanted) % 86400
        return dict(os.environ, TZ='Here%d:%02d:%02d' % (ahead // 3600, ahead // 60 % 60, ahead % 60))

    def test_window_opens(self):
        """Outside of its hours nobody is asked; when they come the capture goes on by itself."""
        pages = self.chain(5)
        server = self.serve(lambda path, headers: (200, HTML, pages[path]) if path in pages else (404, {}, b''))
        workspace = self.site(server, '  window: "22:00-06:00"\n')
        opens = int(time.time()) + 4  # the zone is made of whole seconds
        done = subprocess.run(workspace.command('capture', '--fast'), env=self.at('21:59:56'), capture_output=True, text=True, timeout=120)
        self.check(done)
        self.assertIn('hours', done.stderr)
        self.assertGreaterEqual(len(server.log.lines), 6)
        self.assertGreaterEqual(min(line[0] for line in server.log.lines), opens)

    def test_window_closes(self):
        """At its end nobody is asked any more; Ctrl-C ends the waiting, and what was captured stays."""
        pages = self.chain(2000)
        server = self.serve(lambda path, headers: (200, HTML, pages[path]) if path in pages else (404, {}, b''))
        workspace = self.site(server, '  window: "22:00-06:00"\n  rate: 50\n  connections: 2\n')
        closes = int(time.time()) + 5
        child = subprocess.Popen(workspace.command('capture'), env=self.at('05:59:56'), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        said = next((line for line in child.stderr if 'hours' in line), '')
        time.sleep(3)  # nothing more is asked for while it waits
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=60)
        self.assertIn('hours', said)
        asked = server.log.lines
        self.assertTrue(0 < len(asked) < 1000, len(asked))
        self.assertLess(max(line[0] for line in asked), closes + 1)

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


if __name__ == '__main__':
    harness.main()
