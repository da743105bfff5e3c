"""Domain audit, host maps and what is left of old hosts after apply."""
import json
import os
import subprocess

import harness
from harness import DONE, FINDINGS, USAGE

HOSTS = '''host,site,name,level,kind,state
www.gz.gov.cn,gz,广州市人民政府,city,,active
www.gzmz.com,mz,广州市民政局,department,,active
192.0.2.1:8080,x,某某局,department,,active
'''
PAGE = ('<a href="http://www.old.com/x?a=1&b=2#k">x</a> http://www.old.com/t '
        '<a href="http://www.old.com.evil.com/">e</a><a href="http://xwww.old.com/">e</a>'
        "<script>go('http://www.old.com/s');u='http://www.old.com/?id='+n</script>\n")


class Domains(harness.TestCase):
    def file(self, workspace, name, text):
        path = os.path.join(workspace.folder, name)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        return path

    def test_portfolio(self):
        workspace = self.workspace()
        hosts = self.file(workspace, 'hosts.csv', HOSTS)
        done = workspace.run('domains', 'audit', '--input', hosts)
        self.check(done, FINDINGS)
        audit = json.loads(done.stdout)
        found = {(f['host'], f['rule']) for f in audit['findings']}
        self.assertIn(('www.gzmz.com', 'DR-001'), found)
        self.assertFalse([f for f in found if f[0] == 'www.gz.gov.cn'])
        proposals = {h['host']: h['proposal'] for h in audit['hosts']}
        self.assertEqual(proposals['www.gzmz.com'], 'mzj.gz.gov.cn')
        self.assertIsNone(proposals['192.0.2.1:8080'])

        before = self.file(workspace, 'before.json', done.stdout)
        after = self.file(workspace, 'after.csv', HOSTS.replace('www.gzmz.com', 'mzj.gz.gov.cn'))
        facts = self.file(workspace, 'facts.csv', 'host,https\nwww.gz.gov.cn,no\nother.cn,yes\n')
        done = workspace.run('domains', 'audit', '--input', after, '--before', before, '--facts', facts,
                             '--gate', 'none')
        self.check(done, DONE)
        compared = json.loads(done.stdout)
        self.assertEqual([k['host'] for k in compared['comparison']['solved']], ['www.gzmz.com'])
        self.assertEqual([(k['host'], k['rule']) for k in compared['comparison']['added']],
                         [('www.gz.gov.cn', 'DR-024')])
        self.assertTrue(compared['notes'])
        for form, head in (('html', b'<!DOCTYPE html>'), ('csv', b'\xef\xbb\xbfhost'), ('xlsx', b'PK')):
            output = os.path.join(workspace.folder, 'audit.' + form)
            self.check(workspace.run('domains', 'audit', '--input', after, '--format', form, '--output', output,
                                     '--gate', 'none'), DONE)
            with open(output, 'rb') as f:
                self.assertTrue(f.read(20).startswith(head), form)
        self.check(workspace.run('domains', 'audit', '--input', self.file(workspace, 'bad.csv', 'name\nx\n')), USAGE)

    def test_rewrite(self):
        workspace = self.workspace()
        page = self.file(workspace, 'page.html', PAGE)
        rules = self.file(workspace, 'map.yaml', 'www.old.com: www.new.gov.cn/old\n')
        ledger = os.path.join(workspace.folder, 'ledger.jsonl')
        done = workspace.run('rewrite', '--map', rules, '--ledger', ledger, page)
        self.check(done, DONE)
        self.assertEqual(done.stdout, PAGE.replace('"http://www.old.com/x', '"https://www.new.gov.cn/old/x')
                         .replace("go('http://www.old.com/s", "go('https://www.new.gov.cn/old/s"))
        with open(ledger, encoding='utf-8') as f:
            lines = [json.loads(line) for line in f]
        self.assertEqual([(e['found_in'], e['rewritten']) for e in lines],
                         [('attr', True), ('text', False), ('script', True), ('script', False)])
        chain = self.file(workspace, 'chain.yaml', 'a.cn: b.cn\nb.cn: c.cn\n')
        self.check(workspace.run('rewrite', '--map', chain, page), USAGE)

    def test_no_old_host_without_a_reason(self):
        """After apply every address on an old host in the platform's bodies stands in the ledger, not rewritten,
        with a status that says why."""
        workspace = self.workspace()
        self.check(workspace.run('run', '--to', 'plan'), DONE, FINDINGS)
        self.check(workspace.run('apply'), DONE, FINDINGS)
        audit = json.loads(workspace.run('audit', 'domains', '--gate', 'none').stdout)
        kept = {(row['href'], row['status']) for row in workspace.rows('links') if not row['rewritten']}
        kept |= {(row['url'], row['status']) for row in workspace.rows('links') if not row['rewritten']}
        for use in audit['residual']:
            self.assertTrue(use['reason'], use)
            if use['in'] == 'page':
                written = use['written']
                self.assertTrue(any((written, status) in kept for status in ('dead', 'parked', 'unchecked')), use)


if __name__ == '__main__':
    harness.main()
