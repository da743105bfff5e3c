"""Real database servers for tests: private folders, loopback only, stopped with the test."""
import hashlib
import hmac
import http.client
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import uuid

from ports import free_port

POSTGRESQL = '/usr/lib/postgresql/15/bin'


def as_user(name):
    """The start of a command that runs as this user; PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return []
    return ['setpriv', '--reuid=' + name, '--regid=' + name, '--clear-groups']


class Server:
    def __init__(self, prefix):
        self.folder = tempfile.mkdtemp(prefix='guiyi-%s-' % prefix)
        self.port = free_port()
        self.process = None

    def start_process(self, command, ready):
        with open(os.path.join(self.folder, 'log'), 'ab') as log:
            begin = log.tell()
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd='/')
        deadline = time.monotonic() + 300
        while not ready():
            if time.monotonic() > deadline or self.process.poll() is not None:
                with open(os.path.join(self.folder, 'log'), 'rb') as log:
                    log.seek(begin)
                    raise RuntimeError('the server does not start:\n' + log.read().decode(errors='replace')[-3000:])
            time.sleep(0.1)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT if isinstance(self, PostgreSql) else signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.close()


class PostgreSql(Server):
    def __init__(self):
        super().__init__('pg')
        if os.geteuid() == 0:
            user = pwd.getpwnam('postgres')
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self.data = os.path.join(self.folder, 'data')
        self.options = []
        subprocess.run(as_user('postgres') + [POSTGRESQL + '/initdb', '-A', 'trust', '-U', 'postgres', '-E', 'UTF8',
                                              '--locale=C.UTF-8', '-D', self.data],
                       check=True, stdout=subprocess.DEVNULL, cwd='/')

    def start(self):
        command = as_user('postgres') + [POSTGRESQL + '/postgres', '-D', self.data, '-p', str(self.port), '-c',
                                         'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=' + self.folder, *self.options]
        ask = [POSTGRESQL + '/pg_isready', '-q', '-h', '127.0.0.1', '-p', str(self.port)]
        deadline = time.monotonic() + 300
        while True:
            try:
                return self.start_process(command, lambda: subprocess.run(ask).returncode == 0)
            except RuntimeError as refused:
                # The processes of a killed server hold its memory until they see that their parent has gone.
                if 'still in use' not in str(refused) or time.monotonic() > deadline:
                    raise
                time.sleep(0.5)

    def sql(self, text, database='postgres'):
        done = subprocess.run([POSTGRESQL + '/psql', '-XqAt', '-h', '127.0.0.1', '-p', str(self.port), '-U', 'postgres',
                               '-v', 'ON_ERROR_STOP=1', database, '-c', text], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout

    def client(self, *statements):
        """A client that runs the statements, one after the other, and tells each one's rows as they come."""
        command = [POSTGRESQL + '/psql', '-XqAt', '-h', '127.0.0.1', '-p', str(self.port), '-U', 'postgres', 'postgres']
        for statement in statements:
            command += ['-c', statement]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def database(self, name):
        """A new database; gives its address as a target."""
        self.sql('CREATE DATABASE %s' % name)
        return 'postgresql://postgres@127.0.0.1:%d/%s' % (self.port, name)


