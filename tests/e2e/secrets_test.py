"""Servers that ask for a password and TLS: both come from outside the workspace, and neither is ever shown."""
import os
import pwd
import shutil
import subprocess

import harness
import services
from harness import DONE, FINDINGS, USAGE

SECRET = 'Geheim-口令 7'


def openssl(*arguments):
    subprocess.run(['openssl', *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_certificates(folder):
    """ca.pem signs server.pem; other.pem signs nothing."""
    path = lambda name: os.path.join(folder, name)  # noqa: E731
    for name in ('ca', 'other'):
        openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=Guiyi test ' + name,
                '-keyout', path(name + '.key'), '-out', path(name + '.pem'))
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost', '-keyout', path('server.key'), '-out', path('server.csr'))
    with open(path('san'), 'w', encoding='ascii') as f:
        f.write('subjectAltName=DNS:localhost\n')
    openssl('x509', '-req', '-in', path('server.csr'), '-CA', path('ca.pem'), '-CAkey', path('ca.key'), '-CAcreateserial',
            '-days', '2', '-extfile', path('san'), '-out', path('server.pem'))


class Secrets(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = {}
        cls.addClassCleanup(lambda: [server.close() for server in cls.servers.values()])
        cls.servers['postgresql'] = cls.postgresql()
        cls.servers['mysql'] = cls.mariadb()

    @staticmethod
    def postgresql():
        server = services.PostgreSql()
        make_certificates(server.folder)
        owner = pwd.getpwnam('postgres') if os.geteuid() == 0 else None
        for name in ('server.key', 'server.pem'):
            path = os.path.join(server.folder, name)
            os.chmod(path, 0o600)
            if owner:
                os.chown(path, owner.pw_uid, owner.pw_gid)
        with open(os.path.join(server.data, 'postgresql.conf'), 'a', encoding='utf-8') as f:
            f.write("ssl=on\nssl_cert_file='%s/server.pem'\nssl_key_file='%s/server.key'\n" % (server.folder, server.folder))
        access = os.path.join(server.data, 'pg_hba.conf')
        with open(access, encoding='utf-8') as f:
            usual = f.read()
        with open(access, 'w', encoding='utf-8') as f:
            f.write('hostssl all keeper all scram-sha-256\nhost all keeper all reject\n' + usual)
        server.start()
        server.database('platform')
        server.sql("CREATE ROLE keeper LOGIN PASSWORD '%s'" % SECRET)
        server.sql('ALTER DATABASE platform OWNER TO keeper')
        return server

    @staticmethod
    def mariadb():
        server = services.MariaDb()
        make_certificates(server.folder)
        server.options = ['--ssl-ca=%s/ca.pem' % server.folder, '--ssl-cert=%s/server.pem' % server.folder,
                          '--ssl-key=%s/server.key' % server.folder]
        server.start()
        server.database('platform')
        server.sql("CREATE USER keeper@localhost IDENTIFIED BY '%s' REQUIRE SSL; GRANT ALL ON platform.* TO keeper@localhost" % SECRET)
        return server

    def retarget(self, workspace, target):
        path = os.path.join(workspace.folder, 'guiyi.yaml')
        with open(path, encoding='utf-8') as f:
            lines = [line for line in f.read().splitlines() if not line.startswith('target:')]
        with open(path, 'w', encoding='utf-8') as f:
            f.write('\n'.join(lines) + '\ntarget: "%s"\n' % target)

    def test_password_and_tls(self):
        mapped = self.workspace('mapped')
        self.check(mapped.run('run', '--to', 'map'), DONE, FINDINGS)
        secret_file = os.path.join(self.folder, 'secret')
        with open(secret_file, 'w', encoding='utf-8') as f:
            f.write(SECRET + '\n')
        os.environ['GUIYI_TEST_SECRET'] = SECRET
        os.environ['GUIYI_TEST_WRONG'] = 'wrong'
        self.addCleanup(os.environ.pop, 'GUIYI_TEST_SECRET')
        self.addCleanup(os.environ.pop, 'GUIYI_TEST_WRONG')
        for scheme, server in self.servers.items():
            with self.subTest(scheme):
                folder = os.path.join(self.folder, scheme)
                shutil.copytree(mapped.folder, folder)
                workspace = harness.Workspace(folder)
                address = '%s://keeper@localhost:%d/platform?' % (scheme, server.port)
                right = 'tls=verify&ca=%s/ca.pem' % server.folder
                self.retarget(workspace, address + 'password_env=GUIYI_TEST_SECRET&' + right)
                for command in ('plan', 'apply'):
                    self.check(workspace.run(command), DONE, FINDINGS)
                wanted = self.check(workspace.run('platform', 'hash')).stdout
                self.retarget(workspace, address + 'password_file=%s&%s' % (secret_file, right))
                self.assertEqual(self.check(workspace.run('platform', 'hash')).stdout, wanted)
                for options in ('password_env=GUIYI_TEST_WRONG&' + right, 'password_env=GUIYI_TEST_ABSENT&' + right,
                                'password_file=%s.absent&%s' % (secret_file, right),
                                'password_env=GUIYI_TEST_SECRET&tls=verify&ca=%s/other.pem' % server.folder,
                                'password_env=GUIYI_TEST_SECRET&tls=off'):
                    with self.subTest(scheme + ' ' + options):
                        self.retarget(workspace, address + options)
                        done = self.check(workspace.run('platform', 'hash'), USAGE)
                        self.assertNotIn(SECRET, done.stdout + done.stderr)
                        self.assertTrue(done.stderr.strip())
                self.retarget(workspace, '%s://keeper:%s@localhost:%d/platform' % (scheme, 'open', server.port))
                self.assertNotIn(':open@', self.check(workspace.run('platform', 'hash'), USAGE).stderr)
                for path, content in workspace.files().items():
                    self.assertNotIn(SECRET.encode(), content, path)


if __name__ == '__main__':
    harness.main()
