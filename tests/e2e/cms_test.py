"""Databases of legacy CMSs: a home-grown one read with the profile of the how-to; and, where the legacy data is
there, real dumps of known products: as a file and as a live database they give the same bytes, and as many
records as the database itself counts."""
import gzip
import json
import os
import re
import shutil
import sqlite3
import subprocess
import tarfile
import unittest
import zipfile

import harness
import services

SHARED = os.environ.get('GUIYI_SHARED', os.path.join(harness.ROOT, '..', 'shared'))
LEGACY = os.path.join(SHARED, 'legacy-data')
DATA = os.path.join(harness.ROOT, 'tests', 'data', 'cms')
TABLES = ('columns', 'articles', 'letters', 'outcomes', 'findings')
UPDATE = os.environ.get('GUIYI_UPDATE_GOLDEN')

SITE = 'id,name,code,level,host,aliases,source,wave\nold,旧站,,department,%s,,"%s",1\n'


class CmsCase(harness.TestCase):
    def sites(self, name, source, host='www.old.example'):
        """A list of one site."""
        path = os.path.join(self.folder, name + '.csv')
        with open(path, 'w', encoding='utf-8') as f:
            f.write(SITE % (host, source))
        return path

    def extracted(self, name, source, host='www.old.example', files=None):
        """A workspace with one site, extracted."""
        if files and os.path.isdir(files):
            source += ('&' if '?' in source else '?') + 'files=' + files
        workspace = self.workspace(name, self.sites(name, source, host))
        self.check(workspace.run('extract'), harness.DONE, harness.FINDINGS)
        return workspace


class HomeGrownTest(CmsCase):
    SOURCE = 'dump:%s?profile=%s' % (os.path.join(DATA, 'county-news.sql'),
                                     os.path.join(harness.ROOT, 'examples', 'cms-profile'))

    def test_reads_what_the_profile_says(self):
        workspace = self.extracted('own', self.SOURCE)
        self.assertSameText(workspace.export('articles'), golden('county-news.articles.jsonl', workspace.export('articles')),
                            'articles')
        columns = {row['name']: row for row in workspace.rows('columns')}
        self.assertEqual(columns['乡镇动态']['path'], ['政务动态', '乡镇动态'])
        self.assertEqual(columns['县情概况']['kind'], 'page')
        self.assertEqual(columns['办事大厅']['kind'], 'external')
        self.assertEqual(columns['走失的栏目']['path'], ['走失的栏目'])
        letters = workspace.rows('letters')
        self.assertEqual([(row['title'], row['reply']) for row in letters], [('路灯不亮', '已经修好。')])
        picture = [f for row in workspace.rows('articles') if row['title'] == '县城全景' for f in row['images']]
        self.assertEqual([(f['status'], f['media_type']) for f in picture], [('ok', 'image/png')])
        rules = {row['rule'] for row in workspace.rows('findings')}
        for rule in ('cms.column.orphan', 'cms.article.column', 'date.missing', 'cms.unpublished', 'file.missing'):
            self.assertIn(rule, rules)
        self.check(workspace.run('run', '--to', 'plan'), harness.DONE, harness.FINDINGS)
        self.check(workspace.run('apply'), harness.DONE, harness.FINDINGS)
        outcomes = {row['url']: row['outcome'] for row in workspace.rows('outcomes')}
        self.assertEqual(outcomes['http://www.old.example/show.asp?id=3'], 'dropped')
        self.assertEqual(outcomes['http://www.old.example/show.asp?id=1'], 'loaded')
        self.assertEqual(outcomes[picture[0]['url']], 'loaded')

    def test_list_pages_lead_to_their_column(self):
        folder = os.path.join(self.folder, 'paged')
        shutil.copytree(os.path.join(harness.ROOT, 'examples', 'cms-profile'), folder)
        path = os.path.join(folder, 'columns.sql')
        with open(path, encoding='utf-8') as f:
            text = f.read()
        changed = re.sub(r'^SELECT ', "SELECT '/list.asp?id=' || lm_id || '&p={page}' AS list_pages, 1 AS list_size, ", text, count=1, flags=re.M)
        self.assertNotEqual(changed, text)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(changed)
        workspace = self.extracted('paged', self.SOURCE.split('?')[0] + '?profile=' + folder)
        self.check(workspace.run('map'), harness.DONE, harness.FINDINGS)
        pages = [row['url'] for row in workspace.rows('outcomes') if '&p=' in row['url'].replace('&amp;', '&')]
        self.assertTrue(any(url.endswith('&p=2') for url in pages), pages)
        self.assertFalse([url for url in pages if url.endswith('&p=1') or url.endswith('&p=50')])

    def test_check_names_everything_missing_at_once(self):
        folder = os.path.join(self.folder, 'profile')
        os.makedirs(folder)
        for name in os.listdir(os.path.join(harness.ROOT, 'examples', 'cms-profile')):
            with open(os.path.join(harness.ROOT, 'examples', 'cms-profile', name), encoding='utf-8') as f:
                text = f.read()
            if name == 'articles.sql':
                text = text.replace('w.wz_title', 'w.biaoti').replace('w.wz_time', 'w.shijian')
            with open(os.path.join(folder, name), 'w', encoding='utf-8') as f:
                f.write(text)
        workspace = self.workspace('check', None)
        done = self.check(workspace.run('adapter', 'check', folder, '--source',
                                        'dump:' + os.path.join(DATA, 'county-news.sql')), harness.FINDINGS)
        self.assertIn('xw_wenzhang.biaoti is missing', done.stdout)
        self.assertIn('xw_wenzhang.shijian is missing', done.stdout)
        good = workspace.run('adapter', 'check', os.path.join(harness.ROOT, 'examples', 'cms-profile'), '--source',
                             'dump:' + os.path.join(DATA, 'county-news.sql'))
        self.check(good)

    def test_broken_hand_overs_are_told(self):
        with open(os.path.join(DATA, 'county-news.sql'), 'rb') as f:
            dump = f.read()
        cut = os.path.join(self.folder, 'cut.sql')
        with open(cut, 'wb') as f:
            f.write(dump[:dump.index('请遵照执行'.encode('gbk'))])
        workspace = self.extracted('cut', self.SOURCE.replace(os.path.join(DATA, 'county-news.sql'), cut))
        found = [row for row in workspace.rows('findings') if row['rule'] == 'dump.row']
        self.assertEqual(len(found), 1, found)
        self.assertIn('xw_wenzhang', found[0]['message'])
        self.assertEqual(len(workspace.rows('articles')), 2)  # the first article, and the column that is a page
        nothing = self.workspace('nothing', None)
        for source, why in (('dump:/nowhere.sql', 'missing'), (self.SOURCE.split('?')[0], 'no known product'),
                            (self.SOURCE + '&colour=red', 'colour')):
            sites = os.path.join(self.folder, 'wrong.csv')
            with open(sites, 'w', encoding='utf-8') as f:
                f.write(SITE.replace('old,', 's%d,' % len(why)) % ('www%d.old.example' % len(why), source))
            self.check(nothing.run('add-site', '--from', sites))
            done = nothing.run('extract', '--site', 's%d' % len(why))
            self.assertNotEqual(done.returncode, harness.DONE)
            self.assertIn(why, done.stderr)


