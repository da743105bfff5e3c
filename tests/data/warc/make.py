#!/usr/bin/env python3
"""Makes the archives of this folder anew, with tools that know nothing of Guiyi (see README.md).

  tests/data/warc/make.py NODE_MODULES     # a folder with warcio and @harvard-lil/js-wacz

Needs wget, node, chromium and chromedriver. The expectations come from what the little site below says, never from a
reader of ours.
"""
import base64
import email.generator
import email.mime.base
import email.mime.multipart
import email.mime.text
import gzip
import hashlib
import http.server
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
HOST = 'http://www.sample.gov.cn'
GIF = base64.b64decode('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7')
HOME = ('<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>示例</title></head>'
        '<body><img src="/pic.gif"><a href="/art/1.html">通知公告</a><a href="/missing.html">旧闻</a>'
        '<a href="/moved.html">迁移</a></body></html>').encode('gbk')
ARTICLE = ('<html><head><meta charset="utf-8"><title>关于开展检查的通知</title></head><body><div id="zoom">%s</div></body></html>'
           % ''.join('<p>第%d条 各单位应当按照要求落实。</p>' % i for i in range(1, 40))).encode()
BODIES = {'/': ('text/html', HOME), '/art/1.html': ('text/html; charset=utf-8', ARTICLE), '/pic.gif': ('image/gif', GIF)}


def sha(body):
    return hashlib.sha256(body).hexdigest()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        path = self.path[len(HOST):] if self.path.startswith(HOST) else self.path
        if path == '/moved.html':
            return self.give(301, {'Location': '/art/1.html', 'Content-Length': '0'}, b'')
        if path not in BODIES:
            return self.give(404, {'Content-Type': 'text/plain', 'Content-Length': '4'}, b'none')
        mime, body = BODIES[path]
        if path == '/art/1.html':  # in chunks
            parts = [body[:1000], body[1000:]]
            framed = b''.join(b'%x\r\n%s\r\n' % (len(part), part) for part in parts) + b'0\r\n\r\n'
            return self.give(200, {'Content-Type': mime, 'Transfer-Encoding': 'chunked'}, framed)
        return self.give(200, {'Content-Type': mime, 'Content-Length': str(len(body))}, body)

    def give(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *unused):
        pass


def write(name, data):
    with open(os.path.join(HERE, name), 'wb') as f:
        f.write(data)


def read(name):
    with open(os.path.join(HERE, name), 'rb') as f:
        return f.read()


# ---------------------------------------------------------------- by tools

def wget(port, name, *options):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(['wget', '-q', '-r', '-p', '-l', '3', '-e', 'robots=off', '--warc-file=' + os.path.join(folder, 'w'),
                        *options, HOST + '/'], cwd=folder, env=dict(os.environ, http_proxy='http://127.0.0.1:%d' % port))
        made = 'w.warc' if '--no-warc-compression' in options else 'w.warc.gz'
        shutil.copy(os.path.join(folder, made), os.path.join(HERE, name))


WARCIO = """
import { WARCRecord, WARCSerializer } from 'warcio';
import { readFileSync, writeFileSync } from 'node:fs';
const todo = JSON.parse(readFileSync(process.argv[2]));
const out = [];
for (const { options, body } of todo) {
  const bytes = Buffer.from(body, 'base64');
  const record = options.type === 'warcinfo'
    ? await WARCRecord.createWARCInfo({ filename: 'sample.warc.gz', warcVersion: 'WARC/1.1' }, { software: 'warcio.js' })
    : WARCRecord.create(options, (async function* () { yield new Uint8Array(bytes); })());
  out.push(Buffer.from(await WARCSerializer.serialize(record, { gzip: true })));
}
writeFileSync(process.argv[3], Buffer.concat(out));
"""


def warcio(modules, name):
    """WARC 1.1 with request, response (gzip body), revisit and resource, by warcio.js."""
    date = '2021-05-06T07:08:09Z'

    def response(path, body, headers, **more):
        return {'options': dict({'url': HOST + path, 'date': date, 'type': 'response', 'warcVersion': 'WARC/1.1', 'httpHeaders': headers}, **more),
                'body': base64.b64encode(body).decode()}
    todo = [{'options': {'type': 'warcinfo'}, 'body': ''},
            {'options': {'url': HOST + '/', 'date': date, 'type': 'request', 'warcVersion': 'WARC/1.1', 'httpHeaders': {'Accept': '*/*'}}, 'body': ''},
            response('/', HOME, {'Content-Type': 'text/html'}),
            response('/art/1.html', gzip.compress(ARTICLE, mtime=0), {'Content-Type': 'text/html; charset=utf-8', 'Content-Encoding': 'gzip'}),
            response('/copy.html', b'', {'Content-Type': 'text/html; charset=utf-8'}, type='revisit',
                     warcHeaders={'WARC-Refers-To-Target-URI': HOST + '/art/1.html', 'WARC-Refers-To-Date': date,
                                  'WARC-Profile': 'http://netpreserve.org/warc/1.1/revisit/identical-payload-digest'}),
            {'options': {'url': HOST + '/pic.gif', 'date': date, 'type': 'resource', 'warcVersion': 'WARC/1.1',
                         'warcHeaders': {'Content-Type': 'image/gif'}}, 'body': base64.b64encode(GIF).decode()}]
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.abspath(modules), os.path.join(folder, 'node_modules'))
        for file, text in (('make.mjs', WARCIO), ('todo.json', json.dumps(todo))):
            with open(os.path.join(folder, file), 'w', encoding='utf-8') as f:
                f.write(text)
        subprocess.run(['node', 'make.mjs', 'todo.json', os.path.join(HERE, name)], cwd=folder, check=True)


