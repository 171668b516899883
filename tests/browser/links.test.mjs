// Every link inside the site leads to a file and, where it names a place in it, to that place: at the
// root of a host, in a folder of a host, and opened from disk.
import { after, before, describe, test } from 'node:test';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { launch } from './lib/browser.mjs';
import { serve } from './lib/serve.mjs';
import { filesOf, homeOf, none, read, readPages, SITE, SITE_REPO } from './lib/site.mjs';

let browser;
let page;
before(async () => {
  browser = await launch();
  page = await browser.newPage();
});
after(() => browser?.close());

describe('every link inside the site has a target', () => {
  test('at the root of a host', async () => {
    await check(SITE, { base: 'http://site.example/', folders: true, lost: 'http://site.example/no/such/page.html' });
  });

  test('in a folder of a host', async () => {
    // Without a copy built for that address only the 404 page is left out: it alone cannot be relative.
    const lost = SITE_REPO ? 'http://site.example/repo/no/such/page.html' : null;
    await check(SITE_REPO ?? SITE, { base: 'http://site.example/repo/', folders: true, lost });
  });

  test('opened from disk', async () => {
    await check(SITE, { base: `${pathToFileURL(SITE)}/`, folders: false, lost: null });
  });
});

test('a page that does not exist is answered with the 404 page and status 404', async () => {
  const server = await serve(SITE_REPO ?? SITE, '/repo/');
  const answer = await page.goto(`${server.base}no/such/page.html`);
  const text = await answer.text();
  await server.close();
  none(answer.status() === 404 && text === read(SITE_REPO ?? SITE, '404.html') ? [] : [`status ${answer.status()}`], 'another answer');
});

// `folders`: whether a link to a folder is answered with its index.html. `lost`: the address at which
// a host sends 404.html, or null where no host would.
async function check(dir, { base, folders, lost }) {
  const pages = await readPages(page, dir);
  const ids = new Map(pages.map(({ file, ids }) => [file, new Set(ids)]));
  const home = homeOf(dir);
  const problems = [];

  for (const { file, links, canonical, share } of pages) {
    if (file === '404.html' && !lost) continue;
    const here = file === '404.html' ? lost : base + encodeURI(file);
    for (const link of links) {
      const problem = wrong(link, here, file);
      if (problem) problems.push(`${file}: ${problem}: ${link.says}`);
    }
    for (const url of [canonical, ...share]) {
      const problem = url && home && wrongAddress(url);
      if (problem) problems.push(`${file}: ${problem}: ${url}`);
    }
  }
  for (const file of filesOf(dir).filter((name) => name.endsWith('.css'))) {
    for (const [, url] of read(dir, file).matchAll(/url\(\s*['"]?([^'")]+)/g)) {
      const problem = wrong({ url, loads: true }, base + encodeURI(file), file);
      if (problem) problems.push(`${file}: ${problem}: ${url}`);
    }
  }
  none(problems, 'links that lead nowhere');

  function wrong({ url, rel = '', loads }, here, file) {
    if (!URL.canParse(url, here)) return 'not an address';
    const target = new URL(url, here);
    if (!/^(https?|file):$/.test(target.protocol)) return loads && target.protocol !== 'data:' ? 'loads from elsewhere' : null;
    if (!target.href.startsWith(base)) {
      if (loads) return 'loads from elsewhere';
      if (target.origin === new URL(base).origin && target.protocol === new URL(base).protocol) return 'leaves the site';
      if (/\b(canonical|alternate)\b/.test(rel) && home) return wrongAddress(target.href);
      return null;
    }
    if (url.startsWith('#')) return missing(encodeURI(file) + url, folders);
    return missing(target.href.slice(base.length), folders);
  }

  // An absolute address, which is right where it is the published address of a file.
  function wrongAddress(url) {
    if (!url.startsWith(home)) return `does not begin with ${home}`;
    return missing(url.slice(home.length), true);
  }

  function missing(rest, folders) {
    const [, name, fragment] = rest.match(/^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/);
    let file = decodeURIComponent(name);
    if (folders && (file === '' || file.endsWith('/'))) file += 'index.html';
    const place = path.join(dir, file);
    if (!existsSync(place)) return `there is no \`${file}\``;
    if (!statSync(place).isFile()) return `\`${file}\` is a folder`;
    if (fragment && ids.has(file) && !ids.get(file).has(decodeURIComponent(fragment))) return `\`${file}\` has no \`#${fragment}\``;
    return null;
  }
}
