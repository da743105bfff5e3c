"""The less usual forms of content on a small site, from the saved pages to the platform: lists that carry whole
texts, rows that lead elsewhere, several letters on a page, surveys, galleries, players, pictures inside pages,
list and content services."""
import base64
import hashlib
import json
import os
import struct
import zlib

import harness

HOST = 'http://www.forms.example'


def png(red):
    """A picture of 16 by 16 noisy pixels, all of it different for each `red`."""
    rows = b''.join(b'\0' + bytes((red * 31 + x * y * 7 + x) % 256 for x in range(16 * 3)) for y in range(16))

    def chunk(kind, data):
        return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', 16, 16, 8, 2, 0, 0, 0)) +
            chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))


MENU = ''.join('<li><a href="/%s/">%s</a></li>' % column for column in (
    ('xw', '新闻动态'), ('cj', '常见问题'), ('xj', '领导信箱'), ('zj', '意见征集'), ('zl', '资料下载'), ('gk', '政策文件')))


def page(title, folder, name, content, head=''):
    return ('<!doctype html><html><head><meta charset="utf-8"><title>%s-示例县人民政府</title>%s</head><body>'
            '<ul class="nav"><li><a href="/">首页</a></li>%s</ul><div class="pos">您当前的位置：<a href="/">首页</a> &gt; '
            '<a href="/%s/">%s</a></div>%s<div class="foot">主办：示例县人民政府办公室 备案号一二三</div></body></html>'
            % (title, head, MENU, folder, name, content))


def article(title, date, body, folder='xw', name='新闻动态', head='', above='', below=''):
    return page(title, folder, name, '<div class="bt">%s<h1>%s</h1>%s</div><div class="info">发布时间：%s　来源：示例县教育局</div>'
                '<div class="view" id="zoom">%s</div>' % (above, title, below, date, body), head)


def text(n):
    return '<p>第%d项工作正在有序推进，各乡镇人民政府和县直有关部门要按照职责分工，认真抓好贯彻落实，确保按期完成任务。</p>' % n


