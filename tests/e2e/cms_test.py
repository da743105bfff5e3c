"""Databases of legacy CMSs: a home-grown one read with the profile of the how-to; and, where the legacy data is
there, real dumps of known products: as a file and as a live database they give the same bytes, and as many
records as the database itself counts."""
import json
import os
import subprocess
import unittest

import harness
import services

SHARED = os.environ.get('GUIYI_SHARED', os.path.join(harness.ROOT, '..', 'shared'))
LEGACY = os.path.join(SHARED, 'legacy-data')
DATA = os.path.join(harness.ROOT, 'tests', 'data', 'cms')
TABLES = ('columns', 'articles', 'letters', 'outcomes', 'findings')
UPDATE = os.environ.get('GUIYI_UPDATE_GOLDEN')

SITE = 'id,name,code,level,host,aliases,source,wave\nold,旧站,,department,%s,,"%s",1\n'


class CmsCase(harness.TestCase):
    def extracted(self, name, source, host='www.old.example', files=None):
        """A workspace with one site, extracted."""
        sites = os.path.join(self.folder, name + '.csv')
        if files and os.path.isdir(files):
            source += ('&' if '?' in source else '?') + 'files=' + files
        with open(sites, 'w', encoding='utf-8') as f:
            f.write(SITE % (host, source))
        workspace = self.workspace(name, sites)
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
        rules = {row['rule'] for row in workspace.rows('findings')}
        for rule in ('cms.column.orphan', 'cms.article.column', 'date.missing', 'cms.unpublished', 'file.missing'):
            self.assertIn(rule, rules)
        self.check(workspace.run('run', '--to', 'plan'), harness.DONE, harness.FINDINGS)
        self.check(workspace.run('apply'), harness.DONE, harness.FINDINGS)
        outcomes = {row['url']: row['outcome'] for row in workspace.rows('outcomes')}
        self.assertEqual(outcomes['http://www.old.example/show.asp?id=3'], 'dropped')
        self.assertEqual(outcomes['http://www.old.example/show.asp?id=1'], 'loaded')

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


# product: published articles and pages with their places, letters, addresses that must be dropped
PRODUCTS = {
    'empirecms': ({'关于春耕的通知': [['政务公开', '通知公告']], '第二张副表的稿件': [['政务公开', '通知公告']],
                   '归档的稿件': [['政务公开', '通知公告']]}, ['何时修路'],
                  ['/e/action/ShowInfo.php?classid=2&id=20', '/e/action/ShowInfo.php?classid=2&id=12']),
    'jeecms': ({'部门开会': [['政务动态', '部门动态'], ['政务动态']], '归档': [['政务动态']], '县情': [['县情']]}, ['修路'],
               ['/bmdt/2.jhtml']),
    'joomla': ({'新闻一': [['新闻', '乡镇']]}, [], ['/index.php?option=com_content&view=article&id=2']),
    'metinfo': ({'新闻一': [['新闻', '乡镇']], '关于': [['关于']]}, [], ['/news/shownews.php?lang=cn&id=2']),
    'siteserver': ({'部门开会': [['政务动态', '部门动态'], ['政务动态']], '县情': [['县情']]}, [],
                   ['/contents/102/3.html', '/contents/102/4.html']),
    'sscms': ({'公告一': [['通知公告']]}, [], ['/contents/2/8.html']),
    'yzmcms': ({'新闻一': [['新闻']], '概况': [['概况']]}, ['修路'], ['/xinwen/3.html']),
    'zblog': ({'新闻一': [['新闻']], '概况': [['概况']]}, [], ['/?id=2']),
}


class SmallProductsTest(CmsCase):
    """Tables of further products as their schemas have them, with a few rows of every kind."""

    def test_products(self):
        for product, (articles, letters, dropped) in PRODUCTS.items():
            with self.subTest(product):
                source = 'dump:' + os.path.join(DATA, 'products', product + '.sql')
                checked = self.workspace(product + '-check', None).run('adapter', 'check', '--source', source)
                self.check(checked)
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
                self.assertEqual([row['title'] for row in workspace.rows('letters')], letters)
                outcomes = {row['url']: row['outcome'] for row in workspace.rows('outcomes')}
                for path in dropped:
                    self.assertEqual(outcomes['http://www.old.example' + path], 'dropped')


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


if __name__ == '__main__':
    harness.main()
