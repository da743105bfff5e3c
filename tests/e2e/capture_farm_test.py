"""A generated farm behind nginx with its faults on: captured, and extracted as from its folder."""
import json
import os
import shutil
import subprocess
import sys

import harness
from capture_server import FarmServer
from harness import DONE, FINDINGS

TOOLS = os.path.join(os.environ.get('GUIYI_SHARED', os.path.join(harness.ROOT, '..', 'shared')), 'tools')


class CapturedFarm(harness.TestCase):
    def setUp(self):
        if not os.path.exists(os.path.join(TOOLS, 'sitefarm.py')):
            self.skipTest('the farm tools are not present in %s' % TOOLS)
        if not shutil.which('nginx'):
            self.skipTest('nginx is not installed')
        super().setUp()

    def tool(self, name, *arguments):
        return subprocess.run([sys.executable, os.path.join(TOOLS, name), *arguments], check=True, capture_output=True, text=True).stdout

    def test_same_export(self):
        farm = os.path.join(self.folder, 'farm')
        self.tool('sitefarm.py', '--out', farm, '--sites', '8', '--articles', '400', '--seed', os.environ.get('GUIYI_FARM_SEED', '7'))
        sites = os.path.join(self.folder, 'sites.csv')
        with open(sites, 'w', encoding='utf-8') as f:
            f.write(self.tool('farm_sites.py', '--farm', farm))
        mirror = self.workspace('mirror', sites)
        crawled = self.workspace('crawled', sites)
        server = FarmServer(farm, TOOLS, faults=True)
        self.addCleanup(server.stop)
        for name in os.listdir(os.path.join(crawled.folder, 'sites')):
            path = os.path.join(crawled.folder, 'sites', name)
            with open(path, encoding='utf-8') as f:
                lines = f.read().splitlines()
            host = next(line.split(': ')[1].strip('"') for line in lines if line.startswith('host: '))
            lines = ['source: crawl:http://%s/' % host if line.startswith('source: ') else line for line in lines]
            with open(path, 'w', encoding='utf-8') as f:
                f.write('\n'.join(lines) + '\nnetwork:\n  resolve: {"*": "127.0.0.1:%d"}\n  timeout: 5\n' % server.port)
        self.check(crawled.run('capture', '--fast', timeout=900), DONE, FINDINGS)
        self.check(crawled.run('capture', '--verify', timeout=900))
        for workspace in (mirror, crawled):
            self.check(workspace.run('run', '--to', 'map', timeout=900), DONE, FINDINGS)
        refused = set()
        captures = os.path.join(crawled.folder, '.guiyi', 'captures')
        for site in os.listdir(captures):
            with open(os.path.join(captures, site, 'failures.jsonl'), encoding='utf-8') as f:
                for line in f:
                    failure = json.loads(line)
                    self.assertTrue(failure['reason'])
                    refused.add(failure['url'])
        # A folder also has the files that only the lost part of a cut-off page linked; a server never tells of them.
        cut_off = {row['url'] for row in mirror.rows('findings') if row['rule'] == 'page.truncated.files'}
        for table in ('articles', 'letters', 'columns'):
            a = {row['url']: row for row in mirror.rows(table)}
            b = {row['url']: row for row in crawled.rows(table)}
            lost = {url for url in set(a) - set(b) if url not in refused}
            self.assertEqual(lost, set(), table)
            self.assertEqual(set(b) - set(a), set(), table)
            for row in (*a.values(), *b.values()):
                # How many sample pages a template was learnt from: a folder has error pages nothing links to.
                row.pop('provenance', None)
                if row['url'] in cut_off:
                    for field in ('attachments', 'images', 'body_html'):
                        row.pop(field, None)
            different = [url for url in a if url in b and a[url] != b[url]]
            self.assertEqual(different, [], table)


if __name__ == '__main__':
    harness.main()