class PageForms(harness.TestCase):
    def setUp(self):
        super().setUp()
        self.root = os.path.join(self.folder, 'saved')
        self.inside = png(1)
        self.articles()
        self.cut_off()
        self.columns()
        self.services()
        self.write('index.html', page('首页', 'xw', '新闻动态', '<div>欢迎访问</div>'))
        self.made = self.workspace(sites=None)
        self.check(self.made.run('add-site', 'forms', '--name', '示例县人民政府', '--level', 'department', '--host',
                                 'www.forms.example', '--source', 'mirror:' + self.root))

    def write(self, path, content):
        path = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as f:
            f.write(content if isinstance(content, bytes) else content.encode('utf-8'))

    def articles(self):
        for n in range(1, 7):
            self.write('xw/2020/t2020010%d_10%d.html' % (n, n), article('第%d项工作推进情况' % n, '2020-01-0%d' % n, text(n)))
        data = base64.b64encode(self.inside).decode()
        spacer = base64.b64encode(b'GIF89a\1\0\1\0\0\0\0!\xf9\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\1D\0;').decode()
        media = (text(11) + '<p><img src="data:image/gif;base64,%s"><img src="data:image/png;base64,%s" alt="印章"></p>' % (spacer, data) +
                 '<p><img src="/images/loading.gif" data-original="/up/lazy.png"></p>'
                 '<p><img src="/images/blank.gif"><noscript><img src="/up/noscript.png"></noscript></p>'
                 '<iframe src="//player.youku.com/embed/XMTI=" title="宣传片"></iframe>'
                 '<iframe src="http://evil.example/frame.html"></iframe>'
                 '<object><param name="flashvars" value="vcastr_file=/up/a.flv&amp;c=0"><embed src="/player.swf"></object>'
                 '<script>var flashvars={f:"/up/b.mp4",c:0};CKobject.embed("/ckplayer.swf","a1","x",600,400,flashvars);</script>')
        self.write('xw/2020/t20200111_111.html', article('图文并茂的一篇报道', '2020-01-11', media))
        self.write('xw/2020/t20200112_112.html', article('一图读懂工作报告', '2020-01-12', '<p><img src="/up/long.png"></p>'))
        self.write('xw/2020/t20200113_113.html', article(
            '活动图集', '2020-01-13', '<ul><li><img src="/up/g1.png"><p>领导致辞</p></li><li><img src="/up/g2.png"><p>现场观众</p></li></ul>'
            '<script>var pics=[{"src":"/up/g3.png","title":"颁奖仪式"},{"src":"/up/g4.png","title":"合影留念"}];</script>'))
        self.write('xw/2020/t20200114_114.html', article(
            '主标题在这里出现', '2020-01-14', text(14) + '<p><a href="up/base.pdf">附件：报告全文</a></p>', head='<base href="/files/">'))
        for name in ('lazy', 'noscript', 'long', 'g1', 'g2', 'g3', 'g4'):
            self.write('up/%s.png' % name, png(len(name) + ord(name[-1])))
        self.write('up/a.flv', b'FLV\x01 film')
        self.write('up/b.mp4', b'\0\0\0\x18ftypmp42 film')
        self.write('files/up/base.pdf', b'%PDF-1.4 report')
        rows = ''.join('<li><a href="/xw/2020/t202001%02d_1%02d.html">%s</a><span>2020-01-%02d</span></li>' % (d, d, t, d) for d, t in
                       [(n, '第%d项工作推进情况' % n) for n in range(1, 7)] +
                       [(11, '图文并茂的一篇报道'), (12, '一图读懂工作报告'), (13, '活动图集'), (14, '主标题在这里出现')])
        rows += '<li><a href="https://mp.weixin.qq.com/s/abc">微信上的一篇文章</a><span>2020-02-01</span></li>'
        self.write('xw/index.html', page('新闻动态', 'xw', '新闻动态', '<ul class="list">%s</ul>' % rows))

    def cut_off(self):
        """Pages that end in the middle; what they showed behind the cut lies in the folders."""
        for n, name in ((21, 't20200121_121.html'), (22, 'post_7654321.html'), (23, 't20200123_123.html'),
                        (23, 't20200123_124.html')):
            whole = article('被截断的第%s篇' % name, '2020-01-%d' % n, text(n) * 3 + '<p><img src="./lost.png"></p>')
            self.write('xw/2020/' + name, whole[:whole.index('<img')])
        empty = article('什么都没有留下', '2020-01-24', text(24))
        self.write('xw/2020/t20200124_125.html', empty[:empty.index('<div class="pos">') + 30])
        for month in (9, 10, 11):  # what ends tells what does not
            for n in range(1, 31):
                self.write('xw/2019/t2019%02d%02d_%d.html' % (month, n, month * 100 + n),
                           article('第%d号简报' % (month * 100 + n), '2019-%02d-%02d' % (month, n), text(month * 100 + n)))
        self.write('up/200121/1-lost.doc', b'\xd0\xcf\x11\xe0 lost')
        self.write('up/20200121/shown.png', png(71))
        self.write('xw/2020/t20200107_107.html', article('配图的一篇报道', '2020-01-07', text(7) + '<p><img src="/up/20200121/shown.png"></p>'))
        self.write('img/7654321_0.png', png(72))
        self.write('up/200123/whose.doc', b'\xd0\xcf\x11\xe0 of one of two')

    def check_cut_off(self, records):
        day = records['/xw/2020/t20200121_121.html']
        self.assertEqual([f['url'] for f in day['attachments']], [HOST + '/up/200121/1-lost.doc'])
        self.assertEqual(day['images'], [])
        number = records['/xw/2020/post_7654321.html']
        self.assertEqual([f['url'] for f in number['images']], [HOST + '/img/7654321_0.png'])
        self.assertIn('7654321_0.png', number['body_html'])
        for name in ('t20200123_123.html', 't20200123_124.html'):
            self.assertEqual(records['/xw/2020/' + name]['attachments'], [], 'a file of two pages is nobody\'s')
        self.assertNotIn('/xw/2020/t20200124_125.html', records)
        told = [f['url'].replace(HOST, '') for f in self.made.rows('findings') if f['rule'] == 'page.truncated.files']
        self.assertEqual(sorted(told), ['/xw/2020/post_7654321.html', '/xw/2020/t20200121_121.html'])

    def columns(self):
        self.write('zl/index.html', page('资料下载', 'zl', '资料下载', '<ul class="list">%s</ul>' % ''.join(
            '<li><a href="/files/%d.pdf">申请表第%d号</a><span>2019-05-0%d</span></li>' % (n, n, n) for n in (1, 2, 3))))
        for n in (1, 2, 3):
            self.write('files/%d.pdf' % n, b'%%PDF-1.4 form %d' % n)
        self.write('cj/index.html', page('常见问题', 'cj', '常见问题', '<div class="faq">%s</div>' % ''.join(
            '<div class="one"><h3>怎样办理第%d种证件</h3><span class="d">2018-03-0%d</span><div>%s</div></div>' % (n, n, text(n)) for n in (1, 2, 3))))
        letters = ''.join(
            '<dl><dd>来信人：李**</dd><dd>来信时间：2019-04-0%d</dd><dd>留言内容：%s</dd><dd>答复单位：县住建局</dd>'
            '<dd>答复时间：2019-04-1%d</dd><dd>答复内容：%s</dd></dl>'
            % (n, '解放路第%d号路灯坏了两个月，晚上行走很不方便，请尽快修复。' % n, n,
               '您好，您反映的第%d号路灯问题已经转交市政管理单位，维修人员将在三个工作日内修复完毕，感谢您的监督。' % n)
            for n in (1, 2, 3))
        self.write('xj/index.html', page('领导信箱', 'xj', '领导信箱', letters))
        self.write('zj/1.html', page(
            '关于公园改造方案的意见征集', 'zj', '意见征集', '<h1>关于公园改造方案的意见征集</h1><table>'
            '<tr><th>征集时间</th><td>2021-03-01 至 2021-03-31</td></tr><tr><th>征集单位</th><td>县住建局</td></tr>'
            '<tr><th>征集状态</th><td>已结束</td></tr><tr><th>征集内容</th><td>现就人民公园改造方案公开征求社会各界意见。</td></tr>'
            '<tr><th>结果反馈</th><td>共收到意见二十三条，采纳十九条，主要涉及停车和照明。</td></tr></table>'))
        self.write('zj/index.html', page('意见征集', 'zj', '意见征集',
                                         '<ul><li><a href="/zj/1.html">关于公园改造方案的意见征集</a><span>2021-03-01</span></li></ul>'))

    def services(self):
        # A gkmlpt list service, a page its script fills from data in the page, and one whose data is a file.
        listed = {'classify': {'id': 5, 'name': '规范性文件', 'post_count': 2}, 'articles': [
            {'id': 91, 'title': '关于印发管理办法的通知', 'url': HOST + '/gkmlpt/content/0/0/post_91.html', 'created_at': '2021-05-06 08:00:00'},
            {'id': 92, 'title': '关于公布目录的通告', 'url': HOST + '/gkmlpt/content/0/0/post_92.html', 'create_time': 1, 'date': 1620259200}]}
        self.write('gkmlpt/api/all/5@page=1&sid=7', json.dumps(listed))
        detail = {'id': 91, 'title': '关于印发管理办法的通知', 'document_number': '示府〔2021〕5号', 'identifier': '000-2021-5',
                  'publisher': '示例县人民政府', 'created_at': '2021-05-06 08:00:00', 'content': text(91) * 2}
        self.write('gkmlpt/content/0/0/post_91.html',
                   '<!doctype html><html><head><meta charset="utf-8"><title>示例县政府信息公开目录</title></head><body><div id="app"></div>'
                   '<script>window._CONFIG = {SID: \'7\', DETAIL: %s};</script></body></html>' % json.dumps(detail))
        self.write('gkmlpt/content/0/0/post_92.json', json.dumps(
            {'data': {'title': '关于公布目录的通告', 'url': '/gkmlpt/content/0/0/post_92.html', 'date': '2021-05-06', 'content': text(92)}}))
        # 大汉's list service.
        self.write('col/col12/index.html', page('政策文件', 'gk', '政策文件', '<div id="12">加载中</div>').replace('/gk/', '/col/col12/index.html'))
        self.write('module/web/jpage/dataproxy.jsp@startrecord=1&endrecord=2&columnid=12&unitid=3',
                   '<datastore><totalrecord>1</totalrecord><recordset><record><![CDATA[<li><a href="/art/2021/6/7/art_12_345.html">'
                   '关于调整收费标准的公告</a><b>2021-06-07</b></li>]]></record></recordset></datastore>')
        self.write('art/2021/6/7/art_12_345.html', '<!doctype html><html><head><meta charset="utf-8"><title>关于调整收费标准的公告</title></head><body>'
                   '<h1>关于调整收费标准的公告</h1><div>发布日期：2021-06-07</div><div id="zoom">%s</div></body></html>' % text(12))

    def test_forms(self):
        self.check(self.made.run('extract'), harness.DONE, harness.FINDINGS)
        records = {record['url'].replace(HOST, ''): record for record in self.made.rows('articles')}
        by_title = {record['title']: record for record in records.values()}
        columns = {column['name']: column for column in self.made.rows('columns')}
        self.check_media(by_title['图文并茂的一篇报道'])
        self.assertEqual(len(by_title['一图读懂工作报告']['images']), 1)
        gallery = by_title['活动图集']
        self.assertEqual([i['url'].rsplit('/', 1)[-1] for i in gallery['images']], ['g1.png', 'g2.png', 'g3.png', 'g4.png'])
        for caption in ('领导致辞', '现场观众', '颁奖仪式', '合影留念'):
            self.assertIn(caption, gallery['body_html'])
        self.assertEqual([f['url'] for f in by_title['主标题在这里出现']['attachments']], [HOST + '/files/up/base.pdf'])
        self.check_rows(records, by_title, columns)
        self.check_cut_off(records)
        self.check_letters()
        self.check_services(records, columns)

    def check_media(self, record):
        images = {image['url'].rsplit('/', 1)[-1]: image for image in record['images']}
        inline = [image for image in record['images'] if image['sha256'] == hashlib.sha256(self.inside).hexdigest()]
        self.assertEqual(len(inline), 1, images)
        self.assertIn('src="%s" alt="印章"' % inline[0]['url'], record['body_html'])
        self.assertIn('lazy.png', images)
        self.assertIn('noscript.png', images)
        self.assertEqual(len(images), 3, images)
        self.assertIn('<a href="http://player.youku.com/embed/XMTI=">宣传片</a>', record['body_html'])
        self.assertIn('<video controls="" src="%s/up/a.flv">' % HOST, record['body_html'])
        self.assertIn('<video controls="" src="%s/up/b.mp4">' % HOST, record['body_html'])
        self.assertEqual({f['url'].rsplit('/', 1)[-1] for f in record['attachments']}, {'a.flv', 'b.mp4'})
        for danger in ('iframe', 'evil', '<script', 'data:', '<embed', '<object'):
            self.assertNotIn(danger, record['body_html'])

    def check_rows(self, records, by_title, columns):
        link = by_title['微信上的一篇文章']
        self.assertEqual(link['published'], '2020-02-01')
        self.assertIn('href="https://mp.weixin.qq.com/s/abc"', link['body_html'])
        self.assertEqual(link['column_path'], ['新闻动态'])
        self.assertEqual(columns['新闻动态']['articles'], 106)
        for n in (1, 2, 3):
            record = by_title['申请表第%d号' % n]
            self.assertEqual([f['url'] for f in record['attachments']], ['%s/files/%d.pdf' % (HOST, n)])
            self.assertEqual(record['column_path'], ['资料下载'])
            answer = by_title['怎样办理第%d种证件' % n]
            self.assertEqual(answer['published'], '2018-03-0%d' % n)
            self.assertIn('第%d项工作' % n, answer['body_text'])
            self.assertNotIn('怎样办理', answer['body_text'])
            self.assertEqual(answer['column_path'], ['常见问题'])
        told = [f for f in self.made.rows('findings') if f['rule'] == 'list.outside']
        self.assertEqual(len(told), 2, told)

    def check_letters(self):
        letters = self.made.rows('letters')
        several = sorted((l for l in letters if '/xj/' in l['url']), key=lambda l: l['asked'])
        self.assertEqual([l['asked'] for l in several], ['2019-04-01', '2019-04-02', '2019-04-03'])
        for n, letter in enumerate(several, 1):
            self.assertIn('第%d号路灯坏了' % n, letter['question'])
            self.assertIn('第%d号路灯问题' % n, letter['reply'])
            self.assertEqual(letter['replier'], '县住建局')
        survey = [l for l in letters if '/zj/' in l['url']]
        self.assertEqual(len(survey), 1)
        self.assertEqual((survey[0]['asked'][:10], survey[0]['replied'][:10], survey[0]['status']),
                         ('2021-03-01', '2021-03-31', '已结束'))
        self.assertIn('采纳十九条', survey[0]['reply'])

    def check_services(self, records, columns):
        self.assertIn('规范性文件', columns)
        filled = records['/gkmlpt/content/0/0/post_91.html']
        self.assertEqual(filled['document']['number'], '示府〔2021〕5号')
        self.assertEqual(filled['published'][:10], '2021-05-06')
        self.assertIn('第91项工作', filled['body_text'])
        self.assertEqual(filled['column_path'], ['规范性文件'])
        self.assertIn('第92项工作', records['/gkmlpt/content/0/0/post_92.html']['body_text'])
        self.assertEqual(records['/art/2021/6/7/art_12_345.html']['column_path'], ['政策文件'])

    def test_whole_line(self):
        self.check(self.made.run('run', '--to', 'plan'), harness.DONE, harness.FINDINGS)
        self.check(self.made.run('apply'), harness.DONE, harness.FINDINGS)
        verified = self.made.run('verify')
        self.check(verified, harness.DONE, harness.FINDINGS)
        lost = [o for o in self.made.rows('outcomes') if o['url'] == HOST + '/xw/2020/t20200124_125.html']
        self.assertEqual([(o['outcome'], o['reason']) for o in lost],
                         [('failed', 'the page is cut off before its content: capture it again')])
        again = self.made.run('apply')
        self.assertRegex(again.stdout, r'records written +0')
        stored = os.path.join(self.made.folder, '.guiyi')
        wanted = hashlib.sha256(self.inside).hexdigest()
        self.assertTrue([name for _, _, names in os.walk(stored) for name in names if name == wanted])
        redirects = self.made.rows('redirects')
        self.assertFalse([r for r in redirects if '#' in r['from']])


if __name__ == '__main__':
    harness.main()
