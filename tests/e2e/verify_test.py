"""verify on a whole platform finds nothing; on one with a fault of each kind it finds each."""
import json
import os
import shutil
import sqlite3
from contextlib import closing

import harness
from harness import DONE, FINDINGS, USAGE


class Verify(harness.TestCase):
    def applied(self):
        workspace = self.workspace()
        self.check(workspace.run('run', '--to', 'plan'), DONE, FINDINGS)
        self.check(workspace.run('apply'), DONE, FINDINGS)
        return workspace

    def verify(self, workspace, *arguments):
        done = workspace.run('verify', '--json', *arguments)
        self.assertIn(done.returncode, (DONE, FINDINGS), done.stderr)
        with open(os.path.join(workspace.folder, '.guiyi', 'reports', 'verify.json'), encoding='utf-8') as f:
            report = json.load(f)
        self.assertEqual(json.loads(done.stdout.splitlines()[0])['faults'], report['rules'])
        return done.returncode, report

    def test_a_whole_platform(self):
        workspace = self.applied()
        code, report = self.verify(workspace)
        self.assertEqual((code, report['rules'], report['found']), (DONE, {}, []))
        articles = [row for row in workspace.rows('outcomes')
                    if row['outcome'] == 'loaded' and row['entity'] in ('article', 'page', 'letter')]
        self.assertGreater(report['checked']['articles'], 10)
        self.assertLessEqual(report['checked']['articles'], len(articles))
        for name in ('addresses', 'contents', 'counts', 'files', 'letters', 'links', 'texts'):
            self.assertGreater(report['checked'].get(name, 0), 0, name)
        self.assertEqual(sum(row['source'] for row in report['counts']), report['checked']['articles'])
        sample = report['sample']
        self.assertEqual(sample['population'], report['checked']['articles'])
        self.assertEqual(sample['size'], len(sample['articles']))
        self.assertEqual({article['stratum'].split(' / ')[0] for article in sample['articles']}, {'qhmzj', 'qhswj', 'qinghe'})
        with open(os.path.join(workspace.folder, '.guiyi', 'reports', 'verify.html'), encoding='utf-8') as f:
            page = f.read()
        self.assertEqual(page.count('<section class="one">') + page.count('<section class=one>'), sample['size'])
        self.assertNotIn('allow-scripts', page)
        smaller = self.verify(workspace, '--confidence', '50', '--tolerated', '20')[1]['sample']
        self.assertLess(smaller['size'], sample['size'])
        self.check(workspace.run('verify', '--confidence', '100'), USAGE)
        one = self.verify(workspace, '--site', 'qhswj')[1]
        self.assertEqual({row['site'] for row in one['counts']}, {'qhswj'})

    def test_each_fault_is_found(self):
        workspace = self.applied()
        database = os.path.join(workspace.folder, '.guiyi', 'platform.db')
        kept = database + '.kept'
        with closing(sqlite3.connect(database)) as db:
            db.execute('PRAGMA journal_mode=DELETE')
        shutil.copy(database, kept)

        def article(where='1', columns='id,url'):
            with closing(sqlite3.connect(kept)) as db:
                row = db.execute('SELECT %s FROM article a WHERE %s ORDER BY id LIMIT 1' % (columns, where)).fetchone()
            self.assertTrue(row, where)
            return row

        plain, url = article("kind='article'")
        with_link = article("body_html LIKE '%href=%'")[0]
        with_file = article("EXISTS (SELECT 1 FROM attachment WHERE article=a.id AND sha256 IS NOT NULL)")[0]
        letter = article("kind='letter'")[0]
        faults = [
            ('ARTICLE-MISSING', ["UPDATE article SET url=url||'-moved' WHERE id=%d" % plain]),
            ('ARTICLE-MISSING', ["UPDATE article SET retired='lost' WHERE id=%d" % plain]),
            ('ARTICLE-EXTRA', ["UPDATE article SET url=url||'-moved' WHERE id=%d" % plain]),
            ('COUNT-DIFFERS', ["UPDATE article SET published='1999-01-01' WHERE id=%d" % plain]),
            ('FIELD-DIFFERS', ["UPDATE article SET title=title||'。' WHERE id=%d" % plain]),
            ('FIELD-DIFFERS', ["UPDATE article SET source=NULL,author='某人' WHERE id=%d" % plain]),
            ('TEXT-DIFFERS', ["UPDATE article SET body_text=substr(body_text,1,length(body_text)-1) WHERE id=%d" % plain]),
            ('BODY-DIFFERS', ["UPDATE article SET body_html=replace(body_html,'</p>','')||' ' WHERE id=%d" % plain]),
            ('COLUMN-DIFFERS', ["DELETE FROM placement WHERE article=%d" % plain]),
            ('FILE-MISSING', ["DELETE FROM attachment WHERE article=%d" % with_file]),
            ('LETTER-DIFFERS', ["UPDATE letter SET reply='好' WHERE article=%d" % letter]),
            ('LETTER-DIFFERS', ["DELETE FROM letter WHERE article=%d" % letter]),
            ('LINK-BROKEN', ["UPDATE article SET body_html=replace(body_html,'href=\"','href=\"https://www.platform.gov.cn/none') WHERE id=%d" % with_link]),
            ('LINK-BROKEN', ["UPDATE article SET body_html=replace(body_html,'href=\"','href=\"http://www.qhmzj.cn/old?') WHERE id=%d" % with_link]),
            ('ADDRESS-UNANSWERED', ["DELETE FROM old_url WHERE key=(SELECT min(key) FROM old_url)"]),
            ('ADDRESS-DIFFERS', ["UPDATE old_url SET target=(SELECT home FROM tenant LIMIT 1) WHERE target='%s'" % url]),
            ('ADDRESS-DIFFERS', ["UPDATE old_url SET status=200 WHERE target='%s'" % url]),
            ('ADDRESS-DEAD-END', ["UPDATE old_url SET target=target||'x' WHERE target='%s'" % url]),
            ('CONTENT-DIFFERS', ["UPDATE file SET bytes=bytes+1 WHERE sha256=(SELECT min(sha256) FROM file)"]),
        ]
        for rule, statements in faults:
            with self.subTest(rule=rule, statements=statements):
                shutil.copy(kept, database)
                with closing(sqlite3.connect(database)) as db:
                    changed = sum(db.execute(statement).rowcount for statement in statements)
                    db.commit()
                self.assertGreater(changed, 0, 'nothing was planted')
                code, report = self.verify(workspace)
                self.assertEqual(code, FINDINGS)
                self.assertIn(rule, report['rules'])
                self.assertTrue([fault for fault in report['found'] if fault['rule'] == rule])
        shutil.copy(kept, database)
        stored = sorted(os.path.join(folder, name) for folder, _, names in os.walk(database + '.files') for name in names)
        self.assertGreater(len(stored), 1)
        with open(stored[0], 'r+b') as f:
            f.write(b'?')
        os.remove(stored[1])
        code, report = self.verify(workspace)
        self.assertEqual((code, report['rules']), (FINDINGS, {'CONTENT-DIFFERS': 1, 'CONTENT-MISSING': 1}))

    def test_without_a_platform(self):
        workspace = self.workspace()
        self.check(workspace.run('verify'), USAGE)


if __name__ == '__main__':
    harness.main()
