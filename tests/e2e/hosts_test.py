"""The host table, and that it drives rewriting, redirects and the audit; what is left of old hosts in bodies."""
import json
import os
import shutil

import bodies
import harness
from harness import DONE, FINDINGS, USAGE

TABLE = '''host,site,main,owner,standard_host,state,approval,filing,registered,expires,redirects_until
www.qinghequ.gov.cn,qinghe,yes,清禾区人民政府办公室,,active,清府函〔2024〕3号,-,2005-03-01,2026-03-01,
alt.qinghequ.cn,qinghe,,,,idle,,,,,2024-03-01
'''
PAGE = 'qinghe/xwzx/qhyw/201908/t20190830_10038.html'
LINKS = '''<p><a href="http://ALT.qinghequ.cn/xwzx/">alias</a> <a href="//www.qinghequ.cn/zwgk/">alias</a>
<a href="http://www.qhmzj.cn/a/yanglaofuwu/2019/1119/39.html">sibling</a> <a href="http://www.qhmzj.cn/no/such.html?a=1&amp;b=2">dead</a>
<a href="http://www.qhswj.com/show.asp?id=3">later wave</a> 详见 http://www.qhmzj.cn/a/yanglaofuwu/2019/0911/38.html 。
<a href="mailto:bgs@www.qhmzj.cn">mail</a> <a href="http://www.qhmzj.cn.example.com/">another host</a></p>
'''


