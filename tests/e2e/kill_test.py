"""kill -9 anywhere, run again: the same end as without the fault."""
import signal
import subprocess
import time

import harness
from harness import DONE, FINDINGS

KILLS = 12


class Kill(harness.TestCase):
    def run_with_kills(self, workspace, command):
        """Kills `command` ever later until it ends by itself."""
        started = time.monotonic()
        whole = None
        for attempt in range(KILLS):
            process = subprocess.Popen(workspace.command(*command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(timeout=0.02 * 1.5 ** attempt)
                whole = process.returncode
                break
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
        if whole is None:
            self.check(workspace.run(*command), DONE, FINDINGS)
        return time.monotonic() - started

    def test_killed_run_equals_undisturbed_run(self):
        undisturbed, killed = self.workspace('undisturbed'), self.workspace('killed')
        for command in (('extract',), ('map',), ('plan',), ('apply',)):
            self.check(undisturbed.run(*command), DONE, FINDINGS)
            self.run_with_kills(killed, command)
            self.check(killed.run(*command), DONE, FINDINGS)
        for table, text in undisturbed.exports().items():
            self.assertSameText(killed.export(table), text, table)
        wanted, got = (self.check(workspace.run('platform', 'dump')).stdout for workspace in (undisturbed, killed))
        self.assertSameText(got, wanted, 'platform')


if __name__ == '__main__':
    harness.main()
