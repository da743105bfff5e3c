"""A report on 100,000 changes in headless Chromium: it opens, filters, turns pages, and its numbers are those of the JSON. Times are
printed. GUIYI_SCREENSHOTS names a folder for pictures of it in both languages."""
import base64
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
import unittest
import urllib.request

import harness
from harness import DONE, FINDINGS
from ports import free_port

CHANGES = 100000
CHROMEDRIVER, CHROMIUM = shutil.which('chromedriver'), shutil.which('chromium')


class Browser:
    """Headless Chromium by its driver's HTTP interface."""

    def __init__(self, folder):
        self.port = free_port()
        self.process = subprocess.Popen([CHROMEDRIVER, '--port=%d' % self.port, '--allowed-ips=127.0.0.1'], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, start_new_session=True)
        self.address = 'http://127.0.0.1:%d' % self.port
        for _ in range(200):
            try:
                if self.call('GET', '/status')['ready']:
                    break
            except OSError:
                time.sleep(0.1)
        arguments = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--window-size=1280,900',
                     '--user-data-dir=' + os.path.join(folder, 'browser')]
        self.session = '/session/' + self.call('POST', '/session', {'capabilities': {'alwaysMatch': {
            'browserName': 'chrome', 'goog:chromeOptions': {'binary': CHROMIUM, 'args': arguments},
            'timeouts': {'pageLoad': 120000, 'script': 60000}}}})['sessionId']

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(urllib.request.Request(self.address + path, data, {'Content-Type': 'application/json'}, method=method), timeout=180) as answer:
            return json.load(answer)['value']

    def open(self, path):
        self.call('POST', self.session + '/url', {'url': 'file://' + path})

    def run(self, script, wait=False):
        return self.call('POST', self.session + ('/execute/async' if wait else '/execute/sync'), {'script': script, 'args': []})

    def picture(self, path):
        with open(path, 'wb') as f:
            f.write(base64.b64decode(self.call('GET', self.session + '/screenshot')))

    def processor_seconds(self):
        """Of all processes of the browser: on a busy machine the better measure."""
        ticks = 0
        for name in filter(str.isdigit, os.listdir('/proc')):
            try:
                with open('/proc/%s/stat' % name, encoding='utf-8') as f:
                    fields = f.read().rsplit(')', 1)[1].split()
            except OSError:
                continue
            if int(fields[3]) == self.process.pid:  # its session
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf('SC_CLK_TCK')

    def close(self):
        try:
            self.call('DELETE', self.session)
        finally:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait()


# When the pager shows that all rows are there.
READY = '''var done = arguments[arguments.length - 1];
(function look() { if (document.getElementById('pager-changes').hidden) setTimeout(look, 5); else done(performance.now()) })()'''

# Types into the filter and waits for the frame in which the rows are there.
FILTER = '''var done = arguments[arguments.length - 1], input = document.querySelector('input.filter[data-of=changes]'),
body = document.getElementById('rows-changes'), start = performance.now(), typed = %s;
new MutationObserver(function(_, o) { o.disconnect(); requestAnimationFrame(function() { setTimeout(function() {
done([performance.now() - start, document.querySelector('#pager-changes span').textContent, body.rows.length,
body.rows.length ? body.rows[0].textContent : '']) }, 0) }) }).observe(body, {childList: true});
input.value = typed; input.dispatchEvent(new Event('input'))'''


