"""Plans that people look at: the guards against a broken source, why a record is what it is, two plans compared."""
import json
import os
import shutil

import harness
from harness import DONE, FAILED, FINDINGS, USAGE


class Plans(harness.TestCase):
    def own_copy(self):
        """A workspace whose sites can be changed."""
        sites = os.path.join(self.folder, 'district')
        shutil.copytree(harness.EXAMPLES, sites)
        return self.workspace(sites=os.path.join(sites, 'sites.csv')), os.path.join(sites, 'www')

    def run_to_plan(self, workspace, *codes):
        return self.check(workspace.run('run', '--to', 'plan'), *(codes or (DONE, FINDINGS)))

    def keep_plan(self, workspace, name):
        copy = os.path.join(self.folder, name)
        shutil.copy(os.path.join(workspace.folder, '.guiyi', 'plans', 'plan.db'), copy)
        return copy

    def actions(self, workspace, entity):
        counts = {}
        for row in workspace.rows('plan'):
            if row['entity'] == entity:
                counts[row['action']] = counts.get(row['action'], 0) + 1
        return counts

    def test_a_source_that_shrank_stops_and_can_be_accepted(self):
        workspace, www = self.own_copy()
        self.run_to_plan(workspace)
        self.check(workspace.run('apply'), DONE, FINDINGS)
        before = self.check(workspace.run('platform', 'hash')).stdout
        shutil.rmtree(os.path.join(www, 'qhmzj', 'a', 'gongzuodongtai'))
        done = self.run_to_plan(workspace, FAILED)
        self.assertIn('site qhmzj', done.stderr)
        self.assertIn('shrank', done.stderr)
        self.assertIn('retires', done.stderr)
        self.assertIn('--accept-loss', done.stderr)
        self.assertNotIn('site qinghe', done.stderr)
        refused = self.check(workspace.run('apply'), FAILED)
        self.assertIn('shrank', refused.stderr)
        self.assertEqual(self.check(workspace.run('platform', 'hash')).stdout, before)

        with self.subTest('a share that allows it'):
            settings = os.path.join(workspace.folder, 'guiyi.yaml')
            with open(settings, encoding='utf-8') as f:
                text = f.read()
            with open(settings, 'w', encoding='utf-8') as f:
                f.write(text + '\nguards:\n  retired: 100\n  shrunk: 100\n')
            self.check(workspace.run('plan'), DONE, FINDINGS)
            with open(settings, 'w', encoding='utf-8') as f:
                f.write(text + '\nguards:\n  retired: 101\n')
            self.assertIn('expected percent', self.check(workspace.run('plan'), USAGE).stderr)
            with open(settings, 'w', encoding='utf-8') as f:
                f.write(text)
        self.check(workspace.run('plan'), FAILED)
        self.check(workspace.run('plan', '--accept-loss'), DONE, FINDINGS)
        self.check(workspace.run('apply'), DONE, FINDINGS)
        self.assertNotEqual(self.check(workspace.run('platform', 'hash')).stdout, before)

    def test_a_small_change_passes(self):
        workspace, www = self.own_copy()
        self.run_to_plan(workspace)
        self.check(workspace.run('apply'), DONE, FINDINGS)
        os.remove(os.path.join(www, 'qhmzj', 'a', 'gongzuodongtai', '2019', '0523', '23.html'))
        self.run_to_plan(workspace)
        self.assertGreaterEqual(self.actions(workspace, 'article').get('retire', 0), 1)

    def test_explained(self):
        workspace, _ = self.own_copy()
        self.run_to_plan(workspace)
        url = 'http://mzj.qinghequ.gov.cn/a/gongzuodongtai/2019/0110/27.html'
        told = workspace.json('plan', '--explain', url)[0]
        self.assertEqual([o['outcome'] for o in told['outcomes']], ['loaded'])
        article = [row for row in told['rows'] if row['entity'] == 'article']
        self.assertEqual([(row['key'], row['action']) for row in article], [(url, 'create')])
        self.assertEqual(told['outcomes'][0]['target'], article[0]['target'])
        self.assertTrue(told['columns'] and told['columns'][0]['rule'], told)
        self.assertEqual(told['redirect']['status'], 301)
        with self.subTest('by an alias host and by the new address'):
            alias = workspace.json('plan', '--explain', url.replace('mzj.qinghequ.gov.cn', 'www.qhmzj.cn'))[0]
            self.assertEqual(alias['rows'], told['rows'])
            new = workspace.json('plan', '--explain', article[0]['target'])[0]
            self.assertIn(url, [row['key'] for row in new['rows']])
        with self.subTest('a merged article leads to its survivor'):
            merged = next(row for row in workspace.rows('outcomes') if row['outcome'] == 'merged' and row['entity'] == 'article')
            told = workspace.json('plan', '--explain', merged['url'])[0]
            if told['duplicates']:
                self.assertEqual(sum(d['survivor'] for d in told['duplicates']), 1)
            self.assertIn(merged['into'], [row['target'] for row in told['rows']])
        text = self.check(workspace.run('plan', '--explain', url)).stdout
        self.assertIn('create', text)
        self.check(workspace.run('plan', '--explain', 'http://www.nobody.cn/x'), FINDINGS)
        self.check(workspace.run('plan', '--explain', 'nothing'), USAGE)

    def test_two_plans_compared(self):
        workspace, www = self.own_copy()
        self.run_to_plan(workspace)
        first = self.keep_plan(workspace, 'first.db')
        self.assertIn('the same', self.check(workspace.run('diff', first, first)).stdout)
        self.check(workspace.run('apply'), DONE, FINDINGS)
        os.remove(os.path.join(www, 'qhmzj', 'a', 'gongzuodongtai', '2019', '0523', '23.html'))
        page = os.path.join(www, 'qhmzj', 'a', 'gongzuodongtai', '2019', '0531', '24.html')
        with open(page, 'rb') as f:
            bytes_of_page = f.read()
        with open(page, 'wb') as f:
            f.write(bytes_of_page.replace(b'25', b'26'))
        self.run_to_plan(workspace)
        second = self.keep_plan(workspace, 'second.db')
        told = [json.loads(line) for line in self.check(workspace.run('diff', first, second, '--json'), FINDINGS).stdout.splitlines()]
        by_key = {row['key']: row for row in told if row.get('entity') == 'article'}
        self.assertEqual((by_key['http://mzj.qinghequ.gov.cn/a/gongzuodongtai/2019/0523/23.html']['before'],
                          by_key['http://mzj.qinghequ.gov.cn/a/gongzuodongtai/2019/0523/23.html']['after']), ('create', 'retire'))
        changed = by_key['http://mzj.qinghequ.gov.cn/a/gongzuodongtai/2019/0531/24.html']
        self.assertEqual((changed['before'], changed['after'], changed['what']), ('create', 'update', 'action'))
        self.assertIn('body_html', changed['changes'])
        wanted = {}
        for row in workspace.rows('plan'):
            wanted[row['action']] = wanted.get(row['action'], 0) + 1
        self.assertEqual(sum(row['after'] == 'unchanged' for row in told if 'after' in row), wanted['unchanged'])
        self.check(workspace.run('diff', first), USAGE)
        self.check(workspace.run('diff', first, os.path.join(self.folder, 'none.db')), USAGE)


if __name__ == '__main__':
    harness.main()
