"""apply in parts: a number of records, a choice, repaired rejects, wave after wave."""
import json
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing

import harness
from harness import DONE, FINDINGS, USAGE


class Apply(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        """One planned workspace, and what an undisturbed apply of it leaves."""
        cls.planned = cls.wanted = None

    def copy(self, name):
        if Apply.planned is None:
            Apply.folder_of_all = tempfile.mkdtemp(prefix='guiyi-e2e-')
            self.addClassCleanup(shutil.rmtree, Apply.folder_of_all, ignore_errors=True)
            made = self.workspace()
            self.check(made.run('run', '--to', 'plan'), DONE, FINDINGS)
            Apply.planned = os.path.join(Apply.folder_of_all, 'planned')
            shutil.copytree(made.folder, Apply.planned)
            self.check(made.run('apply'), DONE, FINDINGS)
            Apply.wanted = self.dump(made)
        folder = os.path.join(self.folder, name)
        shutil.copytree(Apply.planned, folder)
        return harness.Workspace(folder)

    def dump(self, workspace):
        return self.check(workspace.run('platform', 'dump')).stdout

    def rows(self, workspace, table):
        found = [json.loads(line) for line in self.dump(workspace).splitlines()]
        return [row[1:] for row in found if row[0] == table]

    def apply(self, workspace, *arguments):
        done = self.check(workspace.run('apply', '--json', *arguments), DONE, FINDINGS)
        return done.returncode, json.loads(done.stdout.splitlines()[-1])

    def contents(self, dump):
        """A dump without the numbers that the order of loading gives: the texts of each row."""
        rows = [json.loads(line) for line in dump.splitlines()]
        return sorted([value for value in row if isinstance(value, str)] for row in rows)

    def test_a_limit_and_on_from_there(self):
        workspace = self.copy('limit')
        for _ in range(3):
            self.assertEqual(self.apply(workspace, '--limit', '7')[1]['counts']['records written'], 7)
        rest = self.apply(workspace)[1]['counts']['records written']
        self.assertGreater(rest, 0)
        self.assertSameText(self.dump(workspace), Apply.wanted, 'dump')
        self.assertEqual(self.apply(workspace)[1]['counts']['rows written'], 0)
        self.check(workspace.run('apply', '--limit', '0'), USAGE)

    def test_predicted_rows_are_there(self):
        """The plan's numbers by table, counted again in the database: the program's own account is not asked."""
        workspace = self.copy('predicted')
        with closing(sqlite3.connect(os.path.join(workspace.folder, '.guiyi', 'plans', 'plan.db'))) as plan:
            predicted = {}
            for (rows,) in plan.execute("SELECT rows FROM plan_row WHERE action='create'"):
                words = rows.split()
                for table, number in zip(words[::2], words[1::2]):
                    predicted[table] = predicted.get(table, 0) + int(number)
        self.apply(workspace)
        with closing(sqlite3.connect(os.path.join(workspace.folder, '.guiyi', 'platform.db'))) as db:
            there = {table: db.execute('SELECT count(*) FROM "%s"' % table).fetchone()[0] for table in predicted}
        self.assertGreater(len(predicted), 9)
        self.assertEqual(there, {table: number for table, number in predicted.items()})

    def test_only_a_choice(self):
        workspace = self.copy('only')
        self.apply(workspace, '--only', 'site=qhswj')
        tenants = {row[0]: row[1] for row in self.rows(workspace, 'tenant')}
        articles = self.rows(workspace, 'article')
        self.assertTrue(articles)
        self.assertEqual({tenants[row[1]] for row in articles}, {'qhswj'})
        one = next(row for row in workspace.rows('plan') if row['entity'] == 'article' and row['site'] == 'qinghe')
        self.apply(workspace, '--only', 'url=' + one['source'])
        sources = [row[4] for row in self.rows(workspace, 'article') if tenants[row[1]] == 'qinghe']
        self.assertEqual(sources, [one['source']])
        before = len(self.rows(workspace, 'article'))
        code = {row[0]: row[2] for row in self.rows(workspace, 'tenant_column')}
        self.apply(workspace, '--only', 'site=qhmzj', '--only', 'column=0102')
        mine = [row for row in self.rows(workspace, 'article') if tenants[row[1]] == 'qhmzj']
        self.assertEqual(len(mine) + before, len(self.rows(workspace, 'article')))
        shown = {(row[0], code[row[2]]) for row in self.rows(workspace, 'placement')}
        self.assertTrue(mine)
        self.assertTrue(all((row[0], '0102') in shown for row in mine))
        self.apply(workspace)
        self.assertEqual(self.contents(self.dump(workspace)), self.contents(Apply.wanted))
        self.assertEqual(self.apply(workspace)[1]['counts']['rows written'], 0)
        self.check(workspace.run('apply', '--only', 'tenant=x'), USAGE)

    def test_rejects_are_repaired_and_loaded(self):
        workspace = self.copy('rejects')
        self.apply(workspace, '--limit', '1')
        bad = next(row for row in workspace.rows('plan') if row['entity'] == 'article' and row['site'] == 'qhmzj')
        with closing(sqlite3.connect(os.path.join(workspace.folder, '.guiyi', 'platform.db'))) as db:
            db.execute("CREATE TRIGGER refuse BEFORE INSERT ON article WHEN NEW.source_url='%s' AND NEW.title NOT LIKE '%%repaired' "
                       "BEGIN SELECT RAISE(ABORT,'a title that is refused'); END" % bad['source'])
            db.commit()
        code, told = self.apply(workspace)
        self.assertEqual((code, told['counts']['rejected']), (FINDINGS, 1))
        self.assertIn('a title that is refused', told['errors'][0]['why'])
        rejects = os.path.join(workspace.folder, '.guiyi', 'rejects', 'apply.jsonl')
        with open(rejects, encoding='utf-8') as f:
            records = [json.loads(line) for line in f]
        self.assertEqual([record['key'] for record in records], [bad['source']])
        loaded = len(self.rows(workspace, 'article'))
        records[0]['fields']['title'] += ' repaired'
        repaired = os.path.join(self.folder, 'repaired.jsonl')
        with open(repaired, 'w', encoding='utf-8') as f:
            f.write('{"entity":"article","key":"x","fields":{"colour":"red"}}\n')
        self.check(workspace.run('apply', '--rejects', repaired), USAGE)
        with open(repaired, 'w', encoding='utf-8') as f:
            f.write(json.dumps(records[0], ensure_ascii=False) + '\n')
        self.assertEqual(self.apply(workspace, '--rejects', repaired)[1]['counts']['records written'], 1)
        self.assertEqual(len(self.rows(workspace, 'article')), loaded + 1)
        self.assertEqual(self.apply(workspace)[1]['counts']['rows written'], 0)

    def test_references_across_waves(self):
        sites = os.path.join(self.folder, 'sites.csv')
        with open(os.path.join(harness.EXAMPLES, 'sites.csv'), encoding='utf-8') as f:
            text = f.read()
        www = os.path.join(harness.EXAMPLES, 'www')
        lines = [line.replace('mirror:www', 'mirror:' + www) for line in text.splitlines()]
        lines = [line[:-1] + '2' if line.startswith('qinghe,') else line for line in lines]
        with open(sites, 'w', encoding='utf-8') as f:
            f.write('\n'.join(lines) + '\n')
        workspace = self.workspace('waves', sites=sites)
        self.check(workspace.run('run', '--wave', '1', '--to', 'plan'), DONE, FINDINGS)
        parked = [row for row in workspace.rows('links') if row['status'] == 'parked']
        self.assertTrue(parked)
        self.check(workspace.run('apply'), DONE, FINDINGS)

        def open_links():
            told = [row for row in workspace.json('status') if row.get('stage') == 'plan']
            return told[-1]['counts']['links parked']

        applied = json.loads(self.check(workspace.run('apply', '--json')).stdout.splitlines()[-1])
        self.assertEqual(applied['counts']['links parked'], len(parked))
        self.assertEqual(open_links(), len(parked))
        said = self.check(workspace.run('status')).stdout
        self.assertIn('links parked', said)
        self.assertIn('interpretations open', said)
        self.check(workspace.run('run', '--to', 'plan'), DONE, FINDINGS)
        self.assertEqual(open_links(), 0)
        updates = {row['source'] for row in workspace.rows('plan') if row['action'] == 'update' and row['entity'] == 'article'}
        self.assertTrue({row['page'] for row in parked if row['found_in'] == 'attr'} <= updates, updates)
        self.check(workspace.run('apply'), DONE, FINDINGS)
        bodies = {row[4]: row[16] for row in self.rows(workspace, 'article')}
        for row in workspace.rows('links'):
            if row['page'] in updates and row['rewritten'] and row['found_in'] == 'attr':
                self.assertIn(row['target'].split('#')[0], bodies[row['page']].replace('&amp;', '&'))
        verified = json.loads(self.check(workspace.run('verify', '--json'), DONE, FINDINGS).stdout.splitlines()[0])
        self.assertEqual(verified['faults'], {})


if __name__ == '__main__':
    harness.main()
