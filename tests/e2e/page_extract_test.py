"""page extract on lists, arrays, folders and damaged input; and its score on the public extraction sets."""
import gzip
import json
import os
import subprocess
import sys

import harness
from harness import DONE, FINDINGS, USAGE

PAGE = """<!doctype html><html lang=zh><head><meta charset="%s"><title>关于开展防汛工作的通知_某县人民政府</title></head><body>
<div class=nav><a href=/>首页</a> <a href=/tz/>通知公告</a></div><h1>关于开展防汛工作的通知</h1>
<div class=info>发布时间：2019年3月5日 08:05　来源：县应急管理局　浏览次数：12</div>
<div id=zoom><p>各乡镇人民政府，县直各单位：</p><p onclick="x()">为切实做好今年的防汛工作，确保人民群众生命财产安全，现将有关事项通知如下。</p>
<p>一、提高认识，加强领导。二、落实责任，严明纪律。三、加强值守，及时报告，各单位要严格执行领导带班和值班制度。</p>
<p><a href="/f/1.doc">附件：值班表</a><script>alert(1)</script><a href="javascript:x()">关闭</a></p></div>
<div class=footer>主办：某县人民政府　2024年1月1日</div></body></html>"""


class PageExtract(harness.TestCase):
    def setUp(self):
        super().setUp()
        self.pages = os.path.join(self.folder, 'pages')
        os.makedirs(self.pages)
        with gzip.open(os.path.join(self.pages, 'a.html.gz'), 'wb') as f:
            f.write((PAGE % 'gb2312').encode('gb18030'))
        with open(os.path.join(self.pages, 'b.htm'), 'wb') as f:
            f.write((PAGE % 'utf-8').encode('utf-8'))
        self.lines = [{'id': 'a', 'file': 'pages/a.html.gz', 'url': 'http://x.test/a.html'},
                      {'id': 'b', 'file': 'pages/b.htm', 'url': 'http://x.test/b.htm'}]

    def extract(self, *arguments, code=DONE):
        done = subprocess.run([harness.binary(), 'page', 'extract', *arguments], capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        return path

    def check_notice(self, record):
        self.assertEqual(record['title'], '关于开展防汛工作的通知')
        self.assertTrue(record['date'].startswith('2019-03-05'), record['date'])
        self.assertEqual(record['source'], '县应急管理局')
        self.assertEqual(record['attachments'], ['http://x.test/f/1.doc'])
        self.assertIn('一、提高认识', record['body_text'])
        for noise in ('浏览次数', '首页', '主办', 'alert'):
            self.assertNotIn(noise, record['body_text'])
        for danger in ('<script', 'onclick', 'javascript:'):
            self.assertNotIn(danger, record['body_html'])
        self.assertGreater(record['confidence']['title'], 0.5)
        self.assertTrue(record['provenance']['date'])

    def test_lines(self):
        text = ''.join(json.dumps(line) + '\n' for line in self.lines)
        out = self.extract('--input', self.write('pages.jsonl', text))
        records = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([r['id'] for r in records], ['a', 'b'])
        for record in records:
            self.check_notice(record)
        again = self.extract('--input', os.path.join(self.folder, 'pages.jsonl'), '--jobs', '1')
        self.assertEqual(out, again)

    def test_array_and_list_output(self):
        output = os.path.join(self.folder, 'out.json')
        self.extract('--input', self.write('pages.json', json.dumps(self.lines)), '--output', output)
        with open(output, encoding='utf-8') as f:
            records = json.load(f)
        self.assertEqual([r['id'] for r in records], ['a', 'b'])
        self.check_notice(records[0])

    def test_folder(self):
        records = [json.loads(line) for line in self.extract('--input', self.pages).splitlines()]
        self.assertEqual([r['id'] for r in records], ['a.html.gz', 'b.htm'])
        self.assertEqual(records[0]['title'], '关于开展防汛工作的通知')

    def test_missing_page_is_counted_and_the_rest_read(self):
        self.lines.insert(0, {'id': 'gone', 'file': 'pages/none.html', 'url': 'http://x.test/'})
        text = ''.join(json.dumps(line) + '\n' for line in self.lines)
        out = self.extract('--input', self.write('pages.jsonl', text), code=FINDINGS)
        records = [json.loads(line) for line in out.splitlines()]
        self.assertIn('error', records[0])
        self.check_notice(records[1])
        self.extract('--input', os.path.join(self.folder, 'nothing.jsonl'), code=USAGE)


if __name__ == '__main__':
    harness.main()
