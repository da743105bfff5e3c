"""Runs a test program with PostgreSQL and MariaDB started for it. The program finds its empty databases in
GUIYI_TEST_TARGETS, several of each engine, separated by blanks."""
import os
import subprocess
import sys

import services

DATABASES = 40

with services.PostgreSql() as postgresql, services.MariaDb() as mariadb:
    targets = [server.database('d%d' % number) for server in (postgresql, mariadb) for number in range(DATABASES)]
    sys.exit(subprocess.run(sys.argv[1:], env=dict(os.environ, GUIYI_TEST_TARGETS=' '.join(targets))).returncode)
