"""The example batch from init to the second apply, against the expected exports in tests/data/examples."""
import json
import os

import harness
from harness import DONE, FINDINGS

GOLDEN = os.path.join(harness.ROOT, 'tests', 'data', 'examples')


def urls_by_outcome(rows):
    counts = {}
    for row in rows:
        counts[row['outcome']] = counts.get(row['outcome'], 0) + 1
    return counts


class Examples(harness.TestCase):
    def test_main_job(self):
        workspace = self.workspace()
        self.check(workspace.run('run', '--to', 'plan'), DONE, FINDINGS)
        self.assertFalse(os.path.exists(os.path.join(workspace.folder, '.guiyi', 'platform.db')),
                         'a dry run made a platform')
        planned = workspace.exports()
        with self.subTest('expected exports'):
            for table in harness.TABLES:
                with open(os.path.join(GOLDEN, table + '.jsonl'), encoding='utf-8') as f:
                    self.assertSameText(planned[table], f.read(), table + '.jsonl')

        with self.subTest('every address has one outcome'):
            outcomes = workspace.rows('outcomes')
            addresses = [(row['site'], row['url']) for row in outcomes]
            self.assertEqual(len(addresses), len(set(addresses)))
            self.assertEqual(sum(urls_by_outcome(outcomes).values()), len(outcomes))
            for row in outcomes:
                self.assertIn(row['outcome'], ('loaded', 'merged', 'dropped', 'failed'), row)
                self.assertTrue(row['reason'] or row['outcome'] in ('loaded', 'merged'), row)
                self.assertTrue(row['into'] or row['outcome'] in ('dropped', 'failed'), row)

        first = workspace.json('apply')[-1]
        self.assertGreater(first['counts']['rows written'], 0, first)
        second = workspace.json('apply')[-1]
        self.assertEqual(second['counts']['rows written'], 0, second)
        self.check(workspace.run('plan'), DONE, FINDINGS)
        for row in workspace.rows('plan'):
            self.assertIn(row['action'], ('unchanged', 'conflict'), row)
        reports = os.listdir(os.path.join(workspace.folder, '.guiyi', 'reports'))
        self.assertIn('report.html', reports)
        with open(os.path.join(workspace.folder, '.guiyi', 'reports', 'report.html'), encoding='utf-8') as f:
            page = f.read()
        for outside in ('src="http', "src='http", '@import', '<link '):
            self.assertNotIn(outside, page, 'the report needs the network')

    def test_threads_and_runs_do_not_show(self):
        results = []
        for name, jobs in (('one', '1'), ('two', '2'), ('again', '2')):
            workspace = self.workspace(name)
            self.check(workspace.run('run', '--to', 'plan', '--jobs', jobs), DONE, FINDINGS)
            results.append(workspace.exports())
            with open(os.path.join(workspace.folder, 'mappings', 'qinghe.yaml'), encoding='utf-8') as f:
                results[-1]['mapping'] = f.read()
        for other in results[1:]:
            for table, text in results[0].items():
                self.assertSameText(other[table], text, table)

    def test_stages_alone_equal_a_run(self):
        whole, alone = self.workspace('whole'), self.workspace('alone')
        self.check(whole.run('run', '--to', 'plan'), DONE, FINDINGS)
        for stage in ('extract', 'map', 'plan'):
            self.check(alone.run(stage), DONE, FINDINGS)
        self.assertEqual(whole.exports(), alone.exports())

    def test_redirects_cover_every_old_page(self):
        workspace = self.workspace()
        self.check(workspace.run('run', '--to', 'plan'), DONE, FINDINGS)
        redirects = {row['from']: row for row in workspace.rows('redirects')}
        for row in redirects.values():
            self.assertNotIn(row['to'], redirects, 'a chain')
        for row in workspace.rows('articles'):
            self.assertIn(row['url'], redirects)
        nginx = self.check(workspace.run('redirects', 'export', '--format', 'nginx')).stdout
        self.assertIn('map ', nginx)

    def test_engines_on_files(self):
        page = os.path.join(harness.EXAMPLES, 'www', 'qinghe', 'index.html')
        workspace = harness.Workspace(self.folder)
        self.assertIn('| <html>', self.check(workspace.run('page', 'tree', page)).stdout)
        pages = os.path.join(self.folder, 'pages.jsonl')
        with open(pages, 'w', encoding='utf-8') as f:
            f.write(json.dumps({'id': 'a', 'file': os.path.join(harness.EXAMPLES, 'www', 'qhswj', 'show.asp@id=3'),
                                'url': 'http://www.qhswj.com/show.asp?id=3'}) + '\n')
        row = json.loads(self.check(workspace.run('page', 'extract', '--input', pages)).stdout)
        self.assertEqual(row['title'], '我区节水型社会建设通过验收')
        self.assertEqual(row['date'][:10], '2018-10-30')
        columns = os.path.join(self.folder, 'columns.csv')
        with open(columns, 'w', encoding='utf-8') as f:
            f.write('id,path,samples\n1,政务公开 > 通知公告,\n')
        row = json.loads(self.check(workspace.run('taxonomy', 'match', '--input', columns)).stdout)
        self.assertEqual((row['id'], row['action']), ('1', 'column'))
        done = workspace.run('url', 'canonicalize', input='HTTP:\\\\Host.gov.cn:80\\a b.htm#x\nmailto:a@b\n')
        self.assertEqual(done.stdout, 'http://host.gov.cn/a%20b.htm\n\n')
        self.assertEqual(done.returncode, FINDINGS)


if __name__ == '__main__':
    harness.main()
