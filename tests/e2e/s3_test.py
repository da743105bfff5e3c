"""Attachments in a real S3 server: stored once, verified, kept through kills, taken back."""
import os
import random
import signal
import subprocess
import time

import harness
import services
from harness import DONE, FAILED, FINDINGS, USAGE
from ports import free_port


class FileServer(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = services.CephS3()
        cls.addClassCleanup(cls.server.close)
        cls.server.start()
        cls.server.make_bucket()
        os.environ['GUIYI_S3_SECRET'] = cls.server.SECRET
        cls.addClassCleanup(os.environ.pop, 'GUIYI_S3_SECRET')

    def store(self, workspace, address):
        path = os.path.join(workspace.folder, 'guiyi.yaml')
        with open(path, encoding='utf-8') as f:
            lines = [line for line in f.read().splitlines() if not line.startswith('files:')]
        with open(path, 'w', encoding='utf-8') as f:
            f.write('\n'.join(lines) + '\nfiles: "%s"\n' % address)

    def mapped(self, name, prefix):
        workspace = self.workspace(name)
        self.store(workspace, self.server.address(prefix))
        self.check(workspace.run('run', '--to', 'plan'), DONE, FINDINGS)
        return workspace

    def wanted(self, workspace):
        """Contents the platform refers to, as objects: name -> bytes."""
        rows = [line.split('","') for line in self.check(workspace.run('platform', 'dump')).stdout.splitlines() if line.startswith('["file"')]
        found = {}
        for row in rows:
            sha256, size = row[1].split('",')
            found['%s/%s' % (sha256[:2], sha256)] = int(size.rstrip(']'))
        return found

    def held(self, prefix):
        return {name[len(prefix) + 1:]: size for name, size in self.server.objects(prefix + '/').items()}

    def test_whole_line(self):
        workspace = self.mapped('line', 'line')
        self.check(workspace.run('apply'), DONE, FINDINGS)
        held = self.held('line')
        self.assertGreater(len(held), 2)
        self.assertEqual(held, self.wanted(workspace))
        self.check(workspace.run('verify'), DONE, FINDINGS)
        self.assertFalse([f for f in os.listdir(os.path.join(workspace.folder, '.guiyi')) if f.endswith('files')])
        # An object that was changed or removed behind its back is found.
        changed, removed = ['line/' + name for name in sorted(held)][:2]
        before = self.server.request('GET', '/%s/%s' % (self.server.BUCKET, changed))
        self.server.request('PUT', '/%s/%s' % (self.server.BUCKET, changed), body=before[2] + b'x')
        self.server.request('DELETE', '/%s/%s' % (self.server.BUCKET, removed))
        found = self.check(workspace.run('verify'), FINDINGS).stdout
        self.assertIn('CONTENT-MISSING', found)
        # Rolled back, the store is empty again.
        self.check(workspace.run('rollback'), DONE)
        self.assertEqual(self.held('line'), {})

    def test_second_wave_shares_contents(self):
        workspace = self.mapped('waves', 'waves')
        self.check(workspace.run('apply'), DONE, FINDINGS)
        first, wanted = self.check(workspace.run('platform', 'hash')).stdout, self.held('waves')
        stamps = {name: self.server.request('HEAD', '/%s/waves/%s' % (self.server.BUCKET, name))[1]['Last-Modified'] for name in wanted}
        # A copy of the first site brings the same contents under other addresses.
        with open(os.path.join(harness.EXAMPLES, 'sites.csv'), encoding='utf-8') as f:
            head, line = f.read().splitlines()[:2]
        fields = line.split(',')
        fields[0], fields[4], fields[5], fields[7] = 'copy', 'www.copy.example.cn', '', '2'
        fields[6] = 'mirror:' + os.path.join(harness.EXAMPLES, fields[6].split(':', 1)[1])
        sites = os.path.join(self.folder, 'more.csv')
        with open(sites, 'w', encoding='utf-8') as f:
            f.write(head + '\n' + ','.join(fields) + '\n')
        self.check(workspace.run('add-site', '--from', sites))
        time.sleep(1.1)  # stamps are in seconds
        self.check(workspace.run('run', '--to', 'map'), DONE, FINDINGS)
        # Its articles are the same, so one of the two is shown by both: the other's are retired.
        self.check(workspace.run('plan', '--accept-loss'), DONE, FINDINGS)
        self.check(workspace.run('apply'), DONE, FINDINGS)
        self.assertEqual(self.held('waves'), self.wanted(workspace))
        for name, stamp in stamps.items():
            self.assertEqual(self.server.request('HEAD', '/%s/waves/%s' % (self.server.BUCKET, name))[1]['Last-Modified'], stamp, name)
        self.check(workspace.run('rollback'), DONE)
        self.assertEqual(self.check(workspace.run('platform', 'hash')).stdout, first)
        self.assertEqual(self.held('waves'), wanted)

    def test_killed_apply_goes_on(self):
        workspace = self.mapped('killed', 'killed')
        seed = random.randrange(1 << 30)
        points = random.Random(seed)
        for _ in range(25):
            process = subprocess.Popen(workspace.command('apply'), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(points.uniform(0, 0.8))
            process.send_signal(signal.SIGKILL)
            process.wait()
        self.check(workspace.run('apply'), DONE, FINDINGS)
        self.assertEqual(self.held('killed'), self.wanted(workspace), seed)

    def test_wrong_settings_are_refused(self):
        workspace = self.mapped('wrong', 'wrong')
        os.environ['GUIYI_S3_WRONG'] = 'wrong-' + self.server.SECRET
        self.addCleanup(os.environ.pop, 'GUIYI_S3_WRONG')
        right = self.server.address('wrong')
        secret_file = os.path.join(self.folder, 'secret')
        for address, word in ((right.replace('GUIYI_S3_SECRET', 'GUIYI_S3_WRONG'), 'SignatureDoesNotMatch'),
                              (right.replace('GUIYI_S3_SECRET', 'GUIYI_S3_ABSENT'), 'GUIYI_S3_ABSENT'),
                              (right.replace(self.server.ACCESS_KEY, 'NOBODY'), 'InvalidAccessKeyId'),
                              (right.replace('/%s/' % self.server.BUCKET, '/nowhere/'), 'NoSuchBucket'),
                              (right.replace('secret_env=GUIYI_S3_SECRET', 'secret_file=' + secret_file), 'secret'),
                              (right.replace('secret_env=GUIYI_S3_SECRET&', ''), 'secret')):
            with self.subTest(word):
                self.store(workspace, address)
                done = self.check(workspace.run('apply'), USAGE)
                self.assertIn(word, done.stderr)
                self.assertNotIn(self.server.SECRET, done.stdout + done.stderr)
        self.assertEqual(self.held('wrong'), {})
        with open(secret_file, 'w', encoding='utf-8') as f:
            f.write(self.server.SECRET + '\n')
        self.store(workspace, right.replace('secret_env=GUIYI_S3_SECRET', 'secret_file=' + secret_file))
        self.check(workspace.run('apply'), DONE, FINDINGS)
        self.assertEqual(self.held('wrong'), self.wanted(workspace))
        for path, content in workspace.files().items():
            self.assertNotIn(self.server.SECRET.encode(), content, path)

    def test_server_down_is_told(self):
        workspace = self.mapped('down', 'down')
        self.store(workspace, self.server.address('down').replace(':%d/' % self.server.port, ':%d/' % free_port()))
        done = self.check(workspace.run('apply'), FAILED, FINDINGS)
        self.assertIn('reach', done.stderr)
        self.store(workspace, self.server.address('down'))
        self.check(workspace.run('apply'), DONE, FINDINGS)
        self.assertEqual(self.held('down'), self.wanted(workspace))


if __name__ == '__main__':
    harness.main()