@unittest.skipUnless(CHROMEDRIVER and CHROMIUM, 'not installed: chromium, chromium-driver')
class ReportPage(harness.TestCase):
    def plan_of_many_changes(self):
        workspace = self.workspace()
        self.check(workspace.run('run', '--to', 'plan'), DONE, FINDINGS)
        plan = sqlite3.connect(os.path.join(workspace.folder, '.guiyi', 'plans', 'plan.db'))
        there = plan.execute("SELECT count(*) FROM plan_row WHERE action<>'unchanged'").fetchone()[0]
        sites = [row[0] for row in plan.execute("SELECT DISTINCT site FROM plan_row WHERE site<>'' ORDER BY 1")]
        actions = ('create', 'update', 'update', 'retire', 'conflict')

        def rows():
            for number in range(CHANGES - there):
                site, action = sites[number % len(sites)], actions[number % len(actions)]
                title = '关于印发《第%d号管理办法》的通知' % number
                changes = {'title': [title, title + '（修订）'], 'body_html': ['…<p>原来的正文片段 %d' % number + '文' * 60, '…<p>新的正文片段 </script>' + '字' * 60]} \
                    if action in ('update', 'conflict') else {}
                url = 'http://www.%s.gov.cn/zwgk/tzgg/2019/t%d.html' % (site, number)
                yield (site, 'article', 'many/%d' % number, action, url, 'https://www.platform.gov.cn/%s/%d.html' % (site, number), title,
                       json.dumps(changes, ensure_ascii=False), 'changed since it was loaded')
        plan.executemany('INSERT INTO plan_row(site,entity,key,action,source,target,title,changes,reason,rows,kept) '
                         "VALUES (?,?,?,?,?,?,?,?,?,'','')", rows())
        plan.commit()
        plan.close()
        return workspace

    def report(self, workspace, language):
        self.check(workspace.run('report', '--lang', language), DONE, FINDINGS)
        folder = os.path.join(workspace.folder, '.guiyi', 'reports')
        with open(os.path.join(folder, 'report.json'), encoding='utf-8') as f:
            return os.path.join(folder, 'report.html'), json.load(f)

    def test_opens_filters_and_agrees(self):
        workspace = self.plan_of_many_changes()
        browser = Browser(self.folder)
        self.addCleanup(browser.close)
        pictures = os.environ.get('GUIYI_SCREENSHOTS')
        for language in ('en', 'zh_CN'):
            page, told = self.report(workspace, language)
            before = browser.processor_seconds()
            browser.open(page)
            opened = browser.run('return performance.getEntriesByType("navigation")[0].loadEventEnd')
            ready = browser.run(READY, wait=True)
            processor = browser.processor_seconds() - before
            changes = told['changes']
            self.assertEqual(len(changes), CHANGES)
            self.assertEqual(browser.run("return document.querySelector('#pager-changes span').textContent"), '%d / %d' % (CHANGES, CHANGES))
            self.assertEqual(browser.run("return document.documentElement.lang"), 'en' if language == 'en' else 'zh-CN')
            for action in ('create', 'update', 'retire', 'conflict'):
                self.assertIn('{:,}'.format(told['actions'][action]), browser.run("return document.querySelectorAll('.cards')[1].textContent"))
                self.assertEqual(told['actions'][action], sum(row['action'] == action for row in changes))
            slowest = slowest_processor = 0
            for words in ('update', '77777号', sorted({r['site'] for r in changes if r['site']})[0] + ' retire', '新的正文片段 第5', 'nothing has this', ''):
                before = browser.processor_seconds()
                took, counts, shown, first = browser.run(FILTER % json.dumps(words), wait=True)
                slowest = max(slowest, took)
                slowest_processor = max(slowest_processor, browser.processor_seconds() - before)
                wanted = [w for w in words.lower().split()]
                if all(w.isascii() for w in wanted):
                    hits = sum(all(any(w in str(v).lower() for v in (row[k] if not isinstance(row[k], dict) else json.dumps(row[k], ensure_ascii=False)
                                                                     for k in row) if v is not None) for w in wanted) for row in changes)
                    self.assertEqual(int(counts.split(' / ')[0]), hits, words)
                if words == '77777号':
                    self.assertEqual(shown, 1)
                    self.assertIn('77777', first)
                    if pictures:
                        browser.run("document.getElementById('changes').scrollIntoView();var d=document.querySelector('#rows-changes details');if(d)d.open=true")
                        browser.picture(os.path.join(pictures, 'filtered-%s.png' % language[:2]))
            browser.run("document.querySelector('#pager-changes button[data-by=\"2\"]').click()")
            self.assertEqual(browser.run("return document.querySelector('#pager-changes b').textContent"), '1000 / 1000')
            size = os.path.getsize(page) / 1e6
            print('report of %d changes, %s: %.1f MB, opens in %.0f ms, filter ready at %.0f ms (processor time of all of Chromium %.1f s), '
                  'slowest filter %.0f ms (%.0f ms)' % (CHANGES, language, size, opened, ready, processor, slowest, slowest_processor * 1000))
            if pictures:
                browser.run("window.scrollTo(0,0)")
                browser.picture(os.path.join(pictures, 'top-%s.png' % language[:2]))
                browser.run("document.getElementById('people').scrollIntoView()")
                browser.picture(os.path.join(pictures, 'people-%s.png' % language[:2]))
                browser.run("document.getElementById('changes').scrollIntoView()")
                browser.picture(os.path.join(pictures, 'changes-%s.png' % language[:2]))


if __name__ == '__main__':
    harness.main()
