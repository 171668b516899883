// Every page of built sites, tried by the Nu Html Checker: `node tests/browser/nu.mjs SITE ...`.
// Whatever it says counts, warnings and remarks too; nothing is filtered. The pages are served, since
// the checker judges a page's policy by its address, and finds that 'self' is nowhere in a file's.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from './lib/serve.mjs';
import { pagesOf } from './lib/site.mjs';

const JAR = fileURLToPath(new URL('./node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url));
const PAGES_AT_ONCE = 1000;

const sites = process.argv.slice(2);
const addresses = [];
const names = [];
for (const site of sites) {
  const server = await serve(site);
  names.push([server.base, `${path.basename(site)}/`]);
  addresses.push(...pagesOf(site).map((file) => server.base + encodeURI(file)));
}
if (!addresses.length) throw new Error('usage: nu.mjs SITE ...');

let said = '';
for (let at = 0; at < addresses.length; at += PAGES_AT_ONCE) {
  said += await check(addresses.slice(at, at + PAGES_AT_ONCE));
}
for (const [base, name] of names) said = said.replaceAll(base, name);
const lines = said.split('\n').filter((line) => line.trim());
if (lines.length) console.log(lines.slice(0, 100).join('\n'));
console.log(`${addresses.length} pages, ${lines.length} messages`);
process.exit(lines.length ? 1 : 0);

// What the checker prints, on either stream; it refuses addresses of this machine unless told.
function check(pages) {
  const told = ['-Dnu.validator.servlet.allow-forbidden-hosts=true', '-jar', JAR, '--format', 'gnu', ...pages];
  return new Promise((resolve, reject) => {
    const java = spawn('java', told, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [java.stdout, java.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (more) => (text += more));
    }
    java.on('error', reject);
    java.on('close', (code) => resolve(code !== 0 && !text.trim() ? `the checker ended with ${code} and said nothing\n` : text));
  });
}
