// node bench.js < LIST_OF_FILES: decoded pages through linkedom and @mozilla/readability.
// Prints "pages failed cpu_seconds"; reading the files does not count.
const fs = require('fs');
const {Readability} = require('@mozilla/readability');
const {parseHTML} = require('linkedom');

let pages = 0, failed = 0, micros = 0;
for (const file of fs.readFileSync(0, 'utf8').split('\n').filter(Boolean)) {
  const text = fs.readFileSync(file, 'utf8');
  const before = process.cpuUsage();
  try {
    if (!new Readability(parseHTML(text).document).parse()) failed++;
  } catch {
    failed++;
  }
  const used = process.cpuUsage(before);
  micros += used.user + used.system;
  pages++;
}
console.log(pages, failed, micros / 1e6);
