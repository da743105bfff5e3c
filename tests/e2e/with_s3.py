"""Runs a test program with a real S3 server started for it, which checks signatures. The program finds the address in
GUIYI_TEST_STORE and the secret in GUIYI_S3_SECRET."""
import os
import subprocess
import sys

import services

with services.CephS3() as server:
    server.make_bucket()
    environment = dict(os.environ, GUIYI_TEST_STORE=server.address(), GUIYI_S3_SECRET=server.SECRET)
    sys.exit(subprocess.run(sys.argv[1:], env=environment).returncode)
