"""Wrong files, missing sources, full disks: what is said, how the program ends, what it left."""
import os
import re
import resource
import shutil
import signal
import subprocess

import harness
from harness import DONE, FAILED, FINDINGS, USAGE

NOBODY = 65534


def write(path, text, encoding='utf-8'):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding=encoding, newline='') as f:
        f.write(text)


class CommandLine(harness.TestCase):
    def commands(self):
        help_text = subprocess.run([harness.binary(), '--help'], capture_output=True, text=True, check=True).stdout
        return re.findall(r'^  ([a-z-]+(?: [a-z]+)?)  +\S', help_text, re.M)

    def test_every_command_has_help(self):
        commands = self.commands()
        self.assertIn('init', commands)
        self.assertIn('redirects export', commands)
        for command in commands:
            done = subprocess.run([harness.binary(), *command.split(), '--help'], capture_output=True, text=True)
            self.assertEqual(done.returncode, DONE, command)
            self.assertIn('Usage: guiyi %s [options]' % command, done.stdout)

    def test_help_speaks_chinese(self):
        done = subprocess.run([harness.binary(), '--help', '--lang', 'zh_CN'], capture_output=True, text=True)
        self.assertIn('归一', done.stdout)
        done = subprocess.run([harness.binary(), 'plan', '--help', '--lang', 'zh_CN'], capture_output=True, text=True)
        self.assertTrue(done.stdout.startswith('用法：guiyi plan [选项]\n'), done.stdout)
        environment = dict(os.environ, LC_ALL='', LANG='zh_CN.UTF-8', LANGUAGE='')
        done = subprocess.run([harness.binary(), '--help'], capture_output=True, text=True, env=environment)
        self.assertIn('归一', done.stdout)

    def test_wrong_words(self):
        for arguments in ([], ['extrakt'], ['page'], ['extract', '--nope'], ['extract', '--jobs', '0'],
                          ['run', '--to', 'apply'], ['export', 'nothing'], ['extract', '--lang', 'fr']):
            done = subprocess.run([harness.binary(), *arguments], capture_output=True, text=True, cwd=self.folder)
            self.assertEqual(done.returncode, USAGE, (arguments, done.stdout, done.stderr))
            self.assertTrue(done.stderr, arguments)


class BadFiles(harness.TestCase):
    def test_broken_workspace_files(self):
        workspace = self.workspace()
        write(os.path.join(workspace.folder, 'guiyi.yaml'),
              'name: x\ntagret: sqlite:a.db\ntaxonomy:\n  keep_level: 9\n')
        write(os.path.join(workspace.folder, 'sites', 'qhmzj.yaml'),
              'name: 民政局\ncode: 123\nlevel: distrikt\nhost: http://a.gov.cn/\n'
              'aliases: [www.qinghequ.gov.cn]\nsource: mirrr:/x\nwave: first\n')
        before = workspace.files()
        done = workspace.run('run', '--to', 'plan')
        self.assertEqual(done.returncode, USAGE, done.stderr)
        for expected in ('guiyi.yaml:2: unknown key "tagret"; did you mean "target"?', 'guiyi.yaml:4: keep_level "9"',
                         'sites/qhmzj.yaml:2: code "123"', 'sites/qhmzj.yaml:3: level "distrikt"',
                         'sites/qhmzj.yaml:4: host "http://a.gov.cn/"', 'sites/qhmzj.yaml:6: source "mirrr:/x"',
                         'sites/qhmzj.yaml:7: wave "first"', 'host "www.qinghequ.gov.cn" is taken by'):
            self.assertIn(expected, done.stderr)
        self.assertEqual(workspace.files(), before)

    def test_not_yaml_at_all(self):
        workspace = self.workspace()
        write(os.path.join(workspace.folder, 'guiyi.yaml'), 'name: x\ntarget: [a\n')
        done = workspace.run('status')
        self.assertEqual(done.returncode, USAGE)
        self.assertRegex(done.stderr, r'guiyi\.yaml:\d+: not YAML')

    def test_broken_csv(self):
        workspace = self.workspace(sites=None)
        sites = os.path.join(self.folder, 'sites.csv')
        write(sites, 'id,name,code,level,host,source,wave\n'
                     'a,甲局,12,district,a.gov.cn,mirror:a,1\n'
                     'B!,乙局,,district,b.gov.cn,mirror:b,1\n'
                     'c,,,district,a.gov.cn,ftp:c,0\n'
                     'd,丁局,,district\n')
        before = workspace.files()
        done = workspace.run('add-site', '--from', sites)
        self.assertEqual(done.returncode, USAGE)
        for line, expected in ((2, 'code "12"'), (3, 'id "B!"'), (4, 'name is missing'), (4, 'host "a.gov.cn" is taken'),
                               (4, 'source "ftp:c"'), (4, 'wave "0"'), (5, '4 fields where the first line has 7')):
            self.assertRegex(done.stderr, r'sites\.csv:%d: %s' % (line, re.escape(expected)))
        self.assertEqual(workspace.files(), before)

    def test_csv_of_a_spreadsheet(self):
        workspace = self.workspace(sites=None)
        sites = os.path.join(self.folder, 'sites.csv')
        write(sites, '\ufeffHost,ID,"Name",source,level\r\na.gov.cn,a,"甲,局",mirror:a,district\r\n')
        self.check(workspace.run('add-site', '--from', sites))
        write(sites, 'id,name,level,host,source\n乙,乙局,district,b.gov.cn,mirror:b\n', 'gbk')
        done = workspace.run('add-site', '--from', sites)
        self.assertEqual(done.returncode, USAGE)
        self.assertIn('not UTF-8', done.stderr)

    def test_hosts_of_two_sites(self):
        workspace = self.workspace()
        before = workspace.files()
        done = workspace.run('add-site', 'x', '--name', 'x', '--level', 'district', '--host', 'QINGHEQU.gov.cn',
                             '--source', 'mirror:/x')
        self.assertEqual(done.returncode, USAGE)
        self.assertIn('host "qinghequ.gov.cn" is taken by sites/qinghe.yaml', done.stderr)
        self.assertEqual(workspace.files(), before)


