"""url ...: profiles, keys of archives, what folding makes one, parameters proposed from evidence."""
import csv
import io
import json
import os
import shutil

import harness
from harness import DONE, FINDINGS, USAGE

SESSION = '0123456789abcdef0123456789abcdef'
LINES = ('http://a.gov.cn/A.asp?ID=1&from=x\tone\nhttp://a.gov.cn/A.asp?ID=1&from=y\tone\nhttp://a.gov.cn/A.asp?ID=2&from=y\ttwo\n'
         'http://a.gov.cn/a.asp?ID=1&from=y\tthree\nhttp://a.gov.cn/x?once=1\tfour\n')


class Urls(harness.TestCase):
    def rows(self, done):
        return list(csv.DictReader(io.StringIO(done.stdout)))

    def test_profiles(self):
        workspace = self.workspace(sites=None)
        address = 'HTTP://A.gov.cn:80/Zwgk/?b=2&id=5&sid=%s#k\n' % SESSION

        def canonical(*options):
            return self.check(workspace.run('url', 'canonicalize', *options, input=address)).stdout.strip()

        self.assertEqual(canonical(), 'http://a.gov.cn/Zwgk/?b=2&id=5&sid=' + SESSION)
        self.assertEqual(canonical('--profile', 'strict'), 'http://a.gov.cn/Zwgk/?b=2&id=5')
        self.assertEqual(canonical('--profile', 'govuk'), 'http://a.gov.cn/zwgk')
        self.assertEqual(canonical('--profile', 'govuk', '--parameters', 'ID, x'), 'http://a.gov.cn/zwgk?id=5')
        self.assertEqual(canonical('--parameters', 'b'), 'http://a.gov.cn/Zwgk/?b=2')
        self.assertEqual(canonical('--surt'), 'cn,gov,a)/zwgk?b=2&id=5')
        self.check(workspace.run('url', 'canonicalize', '--profile', 'loose', input=address), USAGE)
        told = json.loads(workspace.run('url', 'explain', '--json', input=address).stdout.splitlines()[0])
        self.assertEqual((told['suffix'], told['domain'], told['govuk'], told['surt']),
                         ('gov.cn', 'a.gov.cn', 'http://a.gov.cn/zwgk', 'cn,gov,a)/zwgk?b=2&id=5'))

    def test_evidence(self):
        workspace = self.workspace(sites=None)
        done = self.check(workspace.run('url', 'parameters', input=LINES))
        rows = {row['parameter']: row for row in self.rows(done)}
        self.assertEqual({name: row['proposal'] for name, row in rows.items()}, {'id': 'significant', 'from': 'drop', 'once': 'significant'})
        self.assertEqual((rows['from']['same'], rows['from']['different'], rows['once']['same']), ('1', '0', '0'))
        self.assertEqual((rows['id']['example'], rows['id']['other']), ('http://a.gov.cn/A.asp?ID=1&from=y', 'http://a.gov.cn/A.asp?ID=2&from=y'))
        # Case folding makes one of two different pages; the dropped parameter of two equal ones.
        rows = self.rows(self.check(workspace.run('url', 'collisions', input=LINES), FINDINGS))
        self.assertEqual([(row['folded'], row['contents']) for row in rows], [('http://a.gov.cn/a.asp?id=1', '2')])
        self.assertEqual(len(json.loads(rows[0]['addresses'])), 3)
        self.check(workspace.run('url', 'collisions', '--profile', 'strict', '--parameters', 'id,from,once', input=LINES), DONE)

    def test_workspace(self):
        workspace = self.workspace()
        self.check(workspace.run('extract'), DONE, FINDINGS)
        output = os.path.join(self.folder, 'parameters.jsonl')
        self.check(workspace.run('url', 'parameters', '--workspace', '--format', 'jsonl', '--output', output))
        with open(output, encoding='utf-8') as f:
            rows = [json.loads(line) for line in f]
        self.assertEqual({(row['site'], row['parameter'], row['proposal']) for row in rows},
                         {('qhswj', 'cid', 'significant'), ('qhswj', 'id', 'significant'), ('qhswj', 'page', 'significant')})
        self.check(workspace.run('url', 'collisions', '--workspace'), DONE, FINDINGS)
        shutil.rmtree(os.path.join(workspace.folder, '.guiyi', 'staging'))
        self.check(workspace.run('url', 'parameters', '--workspace'), USAGE, harness.FAILED)


if __name__ == '__main__':
    harness.main()