class Hosts(harness.TestCase):
    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        return path

    def batch(self):
        """The example with a page full of links, and the water bureau in a later wave."""
        www = os.path.join(self.folder, 'www')
        shutil.copytree(os.path.join(harness.EXAMPLES, 'www'), www)
        page = os.path.join(www, PAGE)
        with open(page, encoding='utf-8') as f:
            text = f.read()
        mark = '会议还研究了其他事项。</p>'
        self.assertIn(mark, text)
        with open(page, 'w', encoding='utf-8') as f:
            f.write(text.replace(mark, mark + LINKS))
        with open(os.path.join(harness.EXAMPLES, 'sites.csv'), encoding='utf-8') as f:
            lines = [line.replace('mirror:www', 'mirror:' + www) for line in f.read().splitlines()]
        lines = [line[:-1] + '2' if line.startswith('qhswj,') else line for line in lines]
        return self.workspace(sites=self.write('sites.csv', '\n'.join(lines) + '\n'))

    def test_table(self):
        workspace = self.workspace()
        self.check(workspace.run('hosts', 'import', self.write('hosts.csv', TABLE), '--preview'))
        self.assertFalse(os.path.exists(os.path.join(workspace.folder, 'mappings', 'hosts.csv')))
        self.check(workspace.run('hosts', 'import', os.path.join(self.folder, 'hosts.csv')))
        told = workspace.json('hosts', 'import', os.path.join(self.folder, 'hosts.csv'))
        self.assertEqual((told[0]['new'], told[0]['changed'], told[0]['unchanged']), (0, 0, 2))
        exported = workspace.run('hosts', 'export').stdout
        rows = [json.loads(line) for line in workspace.run('hosts', 'export', '--format', 'jsonl').stdout.splitlines()]
        self.assertEqual(len(rows), 8)
        known = {row['host']: row for row in rows}
        self.assertEqual((known['alt.qinghequ.cn']['site'], known['alt.qinghequ.cn']['state']), ('qinghe', 'idle'))
        self.assertEqual(known['www.qinghequ.gov.cn']['owner'], '清禾区人民政府办公室')
        self.assertEqual([row['host'] for row in rows if row['main']], ['mzj.qinghequ.gov.cn', 'www.qhswj.com', 'www.qinghequ.gov.cn'])
        # What was exported can be imported, and says the same again.
        self.check(workspace.run('hosts', 'import', self.write('all.csv', exported)))
        self.assertEqual(workspace.run('hosts', 'export').stdout, exported)
        before = workspace.files()
        for row in ('www.qhswj.com,qinghe,,,,,,,,,', 'WWW.qhswj.com:80,qinghe,,,,,,,,,', 'x.cn,nobody,,,,,,,,,', 'x.cn,qinghe,,,,sold,,,,,',
                    'x.cn,qinghe,,,,,,,2024-13-01,,', 'x.cn,qinghe,yes,,,,,,,,', 'x y,qinghe,,,,,,,,,', 'x.cn,qinghe,,,,,,,,,\nX.cn.,qhmzj,,,,,,,,,'):
            wrong = self.write('wrong.csv', TABLE.splitlines()[0] + '\n' + row + '\n')
            done = workspace.run('hosts', 'import', wrong)
            self.assertEqual(done.returncode, USAGE, (row, done.stdout, done.stderr))
            self.assertIn('wrong.csv:', done.stderr)
        self.assertEqual(workspace.files(), before)
        # Two sites with one host by other spellings: the workspace does not open.
        self.write('workspace/mappings/hosts.csv', TABLE + 'www.qhswj.com.,qinghe,,,,,,,,,\n')
        done = workspace.run('status')
        self.check(done, USAGE)
        self.assertIn('mappings/hosts.csv:4', done.stderr)

    def test_drives_all(self):
        workspace = self.batch()
        self.check(workspace.run('hosts', 'import', self.write('hosts.csv', TABLE)))
        self.check(workspace.run('run', '--wave', '1', '--to', 'plan'), DONE, FINDINGS)
        self.check(workspace.run('apply'), DONE, FINDINGS)
        page = 'http://www.qinghequ.gov.cn/' + PAGE.split('/', 1)[1]
        links = {row['href']: row for row in workspace.rows('links') if row['page'] == page}
        # Rewriting: the host of the table is an alias like those of the site's file.
        alias = links['http://ALT.qinghequ.cn/xwzx/']
        self.assertEqual((alias['kind'], alias['status']), ('alias', 'ok'))
        self.assertTrue(alias['rewritten'])
        # Redirects: its addresses are answered as those of the main host.
        asked = [line.split('\t') for line in workspace.run('redirects', 'check', 'http://alt.qinghequ.cn/xwzx/').stdout.splitlines()]
        self.assertEqual(asked[0][:2], ['301', alias['target']])
        # The audit: its state, approval and filing.
        audit = json.loads(workspace.run('audit', 'domains', '--gate', 'none').stdout)
        rules = {(f['host'], f['rule']) for f in audit['findings']}
        self.assertIn(('alt.qinghequ.cn', 'DR-008'), rules)
        self.assertIn(('www.qinghequ.gov.cn', 'DR-030'), rules)
        self.assertNotIn(('www.qinghequ.gov.cn', 'DR-014'), rules)
        self.assertIn('DR-019', audit['rules_not_tested'])  # no facts of the pages' footers
        self.assertNotIn('DR-023', audit['rules_not_tested'])
        # After the switch: no verification, redirects that end too soon.
        self.check(workspace.run('cutover', 'qinghe', '--done', '--date', '2024-02-01'))
        audit = json.loads(workspace.run('audit', 'domains', '--gate', 'none').stdout)
        rules = {(f['host'], f['rule']) for f in audit['findings']}
        self.assertLessEqual({('www.qinghequ.gov.cn', 'DR-026'), ('alt.qinghequ.cn', 'DR-016')}, rules)

    def test_no_old_host_in_bodies(self):
        workspace = self.batch()
        self.check(workspace.run('hosts', 'import', self.write('hosts.csv', TABLE)))
        self.check(workspace.run('run', '--wave', '1', '--to', 'plan'), DONE, FINDINGS)
        self.check(workspace.run('apply'), DONE, FINDINGS)
        found, unlisted = bodies.left_over(workspace)
        self.assertEqual(unlisted, [])
        self.assertEqual(sorted(status for _, status in found if status in bodies.REASONS), ['dead', 'parked', 'reported'], found)
        self.assertIn(('mailto:bgs@www.qhmzj.cn', 'unchecked'), found)
        # The same by policy: addresses in text are changed like links.
        config = os.path.join(workspace.folder, 'guiyi.yaml')
        with open(config, encoding='utf-8') as f:
            text = f.read()
        with open(config, 'w', encoding='utf-8') as f:
            f.write(text.replace('domains:\n', 'domains:\n  rewrite_text: yes\n'))
        self.check(workspace.run('run', '--wave', '1', '--to', 'plan'), DONE, FINDINGS)
        self.check(workspace.run('apply'), DONE, FINDINGS)
        found, unlisted = bodies.left_over(workspace)
        self.assertEqual(unlisted, [])
        self.assertEqual(sorted(status for _, status in found if status in bodies.REASONS), ['dead', 'parked'], found)


if __name__ == '__main__':
    harness.main()
