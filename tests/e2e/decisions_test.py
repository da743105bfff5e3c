"""What people decided lasts: over a new extraction, a renamed column and another taxonomy."""
import os
import re
import shutil
import unittest

import harness
from harness import DONE, FINDINGS

OLD, NEW = '河长制', '河湖长制'


class Decisions(harness.TestCase):
    def setUp(self):
        super().setUp()
        self.source = os.path.join(self.folder, 'district')
        shutil.copytree(harness.EXAMPLES, self.source)
        self.made = self.workspace(sites=os.path.join(self.source, 'sites.csv'))
        self.file = os.path.join(self.made.folder, 'mappings', 'qhswj.yaml')
        self.extract_and_map()

    def extract_and_map(self):
        self.check(self.made.run('extract', '--site', 'qhswj'), DONE, FINDINGS)
        self.check(self.made.run('map', '--site', 'qhswj'), DONE, FINDINGS)

    def text(self):
        with open(self.file, encoding='utf-8') as f:
            return f.read()

    def entry(self, name):
        found = re.search(r'  - path: "?%s"?\n(?:    .*\n?)*' % re.escape(name), self.text())
        self.assertIsNotNone(found, 'no entry for %s in\n%s' % (name, self.text()))
        return found.group(0)

    def decide(self, name, target, note):
        old = self.entry(name)
        new = re.sub(r"    target: .*\n", "    target: '%s'\n    note: %s\n" % (target, note), old, count=1)
        self.assertNotEqual(old, new)
        with open(self.file, 'w', encoding='utf-8') as f:
            f.write(self.text_before.replace(old, new))

    def decided(self, target):
        self.text_before = self.text()
        self.decide(OLD, target, 'agreed with the bureau')
        self.check(self.made.run('map', '--site', 'qhswj'), DONE, FINDINGS)
        self.assertEqual(self.target(OLD), target)

    def target(self, name):
        rows = [row for row in self.made.rows('columns') if row['site'] == 'qhswj' and row['name'] == name]
        self.assertEqual(len(rows), 1, rows)
        return rows[0]['target']

    def findings(self, rule):
        return [row for row in self.made.rows('findings') if row['rule'] == rule]

    def edit_pages(self, old, new):
        """Replaces a word in every saved page of the site; answers in how many."""
        edited = 0
        for folder, _, names in os.walk(os.path.join(self.source, 'www', 'qhswj')):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, 'rb') as f:
                    was = f.read()
                now = was.replace(old.encode('gb18030'), new.encode('gb18030'))
                if now != was:
                    edited += 1
                    with open(path, 'wb') as f:
                        f.write(now)
        return edited

    def test_new_extraction(self):
        self.decided('0102')
        kept = self.entry(OLD)
        self.assertGreater(self.edit_pages('水务局', '水利局'), 0)
        self.extract_and_map()
        self.assertEqual(self.target(OLD), '0102')
        self.assertEqual(self.entry(OLD), kept)
        self.assertIn('agreed with the bureau', kept)

    def test_renamed_column(self):
        self.decided('0102')
        self.assertGreater(self.edit_pages(OLD, NEW), 0)
        self.extract_and_map()
        self.assertEqual(self.target(NEW), '0102')
        self.assertIn('agreed with the bureau', self.entry(NEW))
        self.assertEqual(len(self.findings('MAP-RENAMED')), 1)

    def test_changed_taxonomy(self):
        self.decided('0108')
        with open(os.path.join(harness.ROOT, 'mappings', 'data', 'taxonomy.yaml'), encoding='utf-8') as f:
            lines = [line for line in f if "code: '0108'" not in line and not line.startswith("  '0108':")]
        with open(os.path.join(self.made.folder, 'own.yaml'), 'w', encoding='utf-8') as f:
            f.writelines(lines)
        config = os.path.join(self.made.folder, 'guiyi.yaml')
        with open(config, encoding='utf-8') as f:
            text = f.read()
        self.assertIn('\ntaxonomy:\n', text)
        with open(config, 'w', encoding='utf-8') as f:
            f.write(text.replace('\ntaxonomy:\n', '\ntaxonomy:\n  file: own.yaml\n'))
        self.check(self.made.run('map', '--site', 'qhswj'), DONE, FINDINGS)
        gone = self.findings('MAP-TARGET-GONE')
        self.assertEqual(len(gone), 1, gone)
        self.assertIn('0108', gone[0]['message'] + str(gone[0]['evidence']))
        self.assertIn('agreed with the bureau', self.entry(OLD))

    def test_vanished_column(self):
        self.decided('0102')
        # Another address and another name: nothing says that it is the same column.
        self.edit_pages(OLD, NEW)
        self.edit_pages('cid=4"', 'cid=44"')
        folder = os.path.join(self.source, 'www', 'qhswj')
        for name in os.listdir(folder):
            if 'cid=4' in name and 'cid=44' not in name:
                os.rename(os.path.join(folder, name), os.path.join(folder, name.replace('cid=4', 'cid=44')))
        self.extract_and_map()
        self.assertEqual(len(self.findings('MAP-GONE')), 1)
        self.assertIn(OLD, self.findings('MAP-GONE')[0]['message'])


class Policies(harness.TestCase):
    def test_policy_documents(self):
        made = self.workspace()
        self.check(made.run('run', '--to', 'plan'), DONE, FINDINGS)
        rows = made.rows('policies')
        self.assertTrue(rows)
        for row in rows:
            self.assertIn(row['validity'], (None, '现行有效', '已修改', '已废止', '已失效'), row)
            for day in ('written', 'effective', 'expires'):
                self.assertRegex(row[day] or '2000-01-01', r'^\d{4}-\d\d-\d\d$')
        self.assertTrue([row for row in rows if row['number'] and row['written'] and row['issuer']])
        explained = [row for row in rows if row['interpretations']]
        interprets = [row for row in made.rows('relations') if row['relation'] == 'interprets']
        self.assertTrue(explained)
        for row in explained:
            for text in row['interpretations']:
                self.assertTrue([r for r in interprets if (r['url'], r['other_url']) == (text['url'], row['url'])])
        reports = os.path.join(made.folder, '.guiyi', 'reports')
        for name in ('policies.csv', 'relations.csv', 'forecast.csv'):
            with open(os.path.join(reports, name), encoding='utf-8-sig') as f:
                self.assertGreater(len(f.readlines()), 1, name)


if __name__ == '__main__':
    unittest.main()
