// Every page carries the policy that keeps its promise to load nothing and tell nobody, holds to it
// in its own HTML, and is light.
import { after, before, test } from 'node:test';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { launch } from './lib/browser.mjs';
import { filesOf, none, read, readPages, SITE, SITE_RTL } from './lib/site.mjs';

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; " +
  "connect-src 'self'; form-action 'self'; base-uri 'none'";
const CSS_LIMIT = 12 * 1024;
const SCRIPT_LIMIT = 15 * 1024;

let browser;
const pages = [];
before(async () => {
  browser = await launch();
  const page = await browser.newPage();
  for (const dir of [SITE, SITE_RTL].filter(Boolean)) {
    pages.push(...(await readPages(page, dir)).map((found) => ({ ...found, dir, name: `${path.basename(dir)}/${found.file}` })));
  }
});
after(() => browser?.close());

test('every page says that it loads from its own site alone', () => {
  none(pages.filter(({ csp }) => csp.length !== 1 || csp[0] !== CSP).map(({ name, csp }) => `${name}: ${csp.join(' | ') || 'nothing'}`), 'other policies');
});

test('every page sends no referrer', () => {
  none(pages.filter(({ referrer }) => referrer.join() !== 'no-referrer').map(({ name, referrer }) => `${name}: ${referrer.join(' | ') || 'nothing'}`), 'other policies');
});

test('no page has a style or a script in its HTML', () => {
  const found = pages.flatMap((page) => {
    return [...page.styled, ...page.styles, ...page.inline, ...page.handlers].map((element) => `${page.name}: ${element}`);
  });
  none(found, 'styles and scripts in HTML');
});

test('scripts are classic and deferred, and nothing is embedded', () => {
  none(pages.flatMap((page) => [...page.modules, ...page.nested].map((element) => `${page.name}: ${element}`)), 'others');
});

test('every page has a title, a language, UTF-8, a viewport and standards mode', () => {
  const bad = pages.filter((page) => !(page.title.trim() && page.lang && page.charset && page.doctype && (page.viewport || page.goes !== undefined)));
  none(bad.map(({ name, title, lang, charset, viewport }) => `${name}: ${JSON.stringify({ title, lang, charset, viewport })}`), 'pages without');
});

test('no id stands twice on a page', () => {
  none(pages.flatMap(({ name, ids }) => ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${name}: #${id}`)), 'ids used twice');
});

test('every picture has a text, a width and a height', () => {
  none(pages.flatMap((page) => page.pictures.map((img) => `${page.name}: ${img}`)), 'pictures without');
});

test('no address runs a script', () => {
  none(pages.flatMap(({ name, links }) => links.filter(({ url }) => /^\s*(javascript|vbscript):/i.test(url)).map(({ says }) => `${name}: ${says}`)), 'addresses');
});

test('the styles of a page are at most 12 KB and its scripts 15 KB, compressed', () => {
  const over = pages.flatMap((page) => {
    const weigh = (wanted) => {
      const files = new Set(page.links.filter(wanted).map(({ url }) => local(page, url)));
      return [...files].reduce((sum, file) => sum + gzipSync(read(page.dir, file), { level: 9 }).length, 0);
    };
    const css = weigh(({ name, rel }) => name === 'link' && rel.includes('stylesheet'));
    const scripts = weigh(({ name }) => name === 'script');
    return [
      ...(css > CSS_LIMIT ? [`${page.name}: ${css} bytes of styles`] : []),
      ...(scripts > SCRIPT_LIMIT ? [`${page.name}: ${scripts} bytes of scripts`] : []),
    ];
  });
  none(over, 'too heavy');
});

test('no style is imported by another, which the weighing would not see', () => {
  const importing = (dir) => filesOf(dir).filter((file) => file.endsWith('.css') && /@import/.test(read(dir, file)));
  none([SITE, SITE_RTL].filter(Boolean).flatMap(importing), 'importing styles');
});

// The file that a page's link names; the 404 page's links begin at the root of the host.
function local(page, url) {
  const base = page.file === '404.html' ? 'http://site.example/' : `http://site.example/${page.file}`;
  return decodeURIComponent(new URL(url, base).pathname.slice(1));
}