class MariaDb(Server):
    def __init__(self):
        super().__init__('maria')
        self.data = os.path.join(self.folder, 'data')
        # A server that starts removes every temporary table in this folder, other servers' too.
        self.tmpdir = '--tmpdir=' + self.folder
        owner = 'root' if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.owner = '--user=' + owner
        self.options = []
        done = subprocess.run(['mariadb-install-db', '--no-defaults', self.owner, '--datadir=' + self.data, self.tmpdir,
                               '--auth-root-authentication-method=normal'], capture_output=True, text=True, cwd='/')
        if done.returncode != 0:
            raise RuntimeError('the data folder of a server cannot be made:\n' + done.stdout + done.stderr)

    def start(self):
        command = ['mariadbd', '--no-defaults', self.owner, '--datadir=' + self.data, self.tmpdir, '--port=%d' % self.port,
                   '--bind-address=127.0.0.1', '--socket=' + os.path.join(self.folder, 'socket'),
                   '--pid-file=' + os.path.join(self.folder, 'pid'), *self.options]
        self.start_process(command, lambda: self.run_sql('SELECT 1').returncode == 0)

    def client(self, *statements):
        """A client that runs the statements, one after the other, and tells each one's rows as they come."""
        return subprocess.Popen(['mariadb', '--no-defaults', '--unbuffered', '-h', '127.0.0.1', '-P', str(self.port), '-u', 'root', '-N',
                                 '-e', ';'.join(statements)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def run_sql(self, text, database=''):
        return subprocess.run(['mariadb', '--no-defaults', '-h', '127.0.0.1', '-P', str(self.port), '-u', 'root', '-N',
                               '-e', text] + ([database] if database else []), capture_output=True, text=True)

    def sql(self, text, database=''):
        done = self.run_sql(text, database)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout

    def database(self, name):
        self.sql('CREATE DATABASE %s' % name)
        return 'mysql://root@127.0.0.1:%d/%s' % (self.port, name)


class SlowProxy:
    """Passes one server's connections on, every part of what is said after a while, and now and then after a long one."""

    def __init__(self, port, pause=0.002, long_pause=1.0, every=40):
        self.to, self.pause, self.long_pause, self.every = port, pause, long_pause, every
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        self.parts = 0
        self.thread = threading.Thread(target=self.accept, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.pass_both, args=(near, socket.create_connection(('127.0.0.1', self.to))), daemon=True).start()

    def pass_both(self, near, far):
        with near, far:
            back = threading.Thread(target=self.pass_on, args=(far, near), daemon=True)
            back.start()
            self.pass_on(near, far)
            back.join()

    def pass_on(self, source, sink):
        try:
            while data := source.recv(1 << 16):
                self.parts += 1
                time.sleep(self.long_pause if self.parts % self.every == 0 else self.pause)
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the other side has gone


CEPH_CONF = '''[global]
fsid = %(fsid)s
mon host = [v2:127.0.0.1:%(v2)d,v1:127.0.0.1:%(v1)d]
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
public network = 127.0.0.0/8
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 8
osd pool default pgp num = 8
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
osd objectstore = memstore
memstore device bytes = 2147483648
mon data avail crit = 2
mon data avail warn = 3
run dir = %(folder)s
admin socket = %(folder)s/$name.asok
log file = %(folder)s/$name.log
keyring = %(folder)s/keyring
ms bind port min = %(low)d
ms bind port max = %(high)d
[mon]
mon data = %(folder)s/mon
[osd]
osd data = %(folder)s/osd
[client.rgw]
keyring = %(folder)s/keyring
rgw frontends = beast endpoint=127.0.0.1:%(port)d
rgw data = %(folder)s/rgw
rgw thread pool size = 16
'''


class CephS3(Server):
    """A Ceph cluster of one monitor and one store in memory behind its S3 gateway, which checks signatures."""
    ACCESS_KEY, SECRET, BUCKET = 'GUIYITESTKEY', 'guiyi+test/secret=1', 'platform'

    def __init__(self):
        super().__init__('ceph')
        self.processes = []
        self.conf = os.path.join(self.folder, 'ceph.conf')
        low = free_port()
        with open(self.conf, 'w', encoding='utf-8') as f:
            f.write(CEPH_CONF % {'fsid': uuid.uuid4(), 'v1': free_port(), 'v2': free_port(), 'folder': self.folder, 'port': self.port,
                                 'low': low, 'high': low + 200})

    def run(self, *command, timeout=120, **options):
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, timeout=timeout, **options)
        if done.returncode != 0:
            raise RuntimeError('%s failed: %s%s' % (command[0], done.stdout[-1500:], done.stderr[-1500:]))
        return done.stdout

    def ceph(self, *arguments, **options):
        return self.run('ceph', '-c', self.conf, '-k', os.path.join(self.folder, 'keyring'), '--connect-timeout', '60', *arguments, **options)

    def launch(self, *command):
        with open(os.path.join(self.folder, 'log'), 'ab') as log:
            self.processes.append(subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder))

    def start(self):
        keyring = os.path.join(self.folder, 'keyring')
        self.run('ceph-authtool', '--create-keyring', keyring, '--gen-key', '-n', 'mon.', '--cap', 'mon', 'allow *')
        self.run('ceph-authtool', keyring, '--gen-key', '-n', 'client.admin', '--cap', 'mon', 'allow *', '--cap', 'osd', 'allow *')
        self.run('ceph-authtool', keyring, '--gen-key', '-n', 'client.rgw', '--cap', 'mon', 'allow rwx', '--cap', 'osd', 'allow rwx')
        with open(self.conf, encoding='utf-8') as f:
            settings = dict(line.split(' = ', 1) for line in f.read().splitlines() if ' = ' in line)
        monmap = os.path.join(self.folder, 'monmap')
        self.run('monmaptool', '--create', '--fsid', settings['fsid'], '--addv', 'a', settings['mon host'], monmap)
        self.run('ceph-mon', '-c', self.conf, '--mkfs', '-i', 'a', '--monmap', monmap, '--keyring', keyring)
        self.launch('ceph-mon', '-c', self.conf, '-i', 'a', '-f')
        name = str(uuid.uuid4())
        self.ceph('osd', 'new', name)
        os.makedirs(os.path.join(self.folder, 'osd'))
        key = self.ceph('auth', 'get-or-create', 'osd.0', 'mon', 'allow profile osd', 'osd', 'allow *')
        with open(keyring, 'a', encoding='utf-8') as f:
            f.write(key)
        self.run('ceph-osd', '-c', self.conf, '-i', '0', '--mkfs', '--osd-uuid', name)
        self.launch('ceph-osd', '-c', self.conf, '-i', '0', '-f')
        self.launch('radosgw', '-c', self.conf, '-n', 'client.rgw', '-f')
        self.wait()
        self.run('radosgw-admin', '-c', self.conf, '-n', 'client.admin', 'user', 'create', '--uid=guiyi', '--display-name=guiyi',
                 '--access-key=' + self.ACCESS_KEY, '--secret-key=' + self.SECRET)

    def wait(self):
        deadline = time.monotonic() + 240
        while True:
            try:
                socket.create_connection(('127.0.0.1', self.port), 1).close()
                return
            except OSError:
                if time.monotonic() > deadline or any(p.poll() is not None for p in self.processes):
                    with open(os.path.join(self.folder, 'log'), errors='replace') as log:
                        raise RuntimeError('the S3 server does not start:\n' + log.read()[-3000:])
            time.sleep(0.2)

    def stop(self):
        for process in reversed(self.processes):
            process.kill()  # all it holds is in memory
            process.wait()
        self.processes = []

    def admin(self, *arguments):
        return self.run('radosgw-admin', '-c', self.conf, '-n', 'client.admin', *arguments)

    def request(self, method, path, query='', body=b'', secret=None):
        """Asks the server with a signature made here, not by the program under test: (status, headers, body)."""
        moment = time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())
        host, content = '127.0.0.1:%d' % self.port, hashlib.sha256(body).hexdigest()
        names = 'host;x-amz-content-sha256;x-amz-date'
        canonical = '\n'.join([method, path, query, 'host:' + host, 'x-amz-content-sha256:' + content, 'x-amz-date:' + moment, '', names, content])
        scope = moment[:8] + '/us-east-1/s3/aws4_request'
        text = '\n'.join(['AWS4-HMAC-SHA256', moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
        key = ('AWS4' + (secret or self.SECRET)).encode()
        for part in (moment[:8], 'us-east-1', 's3', 'aws4_request', text):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
        connection.request(method, path + ('?' + query if query else ''), body, {
            'Host': host, 'x-amz-content-sha256': content, 'x-amz-date': moment,
            'Authorization': 'AWS4-HMAC-SHA256 Credential=%s/%s,SignedHeaders=%s,Signature=%s' % (self.ACCESS_KEY, scope, names, key.hex())})
        answer = connection.getresponse()
        result = answer.status, dict(answer.getheaders()), answer.read()
        connection.close()
        return result

    def make_bucket(self):
        """Tried for a while: the gateway listens before its pools are ready."""
        for _ in range(100):
            status = self.request('PUT', '/' + self.BUCKET)[0]
            if status == 200:
                return
            time.sleep(0.3)
        raise RuntimeError('the S3 server makes no bucket: %d' % status)

    def objects(self, prefix=''):
        """Names and sizes of what the bucket holds, as the server counts them."""
        listing = json.loads(self.admin('bucket', 'list', '--bucket=' + self.BUCKET, '--max-entries=10000'))
        return {one['name']: one['meta']['size'] for one in listing if one['name'].startswith(prefix)}

    def address(self, prefix='files', options=''):
        return 's3://%s@127.0.0.1:%d/%s/%s?secret_env=GUIYI_S3_SECRET&tls=off%s' % (self.ACCESS_KEY, self.port, self.BUCKET, prefix, options)
