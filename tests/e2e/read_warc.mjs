// The records of WARC files by warcio.js, an independent reader, as JSON lines. NODE_MODULES is the folder it is in.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';

const { WARCParser } = createRequire(process.env.NODE_MODULES + '/')('warcio');
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

for (const file of process.argv.slice(2)) {
  const parser = new WARCParser(createReadStream(file));
  for await (const record of parser) {
    const header = (name) => record.warcHeaders.headers.get(name) ?? '';
    const raw = sha256(await record.readFully(false));
    const content = sha256(await record.readFully(true));
    console.log(JSON.stringify({
      offset: parser.offset, version: record.warcHeaders.statusline, type: record.warcType, url: record.warcTargetURI, date: record.warcDate,
      status: Number(record.httpHeaders?.statusCode ?? 0), id: header('WARC-Record-ID'), concurrent: header('WARC-Concurrent-To'),
      profile: header('WARC-Profile'), refers: header('WARC-Refers-To-Target-URI'), digest: header('WARC-Payload-Digest'), raw, content,
    }));
  }
}
