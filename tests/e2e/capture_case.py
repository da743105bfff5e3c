"""Sites of one host for tests of captures."""
import json
import os

import harness
from capture_server import Server

HTML = {'Content-Type': 'text/html; charset=utf-8', 'Last-Modified': 'Wed, 01 Jan 2020 00:00:00 GMT'}


def page(title, *links):
    return ('<html><head><title>%s</title></head><body>%s</body></html>' %
            (title, ''.join('<a href="%s">%s</a>' % (link, link) for link in links))).encode()


class CaptureCase(harness.TestCase):
    def serve(self, answer):
        server = Server(answer)
        self.addCleanup(server.stop)
        return server

    def site(self, server, network='', name='workspace'):
        """A workspace with one site whose host is answered by the server."""
        workspace = self.workspace(name, sites=None)
        with open(os.path.join(workspace.folder, 'sites', 's.yaml'), 'w', encoding='utf-8') as f:
            f.write('name: 示例\ncode: ""\nlevel: district\nhost: www.s.gov.cn\naliases: [s.gov.cn]\n'
                    'source: crawl:http://www.s.gov.cn/\nwave: 1\nnetwork:\n  resolve: {"*": "127.0.0.1:%d"}\n%s' % (server.port, network))
        return workspace

    def lines(self, workspace, name):
        with open(os.path.join(workspace.folder, '.guiyi', 'captures', 's', name), encoding='utf-8') as f:
            return [json.loads(line) for line in f]

    def records(self, workspace):
        """Answers by address: (status, digest), from the index."""
        found = {}
        with open(os.path.join(workspace.folder, '.guiyi', 'captures', 's', 'index.cdxj'), encoding='utf-8') as f:
            for line in f:
                cdx = json.loads(line.split(' ', 2)[2])
                found.setdefault(cdx['url'], []).append((cdx['status'], cdx['digest']))
        return found
