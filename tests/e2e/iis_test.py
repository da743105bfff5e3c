"""The web.config for IIS, read as the URL Rewrite module reads it: its rules are evaluated here, there is no IIS. What the
evaluation follows: learn.microsoft.com, "URL Rewrite Module Configuration Reference" (conditions in order, trackAllCaptures,
maps whose keys know no case, patterns that ignore case unless ignoreCase is false)."""
import os
import re
import xml.etree.ElementTree as ET

import harness
import servers_test
from servers_test import ALIAS, CASES, DECISIONS, HOSTS, NEW, OLD

ATTRIBUTES = {
    'configuration': set(), 'system.webServer': set(), 'rewrite': set(), 'rewriteMaps': set(), 'rules': set(),
    'rewriteMap': {'name', 'defaultValue'}, 'rule': {'name', 'stopProcessing'}, 'match': {'url'}, 'conditions': {'trackAllCaptures'},
    'action': {'type', 'url', 'statusCode', 'statusReason', 'statusDescription', 'redirectType', 'appendQueryString'}}
STATUS = {'Permanent': 301, 'Found': 302}


class Iis:
    """The rules of a web.config. `whole`: UNENCODED_URL holds the query; what is written of it differs."""

    def __init__(self, path, whole):
        self.root = ET.parse(path).getroot()
        self.maps = {m.get('name'): {a.get('key').lower(): a.get('value') for a in m} for m in self.root.iter('rewriteMap')}
        self.rules = list(self.root.iter('rule'))
        self.whole = whole

    def expand(self, text, variables, groups):
        """Replaces {…} from the inside out."""
        while True:
            found = re.search(r'\{([^{}]*)\}', text)
            if not found:
                return text.replace('\1', '{').replace('\2', '}')
            name, _, key = found[1].partition(':')
            if name == 'C':
                value = groups[int(key)] or ''
            elif key or found[1].endswith(':'):
                value = self.maps[name].get(key.replace('\1', '{').replace('\2', '}').lower(), '')
            else:
                value = variables[name]
            value = value.replace('{', '\1').replace('}', '\2')  # braces of values are no expressions
            text = text[:found.start()] + value + text[found.end():]

    def ask(self, host, target):
        path, _, query = target.partition('?')
        variables = {'HTTP_HOST': host, 'QUERY_STRING': query, 'UNENCODED_URL': target if self.whole else path}
        for rule in self.rules:
            groups = [None]
            conditions = rule.find('conditions')
            if all(self.holds(c, variables, groups) for c in conditions):
                return self.answer(rule.find('action'), variables, groups)
        return 200, ''

    def holds(self, condition, variables, groups):
        flags = 0 if condition.get('ignoreCase') == 'false' else re.IGNORECASE
        found = re.search(condition.get('pattern'), self.expand(condition.get('input'), variables, groups), flags)
        if found:
            groups += found.groups()
        return bool(found)

    def answer(self, action, variables, groups):
        kind = action.get('type')
        if kind == 'None':
            return 200, ''
        if kind == 'CustomResponse':
            return int(action.get('statusCode')), ''
        assert kind == 'Redirect' and action.get('appendQueryString') == 'false'
        return STATUS[action.get('redirectType')], self.expand(action.get('url'), variables, groups)


def written_otherwise(target):
    """IIS compares addresses as they are sent: other spellings of an address are not found, and it answers malformed
    escapes and dot segments itself."""
    if isinstance(target, bytes):
        return True
    odd = ('%7e', '%2b', '%2f', '%27', '%24', '{', '}', '//', '/./', '/../', '%2e', '%zz', '+ace', 'sp+')
    return any(o in target.lower() for o in odd) or target.endswith('%4')


class IisTest(harness.TestCase):
    def web_config(self, rows):
        self.map = os.path.join(self.folder, 'map.csv')
        servers_test.Servers.make_map(self, rows)
        path = os.path.join(self.folder, 'web.config')
        self.check(harness.Workspace(self.folder).run('redirects', 'export', '--map', self.map, '--format', 'iis', '--output', path))
        return path

    write = servers_test.Servers.write
    simulate = servers_test.Servers.simulate

    def test_answers_like_the_simulator(self):
        path = self.web_config([(OLD, p, to, status) for p, to, status in DECISIONS] + [(ALIAS, '/alias.htm', NEW + '/alias', 301)])
        twins = ('/Case.htm', '/case.htm', '/CASE.htm')  # IIS knows one of them
        questions = [(host, target) for host in HOSTS for target in CASES if not written_otherwise(target) and target not in twins]
        self.assertGreater(len(questions), 400)
        wanted = self.simulate(questions)
        for whole in (True, False):
            iis, wrong = Iis(path, whole), []
            for (host, target), (status, location) in zip(questions, wanted):
                got = iis.ask(host, target)
                # Hosts that are none of ours are not touched.
                if status == 421 or host in ('stranger.gov.cn', OLD + ':8099'):
                    status, location = 200, b''
                if got != (status, location.decode()):
                    wrong.append('%s %s: %s, simulator %s %s' % (host, target[:100], got, status, location))
            self.assertEqual(wrong, [], '%d of %d' % (len(wrong), len(questions)))

    def test_form(self):
        path = self.web_config([(OLD, '/<&"\'>.htm', NEW + '/?a=1&b=2', 301), (OLD, '/a.htm', NEW + '/a', 301), (OLD, '/A.htm', NEW + '/b', 302)])
        root = ET.parse(path).getroot()
        names = [m.get('name') for m in root.iter('rewriteMap')]
        self.assertEqual(len(set(names)), len(names))
        for rewrite_map in root.iter('rewriteMap'):
            keys = [a.get('key').lower() for a in rewrite_map]
            self.assertEqual(len(set(keys)), len(keys), 'IIS refuses a key that stands twice')
        rules = [r.get('name') for r in root.iter('rule')]
        self.assertEqual(len(set(rules)), len(rules))
        for element in root.iter():
            if element.tag == 'add':
                self.assertIn(set(element.keys()), ({'key', 'value'}, {'input', 'pattern'}, {'input', 'pattern', 'ignoreCase'}))
            else:
                self.assertLessEqual(set(element.keys()), ATTRIBUTES[element.tag], element.tag)
        for condition in root.iter('conditions'):
            for add in condition:
                for used in re.findall(r'\{(guiyi_\w+):', add.get('input')):
                    self.assertIn(used, names)


if __name__ == '__main__':
    harness.main()
