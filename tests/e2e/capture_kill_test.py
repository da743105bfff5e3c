"""Killed again and again, a capture ends as an undisturbed one, and nobody is asked twice for what had ended."""
import os
import random
import subprocess
import time

import harness
from capture_case import HTML, CaptureCase, page

MOMENTS = int(os.environ.get('GUIYI_KILLS', '6'))
LONGEST = 0.25  # seconds from its first request to the kill
DELAY = 0.03  # of each answer: at most 533 a second over 16 connections
ARTICLES = 60  # a list


class Killed(CaptureCase):
    def test_continues(self):
        lists = 40 + MOMENTS  # more than can be had before the last kill
        pages = {'/': page('home', *['/%d/' % i for i in range(lists)])}
        for i in range(lists):
            pages['/%d/' % i] = page('list', *['/%d/%d.html' % (i, k) for k in range(ARTICLES)])
            for k in range(ARTICLES):
                pages['/%d/%d.html' % (i, k)] = page('article %d %d' % (i, k), '/', '/%d/' % i)

        def answer(path, headers):
            time.sleep(DELAY)
            return (200, HTML, pages[path]) if path in pages else (404, {}, b'no')

        calm = self.serve(answer)
        expected = self.site(calm, name='calm')
        self.check(expected.run('capture', '--fast'))
        server = self.serve(answer)
        workspace = self.site(server)
        folder = os.path.join(workspace.folder, '.guiyi', 'captures', 's')
        moments, kills, ended = random.Random(50), 0, set()
        while kills < MOMENTS or not ended:
            before = len(server.log.begun)
            child = subprocess.Popen(workspace.command('capture', '--fast'), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            # Now and then while it starts; else when it has asked for something, however slow the machine is.
            until = time.time() + (60 if kills % 5 else 0)
            while len(server.log.begun) == before and time.time() < until:
                time.sleep(0.002)
            time.sleep(moments.uniform(0, LONGEST))
            child.kill()
            child.wait()
            kills += 1
            self.assertFalse(os.path.exists(os.path.join(folder, 'complete')), 'it had come to its end: no kill')
            self.assertEqual(set(server.log.begun[before:]) & ended, set(), 'asked again though it had ended')
            ended = self.ended(folder)
        before = len(server.log.begun)
        self.check(workspace.run('capture', '--fast'))
        self.assertEqual(set(server.log.begun[before:]) & ended, set())
        self.check(workspace.run('capture', '--verify'))
        self.assertEqual(self.records(workspace), self.records(expected))
        self.assertEqual(len(self.records(workspace)), len(pages) + 3, 'robots.txt, the sitemap and the made-up address')

    def ended(self, folder):
        """Paths the journal says have ended."""
        try:
            with open(os.path.join(folder, 'state', 'done.log'), encoding='utf-8') as f:
                return {line.split('\t')[1][len('http://www.s.gov.cn'):] for line in f if line.endswith('\n')}
        except FileNotFoundError:
            return set()


if __name__ == '__main__':
    harness.main()
