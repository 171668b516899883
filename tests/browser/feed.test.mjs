// The feeds, the sitemap and robots.txt are read back by parsers that know nothing of Dateline.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseFeed } from '@rowanmanning/feed-parser';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import RssParser from 'rss-parser';
import { homeOf, isHidden, isRedirect, none, pagesOf, read, SITE } from './lib/site.mjs';

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const list = (value) => (value === undefined ? [] : [value].flat());
const parse = (text) => new XMLParser({ ignoreAttributes: false, parseTagValue: false, processEntities: true }).parse(text);

for (const file of ['feed.xml', 'corrections.xml']) describe(file, () => {
  test('is well-formed Atom that two parsers read alike', async () => {
    const text = read(SITE, file);
    assert.equal(XMLValidator.validate(text), true);
    const one = parseFeed(text);
    const two = await new RssParser().parseString(text);
    assert.equal(one.meta.type, 'atom');
    assert.ok(one.title.trim());
    assert.equal(two.title, one.title);
    assert.ok(one.items.length > 0, 'no entries');
    assert.deepEqual(two.items.map(({ id }) => id), one.items.map(({ id }) => id));
    assert.deepEqual(two.items.map(({ title }) => title), one.items.map(({ title }) => title));
    assert.deepEqual(two.items.map(({ link }) => link), one.items.map(({ url }) => url));
  });

  test('has what RFC 4287 asks for', () => {
    const { feed } = parse(read(SITE, file));
    assert.equal(feed['@_xmlns'], 'http://www.w3.org/2005/Atom');
    const entries = list(feed.entry);
    const ids = entries.map(({ id }) => id);
    const problems = [];
    for (const [what, { id, title, updated, published }] of [['feed', feed], ...entries.map((entry) => [entry.id, entry])]) {
      if (!URL.canParse(id)) problems.push(`${what}: its id is not an IRI: ${id}`);
      if (!String(title?.['#text'] ?? title ?? '').trim()) problems.push(`${what}: no title`);
      if (!valid(updated)) problems.push(`${what}: updated ${updated}`);
      if (published !== undefined && !valid(published)) problems.push(`${what}: published ${published}`);
    }
    if (new Set(ids).size !== ids.length) problems.push('an id stands twice');
    if (!list(feed.link).some((link) => link['@_rel'] === 'self')) problems.push('no link to itself');
    if (!feed.author && !entries.every(({ author }) => author)) problems.push('no author, of the feed or of every entry');
    none(problems, 'problems');
  });

  test('has its newest entries first, and is as new as the newest', () => {
    const { feed } = parse(read(SITE, file));
    const entries = list(feed.entry).map(({ id, updated, published }) => ({ id, updated: Date.parse(updated), published: Date.parse(published ?? updated) }));
    const sorted = (key) => entries.every((entry, at) => at === 0 || entries[at - 1][key] >= entry[key]);
    assert.ok(sorted('published') || sorted('updated'), 'neither by publication nor by update');
    assert.equal(Date.parse(feed.updated), Math.max(...entries.map(({ updated }) => updated)));
  });

  test('links to pages of the site', () => {
    const { feed } = parse(read(SITE, file));
    const links = [feed, ...list(feed.entry)].flatMap(({ link }) => list(link).map((one) => one['@_href']));
    none(links.filter((link) => !exists(link)), 'links that lead nowhere');
  });
});

test('the feed is announced by every page', () => {
  const silent = pagesOf(SITE).filter((file) => !isRedirect(SITE, file) && !/type="?application\/atom\+xml/.test(read(SITE, file)));
  none(silent, 'pages without');
});

describe('the feed of corrections', () => {
  test('is announced by the record, and every page leads to it', () => {
    assert.match(read(SITE, 'corrections.html'), /<link rel="alternate" type="application\/atom\+xml"[^>]*href="corrections\.xml"/);
    const without = pagesOf(SITE).filter((file) => !isRedirect(SITE, file) && !/href="[^"]*corrections\.xml"/.test(read(SITE, file)));
    none(without, 'pages without');
  });

  test('says what was corrected, with links that work from anywhere, and leads to the place of each', () => {
    const problems = [];
    for (const { id, url, title, content } of parseFeed(read(SITE, 'corrections.xml')).items) {
      if (!title?.trim() || !content?.trim()) problems.push(`${id}: says nothing`);
      for (const [, href] of (content ?? '').matchAll(/(?:href|src)="([^"]*)"/g)) {
        if (!href.startsWith('#') && !URL.canParse(href)) problems.push(`${id}: a link that is not whole: ${href}`);
      }
      const anchor = decodeURIComponent(new URL(url).hash.slice(1));
      if (anchor && !read(SITE, fileAt(url)).includes(`id="${anchor}"`)) problems.push(`${id}: no ${anchor} on its page`);
    }
    none(problems, 'problems');
  });
});

describe('the sitemap', () => {
  test('is valid XML and each of its addresses is a page of the site', () => {
    const text = read(SITE, 'sitemap.xml');
    assert.equal(XMLValidator.validate(text), true);
    const { urlset } = parse(text);
    assert.equal(urlset['@_xmlns'], 'http://www.sitemaps.org/schemas/sitemap/0.9');
    const urls = list(urlset.url);
    none(urls.filter(({ loc }) => !exists(loc)).map(({ loc }) => loc), 'addresses of nothing');
    none(urls.filter(({ lastmod }) => lastmod !== undefined && !/^\d{4}(-\d\d){0,2}$/.test(lastmod) && !valid(lastmod)).map(({ lastmod }) => lastmod), 'dates');
  });

  test('names every page once, but not redirects, the 404 page and what was withdrawn', () => {
    const named = list(parse(read(SITE, 'sitemap.xml')).urlset.url).map(({ loc }) => fileAt(loc)).sort();
    const pages = pagesOf(SITE).filter((file) => file !== '404.html' && !isRedirect(SITE, file) && !isHidden(SITE, file));
    none(pages.filter((file) => !named.includes(file)), 'pages left out');
    none(named.filter((file, at) => !pages.includes(file) || named[at - 1] === file), 'addresses too many');
  });
});

test('robots.txt names the sitemap', () => {
  const named = read(SITE, 'robots.txt').match(/^Sitemap:\s*(\S+)\s*$/im)?.[1];
  assert.equal(named, `${homeOf(SITE)}sitemap.xml`);
});

function valid(time) {
  return RFC_3339.test(time) && !Number.isNaN(Date.parse(time));
}

// The file that an absolute address of the site names.
function fileAt(url) {
  assert.ok(url.startsWith(homeOf(SITE)), `${url} is not under ${homeOf(SITE)}`);
  const name = decodeURIComponent(new URL(url).href.slice(homeOf(SITE).length).replace(/[?#].*/, ''));
  return name === '' || name.endsWith('/') ? `${name}index.html` : name;
}

function exists(url) {
  return existsSync(path.join(SITE, fileAt(url)));
}
