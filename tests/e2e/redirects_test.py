"""Redirect decisions in, checked and folded, refused lines out; coverage by access logs."""
import gzip
import json
import os

import harness
from harness import DONE, FINDINGS, USAGE

DECISIONS = '''from;to;status;reason
http://www.a.gov.cn/x.htm;https://www.new.gov.cn/1;301;moved
http://www.a.gov.cn/y.htm;http://www.a.gov.cn/x.htm;301;
http://www.a.gov.cn/loop1;http://www.a.gov.cn/loop2;301;
http://www.a.gov.cn/loop2;http://www.a.gov.cn/loop1;301;
http://www.a.gov.cn/twice;https://www.new.gov.cn/1;301;
http://www.a.gov.cn/twice;https://www.new.gov.cn/2;301;
http://www.a.gov.cn/evil;https://www.evil.com/;301;
http://www.a.gov.cn/word;https://www.new.gov.cn/;307;
http://www.a.gov.cn/gone/*;;410;
'''


class Redirects(harness.TestCase):
    def write(self, name, text, opener=open):
        path = os.path.join(self.folder, name)
        with opener(path, 'wt', encoding='utf-8') as f:
            f.write(text)
        return path

    def guiyi(self, *arguments):
        return harness.Workspace(self.folder).run(*arguments)

    def test_fold_refuses_and_refused_lines_load_again(self):
        file = self.write('in.csv', DECISIONS)
        rejects = os.path.join(self.folder, 'rejects.csv')
        folded = self.check(self.guiyi('redirects', 'fold', '--map', file, '--allow', 'www.new.gov.cn', '--allow',
                                       'www.a.gov.cn', '--rejects', rejects), FINDINGS)
        lines = folded.stdout.splitlines()
        self.assertIn('http://www.a.gov.cn/y.htm,https://www.new.gov.cn/1,301,chain folded,,,,', lines)
        self.assertEqual(len(lines), 4, folded.stdout)
        with open(rejects, encoding='utf-8') as f:
            refused = f.read()
        self.assertEqual(len(refused.splitlines()), 7, refused)
        for rule in ('REDIRECT-LOOP', 'REDIRECT-CONTRADICTION', 'REDIRECT-HOST'):
            self.assertIn(rule, folded.stderr)
        fixed = self.write('fixed.csv', refused.replace('https://www.evil.com/', 'https://www.new.gov.cn/e'))
        again = self.guiyi('redirects', 'fold', '--map', fixed, '--allow', 'www.new.gov.cn', '--allow', 'www.a.gov.cn')
        self.assertIn('http://www.a.gov.cn/evil,https://www.new.gov.cn/e,301', again.stdout)

    def test_every_separator_gives_the_same(self):
        wanted = None
        for name, separator in (('comma', ','), ('semicolon', ';'), ('tab', '\t'), ('bar', '|'), ('full bar', '｜')):
            file = self.write(name + '.csv', DECISIONS.replace(';', separator))
            got = self.guiyi('redirects', 'fold', '--map', file).stdout
            wanted = wanted or got
            self.assertEqual(got, wanted, name)

    def test_import_keeps_or_overwrites_and_previews(self):
        workspace = self.workspace()
        self.check(workspace.run('run', '--to', 'plan'), DONE, FINDINGS)
        site = workspace.rows('redirects')[0]
        old = site['from']
        decided = self.write('d.csv', 'from,to,status\n%s,,410\n%s,,410\n' % (old, old))
        before = workspace.files()
        preview = self.check(workspace.run('redirects', 'import', decided, '--preview'))
        self.assertIn('preview', preview.stdout)
        self.assertEqual(workspace.files(), before)
        self.check(workspace.run('redirects', 'import', decided))
        store = os.path.join(workspace.folder, 'mappings', 'redirects.csv')
        other = self.write('o.csv', 'from,to,status\n%s,,undecided\n' % old)
        self.check(workspace.run('redirects', 'import', other))
        with open(store, encoding='utf-8') as f:
            self.assertIn(',410,', f.read())
        self.check(workspace.run('redirects', 'import', other, '--overwrite'))
        with open(store, encoding='utf-8') as f:
            self.assertIn(',undecided,', f.read())
        self.check(workspace.run('redirects', 'import', decided, '--overwrite'))
        self.check(workspace.run('run', '--to', 'plan'), DONE, FINDINGS)
        answer = workspace.json('redirects', 'check', old)[0]
        self.assertEqual(answer['status'], 410)

    def test_what_the_store_has_outlives_a_wrong_file(self):
        """A line that makes a loop with a stored one is refused; the stored one stays."""
        workspace = self.workspace()
        self.check(workspace.run('run', '--to', 'plan'), DONE, FINDINGS)
        host = workspace.rows('redirects')[0]['from'].split('/')[2]
        row = 'from,to,status\nhttp://%s/%%s,http://%s/%%s,301\n' % (host, host)
        self.check(workspace.run('redirects', 'import', self.write('1.csv', row % ('zz1', 'zz2'))))
        refused = self.check(workspace.run('redirects', 'import', self.write('2.csv', row % ('zz2', 'zz1'))), FINDINGS)
        self.assertIn('REDIRECT-LOOP', refused.stderr)
        with open(os.path.join(workspace.folder, 'mappings', 'redirects.csv'), encoding='utf-8') as f:
            store = f.read()
        self.assertIn('/zz1,', store)
        self.assertNotIn('\nhttp://%s/zz2' % host, store)
        self.check(workspace.run('redirects', 'import', self.write('3.csv', 'from,to,status\nhttp://%s/zz2,,410\n' % host)))
        again = self.check(workspace.run('redirects', 'import', '--overwrite', self.write('4.csv', row % ('zz2', 'zz1'))), FINDINGS)
        self.assertIn('REDIRECT-LOOP', again.stderr)
        with open(os.path.join(workspace.folder, 'mappings', 'redirects.csv'), encoding='utf-8') as f:
            self.assertIn('/zz2,,410', f.read())

    def test_cutover_kit_status_and_leaderboard(self):
        workspace = self.workspace()
        self.check(workspace.run('run', '--to', 'plan'), DONE, FINDINGS)
        redirect = next(r for r in workspace.rows('redirects') if r['status'] == 301)
        site, host = redirect['site'], redirect['from'].split('/')[2]
        self.check(workspace.run('cutover', site, '--date', '2026-02-30'), USAGE)
        self.check(workspace.run('cutover', site, '--date', '2026-03-01', '--address', '10.0.0.9'))
        kit = os.path.join(workspace.folder, '.guiyi', 'cutover', site)
        text = {}
        for name in ('checklist.md', 'notice.html', 'hosts.preview', 'sitemap.xml', 'sitemap-1.xml', 'idle-names.csv'):
            with open(os.path.join(kit, name), encoding='utf-8') as f:
                text[name] = f.read()
            self.assertNotRegex(text[name], r'\{[a-z_]+\}', name)
        for day in ('2026-02-27', '2026-03-01', '2026-03-31', '2026-05-30'):
            self.assertIn(day, text['checklist.md'])
        self.assertIn('10.0.0.9 ', text['hosts.preview'])
        self.assertIn('<loc>http://', text['sitemap-1.xml'])
        self.assertIn(site, self.check(workspace.run('status')).stdout)
        before = workspace.run('status').stdout
        self.check(workspace.run('cutover', site, '--done', '--date', '2026-03-01'))
        self.assertNotEqual(workspace.run('status').stdout, before)
        line = '%s 1.2.3.4 - - [10/Oct/2026:13:55:36 +0800] "GET %s HTTP/1.1" %d 23 "-" "Mozilla"\n'
        log = self.write('after.log', (line % (host, '/lost.htm', 404)) * 3 + (line % (host, '/lost2.htm', 410)) +
                         line % (host, '/found.htm', 200))
        told = [json.loads(l) for l in self.check(workspace.run('cutover', 'leaderboard', '--log', log, '--json'),
                                                  FINDINGS).stdout.splitlines()]
        self.assertEqual([(t['site'], t['url'].split('/')[-1], t['hits']) for t in told if 'url' in t],
                         [(site, 'lost.htm', 3), (site, 'lost2.htm', 1)])

    def test_report_and_plan_count_alike(self):
        workspace = self.workspace()
        self.check(workspace.run('run', '--to', 'plan'), DONE, FINDINGS)
        planned = workspace.json('plan')[-1]['counts']['redirects']
        with open(os.path.join(workspace.folder, '.guiyi', 'reports', 'report.json'), encoding='utf-8') as f:
            report = json.load(f)
        self.assertEqual(sum(site['redirects'] for site in report['sites']), planned)

    def test_coverage(self):
        decisions = self.write('d.csv', 'from,to,status\nhttp://www.a.gov.cn/a/12345.htm,https://www.new.gov.cn/n,301\n'
                                        'http://www.a.gov.cn/g.htm,,410\n')
        line = '1.2.3.4 - - [10/Oct/2020:13:55:36 +0800] "GET %s HTTP/1.1" %d 23 "-" "%s"\n'
        log = ''.join([line % ('/a/12345.htm', 200, 'Mozilla')] * 7 + [line % ('/g.htm', 200, 'Mozilla')] * 2 +
                      [line % ('/old/12345.asp', 200, 'Mozilla')] * 1 + [line % ('/g.htm', 200, 'Baiduspider/2.0')] * 5 +
                      [line % ('/wp-login.php', 404, 'x')] * 3 + ['nonsense\n'])
        plain = self.write('plain.log', log)
        packed = self.write('packed.log.gz', log, gzip.open)
        w3c = self.write('iis.log', '#Fields: date cs-method cs-uri-stem cs-uri-query cs-host sc-status\n' +
                         '2020-01-01 GET /a/12345.htm - www.a.gov.cn 200\n' * 3)
        told = [json.loads(l) for l in self.check(self.guiyi('redirects', 'coverage', '--map', decisions, '--log', plain, '--log',
                                                           packed, w3c, '--json'), FINDINGS).stdout.splitlines()]
        coverage = told[0]['coverage']
        self.assertEqual(coverage['redirected'], {'addresses': 1, 'hits': 17})
        self.assertEqual(coverage['gone'], {'addresses': 1, 'hits': 4})
        self.assertEqual(coverage['open'], {'addresses': 1, 'hits': 2})
        self.assertEqual((coverage['robots'], coverage['junk'], coverage['malformed'], coverage['lines']), (10, 6, 2, 41))
        self.assertEqual((told[1]['url'], told[1]['hits'], told[1]['suggested']),
                         ('http://www.a.gov.cn/old/12345.asp', 2, 'https://www.new.gov.cn/n'))


if __name__ == '__main__':
    harness.main()