class BadSources(harness.TestCase):
    def test_missing_folder(self):
        workspace = self.workspace()
        self.check(workspace.run('add-site', 'gone', '--name', '已撤销', '--level', 'district', '--host', 'gone.gov.cn',
                                 '--source', 'mirror:/nowhere/at/all'))
        done = workspace.run('run', '--to', 'plan')
        self.assertEqual(done.returncode, FINDINGS, done.stderr)
        self.assertIn('/nowhere/at/all', done.stderr)
        self.assertGreater(len(workspace.rows('articles')), 50)

    def test_hostile_pages(self):
        folder = os.path.join(self.folder, 'www')
        shutil.copytree(os.path.join(harness.EXAMPLES, 'www', 'qinghe'), folder)
        with open(os.path.join(folder, 'xwzx', 'qhyw', 'index.html'), 'rb') as f:
            article = f.read()
        bad = {'nul.html': article[:2000] + b'\0\0\0' + article[2000:], 'cut.html': article[:1500], 'empty.html': b'',
               'big.html': b'<html><body>' + b'<p>\xe5\xa4\xa7\xe9\xa1\xb5</p>' * 400000,
               'deep.html': b'<div>' * 100000, 'bytes.html': bytes(range(256)) * 50}
        for name, data in bad.items():
            with open(os.path.join(folder, name), 'wb') as f:
                f.write(data)
        workspace = self.workspace(sites=None)
        self.check(workspace.run('add-site', 'qinghe', '--name', '清禾区人民政府', '--level', 'district', '--host',
                                 'www.qinghequ.gov.cn', '--source', 'mirror:' + folder))
        done = workspace.run('run', '--to', 'plan')
        self.assertEqual(done.returncode, FINDINGS, done.stderr)
        outcomes = {row['url']: row for row in workspace.rows('outcomes')}
        for name in bad:
            self.assertIn('http://www.qinghequ.gov.cn/' + name, outcomes)


class NoRoom(harness.TestCase):
    def test_file_size_limit_is_a_full_disk(self):
        undisturbed = self.workspace('undisturbed')
        self.check(undisturbed.run('run', '--to', 'plan'), DONE, FINDINGS)
        workspace = self.workspace()
        limit = 128 * 1024
        done = workspace.run('run', '--to', 'plan', preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        self.assertEqual(done.returncode, FAILED, done.stderr)
        self.assertTrue(done.stderr.strip())
        self.check(workspace.run('run', '--to', 'plan'), DONE, FINDINGS)
        self.assertEqual(workspace.exports(), undisturbed.exports())

    def test_read_only_workspace(self):
        workspace = self.workspace()
        as_nobody = {}
        if os.getuid() == 0:  # root writes everywhere: step down
            os.chmod(self.folder, 0o755)
            as_nobody = {'user': NOBODY, 'group': NOBODY, 'extra_groups': []}
            try:
                subprocess.run([harness.binary(), '--version'], check=True, capture_output=True, **as_nobody)
            except (OSError, subprocess.CalledProcessError) as problem:
                self.skipTest('the program cannot be run as another user: %s' % problem)
        else:
            for folder, _, _ in os.walk(workspace.folder):
                os.chmod(folder, 0o555)
        try:
            done = workspace.run('extract', **as_nobody)
        finally:
            for folder, _, _ in os.walk(workspace.folder):
                os.chmod(folder, 0o755)
        self.assertEqual(done.returncode, FAILED, done.stderr)
        self.assertIn('writable', done.stderr)
        self.check(workspace.run('extract'), DONE, FINDINGS)


class Writers(harness.TestCase):
    def test_one_at_a_time(self):
        workspace = self.workspace()
        import fcntl
        lock = open(os.path.join(workspace.folder, '.guiyi', 'lock'), 'w')
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = workspace.run('extract')
        self.assertEqual(done.returncode, FAILED)
        self.assertIn('another guiyi', done.stderr)
        fcntl.flock(lock, fcntl.LOCK_UN)
        lock.close()
        self.check(workspace.run('extract'), DONE, FINDINGS)

    def test_ctrl_c_stops_and_goes_on(self):
        workspace = self.workspace()
        process = subprocess.Popen(workspace.command('run', '--to', 'plan'), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        self.assertIn(process.returncode, (DONE, FINDINGS, FAILED, -signal.SIGINT))
        self.check(workspace.run('run', '--to', 'plan'), DONE, FINDINGS)


if __name__ == '__main__':
    harness.main()