class TownshipTest(CmsCase):
    """A second home-grown CMS, whose profile was written by the how-to alone: columns by path codes, texts in parts in a
    second table, files in a third."""
    FOLDER = os.path.join(DATA, 'township')
    SOURCE = 'dump:%s?profile=%s' % (os.path.join(FOLDER, 'township.sql'), os.path.join(FOLDER, 'profile'))

    def test_reads_what_the_profile_says(self):
        workspace = self.extracted('township', self.SOURCE)
        self.assertSameText(workspace.export('articles'), golden('township/articles.jsonl', workspace.export('articles')), 'articles')
        self.check(workspace.run('map'), harness.DONE, harness.FINDINGS)
        self.assertEqual({row['name']: (row['path'], row['kind']) for row in workspace.rows('columns')},
                         {'政务公开': (['政务公开'], 'list'), '通知公告': (['政务公开', '通知公告'], 'list'), '规范性文件': (['政务公开', '规范性文件'], 'list'),
                          '镇情概况': (['镇情概况'], 'page'), '办事大厅': (['办事大厅'], 'external'), '断头栏目': (['断头栏目'], 'blank')})
        first = next(row for row in workspace.rows('articles') if row['title'] == '关于春耕的通知')
        self.assertEqual(first['columns'], [['政务公开', '通知公告'], ['政务公开', '规范性文件']])
        self.assertEqual((first['pages'], first['extra']), (2, {'hits': '15', 'related': '管理办法', 'juli': '近'}))
        self.assertEqual([row['reply'] for row in workspace.rows('letters')], ['汛期前完工。'])
        into = {row['url'].replace('http://www.old.example', ''): (row['outcome'], row['into']) for row in workspace.rows('outcomes')}
        self.assertEqual(into['/doc/1_2.html'][1], into['/doc/1.html'][1])
        self.assertEqual(into['/doc.do?id=3'][1], into['/doc/1.html'][1])
        self.assertEqual({into[path][0] for path in ('/doc/2.html', '/doc/5.html', '/zhenzhang.do?id=2')}, {'dropped'})
        rules = {row['rule']: row['message'] for row in workspace.rows('findings')}
        self.assertIn('断头栏目', rules['cms.column.orphan'])

    def test_check_shows_what_is_there(self):
        done = self.workspace('check', None).run('adapter', 'check', '--source', 'dump:' + os.path.join(self.FOLDER, 'township.sql'))
        self.check(done, harness.FINDINGS)
        self.assertIn('tw_menu: code, title, ename, typ, target, sort, invisible', done.stdout)
        done = self.workspace('check-all', None).run('adapter', 'check', os.path.join(self.FOLDER, 'profile'), '--source',
                                                     'dump:' + os.path.join(self.FOLDER, 'township.sql'))
        self.check(done)


# product: published articles and pages with their places, letters, addresses that must be dropped, what is kept beside
# the model of the first article
PRODUCTS = {
    'drupal': ({'新闻一': [['新闻', '乡镇']], '概况': [['概况']], '历史': [['概况', '历史']]}, [], ['/node/2'],
               {'tags': '春耕', 'recommended': '1', 'field_number_value': '县发〔2020〕1号\n县发〔2020〕2号'}),
    'drupal-7': ({'新闻一': [['新闻', '乡镇']], '概况': [['概况']], '历史': [['概况', '历史']], '公告': [['公告栏']]}, [], ['/node/2'],
                 {'tags': '春耕', 'recommended': '1', 'field_number_value': '县发〔2015〕1号\n县发〔2015〕2号'}),
    'empirecms': ({'关于春耕的通知': [['政务公开', '通知公告']], '第二张副表的稿件': [['政务公开', '通知公告']],
                   '归档的稿件': [['政务公开', '通知公告']]}, ['何时修路'],
                  ['/e/action/ShowInfo.php?classid=2&id=20', '/e/action/ShowInfo.php?classid=2&id=12',
                   '/zwgk/tzgg/2015-03-07/13.php'], {}),
    'ghost': ({'春耕': [['通知'], ['新闻']], '关于': [['关于']]}, [], ['/caogao/'], {'tags': '通知,新闻,#内部', 'recommended': '1'}),
    'jeecms': ({'部门开会': [['政务动态', '部门动态'], ['政务动态']], '归档': [['政务动态']], '县情': [['县情']]}, ['修路'],
               ['/bmdt/2.jhtml'], {}),
    'jeecms-x': ({'部门开会': [['政务动态', '部门动态'], ['政务动态']]}, [], ['/bmdt/2.jhtml', '/zwdt/4.jhtml'], {'hits': '10', 'top': '1'}),
    'joomla': ({'新闻一': [['新闻', '乡镇']]}, [], ['/index.php?option=com_content&view=article&id=2'], {}),
    'jpress': ({'春耕': [['新闻', '乡镇']], '关于': [['关于']]}, [], ['/article/2'],
               {'hits': '9', 'tags': '标签', 'topics': '专题', 'top': '1'}),
    'jspxcms': ({'部门开会': [['政务动态', '部门动态'], ['政务动态']], '县情': [['县情']]}, ['修路'], ['/info/2', '/info/3'],
                {'hits': '77', 'fields': 'wenhao=县发〔2014〕1号'}),
    'kesion': ({'关于春耕的通知': [['政务公开', '通知公告']]}, [], ['/zwgk/tzgg/2011-3-5/2.html', '/zwgk/tzgg/2011-3-5/3.html'],
               {'hits': '12', 'top': '1'}),
    'metinfo': ({'新闻一': [['新闻', '乡镇']], '关于': [['关于']]}, [], ['/news/shownews.php?lang=cn&id=2'], {}),
    'phpcms-2008': ({'关于春耕的通知': [['政务公开', '通知公告'], ['政务公开']], '县情概况': [['县情概况']]}, ['修路'],
                    ['/zwgk/tzgg/2009/0306/2.html'], {'hits': '321', 'tags': '春耕', 'subheading': '副标题'}),
    'powereasy': ({'关于春耕的通知': [['新闻中心', '工作动态', '乡镇']]}, [], ['/Article/gzdt/xz/200803/2.html'],
                  {'hits': '5', 'recommended': '1'}),
    'siteserver': ({'部门开会': [['政务动态', '部门动态'], ['政务动态']], '县情': [['县情']]}, [],
                   ['/contents/102/3.html', '/contents/102/4.html'], {}),
    'sscms': ({'公告一': [['通知公告']]}, [], ['/contents/2/8.html'], {}),
    'wordpress': ({'春耕 & 会议': [['新闻', '乡镇']], '没有结束标记': [['新闻']], '概况': [['概况']]}, [], ['/?p=3'],
                  {'fields': 'wenhao=县发1号'}),
    'yzmcms': ({'新闻一': [['新闻']], '概况': [['概况']]}, ['修路'], ['/xinwen/3.html'], {}),
    'zblog': ({'新闻一': [['新闻']], '概况': [['概况']]}, [], ['/?id=2'], {}),
}


