"""page extract scored on the public extraction sets. Needs them and their scorer in GUIYI_SHARED (or ../shared)."""
import json
import os
import subprocess
import sys

import harness

SHARED = os.environ.get('GUIYI_SHARED', os.path.join(harness.ROOT, '..', 'shared'))
SCORER = os.path.join(SHARED, 'tools', 'score_extraction.py')
TRUTH = os.path.join(SHARED, 'extraction', 'truth.json')

# (group of pages, figure, name in it, at least)
FLOORS = [
    ('scrapinghub', 'body', 'f1', 0.970),
    ('magic-html', 'body', 'f1', 0.920),
    ('lang=zh', 'body', 'f1', 0.978),
    ('trafilatura', 'snippets', 'accuracy', 0.920),
    ('trafilatura', 'title', 'exact', 0.760),
    ('lang=zh', 'title', 'exact', 0.960),
    ('htmldate', 'date', 'exact', 0.900),
    ('trafilatura', 'date', 'exact', 0.870),
    ('lang=zh', 'date', 'exact', 0.981),
    ('trafilatura', 'author', 'exact', 0.540),
]


class PageScore(harness.TestCase):
    def setUp(self):
        if not (os.path.exists(SCORER) and os.path.exists(TRUTH)):
            self.skipTest('the extraction sets are not present in %s' % SHARED)
        super().setUp()

    def test_floors(self):
        with open(TRUTH, encoding='utf-8') as f:
            truth = json.load(f)
        pages = os.path.join(self.folder, 'pages.jsonl')
        with open(pages, 'w', encoding='utf-8') as f:
            for r in truth:
                file = os.path.join(os.path.dirname(os.path.abspath(TRUTH)), r['file'])
                f.write(json.dumps({'id': r['id'], 'file': file, 'url': r['url']}) + '\n')
        predictions = os.path.join(self.folder, 'predictions.json')
        subprocess.run([harness.binary(), 'page', 'extract', '--input', pages, '--output', predictions], check=True)
        done = subprocess.run([sys.executable, SCORER, TRUTH, predictions, '--json', '--bootstrap', '0'], check=True,
                              capture_output=True, text=True)
        report = json.loads(done.stdout)
        for group, kind, name, floor in FLOORS:
            value = report[group][kind][name]
            print('%-12s %-9s %-8s %.4f (at least %.3f)' % (group, kind, name, value, floor))
            with self.subTest(group=group, figure=kind):
                # The scorer's own rounding: a share of 54 pages is no finer.
                self.assertGreaterEqual(round(value, 3), floor)


if __name__ == '__main__':
    harness.main()
