// A page is complete as HTML: scripts add to it, but nobody needs them to read all of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { serve } from './lib/serve.mjs';
import { isRedirect, none, pagesOf, picksOf, read, readPages, SITE } from './lib/site.mjs';

// What the example must show, in this order, whatever else it shows.
const STORY = ['caliphate-proclaimed', 'nusra-split-2016', 'offensive-2024', 'is-audio-2026'];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('each kind of page shows the same text with scripts and without', async () => {
  const server = await serve(SITE);
  const shown = [];
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    const texts = new Map();
    for (const file of picksOf(SITE).filter((name) => !isRedirect(SITE, name))) {
      await page.goto(server.base + encodeURI(file));
      texts.set(file, await page.locator('body').innerText());
    }
    shown.push(texts);
    await context.close();
  }
  await server.close();
  const [scripted, plain] = shown;
  const problems = [];
  for (const [file, text] of plain) {
    if (!text.trim()) problems.push(`${file}: shows nothing`);
    const [more, less] = [lines(scripted.get(file)), lines(text)];
    problems.push(...more.filter((line) => !less.includes(line)).map((line) => `${file}: only with scripts: ${line}`));
    problems.push(...less.filter((line) => !more.includes(line)).map((line) => `${file}: only without scripts: ${line}`));
  }
  none(problems, 'differences');
});

test('the front page shows every event, or leads to a page that does', async () => {
  const page = await browser.newPage();
  const pages = new Map((await readPages(page, SITE)).map((found) => [found.file, found]));
  const front = pages.get('index.html');
  const near = ['index.html', ...targets('index.html', front)].filter((file) => pages.has(file));
  const reached = new Set(near.flatMap((file) => [file, ...targets(file, pages.get(file))]));
  const events = pagesOf(SITE).filter((file) => file.startsWith('events/') && file !== 'events/index.html' && !isRedirect(SITE, file));
  assert.ok(events.length > 0, 'there are no events');
  none(events.filter((file) => !reached.has(file)), 'events out of reach');
});

test('the front page tells the story in its order, each entry with its date in EDTF', async () => {
  const page = await browser.newPage();
  const { dated } = (await readPages(page, SITE)).find(({ file }) => file === 'index.html');
  const entries = dated.filter(({ id }) => STORY.includes(id));
  assert.deepEqual(entries.map(({ id }) => id), STORY);
  none(entries.filter(({ edtf }) => !edtf?.trim()).map(({ id }) => id), 'entries without a date');
});

test('every entry on the front page that is an event has its date in EDTF', async () => {
  const page = await browser.newPage();
  const { dated } = (await readPages(page, SITE)).find(({ file }) => file === 'index.html');
  const events = new Set(pagesOf(SITE).filter((file) => file.startsWith('events/')).map((file) => file.slice(7, -5)));
  none(dated.filter(({ id, edtf }) => events.has(id) && !edtf?.trim()).map(({ id }) => id), 'entries without a date');
});

test('each page of an event says its date in EDTF as it was written', () => {
  const events = pagesOf(SITE).filter((file) => /^events\/(?!index\.html)/.test(file) && !isRedirect(SITE, file));
  none(events.filter((file) => !/\sdata-edtf="[^"]+"/.test(read(SITE, file))), 'events without');
});

function lines(text) {
  return text.split('\n').map((line) => line.trim()).filter(Boolean);
}

// The files of the site that a page links to.
function targets(file, { links }) {
  const base = 'http://site.example/';
  return links
    .map(({ url }) => (URL.canParse(url, base + file) ? new URL(url, base + file) : null))
    .filter((url) => url?.href.startsWith(base))
    .map((url) => decodeURIComponent(url.pathname.slice(1)) || 'index.html');
}
