"""Which addresses on old hosts are left in the bodies of a consolidated platform, found with a regular expression and without
any of the program's own code, and whether the ledger has each of them with a reason."""
import html
import os
import re
import sqlite3

REASONS = ('dead', 'parked', 'reported')


def hosts_of(workspace):
    """(every host of every site, the hosts the platform answers on)"""
    rows = [line.split(',')[0] for line in workspace.run('hosts', 'export').stdout.splitlines()[1:]]
    with sqlite3.connect(os.path.join(workspace.folder, '.guiyi', 'platform.db')) as db:
        return set(rows), {host for host, in db.execute('SELECT host FROM tenant')}


def pattern(hosts):
    """An address on one of the hosts, with or without a scheme, whole hosts only."""
    names = '|'.join(re.escape(h) for h in sorted(hosts, key=len, reverse=True))
    return re.compile(r'(?:https?:)?//(?:%s)(?![\w.:-])[^\s"\'<>)]*|mailto:[^\s"\'<>@]*@(?:%s)(?![\w.-])[^\s"\'<>]*' % (names, names), re.I)


def bodies(workspace):
    """(site, old address of the article, body on the platform)"""
    with sqlite3.connect(os.path.join(workspace.folder, '.guiyi', 'platform.db')) as db:
        new = dict(db.execute('SELECT url, body_html FROM article WHERE retired IS NULL'))
    old = {row['into']: (row['site'], row['url']) for row in workspace.rows('outcomes') if row['outcome'] == 'loaded' and row['into'] in new}
    return [(*old.get(url, (None, None)), body) for url, body in sorted(new.items())]


def same(address):
    """An address for comparing: scheme and default ports are one, hosts know no case."""
    scheme, slashes, rest = address.partition('//')
    if not slashes:
        return address.lower()
    host, slash, path = rest.partition('/')
    return host.lower().removesuffix(':80').removesuffix(':443') + '/' + path.split('#')[0]


def left_over(workspace):
    """(addresses on old hosts, those of them the ledger does not have with a reason)"""
    hosts, fresh = hosts_of(workspace)
    old = pattern(hosts - fresh)
    ledger = {}
    for row in workspace.rows('links'):
        if not row['rewritten']:
            for address in (row['href'], row['url'] or ''):
                ledger.setdefault((row['site'], same(address)), row)  # an article may be on several pages
    found, unlisted = [], []
    for site, page, body in bodies(workspace):
        for match in old.findall(body):
            address = html.unescape(match).rstrip('.,;:!?')
            row = ledger.get((site, same(address)))
            found.append((address, row and row['status']))
            if not row or (row['status'] not in REASONS and row['kind'] != 'mailto'):
                unlisted.append((page, address, row))
    return found, unlisted