# product: a row of which a dozen more fill a second list page; what its articles must have, by title ('extra.x' is kept beside
# the model, 'document.x' belongs to an official document); addresses that lead where another one does.
# The rows stand in tests/data/cms/further, of products that have tables in tests/data/cms/products added to those.
FURTHER = {
    'dedecms': ("INSERT INTO dd_archives VALUES (%d,1,'',1425515700,'',1,1,0,0,'稿','','','','',1425515700,1425515700,'','','');",
                {'关于春耕的通知': {'columns': [['政务'], ['要闻']], 'extra.topics': '春耕专题', 'extra.recommended': '1', 'attachments': ['/uploads/soft/tz.doc'], 'pages': 2},
                 '县政府文件': {'body_text': '公文正文', 'extra.wenhao': '县发〔2015〕3号', 'extra.zhengwen': None}},
                {'/a/zw/list_1_2.html': '/a/zw/', '/m/view.php?aid=1': '/a/zw/2015/0305/1.html', '/a/zw/2015/0305/1_2.html': '/a/zw/2015/0305/1.html',
                 '/plus/view.php?aid=1&pageno=2': '/a/zw/2015/0305/1.html'}),
    'drupal': ("INSERT INTO node_field_data VALUES (%d,1,'article','zh-hans',1,1,'稿',1593979400,1593979500,1,0,1); INSERT INTO taxonomy_index VALUES (%d,2,1);",
               {}, {'/taxonomy/term/2?page=1': '/taxonomy/term/2', '/old/one.html': '/news/one'}),
    'empirecms': ("INSERT INTO phome_ecms_news (id,classid,isurl,titleurl,stb,lastdotime,keyboard,title,newstime,ftitle,smalltext) VALUES (%d,2,0,'/zwgk/tzgg/2015-03-05/%d.html',1,1425515700,'','稿',1425515700,'','');",
                  {'关于春耕的通知': {'columns': [['政务公开', '通知公告'], ['春耕专题']], 'extra.topics': '春耕专题', 'pages': 2}, '网站声明': {'body_text': '声明'}},
                  {'/zwgk/tzgg/index_2.html': '/zwgk/tzgg/', '/e/action/ListInfo/?classid=2&page=1': '/zwgk/tzgg/', '/zt/chungeng/index.html': '/zt/chungeng/',
                   '/zwgk/tzgg/2015-03-05/10_2.html': '/zwgk/tzgg/2015-03-05/10.html', '/e/action/ShowInfo.php?classid=2&id=10&page=1': '/zwgk/tzgg/2015-03-05/10.html',
                   '/e/wap/show.php?classid=2&id=10': '/zwgk/tzgg/2015-03-05/10.html'}),
    'jeecms': ("INSERT INTO jc_content VALUES (%d,2,1,2); INSERT INTO jc_content_ext VALUES (%d,'稿','','','','2015-03-05 08:05:00',NULL);",
               {'部门开会': {'extra.topics': '春耕专题', 'extra.tags': '农业'}},
               {'/bm/201503/1.html': '/bmdt/1.jhtml', '/bmdt/index_2.jhtml': '/bmdt/index.jhtml', '/bmdt/index_2.html': '/bmdt/index.jhtml',
                '/bmdt/20150305/1_2.html': '/bmdt/1.jhtml'}),
    'joomla': ("INSERT INTO abc_content VALUES (%d,'稿','gao','<p>x</p>','',1,3,'2015-03-05 08:05:00','','2015-03-06 00:00:00','2015-03-05 08:05:00','');",
               {'新闻一': {'extra.tags': '春耕', 'url': 'http://www.old.example/xinwen/xiangzhen/1-yi'}},
               {'/old-news.html': '/xinwen/xiangzhen/1-yi', '/index.php?option=com_content&view=article&id=1': '/xinwen/xiangzhen/1-yi',
                '/xinwen/xiangzhen/yi': '/xinwen/xiangzhen/1-yi'}),
    'jpress': ("INSERT INTO article VALUES (%d,NULL,NULL,'稿',NULL,'<p>x</p>','html','',NULL,NULL,'normal',0,'2019-03-05 08:30:00',NULL,'',0); "
               "INSERT INTO article_category_mapping VALUES (%d,2);",
               {'用标记写的': {'body_html': '<h2>标题</h2>\n<p>第一段<strong>重点</strong>，见<a href="http://www.old.example/attachment/a.pdf">附件</a>。</p>\n'
                          '<table>\n<tr><th>甲</th><th>乙</th></tr>\n<tr><td>1</td><td>2</td></tr>\n</table>\n<p><strong>原样</strong></p>\n',
                          'attachments': ['/attachment/a.pdf']}},
               {'/category/2-2': '/category/2', '/article/category/2': '/category/2'}),
    'jspxcms': (None, {'部门开会': {'extra.topics': '春耕专题'}}, {'/bmdt/2014/1_2.html': '/bmdt/2014/1.html', '/info/1_2': '/bmdt/2014/1.html'}),
    'pbootcms': ("INSERT INTO ay_content VALUES (%d,'cn','6','','稿','','2015-03-05 08:35:00','<p>x</p>',1,'1','0','');",
                 {'春耕': {'columns': [['新闻', '乡镇'], ['新闻']], 'extra.headline': '1', 'extra.tags': '农业', 'extra.ext_wenhao': '县发1号'}},
                 {'/news_6/?page=2': '/news_6/', '/news_6_2/': '/news_6/'}),
    'phpcms-2008': ("INSERT INTO phpcms_content VALUES (%d,2,0,'稿','','','','','/zwgk/tzgg/2009/0305/%d.html',0,99,1,'a',1236215700,1236215800,0);",
                    {'关于春耕的通知': {'extra.topics': '春耕专题'}}, {'/zwgk/tzgg/2.html': '/zwgk/tzgg/', '/list.php?catid=2&page=2': '/zwgk/tzgg/',
                                                      '/show.php?contentid=1&page=2': '/zwgk/tzgg/2009/0305/1.html'}),
    'phpcms-v9': ("INSERT INTO pc_news VALUES (%d,6,0,'稿','','','',0,'/html/xw/2015/0305/%d.html',99,0,'a',1425515700,1425515700);",
                  {'春耕一': {'extra.related': '春耕二', 'columns': [['新闻'], ['春耕专题']], 'extra.topics': '春耕专题'}, '春耕二': {'extra.typeid': '3', 'source': None},
                   '表格': {'attachments': ['/uploadfile/2015/b.xls']},
                   '专题自己的稿件': {'columns': [['春耕专题']], 'author': '李四', 'body_text': '专题正文'}},
                  {'/html/xw/2.html': '/html/xw/', '/index.php?m=content&c=index&a=lists&catid=6&page=2': '/html/xw/', '/html/xw/2015/0305/1_2.html': '/html/xw/2015/0305/1.html',
                   '/show-6-2-2.html': '/show-6-2-1.html', '/index.php?m=wap&siteid=1&a=show&catid=6&typeid=4&id=1': '/html/xw/2015/0305/1.html',
                   '/index.php?m=special&c=index&id=5': '/html/special/chungeng/'}),
    'powereasy': ("INSERT INTO PE_Article VALUES (%d,1,2,'稿','','','2008-03-05 08:30:00','<p>x</p>','','',3,0,0,0);",
                  {'关于春耕的通知': {'attachments': ['/Article/UploadFiles/200803/1.doc', '/Article/UploadFiles/200803/3.rar']}},
                  {'/Article/List/List_2_2.html': '/Article/gzdt/xz/', '/Article/ShowClass.asp?ClassID=2&page=2': '/Article/gzdt/xz/'}),
    'siteserver': ("INSERT INTO model_Content VALUES (%d,102,100,'2015-03-06 09:00:00',1,'',0,0,'True','稿','','','','<p>x</p>','','','2015-03-05 08:05:00');",
                   {'修路': {'kind': 'letter'}}, {'/bmdt/index_2.html': '/bmdt/index.html', '/channels/102_2.html': '/bmdt/index.html',
                                                '/contents/102/1_2.html': '/contents/102/1.html'}),
    'sscms': ("INSERT INTO siteserver_Content_1 VALUES (%d,2,1,0,0,1,'稿','<p>x</p>','2020-03-05 08:05:00','');",
              {'公告一': {'document.number': '县发〔2020〕3号', 'document.index_number': '000014349/2020-00001', 'document.issuer': '县人民政府'}, '修路': {'kind': 'letter'}},
              {'/channels/2_2.html': '/channels/2.html', '/contents/2/7_2.html': '/contents/2/7.html'}),
    'trs-wcm': ("INSERT INTO WCMDOCUMENT VALUES (%d,11,20,'稿','',0,10,'','<p>x</p>','','','','http://www.old.example/tzgg/201503/t20150305_%d.htm','2015-03-05 08:35:00','',1,"
                "'2015-03-04 08:00:00');",
                {'关于春耕的通知': {'columns': [['通知公告'], ['部门动态']], 'source': '县农业局', 'subtitle': '副题', 'editor': '编辑甲', 'keywords': ['春耕'],
                             'document.number': '县发〔2015〕3号', 'document.index_number': '000014349/2015-00001', 'document.issuer': '县人民政府',
                             'attachments': ['/tzgg/201503/P020150305308615000.doc'], 'images': ['/tzgg/201503/W020150305308615001.jpg'], 'extra.top': '1'}},
                {'/tzgg/index_1.htm': '/tzgg/', '/tzgg/201503/t20150305_100_1.htm': '/tzgg/201503/t20150305_100.htm', '/bmdt/201503/t20150305_100.htm': '/tzgg/201503/t20150305_100.htm'}),
    'wordpress-database': ("INSERT INTO wp_posts VALUES (%d,1,'2015-03-05 08:35:00','x','稿','','publish','','gao%d','2015-03-05 08:35:00',0,0,'post'); "
                           "INSERT INTO wp_term_relationships VALUES (%d,3);",
                           {'春耕': {'url': 'http://www.old.example/zhang-san/news/town/chungeng/', 'extra.top': '1', 'extra.hits': '321', 'author': '张三', 'pages': 2}},
                           {'/category/news/town/page/3/': '/category/news/town/', '/zhang-san/news/town/chungeng/2/': '/zhang-san/news/town/chungeng/',
                            '/?p=5&page=2': '/zhang-san/news/town/chungeng/', '/zhang-san/news/town/jiu/': '/zhang-san/news/town/chungeng/'}),
    'yzmcms': ("INSERT INTO yzm_article VALUES (%d,9,'稿',1425515700,1425515700,'','x','','http://www.old.example/gg/%d.html','',1);",
               {}, {'/gg/list_2.html': '/gg/', '/index.php?m=index&c=index&a=lists&catid=9': '/gg/', '/xinwen/1_2.html': '/xinwen/1.html'}),
    'zblog': ("INSERT INTO zbp_post VALUES (%d,1,2,'',0,0,'','稿','<p>x</p>',1425515700,1425515700);",
              {'新闻一': {'author': '张三', 'extra.tags': '春耕', 'url': 'http://www.old.example/2015/1.html'}}, {'/category-1_2.html': '/category-1.html', '/?cate=1&page=2': '/category-1.html'}),
}


