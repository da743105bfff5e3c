"""Generated farms of sites, scored against their truth. Needs the farm tools in GUIYI_SHARED (or ../shared)."""
import json
import os
import subprocess
import sys

import bodies
import harness
from harness import DONE, FINDINGS

TOOLS = os.path.join(os.environ.get('GUIYI_SHARED', os.path.join(harness.ROOT, '..', 'shared')), 'tools')
SEEDS = os.environ.get('GUIYI_FARM_SEEDS', '11').split()
SITES, ARTICLES = 8, 1500


def figure(report, *names):
    """A number of the scorer's report; most stand under "ratio"."""
    for name in names:
        report = report[name]
    return report['ratio'] if isinstance(report, dict) else report


class Farm(harness.TestCase):
    def setUp(self):
        if not os.path.exists(os.path.join(TOOLS, 'sitefarm.py')):
            self.skipTest('the farm tools are not present in %s' % TOOLS)
        super().setUp()

    def tool(self, name, *arguments):
        return subprocess.run([sys.executable, os.path.join(TOOLS, name), *arguments], check=True, capture_output=True,
                              text=True).stdout

    def score(self, seed):
        farm = os.path.join(self.folder, 'farm' + seed)
        self.tool('sitefarm.py', '--out', farm, '--sites', str(SITES), '--articles', str(ARTICLES), '--seed', seed)
        sites = os.path.join(self.folder, 'sites%s.csv' % seed)
        with open(sites, 'w', encoding='utf-8') as f:
            f.write(self.tool('farm_sites.py', '--farm', farm))
        workspace = self.workspace('workspace' + seed, sites)
        self.check(workspace.run('run', '--to', 'plan', timeout=1800), DONE, FINDINGS)
        self.check(workspace.run('apply', timeout=1800), DONE, FINDINGS)
        self.assertEqual(workspace.json('apply')[-1]['counts']['rows written'], 0)
        found, unlisted = bodies.left_over(workspace)
        self.assertEqual(unlisted[:20], [], '%d of %d addresses on old hosts' % (len(unlisted), len(found)))
        exports = os.path.join(self.folder, 'exports' + seed)
        os.makedirs(exports)
        for table in harness.TABLES:
            self.check(workspace.run('export', table, '--output', os.path.join(exports, table + '.jsonl')))
        return json.loads(self.tool('score_farm.py', '--truth', os.path.join(farm, 'truth'), '--export', exports, '--json'))

    def test_scores(self):
        for seed in SEEDS:
            report = self.score(seed)
            print(json.dumps({'seed': seed, **report}, ensure_ascii=False))
            for name, least in THRESHOLDS.items():
                with self.subTest(seed=seed, figure=name):
                    self.assertGreaterEqual(figure(report, *name.split('/')), least)
            with self.subTest(seed=seed, figure='articles extra'):
                self.assertLessEqual(report['articles extra']['count'], 0.01 * report['articles extra']['of'])
            for name, most in CEILINGS.items():
                with self.subTest(seed=seed, figure=name):
                    self.assertLessEqual(figure(report, *name.split('/')), most)


THRESHOLDS = {
    'articles found': 0.99, 'article title': 0.98, 'article date': 0.98, 'article source': 0.95, 'article column': 0.95,
    'body F1/mean': 0.97, 'attachment recall': 0.98, 'attachment precision': 0.98, 'columns found': 0.95,
    'column target': 0.90, 'letters found': 0.95, 'links in ledger': 0.97, 'redirect for every old URL': 1.0,
    'outcome for every URL': 1.0}
CEILINGS = {'deepest target level': 3, 'redirect chains': 0, 'redirect contradictions': 0}

if __name__ == '__main__':
    harness.main()
