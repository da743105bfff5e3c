"""Servers that go down under a running apply, are slow, have no free connection or a full disk: what is said, and that nothing is
lost or doubled."""
import os
import shutil
import subprocess
import time

import harness
import services
from harness import DONE, FAILED, FINDINGS


class Trouble(harness.TestCase):
    def planned(self, name, target):
        """A workspace with a plan for this target; mapped once for all."""
        mapped = harness.Workspace(self.folder + '/mapped')
        folder = self.folder + '/' + name
        if not hasattr(self, 'wanted'):
            mapped = self.workspace('mapped')
            self.check(mapped.run('run', '--to', 'map'), DONE, FINDINGS)
            self.wanted = None
            self.wanted = self.finish(self.planned('undisturbed', 'sqlite:.guiyi/undisturbed.db'))
        shutil.copytree(mapped.folder, folder)
        with open(folder + '/guiyi.yaml', encoding='utf-8') as f:
            text = f.read()
        with open(folder + '/guiyi.yaml', 'w', encoding='utf-8') as f:
            f.write(text.replace('target: sqlite:.guiyi/platform.db', 'target: ' + target))
        workspace = harness.Workspace(folder)
        self.check(workspace.run('plan'), DONE, FINDINGS)
        return workspace

    def finish(self, workspace):
        self.check(workspace.run('apply'), DONE, FINDINGS)
        return self.check(workspace.run('platform', 'dump')).stdout

    def test_server_goes_down_under_apply(self):
        for kind in (services.PostgreSql, services.MariaDb):
            with self.subTest(kind.__name__), kind() as server:
                workspace = self.planned(kind.__name__, server.database('trouble'))
                for moment in (0.15, 0.3, 0.6):
                    apply = subprocess.Popen(workspace.command('apply'), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                    time.sleep(moment)
                    server.process.kill()
                    server.process.wait()
                    # Whether it noticed, waited for the server or was done before: it ends, and says what to do.
                    server.start()
                    _, said = apply.communicate(timeout=300)
                    self.assertIn(apply.returncode, (DONE, FINDINGS, FAILED), said)
                    if apply.returncode == FAILED:
                        self.assertIn('run the command again', said)
                self.assertSameText(self.finish(workspace), self.wanted, kind.__name__)

    def test_server_that_is_down_is_told(self):
        for kind in (services.PostgreSql, services.MariaDb):
            with self.subTest(kind.__name__), kind() as server:
                workspace = self.planned(kind.__name__ + 'down', server.database('down'))
                server.stop()
                said = self.check(workspace.run('apply'), FAILED, FINDINGS).stderr
                self.assertIn('see that the server runs', said)
                server.start()
                self.assertSameText(self.finish(workspace), self.wanted, kind.__name__)

    def test_server_without_a_free_connection(self):
        for kind, options, most in ((services.PostgreSql, ['-c', 'max_connections=6'], 6), (services.MariaDb, ['--max-connections=10'], 11)):
            server = kind()
            server.options = options
            with self.subTest(kind.__name__), server:
                workspace = self.planned(kind.__name__ + 'busy', server.database('busy'))
                held = []
                try:
                    while len(held) < most:  # clients of before may still be leaving
                        client = server.client("SELECT 'in'", 'DO SLEEP(600)' if kind is services.MariaDb else 'SELECT pg_sleep(600)')
                        if client.stdout.readline().strip() == 'in':
                            held.append(client)
                        else:
                            self.end(client)
                    said = self.check(workspace.run('apply'), FAILED, FINDINGS).stderr
                    self.assertIn('no free connection', said)
                finally:
                    for client in held:
                        self.end(client)
                server.stop()
                server.start()
                self.assertSameText(self.finish(workspace), self.wanted, kind.__name__)

    def end(self, client):
        client.kill()
        client.wait()
        client.stdout.close()

    def test_slow_server(self):
        for kind in (services.PostgreSql, services.MariaDb):
            with self.subTest(kind.__name__), kind() as server, services.SlowProxy(server.port) as proxy:
                address = server.database('slow').replace(':%d/' % server.port, ':%d/' % proxy.port)
                self.assertSameText(self.finish(self.planned(kind.__name__ + 'slow', address)), self.wanted, kind.__name__)
                self.assertGreater(proxy.parts, 100)

    def test_full_disk_of_postgresql(self):
        with services.PostgreSql() as server:
            small = os.path.join(server.folder, 'small')
            os.mkdir(small)
            mounted = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=16m', 'guiyi-test', small], capture_output=True, text=True)
            if mounted.returncode != 0:
                self.skipTest('no right to mount a small disk: ' + mounted.stderr.strip())
            self.addCleanup(subprocess.run, ['umount', '-l', small])
            shutil.chown(small, 'postgres', 'postgres')
            os.chmod(small, 0o700)
            server.sql("CREATE TABLESPACE small LOCATION '%s'" % small)
            server.sql('CREATE DATABASE full_disk TABLESPACE small')
            target = 'postgresql://postgres@127.0.0.1:%d/full_disk' % server.port
            workspace = self.planned('pgfull', target)
            self.check(workspace.run('apply', '--limit', '5'), DONE, FINDINGS)
            server.sql('CREATE TABLE fill (t TEXT)', 'full_disk')
            server.sql('ALTER TABLE fill ALTER t SET STORAGE EXTERNAL', 'full_disk')
            for size in (1 << 20, 1 << 16, 1 << 13, 1000):
                while True:
                    try:
                        server.sql("INSERT INTO fill VALUES (REPEAT('x', %d))" % size, 'full_disk')
                    except RuntimeError as full:
                        self.assertIn('No space left', str(full))
                        break
            full = self.check(workspace.run('apply'), FAILED)
            self.assertIn('free disk space or memory on the server', full.stderr)
            subprocess.run(['mount', '-o', 'remount,size=64m', small], check=True)  # a larger disk
            self.assertSameText(self.finish(workspace), self.wanted, 'after room was made')

    def test_full_disk_of_mariadb(self):
        server = services.MariaDb()
        server.options = ['--innodb-file-per-table=0', '--innodb-data-file-path=ibdata1:12M:autoextend:max:40M']
        with server:
            workspace = self.planned('full', server.database('full'))
            self.check(workspace.run('apply', '--limit', '5'), DONE, FINDINGS)
            server.sql('CREATE DATABASE filler; CREATE TABLE filler.fill (id INT AUTO_INCREMENT PRIMARY KEY, t LONGTEXT) ENGINE=InnoDB')
            for size in (1 << 20, 1 << 16, 1 << 12, 100):
                while server.run_sql("INSERT INTO filler.fill(t) VALUES (REPEAT('x', %d))" % size).returncode == 0:
                    pass
            full = self.check(workspace.run('apply'), FAILED)
            self.assertIn('free disk space on the server', full.stderr)
            server.stop()
            server.options[1] = '--innodb-data-file-path=ibdata1:12M:autoextend'  # a larger disk
            server.start()
            self.assertSameText(self.finish(workspace), self.wanted, 'after room was made')


if __name__ == '__main__':
    harness.main()