class FurtherFieldsTest(CmsCase):
    """All that counts beyond title and body: topics, related articles, fields of government, every address."""

    def value(self, row, name):
        if name.startswith('extra.'):
            return row['extra'].get(name[6:])
        if name.startswith('document.'):
            return row['document'][name[9:]]
        if name in ('attachments', 'images'):
            return [file['url'].replace('http://www.old.example', '') for file in row[name]]
        return row[name]

    def test_fields_and_addresses(self):
        for product, (more, articles, same) in FURTHER.items():
            with self.subTest(product):
                path = os.path.join(self.folder, product + '.sql')
                base = os.path.join(DATA, 'products', product + '.sql')
                with open(path, 'w', encoding='utf-8') as out:
                    for part in (base, os.path.join(DATA, 'further', product + '.sql')):
                        if os.path.exists(part):
                            with open(part, encoding='utf-8') as f:
                                out.write(f.read())
                    for number in range(100, 112) if more else ():
                        out.write(more.replace('%d', str(number)) + '\n')
                self.check(self.workspace(product + '-check', None).run('adapter', 'check', '--source', 'dump:' + path))
                workspace = self.extracted(product, 'dump:' + path)
                self.check(workspace.run('map'), harness.DONE, harness.FINDINGS)
                self.assertEqual([row['message'] for row in workspace.rows('findings') if row['rule'] == 'cms.schema'], [])
                rows = {row['title']: row for row in workspace.rows('articles')}
                for title, wanted in articles.items():
                    self.assertIn(title, rows)
                    self.assertEqual({name: self.value(rows[title], name) for name in wanted}, wanted)
                self.assertNotIn('不公开栏目里的', rows)
                into = {row['url']: row['into'] for row in workspace.rows('outcomes')}
                for address, main in same.items():
                    self.assertIn('http://www.old.example' + main, into)
                    self.assertIn('http://www.old.example' + address, into)
                    self.assertEqual(into['http://www.old.example' + address], into['http://www.old.example' + main], address)
                    self.assertTrue(into['http://www.old.example' + main], main)


def product_file(product):
    """The hand-over of a product in the test data, whatever kind it is."""
    for ending in ('.sql', '.json', '.xml'):
        path = os.path.join(DATA, 'products', product + ending)
        if os.path.exists(path):
            return path
    raise FileNotFoundError(product)


class SmallProductsTest(CmsCase):
    """Tables of further products as their schemas have them, with a few rows of every kind."""

    def test_products(self):
        for product, (articles, letters, dropped, extra) in PRODUCTS.items():
            with self.subTest(product):
                source = 'dump:' + product_file(product)
                checked = self.workspace(product + '-check', None).run('adapter', 'check', '--source', source)
                # The export of WordPress is a malformed one, and the check says so.
                self.check(checked, harness.FINDINGS if product == 'wordpress' else harness.DONE)
                workspace = self.extracted(product, source)
                self.check(workspace.run('map'), harness.DONE, harness.FINDINGS)
                rows = [row for row in workspace.rows('articles') if row['kind'] != 'letter']
                self.assertEqual({row['title']: sorted(row['columns']) for row in rows},
                                 {title: sorted(places) for title, places in articles.items()})
                for row in rows:
                    self.assertTrue(row['body_text'], row)
                    self.assertNotIn('age]', row['body_text'])
                    if row['kind'] == 'article':
                        self.assertIsNotNone(row['published'], row)
                first = next(row for row in rows if row['kind'] == 'article')
                self.assertEqual({name: first['extra'].get(name) for name in extra}, extra)
                self.assertEqual([row['title'] for row in workspace.rows('letters')], letters)
                self.assertNotIn('cms.schema', {row['rule'] for row in workspace.rows('findings')})
                outcomes = {row['url']: row['outcome'] for row in workspace.rows('outcomes')}
                for path in dropped:
                    self.assertEqual(outcomes['http://www.old.example' + path], 'dropped')


