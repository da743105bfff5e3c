"""cutover freeze and delta: what an old site changed after its freeze, from the files up; and the plan of only that."""
import json
import os
import shutil

import harness
from harness import DONE, FINDINGS, USAGE


class Delta(harness.TestCase):
    def setUp(self):
        super().setUp()
        sites = os.path.join(self.folder, 'district')
        shutil.copytree(harness.EXAMPLES, sites)
        self.site = os.path.join(sites, 'www', 'qhswj')
        self.frozen = self.workspace(sites=os.path.join(sites, 'sites.csv'))
        self.check(self.frozen.run('run', '--to', 'plan'), DONE, FINDINGS)
        self.check(self.frozen.run('apply'), DONE, FINDINGS)

    def change(self, name, old, new):
        path = os.path.join(self.site, name)
        with open(path, encoding='gbk') as f:
            text = f.read()
        self.assertIn(old, text)
        with open(path, 'w', encoding='gbk') as f:
            f.write(text.replace(old, new))

    def rewrite(self, name, sentence):
        path = os.path.join(self.site, name)
        with open(path, encoding='gbk') as f:
            text = f.read()
        start, end = text.index('　　入汛以来'), text.index('</TD></TR>\n<TR><TD align=right>')
        with open(path, 'w', encoding='gbk') as f:
            f.write(text[:start] + sentence + text[end:])

    def delta(self, *codes):
        self.check(self.frozen.run('cutover', 'delta'), *codes)
        with open(os.path.join(self.frozen.folder, '.guiyi', 'reports', 'delta.jsonl'), encoding='utf-8') as f:
            return [json.loads(line) for line in f]

    def page(self):
        with open(os.path.join(self.frozen.folder, '.guiyi', 'reports', 'delta.html'), encoding='utf-8') as f:
            return f.read()

    def test_from_freeze_to_plan(self):
        self.assertIn('cutover freeze', self.check(self.frozen.run('cutover', 'delta'), USAGE).stderr)
        frozen = self.frozen.json('cutover', 'freeze')
        self.assertEqual({row['site'] for row in frozen}, {'qinghe', 'qhmzj', 'qhswj'})
        self.assertIn('--again', self.check(self.frozen.run('cutover', 'freeze'), USAGE).stderr)
        self.check(self.frozen.run('extract'), DONE, FINDINGS)
        self.assertEqual(self.delta(DONE), [])
        self.assertIn('changed nothing', self.page())

        self.change('show.asp@id=13', '南陂村', '北陂村')
        shutil.copy(os.path.join(self.site, 'show.asp@id=13'), os.path.join(self.site, 'show.asp@id=90'))
        self.change('show.asp@id=90', '做好台风“山茶”防御工作', '冬季清淤工程全面开工')
        self.rewrite('show.asp@id=90', '　　11月起，全区17条骨干渠道冬季清淤陆续动工，计划投入挖掘机41台，清除淤泥23000立方米，明年春灌之前完工。')
        os.remove(os.path.join(self.site, 'show.asp@id=16'))
        self.check(self.frozen.run('extract'), DONE, FINDINGS)
        found = {(row['url'].rsplit('/', 1)[1], row['entity']): row for row in self.delta(FINDINGS) if row['entity'] == 'article'}
        self.assertEqual({key: row['change'] for key, row in found.items()},
                         {('show.asp?id=13', 'article'): 'changed', ('show.asp?id=90', 'article'): 'new', ('show.asp?id=16', 'article'): 'gone'})
        changed = found['show.asp?id=13', 'article']
        self.assertEqual(list(changed['changes']), ['text'])
        self.assertIn('南陂村', changed['changes']['text'][0])
        self.assertIn('北陂村', changed['changes']['text'][1])
        self.assertEqual(found['show.asp?id=90', 'article']['title'], '冬季清淤工程全面开工')
        with open(os.path.join(self.frozen.folder, '.guiyi', 'reports', 'delta.csv'), encoding='utf-8-sig') as f:
            self.assertEqual(len(f.read().splitlines()) - 1, len(self.delta(FINDINGS)))
        page = self.page()
        for words in ('冬季清淤工程全面开工', '南陂村', '北陂村', 'show.asp?id=16'):
            self.assertIn(words, page)
        self.assertNotIn('<script', page)
        chinese = self.check(self.frozen.run('cutover', 'delta', '--lang', 'zh_CN'), FINDINGS)
        self.assertEqual(chinese.stderr, '')

        self.check(self.frozen.run('run', '--to', 'plan'), DONE, FINDINGS)
        touched = {row['source'].rsplit('/', 1)[1]: row['action'] for row in self.frozen.rows('plan')
                   if row['entity'] == 'article' and row['action'] != 'unchanged'}
        self.assertEqual(touched, {'show.asp?id=13': 'update', 'show.asp?id=90': 'create', 'show.asp?id=16': 'retire'})
        self.check(self.frozen.run('apply'), DONE, FINDINGS)
        self.assertEqual(len(self.delta(FINDINGS)), len(found), 'the freeze stays until it is made again')
        self.check(self.frozen.run('cutover', 'freeze', '--again', '--site', 'qhswj'))
        self.assertEqual(self.delta(DONE), [])


if __name__ == '__main__':
    harness.main()
