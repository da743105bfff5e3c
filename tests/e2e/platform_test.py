"""The whole line onto each engine: the same contents, killed or not, and taken back to nothing."""
import random
import shutil
import signal
import subprocess
import time

import harness
import services
from harness import DONE, FINDINGS, USAGE

KILLS = 100


class Platforms(harness.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = []
        cls.addClassCleanup(lambda: [server.close() for server in cls.servers])
        for kind in (services.PostgreSql, services.MariaDb):
            cls.servers.append(kind())
            cls.servers[-1].start()

    def mapped(self):
        workspace = self.workspace('mapped')
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
            self.check(workspace.run(command), DONE, FINDINGS)
        return self.check(workspace.run('platform', 'dump')).stdout

    def killed(self, workspace, kills):
        """Plan and apply with SIGKILL at random points of both; the seed is in the message of a failure."""
        for command in ('plan', 'apply'):
            self.kill_at_random(workspace, kills // 2, command)
            self.check(workspace.run(command), DONE, FINDINGS)

    def kill_at_random(self, workspace, kills, *arguments):
        for _ in range(kills):
            process = subprocess.Popen(workspace.command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(self.random.uniform(0, 0.6))
            process.send_signal(signal.SIGKILL)
            process.wait()

    def test_engines_agree_killed_or_not_and_roll_back(self):
        seed = random.randrange(1 << 30)
        self.random = random.Random(seed)
        mapped = self.mapped()
        wanted = self.plan_and_apply(self.copy(mapped, 'undisturbed', 'sqlite:.guiyi/undisturbed.db'))
        self.assertGreater(wanted.count('\n'), 100)
        targets = ['sqlite:.guiyi/killed.db'] + [server.database('killed') for server in self.servers]
        for target in targets:
            with self.subTest(target=target, seed=seed):
                workspace = self.copy(mapped, target.split(':')[0], target)
                self.killed(workspace, KILLS)
                self.assertSameText(self.check(workspace.run('platform', 'dump')).stdout, wanted, target)
                batch = [row for row in workspace.json('platform', 'batches') if row['kind'] == 'apply'][-1]['batch']
                self.kill_at_random(workspace, KILLS // 5, 'rollback', '--batch', str(batch))
                # A run that was killed after its last transaction leaves nothing to take back.
                self.check(workspace.run('rollback', '--batch', str(batch)), DONE, USAGE)
                self.assertEqual(self.check(workspace.run('platform', 'dump')).stdout, '')
                self.assertSameText(self.plan_and_apply(workspace), wanted, target)


if __name__ == '__main__':
    harness.main()
