"""Rules by hand, their preview, the review of the least certain values and the cases that come of it."""
import json
import os
import re
import unittest

import harness


class Quality(harness.TestCase):
    def setUp(self):
        super().setUp()
        self.made = self.workspace()
        self.site = sorted(name[:-5] for name in os.listdir(os.path.join(self.made.folder, 'sites')))[0]
        self.file = os.path.join(self.made.folder, 'sites', self.site + '.yaml')
        self.reports = os.path.join(self.made.folder, '.guiyi', 'reports')

    def rules(self, text):
        with open(self.file, 'a', encoding='utf-8') as f:
            f.write(text)

    def test_wrong_rules_are_told_together(self):
        self.rules('templates:\n  one:\n    title: "h1[["\n    body: "//div["\n    kind: novel\n')
        for command in (['extract'], ['extract', '--preview']):
            done = self.made.run(*command)
            self.check(done, harness.USAGE)
            for part in ('templates.one.title', 'templates.one.body', 'templates.one.kind'):
                self.assertIn(part, done.stderr)
        self.rules('    tilte: h1\n')
        done = self.made.run('extract')
        self.check(done, harness.USAGE)
        self.assertRegex(done.stderr, r'%s\.yaml:\d+.*title' % self.site)

    def test_preview_changes_nothing_but_its_report(self):
        self.rules('templates:\n  all:\n    subtitle: "//title"\n')
        before = self.made.files()
        told = self.made.json('extract', '--preview', '--site', self.site)
        self.assertLessEqual(len(told[0]['pages']), 20)
        self.assertGreater(len(told[0]['pages']), 2)
        report = os.path.relpath(told[0]['file'], self.made.folder)
        after = self.made.files()
        page = after.pop(report).decode('utf-8')
        self.assertEqual(before, after)
        self.assertIn('rule all of the site&#39;s file' if '&#39;' in page else "rule all of the site's file", page)
        self.assertIn('sample pages agree on the body', page)
        # Old pages are shown without any right: no frame may run a script or load anything.
        self.assertEqual(len(re.findall('<iframe', page)), len(re.findall('<iframe sandbox title=', page)))
        self.assertNotIn('<script', page)

    def test_review_becomes_cases(self):
        self.check(self.made.run('extract', '--site', self.site), harness.DONE, harness.FINDINGS)
        self.check(self.made.run('extract', '--review', '--site', self.site))
        with open(os.path.join(self.reports, 'review-%s.jsonl' % self.site), encoding='utf-8') as f:
            lines = [json.loads(line) for line in f]
        self.assertTrue({'title', 'published', 'source', 'column', 'body'} <= {line['field'] for line in lines})
        self.assertEqual({line['correct'] for line in lines}, {None})
        self.assertEqual({line['sample'] for line in lines} - {'random', 'least certain'}, set())
        titles = [line for line in lines if line['field'] == 'title' and line['value']]
        for line in titles:
            line['correct'] = True
        filled = os.path.join(self.folder, 'filled.jsonl')
        self.write(filled, lines)
        self.check(self.made.run('extract', '--add-cases', filled))
        checked = self.made.json('extract', '--check-cases', '--site', self.site)
        field = checked[0]['fields'][0]
        self.assertEqual((field['field'], field['right'], field['cases']), ('title', len(titles), len(titles)))
        self.assertLess(field['low'], 1)
        # A later answer replaces the earlier one, and a case that is not met is a finding.
        titles[0]['correct'] = 'another title'
        self.write(filled, titles[:1])
        self.check(self.made.run('extract', '--add-cases', filled))
        done = self.made.run('extract', '--check-cases', '--site', self.site)
        self.check(done, harness.FINDINGS)
        self.assertIn('expected another title', done.stderr)

    def test_answers_of_other_sites_are_refused(self):
        filled = os.path.join(self.folder, 'filled.jsonl')
        self.write(filled, [{'site': 'nowhere', 'url': 'http://x/', 'field': 'title', 'correct': True}])
        done = self.made.run('extract', '--add-cases', filled)
        self.check(done, harness.USAGE)
        self.assertIn('filled.jsonl:1', done.stderr)

    def write(self, path, lines):
        with open(path, 'w', encoding='utf-8') as f:
            f.writelines(json.dumps(line, ensure_ascii=False) + '\n' for line in lines)


if __name__ == '__main__':
    unittest.main()
