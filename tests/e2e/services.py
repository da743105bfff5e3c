"""Real database servers for tests: private folders, loopback only, stopped with the test."""
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time

POSTGRESQL = '/usr/lib/postgresql/15/bin'


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


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
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd='/')
        deadline = time.monotonic() + 60
        while not ready():
            if time.monotonic() > deadline or self.process.poll() is not None:
                with open(os.path.join(self.folder, 'log'), errors='replace') as log:
                    raise RuntimeError('the server does not start:\n' + log.read()[-3000:])
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
        subprocess.run(as_user('postgres') + [POSTGRESQL + '/initdb', '-A', 'trust', '-U', 'postgres', '-E', 'UTF8',
                                              '--locale=C.UTF-8', '-D', self.data],
                       check=True, stdout=subprocess.DEVNULL, cwd='/')

    def start(self):
        self.start_process(
            as_user('postgres') + [POSTGRESQL + '/postgres', '-D', self.data, '-p', str(self.port),
                                   '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=' + self.folder],
            lambda: subprocess.run([POSTGRESQL + '/pg_isready', '-q', '-h', '127.0.0.1', '-p', str(self.port)]).returncode == 0)

    def sql(self, text, database='postgres'):
        done = subprocess.run([POSTGRESQL + '/psql', '-XqAt', '-h', '127.0.0.1', '-p', str(self.port), '-U', 'postgres',
                               '-v', 'ON_ERROR_STOP=1', database, '-c', text], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout

    def database(self, name):
        """A new database; gives its address as a target."""
        self.sql('CREATE DATABASE %s' % name)
        return 'postgresql://postgres@127.0.0.1:%d/%s' % (self.port, name)


class MariaDb(Server):
    def __init__(self):
        super().__init__('maria')
        self.data = os.path.join(self.folder, 'data')
        owner = 'root' if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.owner = '--user=' + owner
        self.options = []
        subprocess.run(['mariadb-install-db', '--no-defaults', self.owner, '--datadir=' + self.data,
                        '--auth-root-authentication-method=normal'], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, cwd='/')

    def start(self):
        command = ['mariadbd', '--no-defaults', self.owner, '--datadir=' + self.data, '--port=%d' % self.port,
                   '--bind-address=127.0.0.1', '--socket=' + os.path.join(self.folder, 'socket'),
                   '--pid-file=' + os.path.join(self.folder, 'pid'), *self.options]
        self.start_process(command, lambda: self.run_sql('SELECT 1').returncode == 0)

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
