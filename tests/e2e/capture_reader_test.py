"""What guiyi capture leaves, read by others: warcio.js reads every record, and a WACZ of it is a source."""
import gzip
import hashlib
import json
import os
import subprocess
import zipfile

import harness
from capture_case import HTML, CaptureCase, page
from harness import DONE, FINDINGS

MODULES = os.environ.get('GUIYI_NODE_MODULES', os.path.join(harness.ROOT, 'build', 'npm', 'node_modules'))
HOST = 'http://www.s.gov.cn'


def sha256(body):
    return hashlib.sha256(body).hexdigest()


def chunked(body):
    return b'%x\r\n%s\r\n0\r\n\r\n' % (len(body), body)


class ReadByOthers(CaptureCase):
    """A site with every form of body, captured twice: nothing, then something has changed."""

    def setUp(self):
        super().setUp()
        home = page('home', '/plain.html', '/copy.html', '/packed.html', '/chunks.html', '/both.html', '/gone.html', '/moved.html', '/empty.html')
        # The same body under two addresses is archived once.
        self.content = {'/': home, '/plain.html': page('plain'), '/copy.html': page('plain'), '/packed.html': page('packed ' * 500),
                        '/chunks.html': page('chunks'), '/both.html': page('both ' * 500), '/empty.html': b'', '/late.html': page('late')}
        coding = {'/packed.html': {'Content-Encoding': 'gzip'}, '/chunks.html': {'Transfer-Encoding': 'chunked'},
                  '/both.html': {'Content-Encoding': 'gzip', 'Transfer-Encoding': 'chunked'}}

        def sent(path):
            body = self.content[path]
            headers = coding.get(path, {})
            body = gzip.compress(body, mtime=0) if 'Content-Encoding' in headers else body
            return (chunked(body) if 'Transfer-Encoding' in headers else body), headers

        def answer(path, headers):
            if path == '/moved.html':
                return 301, {'Location': '/plain.html'}, b''
            if path not in self.content:
                return 404, {'Content-Type': 'text/plain'}, b'no ' + path.encode()
            if headers.get('If-Modified-Since') and path != '/':
                return 304, {}, b''
            body, more = sent(path)
            return 200, dict(HTML, **more), body
        self.sent = sent
        self.captured = self.site(self.serve(answer))
        self.check(self.captured.run('capture', '--fast'), FINDINGS)
        self.archive = os.path.join(self.captured.folder, '.guiyi', 'captures', 's', 's-00001.warc.gz')

    def again(self):
        self.content['/'] = page('home', '/plain.html', '/late.html')
        self.check(self.captured.run('capture', '--fast'))

    def records(self):
        if not os.path.isdir(os.path.join(MODULES, 'warcio')):
            self.skipTest('warcio is not installed in %s: run scripts/bootstrap --tests' % MODULES)
        reader = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'read_warc.mjs')
        done = subprocess.run(['node', reader, self.archive], env=dict(os.environ, NODE_MODULES=MODULES), capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ''))
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_first_capture(self):
        records = self.records()
        self.assertEqual({record['version'] for record in records}, {'WARC/1.1'})
        self.assertEqual([record['type'] for record in records[:1]], ['warcinfo'])
        self.assertEqual(len({record['id'] for record in records}), len(records), 'ids are unique')
        answers = {record['url'][len(HOST):]: record for record in records if record['type'] in ('response', 'revisit')}
        # As transferred, and as a reader sees it.
        copies = {path: record for path, record in answers.items() if record['type'] == 'revisit'}
        self.assertEqual(len(copies), 1)
        (copy, revisit), = copies.items()
        original = ({'/plain.html', '/copy.html'} - {copy}).pop()
        self.assertEqual(revisit['refers'], HOST + original)
        self.assertTrue(revisit['profile'].endswith('/revisit/identical-payload-digest'))
        self.assertEqual(revisit['digest'], answers[original]['digest'])
        for path, content in self.content.items():
            if path in (copy, '/late.html'):
                continue
            record = answers[path]
            self.assertEqual((record['status'], record['type']), (200, 'response'), path)
            self.assertEqual(record['raw'], sha256(self.sent(path)[0]), path)
            self.assertEqual(record['content'], sha256(content), path)
            self.assertEqual(record['digest'], 'sha256:' + record['raw'], path)
        self.assertEqual(answers['/gone.html']['status'], 404)
        self.assertEqual(answers['/moved.html']['status'], 301)
        # Each answer has its request.
        concurrent = {record['concurrent'] for record in records if record['type'] == 'request'}
        self.assertEqual(concurrent, {record['id'] for record in answers.values()})
        # The index leads where warcio finds the records.
        with open(os.path.join(os.path.dirname(self.archive), 'index.cdxj'), encoding='utf-8') as f:
            index = {(line['url'], int(line['offset'])) for line in (json.loads(text.split(' ', 2)[2]) for text in f)}
        self.assertEqual(index, {(HOST + path, record['offset']) for path, record in answers.items()})

    def test_second_capture(self):
        self.again()
        records = self.records()
        unchanged = [record for record in records if record['profile'].endswith('/revisit/server-not-modified')]
        self.assertEqual({record['url'] for record in unchanged},
                         {HOST + path for path in self.content if path not in ('/', '/late.html')})
        self.assertEqual({record['status'] for record in unchanged}, {304})
        homes = [record for record in records if record['url'] == HOST + '/' and record['type'] == 'response']
        self.assertEqual([record['content'] == sha256(self.content['/']) for record in homes], [False, True])

    def test_wacz(self):
        """The archive in a WACZ (a zip after the WACZ 1.1.1 specification) gives the same export as the capture."""
        package = os.path.join(self.folder, 'site.wacz')
        with zipfile.ZipFile(package, 'w') as z:
            z.write(self.archive, 'archive/data.warc.gz', zipfile.ZIP_STORED)
            with open(self.archive, 'rb') as f:
                digest = 'sha256:' + sha256(f.read())
            z.writestr('pages/pages.jsonl', '{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}\n')
            z.writestr('datapackage.json', json.dumps({'profile': 'data-package', 'wacz_version': '1.1.1', 'resources': [
                {'name': 'data.warc.gz', 'path': 'archive/data.warc.gz', 'hash': digest, 'bytes': os.path.getsize(self.archive)}]}))
        packaged = self.workspace('packaged', sites=None)
        with open(os.path.join(packaged.folder, 'sites', 's.yaml'), 'w', encoding='utf-8') as f:
            f.write('name: 示例\ncode: ""\nlevel: district\nhost: www.s.gov.cn\naliases: [s.gov.cn]\nsource: warc:%s\nwave: 1\n' % package)
        exports = []
        for workspace in (self.captured, packaged):
            self.check(workspace.run('run', '--to', 'map'), DONE, FINDINGS)
            rows = workspace.rows('outcomes')
            exports.append(sorted(json.dumps(row, sort_keys=True) for row in rows))
        self.assertTrue(exports[0])
        self.assertEqual(exports[0], exports[1])


if __name__ == '__main__':
    harness.main()
