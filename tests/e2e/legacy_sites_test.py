"""Saved sites whose database is there too: what extraction reads from the pages must agree with what the
editors entered, read twice: by the adapter for the CMS, and here from the dump itself. The data is large and
not part of the repository; without it the test says that it was skipped. LEGACY_VERBOSE=1 prints every
disagreement.

Measured as ../shared/tools/score_extraction.py measures: titles and sources after normalisation, dates by
day, bodies by runs of four tokens."""
import datetime
import html.parser
import importlib.util
import os
import re
import unittest

import harness

SHARED = os.environ.get('GUIYI_SHARED', os.path.join(harness.ROOT, '..', 'shared'))
LEGACY = os.path.join(SHARED, 'legacy-data')
SCORER = os.path.join(SHARED, 'tools', 'score_extraction.py')
VERBOSE = os.environ.get('LEGACY_VERBOSE')


def scorer():
    spec = importlib.util.spec_from_file_location('score_extraction', SCORER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VALUE = re.compile(r"""\s*(?:'((?:[^'\\]|\\.|'')*)'|(NULL)|([^,()']+))\s*""", re.S)
ESCAPES = {'n': '\n', 'r': '\r', 't': '\t', '0': '\0', 'Z': '\x1a', 'b': '\b'}


def unescape(value):
    value = re.sub(r'\\(.)', lambda m: ESCAPES.get(m.group(1), m.group(1)), value, flags=re.S)
    return value.replace("''", "'")


def dump_rows(path, encoding, table):
    """The rows of one table of a mysqldump file, as dictionaries."""
    with open(path, 'rb') as f:
        text = f.read().decode(encoding, 'replace')
    created = re.search(r'CREATE TABLE `%s` \((.*?)\n\)' % table, text, re.S)
    columns = re.findall(r'^\s*`(\w+)`', created.group(1), re.M)
    rows = []
    for start in re.finditer(r'INSERT INTO `%s` VALUES\s*' % table, text):
        at = start.end()
        while text[at] == '(':
            values = []
            while text[at] in '(,':
                found = VALUE.match(text, at + 1)
                quoted, null, plain = found.groups()
                values.append(None if null else unescape(quoted) if quoted is not None else plain.strip())
                at = found.end()
            assert text[at] == ')' and len(values) == len(columns), (table, text[at - 40:at + 40])
            rows.append(dict(zip(columns, values)))
            at += 1
            while text[at] in ', \r\n':
                at += 1
    return rows


class BodyText(html.parser.HTMLParser):
    BLOCKS = {'p', 'div', 'br', 'tr', 'li', 'td', 'th', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'hr'}

    def __init__(self):
        super().__init__()
        self.parts, self.silent = [], 0

    def handle_starttag(self, tag, attributes):
        self.silent += tag in ('script', 'style')
        if tag in self.BLOCKS:
            self.parts.append('\n')

    def handle_endtag(self, tag):
        self.silent -= tag in ('script', 'style') and self.silent > 0
        if tag in self.BLOCKS:
            self.parts.append('\n')

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(data)


def text_of(markup):
    parser = BodyText()
    parser.feed(markup or '')
    parser.close()
    return ''.join(parser.parts)


def trs_documents():
    """TRS WCM: published documents by the path they were published under."""
    dump = os.path.join(LEGACY, 'trs-wcm', 'trs-wcm-school-mysql.sql')
    sources = {r['DOCID']: r for r in dump_rows(dump, 'utf-8', 'WCMDOCUMENT')}
    for reference in dump_rows(dump, 'utf-8', 'WCMCHNLDOC'):
        document = sources.get(reference['DOCID'])
        url = reference['DOCPUBURL']
        if document is None or document['DOCLINK'] or not url:
            continue
        path = re.sub(r'^https?://[^/]+', '', url)
        yield path, {'title': document['DOCTITLE'], 'date': document['DOCRELTIME'][:10],
                     'source': document['DOCSOURCENAME'], 'body': text_of(document['DOCHTMLCON'])}


def dede_documents():
    """DedeCMS: documents by the rule {typedir}/{Y}/{M}{D}/{aid}.html, date parts of senddate at UTC+8."""
    dump = os.path.join(LEGACY, 'dedecms', 'loadable', 'dedecms-site-gbk.sql')
    zone = datetime.timezone(datetime.timedelta(hours=8))
    bodies = {r['aid']: r['body'] for r in dump_rows(dump, 'gb18030', 'dede_addonarticle')}
    folders = {r['id']: r['typedir'].replace('{cmspath}', '') for r in dump_rows(dump, 'gb18030', 'dede_arctype')}
    for row in dump_rows(dump, 'gb18030', 'dede_archives'):
        if row['id'] not in bodies or row['typeid'] not in folders:
            continue
        sent = datetime.datetime.fromtimestamp(int(row['senddate']), zone)
        shown = datetime.datetime.fromtimestamp(int(row['pubdate']), zone)
        path = '%s/%s/%s.html' % (folders[row['typeid']], sent.strftime('%Y/%m%d'), row['id'])
        yield path, {'title': row['title'], 'date': shown.strftime('%Y-%m-%d'), 'source': row['source'],
                     'body': text_of(bodies[row['id']])}


@unittest.skipUnless(os.path.isdir(LEGACY) and os.path.isfile(SCORER), 'no saved sites with databases here')
class LegacySites(harness.TestCase):
    def extracted(self, name, source):
        """The articles of a site by the path of their address."""
        workspace = self.workspace(name, sites=None)
        self.check(workspace.run('add-site', name, '--name', 'Site ' + name, '--level', 'department', '--host',
                                 'www.' + name.split('-')[0] + '.example', '--source', source))
        self.check(workspace.run('extract'), harness.DONE, harness.FINDINGS)
        return {re.sub(r'^https?://[^/]+', '', article['url']): article for article in workspace.rows('articles')}

    def adapter_documents(self, name, source):
        """What the adapter for the site's CMS makes of its database, as the documents of agreement()."""
        for path, article in self.extracted(name, source).items():
            if article['kind'] in ('article', 'policy', 'interpretation'):
                yield path, {'title': article['title'], 'date': (article['published'] or '')[:10],
                             'source': article['source_shown'] or '', 'body': article['body_text']}

    def agreement(self, name, folder, documents):
        """Extracts the folder and compares; the shares of agreeing titles, dates, sources, and the body F1."""
        articles = self.extracted(name, 'mirror:' + folder)
        score = scorer()
        found = {'title': [], 'date': [], 'source': [], 'body': []}
        missing = []
        for path, row in sorted(documents):
            if not os.path.exists(folder + path):
                continue
            article = articles.get(path)
            if article is None:
                missing.append(path)
                continue
            pairs = {'title': (row['title'], article['title']), 'date': (row['date'], (article['published'] or '')[:10]),
                     'source': (row['source'], article['source'])}
            for field, (true, got) in pairs.items():
                if true:
                    found[field].append(score.norm(true) == score.norm(got or ''))
                    if VERBOSE and not found[field][-1]:
                        print(name, path, field, 'database:', true, 'page:', got)
            body = score.body_counts(row['body'], article['body_text'])
            found['body'].append(body)
            if VERBOSE and body[1] + body[2] > 0.02:
                print(name, path, 'body', body)
        result = {field: score.mean([float(x) for x in found[field]]) for field in ('title', 'date', 'source')
                  if found[field]}
        result['body'] = score.body_scores(found['body'])['f1']
        result['documents'] = len(found['body'])
        print(name, result, 'missing:', missing)
        self.assertEqual(missing, [])
        return result

    def test_trs_wcm(self):
        saved = os.path.join(LEGACY, 'html-trs-school')
        result = self.agreement('trs', saved, trs_documents())
        self.assertGreater(result['documents'], 100)
        self.assert_agrees(result)
        dump = os.path.join(LEGACY, 'trs-wcm', 'trs-wcm-school-mysql.sql')
        result = self.agreement('trs-pages', saved, self.adapter_documents('trs-database', 'dump:%s?files=%s' % (dump, saved)))
        self.assertGreater(result['documents'], 100)
        self.assert_agrees(result)

    def test_dedecms(self):
        saved = os.path.join(LEGACY, 'dedecms', 'site-gbk')
        result = self.agreement('dede', saved, dede_documents())
        self.assertGreater(result['documents'], 30)
        self.assert_agrees(result)
        result = self.agreement('dede-pages', saved, self.adapter_documents(
            'dede-database', 'dump:%s?files=%s' % (os.path.join(saved, 'backupdata'), saved)))
        self.assertGreater(result['documents'], 30)
        self.assert_agrees(result)

    def assert_agrees(self, result):
        self.assertGreaterEqual(result['title'], 0.99)
        self.assertGreaterEqual(result['date'], 0.99)
        self.assertGreaterEqual(result['body'], 0.98)


if __name__ == '__main__':
    unittest.main()
