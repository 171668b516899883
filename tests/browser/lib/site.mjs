// What is in a built site: its pages, what kind each is, and what each says of itself in its HTML.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const published = fileURLToPath(new URL('../../../public', import.meta.url));

/** The example, built for an address whose path is `/`. */
export const SITE = path.resolve(process.env.DATELINE_SITE ?? published);
/** The example, built for an address whose path is `/repo/`; null where nobody built one. */
export const SITE_REPO = process.env.DATELINE_SITE_REPO ? path.resolve(process.env.DATELINE_SITE_REPO) : null;
/** A site that is read from right to left; null where nobody built one. */
export const SITE_RTL = process.env.DATELINE_SITE_RTL ? path.resolve(process.env.DATELINE_SITE_RTL) : null;

/** Every file of a site, with `/` between the parts of its name, in order. */
export function filesOf(dir) {
  assert.ok(existsSync(path.join(dir, 'index.html')), `there is no built site in ${dir}`);
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dir, path.join(entry.parentPath ?? entry.path, entry.name)).split(path.sep).join('/'))
    .sort();
}

/** Every page of a site, in order. */
export function pagesOf(dir) {
  return filesOf(dir).filter((file) => file.endsWith('.html'));
}

export function read(dir, file) {
  return readFileSync(path.join(dir, file), 'utf8');
}

/** The address that a site was built for, as its front page gives it; null where it was built for none. */
export function homeOf(dir) {
  const [link] = read(dir, 'index.html').match(/<link\s[^>]*rel=["']?canonical[^>]*>/i) ?? [];
  return link?.match(/href=["']?([^"'\s>]+)/i)[1].replace(/index\.html$/, '') ?? null;
}

/** What kind of page a file is: told by its place, but for redirects, which stand anywhere. */
export function kindOf(dir, file) {
  if (isRedirect(dir, file)) return 'redirect';
  if (file === 'index.html') return 'front page';
  if (!file.includes('/')) return ['404.html', 'sources.html', 'corrections.html'].includes(file) ? file : 'free page';
  const [folder] = file.split('/');
  if (isHidden(dir, file)) return 'tombstone';
  return file === `${folder}/index.html` ? `${folder} index` : folder;
}

export function isRedirect(dir, file) {
  return /<meta\s[^>]*http-equiv=["']?refresh/i.test(read(dir, file));
}

/** Whether search engines are asked not to list a page, as of what was withdrawn. */
export function isHidden(dir, file) {
  return /<meta\s[^>]*name=["']?robots["']?\s[^>]*noindex/i.test(read(dir, file));
}

/** One page of each kind, and of events and articles one more for each thing that only some show. */
export function picksOf(dir) {
  const picks = new Map();
  for (const file of pagesOf(dir)) {
    for (const kind of [kindOf(dir, file), ...sorts(dir, file)]) {
      if (!picks.has(kind)) picks.set(kind, file);
    }
  }
  return [...new Set(picks.values())].sort();
}

// What a page of an event or an article shows, as far as its HTML tells: the ids and classes in its
// body, and the status. Pages that show the same things are alike; one of each sort is enough.
function sorts(dir, file) {
  if (!/^(events|articles|timelines)\//.test(file)) return [];
  const html = read(dir, file).replace(/[^]*<main/, '<main').replace(/<\/main>[^]*/, '');
  const folder = file.split('/')[0];
  const found = new Set();
  for (const [, names] of html.matchAll(/\sclass="([^"]*)"/g)) {
    for (const name of names.split(/\s+/)) found.add(`${folder} .${name}`);
  }
  for (const [, status] of html.matchAll(/\sdata-status="([^"]*)"/g)) found.add(`${folder} ${status}`);
  for (const [, element] of html.matchAll(/<(img|table|figure|blockquote|details|ol|dl|pre|svg)\b/g)) {
    found.add(`${folder} <${element}>`);
  }
  return found;
}

/**
 * What each page's HTML says, read by the browser's own parser without running or loading anything:
 * a list of `{ file, ids, links, ... }` in the order of the files.
 */
export async function readPages(page, dir) {
  const read_ = [];
  for (const file of pagesOf(dir)) {
    read_.push({ file, ...(await page.evaluate(facts, read(dir, file))) });
  }
  return read_;
}

// Runs in the browser.
function facts(html) {
  const document = new DOMParser().parseFromString(html, 'text/html');
  const all = (selector) => [...document.querySelectorAll(selector)];
  const urls = (text) => text.split(',').map((part) => part.trim().split(/\s+/)[0]).filter(Boolean);
  const say = (element) => element.cloneNode(false).outerHTML.slice(0, 160);
  const links = [];
  for (const element of all('*')) {
    const name = element.localName;
    for (const attribute of ['href', 'xlink:href', 'src', 'srcset', 'poster', 'data', 'action', 'cite']) {
      const value = element.getAttribute(attribute);
      if (value === null || (attribute === 'data' && name !== 'object')) continue;
      const loads = ['a', 'area', 'form', 'blockquote', 'q', 'del', 'ins'].includes(name)
        ? false
        : name !== 'link' || /\b(stylesheet|icon|preload|manifest|apple-touch-icon)\b/.test(element.rel);
      for (const url of attribute === 'srcset' ? urls(value) : [value.trim()]) {
        links.push({ name, rel: element.getAttribute('rel') ?? '', url, loads, says: say(element) });
      }
    }
  }
  const refresh = document.querySelector('meta[http-equiv="refresh" i]')?.content;
  const goes = refresh?.match(/url\s*=\s*['"]?([^'"]*)/i)?.[1];
  if (goes !== undefined) links.push({ name: 'meta', rel: 'refresh', url: goes, loads: false, says: refresh });
  const anchors = all('a[name]').map((element) => element.name);
  return {
    links,
    goes,
    ids: [...all('[id]').map((element) => element.id), ...anchors],
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
    title: document.title,
    doctype: document.compatMode === 'CSS1Compat',
    charset: Boolean(document.querySelector('meta[charset="utf-8" i]')),
    viewport: document.querySelector('meta[name="viewport"]')?.content ?? null,
    csp: all('meta[http-equiv="Content-Security-Policy" i]').map((meta) => meta.getAttribute('content')),
    referrer: all('meta[name="referrer"]').map((meta) => meta.getAttribute('content')),
    canonical: document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? null,
    share: all('meta[property="og:url"], meta[property="og:image"], meta[name="twitter:image"]').map((meta) => meta.content),
    styled: all('[style]').map(say),
    styles: all('style').map(say),
    inline: all('script:not([src])').map(say),
    handlers: all('*').filter((element) => element.getAttributeNames().some((name) => name.startsWith('on'))).map(say),
    modules: all('script[src]').filter((script) => script.type === 'module' || !script.defer).map(say),
    nested: all('iframe, object, embed, frame').map(say),
    pictures: all('img').filter((img) => !(img.hasAttribute('alt') && img.width && img.height)).map(say),
    dated: all('[id]').map((element) => ({
      id: element.id,
      edtf: (element.closest('[data-edtf]') ?? element.querySelector('[data-edtf]'))?.getAttribute('data-edtf') ?? null,
    })),
  };
}

/** Fails with one line for each problem, so that a run shows all of them and not only the first. */
export function none(problems, what) {
  const shown = problems.slice(0, 60).map((problem) => `  ${problem}`).join('\n');
  const rest = problems.length > 60 ? `\n  ... and ${problems.length - 60} more` : '';
  assert.ok(problems.length === 0, `${what} (${problems.length}):\n${shown}${rest}`);
}
