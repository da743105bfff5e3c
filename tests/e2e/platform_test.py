"""The whole line onto each engine: the same contents, killed or not, and taken back to nothing."""
import os
import random
import shutil
import signal
import subprocess
import time

import harness
import services
from harness import DONE, FINDINGS, USAGE

KILLS = 100  # of plan and apply together, on each engine
MORE_ARTICLES = 1200


class Platforms(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = []
        cls.addClassCleanup(lambda: [server.close() for server in cls.servers])
        for kind in (services.PostgreSql, services.MariaDb):
            cls.servers.append(kind())
            cls.servers[-1].start()

    def mapped(self):
        """The example district with so many more articles that an apply takes several transactions."""
        sites = os.path.join(self.folder, 'district')
        shutil.copytree(harness.EXAMPLES, sites)
        folder = os.path.join(sites, 'www', 'qhswj')
        with open(os.path.join(folder, 'show.asp@id=13'), encoding='gbk') as f:
            page = f.read()
        words = random.Random(1)
        for number in range(MORE_ARTICLES):
            sentence = ''.join(chr(words.randrange(0x4E00, 0x5E00)) for _ in range(300))
            text = page.replace('做好台风“山茶”防御工作', '工作动态第%d期%s' % (number, sentence[:6]))
            start, end = text.index('入汛以来'), text.index('</TD></TR>\n<TR><TD align=right>')
            with open(os.path.join(folder, 'show.asp@id=%d' % (1000 + number)), 'w', encoding='gbk', errors='xmlcharrefreplace') as f:
                f.write(text[:start] + sentence + '。<BR>' + text[end:])
        workspace = self.workspace('mapped', sites=os.path.join(sites, 'sites.csv'))
        self.check(workspace.run('run', '--to', 'map'), DONE, FINDINGS)
        return workspace

    def copy(self, workspace, name, target):
        """The same workspace with another target."""
        folder = workspace.folder + '-' + name
        shutil.copytree(workspace.folder, folder)
        with open(folder + '/guiyi.yaml', encoding='utf-8') as f:
            text = f.read()
        with open(folder + '/guiyi.yaml', 'w', encoding='utf-8') as f:
            f.write(text.replace('target: sqlite:.guiyi/platform.db', 'target: ' + target))
        return harness.Workspace(folder)

    def plan_and_apply(self, workspace):
        for command in ('plan', 'apply'):
            started = time.monotonic()
            self.check(workspace.run(command), DONE, FINDINGS)
            self.lasts[command] = time.monotonic() - started
        return self.check(workspace.run('platform', 'dump')).stdout

    def kill_at_random(self, workspace, kills, command, ended):
        """SIGKILL at `kills` random points of running commands; `ended` is called when one was quicker than that."""
        longest = 1.2 * self.lasts.get(command[0], self.lasts['apply'])
        while kills:
            process = subprocess.Popen(workspace.command(*command), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            try:
                _, said = process.communicate(timeout=self.random.uniform(0, longest))
                self.assertIn(process.returncode, (DONE, FINDINGS, USAGE), said)
                ended()
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.communicate()
                kills -= 1

    def take_back(self, workspace):
        """The newest apply undone, and a plan for the next one."""
        batch = [row for row in workspace.json('platform', 'batches') if row['kind'] == 'apply'][-1]['batch']
        self.check(workspace.run('rollback', '--batch', str(batch)), DONE)
        self.check(workspace.run('plan'), DONE, FINDINGS)

    def sweep(self, workspace, wanted):
        """Plan and apply, killed again and again, then left alone. An apply that got through must have left what is wanted, and
        is taken back for the next one."""
        def whole():
            self.assertSameText(self.check(workspace.run('platform', 'dump')).stdout, wanted, 'dump')
            self.take_back(workspace)

        self.kill_at_random(workspace, KILLS // 2, ('plan',), lambda: None)
        self.check(workspace.run('plan'), DONE, FINDINGS)
        self.kill_at_random(workspace, KILLS - KILLS // 2, ('apply',), whole)
        self.check(workspace.run('apply'), DONE, FINDINGS)
        self.assertSameText(self.check(workspace.run('platform', 'dump')).stdout, wanted, 'dump')

    def test_engines_agree_killed_or_not_and_roll_back(self):
        seed = random.randrange(1 << 30)
        self.random = random.Random(seed)
        self.lasts = {}  # seconds of each command, left alone
        mapped = self.mapped()
        wanted = self.plan_and_apply(self.copy(mapped, 'undisturbed', 'sqlite:.guiyi/undisturbed.db'))
        self.assertGreater(wanted.count('\n'), 2 * MORE_ARTICLES)
        targets = ['sqlite:.guiyi/killed.db'] + [server.database('killed') for server in self.servers]
        for target in targets:
            with self.subTest(target=target, seed=seed):
                workspace = self.copy(mapped, target.split(':')[0], target)
                self.sweep(workspace, wanted)
                batch = [row for row in workspace.json('platform', 'batches') if row['kind'] == 'apply'][-1]['batch']
                rollback = ('rollback', '--batch', str(batch))
                self.kill_at_random(workspace, KILLS // 10, rollback, lambda: None)
                # A run that was killed after its last transaction leaves nothing to take back.
                self.check(workspace.run('rollback', '--batch', str(batch)), DONE, USAGE)
                self.assertEqual(self.check(workspace.run('platform', 'dump')).stdout, '')
                self.assertSameText(self.plan_and_apply(workspace), wanted, target)


if __name__ == '__main__':
    harness.main()