def tables_of(path):
    """The tables of a small dump: name, columns with types, rows."""
    database = sqlite3.connect(':memory:')
    with open(path, encoding='utf-8') as f:
        database.executescript(re.sub(r'TYPE=MyISAM|unsigned', '', f.read()))
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='table' ORDER BY name").fetchall():
        columns = [(row[1], 'bigint' if 'int' in row[2].lower() else 'text')
                   for row in database.execute('PRAGMA table_info("%s")' % name)]
        yield name, columns, database.execute('SELECT * FROM "%s"' % name).fetchall()


def notice(sentences):
    """The long bodies of two-products.mdb."""
    return ''.join('<p>第%d条　各乡镇人民政府，县政府各部门：现将春耕生产有关事项通知如下，请认真贯彻执行。</p>' % i
                   for i in range(1, sentences + 1))


class HandOverKindsTest(CmsCase):
    """The same rows by another way give the same records."""

    def assertSameRecords(self, product, source):
        name = 'of-%d' % len(os.listdir(self.folder))
        dump = self.extracted(name + '-dump', 'dump:' + product_file(product))
        other = self.extracted(name, source)
        for table in ('columns', 'articles', 'letters'):
            self.assertSameText(other.export(table), dump.export(table), table)

    def test_empire_backup(self):
        folder = os.path.join(self.folder, 'bdata')
        os.makedirs(folder)
        with open(product_file('empirecms'), encoding='utf-8') as f:
            statements = [part + ';' for part in f.read().split(';\n') if part.strip()]
        with open(os.path.join(folder, 'config.php'), 'w', encoding='utf-8') as f:
            f.write('<?php\n$b_table="";\n?>')
        for number, statement in enumerate(statements, 1):
            # Further volumes of one table come in the order of their numbers, not of their letters.
            name = re.search(r'(?:TABLE|INTO) (\w+)', statement).group(1)
            call = 'E_C' if statement.startswith('CREATE') else 'E_D'
            quoted = statement.replace('\\', '\\\\').replace('"', '\\"').replace('$', '\\$').replace('\n', '\\n')
            with open(os.path.join(folder, '%s_%d.php' % (name, number)), 'w', encoding='gbk') as f:
                f.write('<?php\n@include("../../inc/header.php");\n%s("%s");\n@include("../../inc/footer.php");\n?>' % (call, quoted))
        self.assertSameRecords('empirecms', 'dump:' + folder)

    def test_sql_server_script(self):
        path = os.path.join(self.folder, 'script.sql')
        with open(path, 'w', encoding='utf-16', newline='\r\n') as f:
            f.write('USE [site]\nGO\n/****** Object:  Table ******/\nSET ANSI_NULLS ON\nGO\n')
            for name, columns, rows in tables_of(product_file('kesion')):
                f.write('CREATE TABLE [dbo].[%s](\n%s,\n CONSTRAINT [PK_%s] PRIMARY KEY CLUSTERED \n(\n\t[%s] ASC\n)WITH (PAD_INDEX = OFF) ON '
                        '[PRIMARY]\n) ON [PRIMARY]\nGO\n' % (name, ',\n'.join(
                            '\t[%s] %s NULL' % (c, '[int]' if kind == 'bigint' else '[nvarchar](max) COLLATE Chinese_PRC_CI_AS')
                            for c, kind in columns), name, columns[0][0]))
                f.write('SET IDENTITY_INSERT [dbo].[%s] ON\n' % name)
                for row in rows:
                    values = [('NULL' if v is None else str(v) if isinstance(v, int) else
                               "CAST(N'%s' AS DateTime)" % v.replace(' ', 'T') if c == 'AddDate' else "N'%s'" % v.replace("'", "''"))
                              for v, (c, _) in zip(row, columns)]
                    f.write('INSERT [dbo].[%s] (%s) VALUES (%s)\n' % (name, ', '.join('[%s]' % c for c, _ in columns), ', '.join(values)))
                f.write('GO\n')
        self.assertSameRecords('kesion', 'dump:' + path)

    def test_postgresql_and_odbc(self):
        with services.PostgreSql() as server:
            address = server.database('site')
            for name, columns, rows in tables_of(product_file('drupal')):
                values = ','.join('(%s)' % ','.join('NULL' if v is None else str(v) if isinstance(v, int) else "'%s'" % v.replace("'", "''")
                                                    for v in row) for row in rows)
                server.sql('CREATE TABLE %s (%s); INSERT INTO %s VALUES %s' % (
                    name, ', '.join('"%s" %s' % column for column in columns), name, values), 'site')
            self.assertSameRecords('drupal', address)
            self.assertSameRecords('drupal', 'odbc:DRIVER={PostgreSQL Unicode};SERVER=127.0.0.1;PORT=%d;DATABASE=site;UID=postgres'
                                   % server.port)

    def test_access(self):
        """An Access 2000 database that another program (Jackcess) wrote, with the tables of two products, booleans, dates, NULL
        and memos of one page and of many; the same rows as a dump give the same records."""
        source = os.path.join(DATA, 'products', 'two-products.mdb')
        both = self.workspace('both', self.sites('both', 'dump:' + source))
        done = both.run('extract')
        self.assertNotEqual(done.returncode, harness.DONE)
        self.assertIn('kesion with prefix "ks_", powereasy with prefix "pe_"', done.stderr)
        for product, more in (('kesion', ((4, '一页装不下的正文', '2011-3-6/4.html', "'2011-03-06 00:00:00'", notice(30), '李四', ''),
                                          (5, '好几页长的正文', '2011-3-7/5.html', "'2011-03-07 23:59:59'", notice(220), '', '镕基镇'),
                                          (6, '没有正文', '2011-3-8/6.html', 'NULL', '', '', ''))), ('powereasy', ())):
            path = os.path.join(self.folder, product + '.sql')
            with open(product_file(product), encoding='utf-8') as f:
                text = f.read()
            for row in more:
                text += "INSERT INTO KS_Article VALUES (%d,'%s','20110102','%s',%s,0,'%s',1,0,'%s','%s','',0,0);\n" % row
            if product == 'powereasy':
                text = text.replace('<p>正文<img src="[InstallDir_ChannelDir]{$UploadDir}/2008/1.jpg"></p>', '<p>正文</p>' + notice(90))
            with open(path, 'w', encoding='utf-8') as f:
                f.write(text)
            dump = self.extracted(product + '-dump', 'dump:' + path)
            access = self.extracted(product + '-access', 'dump:%s?cms=%s' % (source, product))
            for table in ('columns', 'articles', 'findings'):
                self.assertSameText(access.export(table), dump.export(table), product + ' ' + table)
            longest = max(len((row['body_text'] or '').encode('gbk')) for row in access.rows('articles'))
            self.assertGreater(longest, 4096)

    def test_sources_that_say_what_they_are(self):
        """wxr:, ghost: and access: read what dump: finds out; what the file is not is told."""
        for scheme, file, options in (('wxr', 'wordpress.xml', ''), ('ghost', 'ghost.json', ''), ('access', 'two-products.mdb', '?cms=kesion')):
            path = os.path.join(DATA, 'products', file) + options
            named, found = self.extracted(scheme, scheme + ':' + path), self.extracted(scheme + '-dump', 'dump:' + path)
            self.assertGreater(len(named.rows('articles')), 0)
            for table in ('columns', 'articles', 'letters', 'findings'):
                self.assertSameText(named.export(table), found.export(table), scheme + ' ' + table)
            done = self.workspace('no-' + scheme, self.sites('no-' + scheme, scheme + ':' + product_file('zblog'))).run('extract')
            self.assertEqual(done.returncode, harness.FINDINGS, done.stderr)
            self.assertIn(product_file('zblog') + ': it is no ', done.stderr)

    def test_folder_of_uploads(self):
        """The folder that uploads lie in, alone: its place is the product's, else its own name; a web root is seen to be one."""
        def folder(*parts):
            made = os.path.join(self.folder, *parts)
            os.makedirs(os.path.join(made, '2020'))
            with open(os.path.join(made, '2020', 'a.doc'), 'wb') as f:
                f.write(b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(600))
            return made
        own, other = folder('handed', 'pictures'), folder('handed', 'over')
        folder('root', 'zb_users', 'upload')
        for product, text, href, uploads in (('zblog', '<p>县情</p>', '/zb_users/upload/2020/a.doc', other + '/'),
                                             ('zblog', '<p>县情</p>', '/zb_users/upload/2020/a.doc', os.path.join(self.folder, 'root')),
                                             ('kesion', '<p>第一页</p>', '/pictures/2020/a.doc', own)):
            path = os.path.join(self.folder, 'uploads.sql')
            with open(product_file(product), encoding='utf-8') as f:
                dump = f.read()
            self.assertIn(text, dump)
            with open(path, 'w', encoding='utf-8') as f:
                f.write(dump.replace(text, text + '<p><a href="%s">附件</a></p>' % href))
            workspace = self.extracted('%s-%s' % (product, os.path.basename(uploads.rstrip('/'))), 'dump:%s?uploads=%s' % (path, uploads))
            files = [(file['url'], file['status'], file['bytes']) for row in workspace.rows('articles') for file in row['attachments']]
            self.assertEqual(files, [('http://www.old.example' + href, 'ok', 608)])

    def test_archives(self):
        plain = product_file('jeecms')
        packed = os.path.join(self.folder, 'site.zip')
        with zipfile.ZipFile(packed, 'w', zipfile.ZIP_DEFLATED) as z:
            z.writestr('__MACOSX/._jeecms.sql', b'\0')
            z.write(plain, '备份/jeecms.sql')
            z.writestr('备份/logo.png', b'png')
        self.assertSameRecords('jeecms', 'dump:' + packed)
        tarred = os.path.join(self.folder, 'site.tar.gz')
        with tarfile.open(tarred, 'w:gz') as t:
            t.add(plain, 'db/jeecms.sql')
        self.assertSameRecords('jeecms', 'dump:' + tarred)
        # A backup folder as an archive: its files stay parted, definitions first.
        volumes = os.path.join(self.folder, 'volumes.zip')
        with open(plain, encoding='utf-8') as f:
            statements = [part + ';\n' for part in f.read().split(';\n') if part.strip()]
        with zipfile.ZipFile(volumes, 'w') as z:
            z.writestr('backupdata/rows_2.txt', ''.join(s for s in statements if not s.startswith('CREATE')))
            z.writestr('backupdata/tables_struct_1.txt', ''.join(s for s in statements if s.startswith('CREATE')))
        self.assertSameRecords('jeecms', 'dump:' + volumes)
        with open(packed, 'rb') as f:
            whole = f.read()
        cut = os.path.join(self.folder, 'cut.zip')
        with open(cut, 'wb') as f:
            f.write(whole[:len(whole) // 2])
        access = os.path.join(self.folder, 'access.zip')
        with zipfile.ZipFile(access, 'w') as z:
            z.write(os.path.join(DATA, 'products', 'two-products.mdb'), 'site.mdb')
        # A cut dump is read as far as it goes, and that it is cut is told.
        gzipped = os.path.join(self.folder, 'cut.sql.gz')
        with open(plain, 'rb') as f:
            whole = gzip.compress(f.read(), mtime=0)
        with open(gzipped, 'wb') as f:
            f.write(whole[:len(whole) - 20])
        rows = [row['message'] for row in self.extracted('cut', 'dump:' + gzipped).rows('findings') if row['rule'] == 'dump.row']
        self.assertTrue([message for message in rows if 'is cut: get it anew' in message], rows)
        for name, why in ((cut, 'Truncated'), (access, 'unpack it first')):
            done = self.workspace('broken' + why[:3], self.sites('broken', 'dump:' + name)).run('extract')
            self.assertNotEqual(done.returncode, harness.DONE)
            self.assertIn(why, done.stderr)

    def test_declared_encodings_are_not_believed(self):
        with open(product_file('jeecms'), encoding='utf-8') as f:
            text = f.read()
        for name, declared, encoding, mark in (('gbk', 'utf8', 'gbk', b''), ('utf-8', 'gbk', 'utf-8', b'\xef\xbb\xbf')):
            path = os.path.join(self.folder, name + '.sql')
            with open(path, 'wb') as f:
                f.write(mark + ('/*!40101 SET NAMES %s */;\n%s' % (declared, text)).replace('\n', '\r\n').encode(encoding))
            self.assertSameRecords('jeecms', 'dump:' + path)

    def test_two_installs_in_one_dump(self):
        path = os.path.join(self.folder, 'two.sql')
        with open(product_file('jpress'), encoding='utf-8') as f:
            text = f.read()
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text + text.replace('article', 'bm_article').replace('single_page', 'bm_single_page').replace('春耕', '部门的稿件')
                    .replace('bm_article_bm_', 'bm_article_'))
        done = self.workspace('two', self.sites('two', 'dump:' + path)).run('extract')
        self.assertNotEqual(done.returncode, harness.DONE)
        self.assertIn('jpress with prefix "", jpress with prefix "bm_"', done.stderr)
        checked = self.workspace('two-check', None).run('adapter', 'check', '--source', 'dump:' + path)
        self.assertIn('jpress ""', checked.stdout)
        self.assertIn('jpress "bm_"', checked.stdout)
        chosen = self.extracted('chosen', 'dump:' + path + '?prefix=bm_')
        self.assertIn('部门的稿件', [row['title'] for row in chosen.rows('articles')])
        self.assertNotIn('春耕', [row['title'] for row in chosen.rows('articles')])

    def test_gzip_and_jeecms_marks(self):
        path = os.path.join(self.folder, 'backup.sql')
        with open(product_file('jeecms'), encoding='utf-8') as f:
            text = re.sub(r'^INSERT', 'JEECMS_BACKUP_INSERT', f.read(), flags=re.M)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        subprocess.run(['gzip', path], check=True)
        self.assertSameRecords('jeecms', 'dump:' + path + '.gz')


class BadInputTest(CmsCase):
    """What comes broken is told, and the rest is read."""

    def changed(self, product, *changes):
        """Records and rules found in a product's dump with texts of it replaced."""
        path = os.path.join(self.folder, product + '.sql')
        with open(product_file(product), encoding='utf-8') as f:
            text = f.read()
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        workspace = self.extracted(product, 'dump:' + path)
        found = {}
        for row in workspace.rows('findings'):
            found[row['rule']] = found.get(row['rule'], '') + row['message'] + '\n'
        return workspace, found

    def refused(self, source):
        sites = os.path.join(self.folder, 'refused.csv')
        with open(sites, 'w', encoding='utf-8') as f:
            f.write(SITE % ('www.old.example', source))
        workspace = self.workspace('refused', sites)
        done = workspace.run('extract')
        self.assertNotEqual(done.returncode, harness.DONE, done.stdout)
        return done.stderr

    def test_wrong_prefix(self):
        self.assertIn('no known product', self.refused('dump:%s?prefix=other_' % product_file('empirecms')))

    def test_missing_essential_table_is_named(self):
        path = os.path.join(self.folder, 'lost.sql')
        with open(product_file('jeecms'), encoding='utf-8') as f:
            text = f.read().replace('jc_content_channel', 'jc_lost')
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        self.assertIn('for jeecms with prefix "jc_" it lacks table jc_content_channel', self.refused('dump:' + path))
        checked = self.workspace('lost', None).run('adapter', 'check', '--source', 'dump:' + path)
        self.check(checked, harness.FINDINGS)
        self.assertIn('missing: table jc_content_channel of jeecms', checked.stdout)

    def test_missing_table_and_column(self):
        workspace, found = self.changed('jeecms', ('jc_content_attachment', 'jc_lost'))
        self.assertIn('content_attachment', found['cms.schema'])
        self.assertTrue(workspace.rows('articles'))

    def test_unknown_version(self):
        workspace, found = self.changed('empirecms', (' newstime ', ' zeit '))
        self.assertIn('newstime', found['cms.schema'])
        self.assertEqual(len(workspace.rows('articles')), len(PRODUCTS['empirecms'][0]) + len(PRODUCTS['empirecms'][1]))

    def test_circle_and_orphans(self):
        workspace, found = self.changed('phpcms-2008', ("(1,'phpcms',0,1,0,", "(1,'phpcms',0,1,2,"), ("(3,'phpcms',1,0,0,", "(3,'phpcms',1,0,77,"),
                                        ('VALUES (1,2,0,', 'VALUES (1,88,0,'))
        self.assertIn('cms.column.circle', found)
        self.assertIn('cms.column.orphan', found)
        self.assertEqual(len(workspace.rows('columns')), 4)

    def test_invalid_dates(self):
        for date in ("'0000-00-00 00:00:00'", "'1970-01-01 00:00:00'", "'9999-12-31 00:00:00'", "'yesterday'"):
            with self.subTest(date):
                shutil.rmtree(os.path.join(self.folder, 'jpress'), ignore_errors=True)
                workspace, found = self.changed('jpress', ("NULL,NULL,'normal',9,'2019-03-05 08:30:00'", "NULL,NULL,'normal',9,%s" % date))
                self.assertIn('date.missing', found)
                self.assertIsNone(next(row for row in workspace.rows('articles') if row['title'] == '春耕')['published'])

    def test_files_outside_stay_outside(self):
        secret = os.path.join(self.folder, 'secret.doc')
        with open(secret, 'w', encoding='utf-8') as f:
            f.write('secret')
        web = os.path.join(self.folder, 'web')
        os.makedirs(web)
        path = os.path.join(self.folder, 'k.sql')
        with open(product_file('kesion'), encoding='utf-8') as f:
            text = f.read().replace('<p>第一页</p>', '<p>第一页<a href="/../secret.doc">附件</a></p>')
        with open(path, 'w', encoding='utf-8') as f:
            f.write(text)
        workspace = self.extracted('outside', 'dump:' + path, files=web)
        files = workspace.rows('articles')[0]['attachments']
        self.assertEqual([file['status'] for file in files], ['missing'])
        self.assertIn('file.missing', {row['rule'] for row in workspace.rows('findings')})

    def test_broken_settings(self):
        workspace, _ = self.changed('zblog', ('CREATE TABLE zbp_upload', "CREATE TABLE zbp_config (conf_Name varchar(50), conf_Value text);\n"
                                              "INSERT INTO zbp_config VALUES ('system','a:2:{s:16:\"ZC_ARTICLE_REGEX\";s:99:\"{%host%}x');\n"
                                              'CREATE TABLE zbp_upload'))
        self.assertTrue(workspace.rows('articles'))

    def test_encodings_of_one_dump_differ(self):
        path = os.path.join(self.folder, 'mixed.sql')
        with open(product_file('jpress'), encoding='utf-8') as f:
            lines = f.read().splitlines(keepends=True)
        with open(path, 'wb') as f:
            for line in lines:
                f.write(line.encode('gbk' if 'INSERT INTO single_page' in line else 'utf-8'))
        workspace = self.extracted('mixed', 'dump:' + path)
        self.assertIn('encoding.mixed', {row['rule'] for row in workspace.rows('findings')})
        self.assertIn('概况', [row['body_text'] for row in workspace.rows('articles')])
        with open(path, 'ab') as f:
            f.write("INSERT INTO single_page VALUES (2,'x','坏','<p>坏\xff</p>',NULL,'normal','');\n".encode('utf-8')
                    .replace(b'\xc3\xbf', b'\xff'))
        workspace = self.extracted('lost', 'dump:' + path)
        self.assertIn('encoding.loss', {row['rule'] for row in workspace.rows('findings')})


def golden(name, got):
    path = os.path.join(DATA, name)
    if UPDATE:
        with open(path, 'w', encoding='utf-8') as f:
            f.write(got)
    with open(path, encoding='utf-8') as f:
        return f.read()


# name, dump, charset, host, files, (SQL that counts published articles and pages)
DUMPS = (
    ('dedecms', 'dedecms/loadable/dedecms-site-gbk.sql', 'gbk', 'www.old.example', 'dedecms/site-gbk',
     "SELECT (SELECT count(*) FROM dede_archives WHERE arcrank=0 AND flag NOT LIKE '%%j%%') + "
     "(SELECT count(*) FROM dede_arctype WHERE ispart=1 AND trim(content)<>'')",
     'SELECT count(*) FROM dede_arctype'),
    ('dedecms-install', 'dedecms/loadable/dedecms-5.7.88-utf8.sql', 'utf8mb4', 'www.old.example', None,
     'SELECT count(*) FROM dede_archives', 'SELECT count(*) FROM dede_arctype'),
    ('phpcms', 'phpcms/loadable/phpcms-v9.6.3-utf8.sql', 'utf8mb4', 'www.old.example', None,
     "SELECT (SELECT count(*) FROM v9_news WHERE status=99 AND islink=0) + "
     "(SELECT count(*) FROM v9_category c JOIN v9_page p USING (catid) WHERE c.type=1 AND c.module='content' AND p.content<>'')",
     "SELECT count(*) FROM v9_category WHERE module='content' AND siteid=1"),
    ('phpcms-gbk', 'phpcms/loadable/phpcms-v9.6.3-gbk.sql', 'gbk', 'www.old.example', None,
     "SELECT (SELECT count(*) FROM v9_news WHERE status=99 AND islink=0) + "
     "(SELECT count(*) FROM v9_category c JOIN v9_page p USING (catid) WHERE c.type=1 AND c.module='content' AND p.content<>'')",
     "SELECT count(*) FROM v9_category WHERE module='content' AND siteid=1"),
    ('pbootcms', 'pbootcms/loadable-mysql.sql', 'utf8mb4', 'www.old.example', None,
     "SELECT count(*) FROM ay_content WHERE status='1' AND outlink=''", 'SELECT count(*) FROM ay_content_sort'),
    ('trs-wcm', 'trs-wcm/trs-wcm-school-mysql.sql', 'utf8mb4', 'www.qszx.example', 'html-trs-school',
     'SELECT count(*) FROM WCMDOCUMENT WHERE DOCSTATUS=10 AND DOCTYPE<>30',
     'SELECT count(*) FROM WCMCHANNEL WHERE STATUS>=0'),
    ('wordpress', 'wordpress/wordpress-6.1.sql', 'utf8mb4', 'www.old.example', 'wordpress',
     "SELECT (SELECT count(*) FROM wp_posts WHERE post_type='post' AND post_status='publish' AND post_password='') + "
     "(SELECT count(*) FROM wp_posts WHERE post_type='page' AND post_status='publish' AND post_password='' AND post_content<>'')",
     "SELECT (SELECT count(*) FROM wp_term_taxonomy WHERE taxonomy='category') + "
     "(SELECT count(*) FROM wp_posts WHERE post_type='page' AND post_status='publish' AND post_password='')"),
)


@unittest.skipUnless(os.path.isdir(LEGACY), 'needs the legacy data: ' + LEGACY)
class KnownProductsTest(CmsCase):
    @classmethod
    def setUpClass(cls):
        cls.server = services.MariaDb()
        cls.server.start()
        cls.addClassCleanup(cls.server.close)
        # The old schemas need it: zero dates, texts longer than their column.
        cls.server.sql("SET GLOBAL sql_mode=''; SET GLOBAL innodb_strict_mode=0; SET GLOBAL max_allowed_packet=268435456")

    def load(self, name, dump, charset):
        database = name.replace('-', '_')
        self.server.sql('CREATE DATABASE %s CHARACTER SET %s' % (database, charset))
        with open(dump, 'rb') as f:
            subprocess.run(['mariadb', '--no-defaults', '-h', '127.0.0.1', '-P', str(self.server.port), '-u', 'root',
                            '--default-character-set=' + charset, database], stdin=f, check=True)
        return database, 'mysql://root@127.0.0.1:%d/%s' % (self.server.port, database)

    def test_file_and_live_database_agree_with_its_counts(self):
        for name, dump, charset, host, files, articles, columns in DUMPS:
            with self.subTest(name):
                path = os.path.join(LEGACY, dump)
                database, address = self.load(name, path, charset)
                folder = files and os.path.join(LEGACY, files)
                streamed = self.extracted(name + '-file', 'dump:' + path, host, folder)
                live = self.extracted(name + '-live', address, host, folder)
                for workspace in (streamed, live):  # outcomes need decisions
                    self.check(workspace.run('map'), harness.DONE, harness.FINDINGS)
                for table in TABLES:
                    self.assertSameText(live.export(table), streamed.export(table), name + ' ' + table)
                self.assertEqual(len(streamed.rows('articles')), int(self.server.sql(articles, database)), name)
                self.assertEqual(len(streamed.rows('columns')), int(self.server.sql(columns, database)), name)
                head = ''.join(line + '\n' for line in streamed.export('articles').splitlines()[:3])
                self.assertSameText(head, golden(name + '.articles.jsonl', head), name + ' golden')
                self.check(streamed.run('run', '--to', 'plan'), harness.DONE, harness.FINDINGS)
                self.check(streamed.run('apply'), harness.DONE, harness.FINDINGS)
                outcomes = [json.dumps(row['url']) for row in streamed.rows('outcomes')]
                self.assertEqual(len(outcomes), len(set(outcomes)), name)

    def test_wrong_password_is_told(self):
        self.server.sql("CREATE OR REPLACE USER reader@'%' IDENTIFIED BY 'right'; CREATE DATABASE IF NOT EXISTS closed; "
                        "GRANT SELECT ON closed.* TO reader@'%'")
        sites = os.path.join(self.folder, 'wrong.csv')
        with open(sites, 'w', encoding='utf-8') as f:
            f.write(SITE % ('www.old.example', 'mysql://reader@127.0.0.1:%d/closed?password_env=GUIYI_TEST_PASSWORD' % self.server.port))
        workspace = self.workspace('wrong', sites)
        os.environ['GUIYI_TEST_PASSWORD'] = 'wrong'
        self.addCleanup(os.environ.pop, 'GUIYI_TEST_PASSWORD', None)
        done = workspace.run('extract')
        self.assertNotEqual(done.returncode, harness.DONE)
        self.assertIn('Access denied', done.stderr)
        self.assertNotIn('wrong', done.stderr.replace('/wrong', ''))

    def test_backup_folder_is_the_dump(self):
        files = os.path.join(LEGACY, 'dedecms', 'site-gbk')
        dump = self.extracted('dump', 'dump:' + os.path.join(LEGACY, 'dedecms/loadable/dedecms-site-gbk.sql'), files=files)
        backup = self.extracted('backup', 'dump:' + os.path.join(files, 'backupdata'), files=files)
        for table in ('columns', 'articles', 'findings'):
            self.assertSameText(backup.export(table), dump.export(table), table)

    def test_sqlite_holds_what_the_dump_holds(self):
        dump = self.extracted('dump', 'dump:' + os.path.join(LEGACY, 'pbootcms', 'loadable-mysql.sql'))
        sqlite = self.extracted('sqlite', 'sqlite:' + os.path.join(LEGACY, 'pbootcms', 'pbootcms.db'))
        # The two files of the product's demonstration site differ in the text of bodies, not in what they hold.
        fields = ('url', 'title', 'published', 'source', 'author', 'column_path', 'kind')
        self.assertEqual([[row[field] for field in fields] for row in sqlite.rows('articles')],
                         [[row[field] for field in fields] for row in dump.rows('articles')])

    def test_wxr_holds_what_the_dump_holds(self):
        folder = os.path.join(LEGACY, 'wordpress')
        dump = self.extracted('dump', 'dump:' + os.path.join(folder, 'wordpress-6.1.sql'))
        export = self.extracted('export', 'dump:' + os.path.join(folder, 'wordpress-export.wxr.xml'))
        fields = ('title', 'published', 'column_path', 'columns', 'kind', 'body_text')
        self.assertEqual([[row[field] for field in fields] for row in export.rows('articles') if row['kind'] == 'article'],
                         [[row[field] for field in fields] for row in dump.rows('articles') if row['kind'] == 'article'])
        path = os.path.join(folder, 'theme-test-data.wxr.xml')
        with open(path, encoding='utf-8') as f:
            items = f.read().split('<item>')[1:]
        public = [item for item in items if re.search(r'<wp:post_type>(<!\[CDATA\[)?post', item)
                  and re.search(r'<wp:status>(<!\[CDATA\[)?publish', item)
                  and re.search(r'<wp:post_password(/>|>(<!\[CDATA\[\]\]>)?</)', item)]
        theme = self.extracted('theme', 'dump:' + path)
        self.assertEqual(len([row for row in theme.rows('articles') if row['kind'] == 'article']), len(public))
        head = ''.join(line + '\n' for line in theme.export('articles').splitlines()[:3])
        self.assertSameText(head, golden('wxr.articles.jsonl', head), 'golden of the theme test data')


if __name__ == '__main__':
    harness.main()
