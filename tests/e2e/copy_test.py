"""platform copy: the platform moved between engines and its files between stores; plan and apply go on there."""
import os
import shutil

import harness
import services
from harness import DONE, FAILED, FINDINGS, USAGE


class Copy(harness.TestCase):
    def applied(self):
        workspace = self.workspace()
        self.check(workspace.run('run', '--to', 'plan'), DONE, FINDINGS)
        self.check(workspace.run('apply'), DONE, FINDINGS)
        return workspace

    def settings(self, workspace, old, new):
        """Replaces a line of guiyi.yaml; adds it when there is none of that name."""
        path = os.path.join(workspace.folder, 'guiyi.yaml')
        with open(path, encoding='utf-8') as f:
            lines = [line for line in f.read().splitlines() if not line.startswith(old)]
        with open(path, 'w', encoding='utf-8') as f:
            f.write('\n'.join(lines + [new]) + '\n')

    def contents(self, folder):
        found = {}
        for path, _, names in os.walk(folder):
            for name in names:
                with open(os.path.join(path, name), 'rb') as f:
                    found[name] = f.read()
        return found

    def hash(self, workspace):
        return self.check(workspace.run('platform', 'hash')).stdout

    def test_from_engine_to_engine(self):
        with services.PostgreSql() as postgresql, services.MariaDb() as mariadb:
            workspace = self.applied()
            wanted, dump = self.hash(workspace), self.check(workspace.run('platform', 'dump')).stdout
            rows = dump.count('\n')
            for target in (mariadb.database('copy'), postgresql.database('copy'), 'sqlite:.guiyi/copy.db'):
                with self.subTest(target=target):
                    told = workspace.json('platform', 'copy', '--to', target)[0]
                    self.assertIn(told['hash'], wanted)
                    self.assertGreater(sum(told['rows'].values()), rows)  # the loader's account too
                    again = self.check(workspace.run('platform', 'copy', '--to', target), USAGE, FAILED)
                    self.assertIn('there is a platform already', again.stderr)
                    self.settings(workspace, 'target:', 'target: ' + target)
                    self.assertEqual(self.hash(workspace), wanted)
                    self.assertSameText(self.check(workspace.run('platform', 'dump')).stdout, dump, target)
            # On the last copy: nothing to do, and what there was can be taken back.
            self.check(workspace.run('plan'), DONE, FINDINGS)
            self.assertEqual({row['action'] for row in workspace.rows('plan')}, {'unchanged'})
            self.check(workspace.run('apply'), DONE, FINDINGS)
            self.check(workspace.run('rollback', '--batch', '1'), DONE, FINDINGS)
            self.assertEqual(self.check(workspace.run('platform', 'dump')).stdout, '')

    def test_files(self):
        workspace = self.applied()
        other = os.path.join(self.folder, 'elsewhere')
        kept = os.path.join(workspace.folder, '.guiyi', 'files')
        if not os.path.isdir(kept):  # beside the SQLite database
            kept = next(path for path, folders, _ in os.walk(workspace.folder) if path.endswith('files'))
        wanted = self.contents(kept)
        self.assertGreater(len(wanted), 3)
        told = workspace.json('platform', 'copy', '--files-to', other)[0]
        self.assertEqual(told['contents'], len(wanted))
        self.assertEqual(self.contents(other), wanted)
        self.settings(workspace, 'files:', 'files: ' + other)
        shutil.rmtree(kept)
        self.assertEqual(workspace.json('verify')[0]['faults'], {})
        with self.subTest('a content that is not what its name says'):
            path, name = next((path, names[0]) for path, _, names in os.walk(other) if names)
            with open(os.path.join(path, name), 'ab') as f:
                f.write(b'x')
            said = self.check(workspace.run('platform', 'copy', '--files-to', os.path.join(self.folder, 'third')), FINDINGS, FAILED)
            self.assertIn(name, said.stderr)

    def test_what_is_refused(self):
        workspace = self.applied()
        self.assertIn('--to', self.check(workspace.run('platform', 'copy'), USAGE).stderr)
        self.check(workspace.run('platform', 'copy', '--to', 'oracle://x'), USAGE)
        before = self.hash(workspace)
        self.check(workspace.run('platform', 'copy', '--to', 'sqlite:.guiyi/platform.db'), USAGE)
        self.assertEqual(self.hash(workspace), before)
        empty = self.workspace('empty')
        self.check(empty.run('platform', 'copy', '--to', 'sqlite:.guiyi/copy.db'), USAGE, FAILED)


if __name__ == '__main__':
    harness.main()
