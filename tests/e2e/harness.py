"""Runs the built program in a throw-away folder. The program is named by GUIYI_BINARY."""
import difflib
import json
import os
import shutil
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXAMPLES = os.path.join(ROOT, 'examples', 'district')
TABLES = ('columns', 'articles', 'letters', 'outcomes', 'duplicates', 'redirects', 'links', 'findings', 'plan')
DONE, FINDINGS, USAGE, FAILED = 0, 1, 2, 3


def binary():
    return os.environ.get('GUIYI_BINARY', os.path.join(ROOT, 'build', 'dev', 'migrator', 'cli', 'guiyi'))


class Workspace:
    """A workspace folder and the program run on it."""

    def __init__(self, folder):
        self.folder = folder

    def command(self, *arguments):
        return [binary(), '-C', self.folder, *arguments]

    def run(self, *arguments, **options):
        environment = dict(os.environ, LC_ALL='C.UTF-8', LANG='C.UTF-8')
        return subprocess.run(self.command(*arguments), capture_output=True, text=True, env=environment,
                              timeout=options.pop('timeout', 600), **options)

    def json(self, *arguments):
        """The objects a command tells with --json."""
        return [json.loads(line) for line in self.run(*arguments, '--json').stdout.splitlines()]

    def export(self, table):
        done = self.run('export', table, '--format', 'jsonl')
        if done.returncode != DONE:
            raise AssertionError('export %s: %d %s' % (table, done.returncode, done.stderr))
        return done.stdout

    def rows(self, table):
        return [json.loads(line) for line in self.export(table).splitlines()]

    def exports(self):
        return {table: self.export(table) for table in TABLES}

    def files(self):
        """Every file of the workspace but the lock, with its bytes, for 'nothing changed'."""
        found = {}
        for folder, _, names in os.walk(self.folder):
            for name in names:
                if name == 'lock':
                    continue
                path = os.path.join(folder, name)
                with open(path, 'rb') as f:
                    found[os.path.relpath(path, self.folder)] = f.read()
        return found


class TestCase(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='guiyi-e2e-')
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def workspace(self, name='workspace', sites=os.path.join(EXAMPLES, 'sites.csv')):
        made = Workspace(os.path.join(self.folder, name))
        self.check(made.run('init', '--name', 'Example batch'))
        if sites:
            self.check(made.run('add-site', '--from', sites))
        return made

    def check(self, done, *codes):
        """The command ended with one of `codes` (0 without any); what apply wrote was what plan had said."""
        self.assertNotIn('the plan said', done.stderr)
        self.assertIn(done.returncode, codes or (DONE,), done.stdout + done.stderr)
        return done

    def assertSameText(self, got, wanted, name):
        if got != wanted:
            diff = difflib.unified_diff(wanted.splitlines(), got.splitlines(), 'wanted ' + name, 'got ' + name, lineterm='', n=0)
            shown = [line if len(line) < 600 else line[:600] + '…' for line in list(diff)[:40]]
            self.fail('%s differs:\n%s' % (name, '\n'.join(shown)))


def main():
    unittest.main(verbosity=2)