def wacz(modules, warc, name):
    subprocess.run([os.path.join(modules, '.bin', 'js-wacz'), 'create', '-f', os.path.join(HERE, warc), '-o', os.path.join(HERE, name),
                    '--desc', 'sample'], check=True, stdout=subprocess.DEVNULL)


def chromium(port, name):
    """Page.captureSnapshot of DevTools: what "Save as… single file" writes."""
    driver = subprocess.Popen(['chromedriver', '--port=19515'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def call(path, body):
        request = urllib.request.Request('http://127.0.0.1:19515' + path, json.dumps(body).encode(), {'Content-Type': 'application/json'})
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)['value']
    try:
        time.sleep(2)
        arguments = ['--headless', '--no-sandbox', '--disable-gpu', '--host-resolver-rules=MAP * 127.0.0.1:%d' % port]
        session = call('/session', {'capabilities': {'alwaysMatch': {'goog:chromeOptions': {'args': arguments}}}})['sessionId']
        call('/session/%s/url' % session, {'url': HOST + '/'})
        snapshot = call('/session/%s/goog/cdp/execute' % session, {'cmd': 'Page.captureSnapshot', 'params': {'format': 'mhtml'}})['data']
        write(name, snapshot.encode())
        request = urllib.request.Request('http://127.0.0.1:19515/session/' + session, method='DELETE')
        urllib.request.urlopen(request).close()
    finally:
        driver.terminate()
        driver.wait()


def old_browser(name):
    """RFC 2557 as Internet Explorer wrote it: nested alternative, GBK in base64, 8bit and quoted-printable."""
    message = email.mime.multipart.MIMEMultipart('related', boundary='----=_NextPart_000_0000_01D5')
    message['From'] = '<Saved by Windows Internet Explorer 8>'
    message['Subject'] = '=?gb2312?B?yr7A/Q==?='
    message.set_param('type', 'multipart/alternative')
    inner = email.mime.multipart.MIMEMultipart('alternative', boundary='----=_NextPart_001_0001_01D5')
    home = email.mime.base.MIMEBase('text', 'html', charset='gb2312')
    home.set_payload(base64.encodebytes(HOME).decode())
    home['Content-Transfer-Encoding'] = 'base64'
    home['Content-Location'] = HOST + '/'
    inner.attach(home)
    message.attach(inner)
    article = email.mime.text.MIMEText('', 'html', 'utf-8')
    del article['Content-Transfer-Encoding']
    import quopri
    article.set_payload(quopri.encodestring(ARTICLE).decode('ascii'))
    article['Content-Transfer-Encoding'] = 'quoted-printable'
    article['Content-Location'] = HOST + '/art/1.html'
    message.attach(article)
    picture = email.mime.base.MIMEBase('image', 'gif')
    picture.set_payload(base64.encodebytes(GIF).decode())
    picture['Content-Transfer-Encoding'] = 'base64'
    picture['Content-Location'] = HOST + '/pic.gif'
    message.attach(picture)
    out = io.BytesIO()
    email.generator.BytesGenerator(out, mangle_from_=False, policy=message.policy.clone(linesep='\r\n', max_line_length=0)).flatten(message)
    write(name, out.getvalue())


# ---------------------------------------------------------------- by hand, after the standards

def http_block(body, headers=b'Content-Type: text/html\r\n'):
    return b'HTTP/1.1 200 OK\r\n' + headers + b'\r\n' + body


def warc_record(path, block, version='1.0', length=None, uri='%s%s'):
    head = ('WARC/%s\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: 2009-08-07T06:05:04Z\r\n'
            'WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012x>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n'
            % (version, uri % (HOST, path), sum(path.encode()), len(block) if length is None else length))
    return head.encode() + block + b'\r\n\r\n'


def arc_record(path, block, two=False):
    tail = ' 200 - - 0 sample.arc' if two else ''
    return ('%s%s 192.0.2.7 20050607080910 text/html%s %d\n' % (HOST, path, tail, len(block))).encode() + block + b'\n'


def arc_head(two=False):
    fields = 'URL IP-address Archive-date Content-type' + (' Result-code Checksum Location Offset Filename' if two else '') + ' Archive-length\n'
    block = ('%d 0 Sample\n%s\n' % (2 if two else 1, fields)).encode()
    tail = ' 200 - - 0 sample.arc' if two else ''
    return ('filedesc://sample.arc 0.0.0.0 20050607080900 text/plain%s %d\n' % (tail, len(block))).encode() + block + b'\n'


def pack(*records):
    return b''.join(gzip.compress(record, mtime=0) for record in records)


def by_hand():
    home, article, gif = http_block(HOME), http_block(ARTICLE), http_block(GIF, b'Content-Type: image/gif\r\n')
    three = [('/', home), ('/art/1.html', article), ('/pic.gif', gif)]
    write('draft-0.17.warc', b''.join(warc_record(path, block, '0.17', uri='<%s%s>') for path, block in three))
    write('draft-0.18-whole.warc.gz', gzip.compress(b''.join(warc_record(path, block, '0.18') for path, block in three), mtime=0))
    write('arc1.arc', arc_head() + b''.join(arc_record(*one) for one in three))
    write('arc1.arc.gz', pack(arc_head(), *[arc_record(*one) for one in three]))
    write('arc2.arc', arc_head(True) + b''.join(arc_record(*one, True) for one in three))

    whole = [warc_record(*one) for one in three]
    write('broken-tail.warc', b''.join(whole)[:-40])
    write('broken-length.warc', warc_record('/', home, length=len(home) + 77) + whole[1] + warc_record('/pic.gif', gif, length=len(gif) - 5) + whole[2])
    write('broken-garbage.warc', whole[0] + b'\x00\xffnot a record\r\nneither this\r\n' + whole[1] + whole[2])
    write('broken-header.warc', whole[0] + whole[1].replace(b'Content-Length', b'Content-Lenght', 1) + whole[2])
    middle = bytearray(gzip.compress(whole[1], mtime=0))
    middle[len(middle) // 2] ^= 0xFF
    write('broken-member.warc.gz', pack(whole[0]) + bytes(middle) + pack(whole[2]))
    write('broken-tail.warc.gz', pack(*whole)[:-30])
    lines = arc_head() + arc_record('/', home) + arc_record('/art/1.html', article).replace(b' %d\n' % len(article), b' %d\n' % (len(article) + 50), 1)
    write('broken-length.arc', lines + arc_record('/pic.gif', gif))
    chunked = http_block(b'%x\r\n%s\r\n' % (1000, ARTICLE[:1000]) + b'ffff\r\n' + ARTICLE[1000:1200], b'Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n')
    write('broken-chunks.warc', warc_record('/art/1.html', chunked) + whole[2])
    message = read('explorer.mht')
    write('broken-tail.mht', message[:message.index(b'R0lGODlh')])


def main():
    modules = os.path.abspath(sys.argv[1])
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    wget(port, 'wget.warc.gz')
    wget(port, 'wget.warc', '--no-warc-compression')
    warcio(modules, 'warcio.warc.gz')
    wacz(modules, 'warcio.warc.gz', 'js-wacz.wacz')
    chromium(port, 'chromium.mhtml')
    old_browser('explorer.mht')
    by_hand()
    home, article, gif = ({HOST + path: sha(BODIES[path][1])} for path in ('/', '/art/1.html', '/pic.gif'))
    all_three = {**home, **article, **gif}
    copy = {HOST + '/copy.html': sha(ARTICLE)}
    half = {HOST + '/art/1.html': sha(ARTICLE[:1200])}
    # Archive: documents by address with the sha-256 of what the site gave, and stretches that are rejected.
    expected = {
        'wget.warc.gz': [all_three, 0], 'wget.warc': [all_three, 0], 'warcio.warc.gz': [{**all_three, **copy}, 0], 'js-wacz.wacz': [{**all_three, **copy}, 0],
        # A browser saves what it made of the page: its pictures alone are byte for byte what was sent.
        'chromium.mhtml': [{**gif, HOST + '/': None}, 0],
        'explorer.mht': [all_three, 0],
        'draft-0.17.warc': [all_three, 0], 'draft-0.18-whole.warc.gz': [all_three, 0],
        'arc1.arc': [all_three, 0], 'arc1.arc.gz': [all_three, 0], 'arc2.arc': [all_three, 0],
        'broken-tail.warc': [{**home, **article}, 1], 'broken-length.warc': [{**article, **gif}, 2], 'broken-garbage.warc': [all_three, 1],
        'broken-header.warc': [{**home, **gif}, 1], 'broken-member.warc.gz': [{**home, **gif}, 1], 'broken-tail.warc.gz': [{**home, **article}, 1],
        'broken-length.arc': [{**home, **gif}, 1], 'broken-chunks.warc': [{**half, **gif}, 0], 'broken-tail.mht': [{**home, **article}, 1]}
    with open(os.path.join(HERE, 'expected.jsonl'), 'w', encoding='utf-8') as f:
        for name, (documents, rejects) in expected.items():
            f.write(json.dumps({'file': name, 'documents': documents, 'rejects': rejects}) + '\n')


if __name__ == '__main__':
    main()
