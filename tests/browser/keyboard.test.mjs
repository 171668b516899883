// The site is read with the keyboard alone, without scripts: past the header, along its links, and
// from an event to the words that tell of it and back.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { serve } from './lib/serve.mjs';
import { isRedirect, none, pagesOf, picksOf, read, SITE, SITE_RTL } from './lib/site.mjs';

const MOST_STOPS = 600;

let browser;
let context;
before(async () => {
  browser = await launch();
  context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1000, height: 800 } });
});
after(() => browser?.close());

for (const [way, dir] of [['left to right', SITE], ['right to left', SITE_RTL]]) {
  describe(`the head of each kind of page, ${way}`, { skip: !dir && 'no site to try it on' }, () => {
    test('begins with a link that shows itself and skips to the text', () => {
      return onEach(dir, async (page) => {
        const hidden = await page.evaluate(place, await page.$('a[href^="#"]'));
        await page.keyboard.press('Tab');
        const stop = await page.evaluate(where);
        if (!stop.href?.startsWith('#')) return [`first stop is ${stop.says}`];
        if (hidden?.shown) return ['the skip link shows without being asked'];
        const shown = await page.evaluate(place, await page.$(`a[href="${stop.href}"]`));
        if (!shown.shown) return [`${stop.says} does not show when it has the focus: ${JSON.stringify(shown)}`];
        await page.keyboard.press('Enter');
        const arrived = await page.evaluate(where);
        if (!arrived.target?.main) return [`${stop.says} does not lead to <main>`];
        if (arrived.main) return [];
        await page.keyboard.press('Tab');
        const next = await page.evaluate(where);
        return next.main || next.pastMain ? [] : [`after the skip link the focus is on ${next.says}`];
      });
    });

    test('has every link within reach, with its focus to be seen', () => {
      return onEach(dir, async (page) => {
        const wanted = await page.$$eval('body > header a[href], body > nav a[href]', (links) => links.filter((link) => link.checkVisibility()).map((link) => link.href));
        if (!wanted.length) return ['the header has no links'];
        const reached = new Set();
        const problems = [];
        for (let stops = 0; stops < MOST_STOPS && !wanted.every((href) => reached.has(href)); stops += 1) {
          await page.keyboard.press('Tab');
          const stop = await page.evaluate(where);
          if (stop.main || stop.nowhere) break;
          if (stop.url) reached.add(stop.url);
          if (!stop.ringed) problems.push(`no sign of the focus on ${stop.says}`);
        }
        return [...problems, ...wanted.filter((href) => !reached.has(href)).map((href) => `out of reach: ${href}`)];
      });
    });
  });
}

test('from an event in an article to its words, to the event, and back to the words', async () => {
  const articles = pagesOf(SITE).filter((file) => /^articles\/(?!index\.html)/.test(file) && read(SITE, file).includes('id="said:'));
  assert.ok(articles.length > 0, 'no article tells of an event');
  const server = await serve(SITE);
  const problems = [];
  for (const file of articles) {
    const problem = await follow(server.base, file).catch((error) => error.message);
    if (problem) problems.push(`${file}: ${problem}`);
  }
  await server.close();
  none(problems, 'ways that break off');
});

// Every event that the article tells of has an entry that leads to its words; the first is walked.
async function follow(base, file) {
  const page = await context.newPage();
  await page.goto(base + file);
  const said = await page.$$eval('[id^="said:"]', (marks) => marks.map(({ id }) => id));
  const linked = await page.$$eval('a[href*="#said:"]', (links) => links.map((link) => decodeURIComponent(link.hash.slice(1))));
  const events = said.filter((id) => /^said:[^:]+$/.test(id));
  const unlinked = events.filter((id) => !linked.includes(id));
  if (unlinked.length) return `no entry of the list leads to ${unlinked.join(', ')}`;

  const [id] = events;
  const event = id.slice('said:'.length);
  const toWords = (stop) => stop.url === `${base}${file}#${id}` || decodeURIComponent(stop.url ?? '') === `${base}${file}#${id}`;
  if (!(await tabTo(page, toWords))) return `Tab does not reach the entry of ${event}`;
  await page.keyboard.press('Enter');
  const words = await page.evaluate(place, await page.$(`[id="${id}"]`));
  if (!words.shown) return `the words of ${event} do not come into view: ${JSON.stringify(words)}`;
  if (!new URL(page.url()).hash) return `the entry of ${event} does not lead to its words`;

  const toEvent = (stop) => stop.url?.replace(/#.*/, '') === `${base}events/${event}.html`;
  if (!(await page.evaluate(where)).says?.includes(event)) await page.keyboard.press('Tab');
  const stop = await page.evaluate(where);
  if (!toEvent(stop)) return `after the words' entry the focus is on ${stop.says}, not on the words of ${event}`;
  await Promise.all([page.waitForURL(`**/events/${event}.html*`), page.keyboard.press('Enter')]);

  if (!(await tabTo(page, toWords))) return `the page of ${event} does not lead back to the words`;
  await Promise.all([page.waitForURL(`**/${file}#*`), page.keyboard.press('Enter')]);
  const again = await page.evaluate(place, await page.$(`[id="${id}"]`));
  await page.close();
  return again.shown ? null : `back from ${event}, its words do not come into view`;
}

async function onEach(dir, look) {
  const server = await serve(dir);
  const page = await context.newPage();
  const problems = [];
  for (const file of picksOf(dir).filter((name) => !isRedirect(dir, name))) {
    await page.goto(server.base + encodeURI(file));
    problems.push(...(await look(page)).map((problem) => `${file}: ${problem}`));
  }
  await page.close();
  await server.close();
  none(problems, 'problems');
}

async function tabTo(page, wanted) {
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(where);
    if (wanted(stop)) return true;
    if (stop.nowhere) return false;
  }
  return false;
}

// Runs in the browser: what has the focus, and what the address points at.
function where() {
  const element = document.activeElement;
  const main = document.querySelector('main');
  const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const style = getComputedStyle(element);
  const ringed = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
  return {
    nowhere: element === document.body,
    says: element.cloneNode(false).outerHTML.slice(0, 200),
    href: element.getAttribute('href'),
    url: element.href,
    main: main.contains(element),
    pastMain: Boolean(main.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING),
    target: target && { main: target === main || main.contains(target) },
    ringed,
  };
}

// Runs in the browser: whether an element can be seen in the window.
function place(element) {
  if (!element) return null;
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const inside = left >= -1 && top >= -1 && right <= window.innerWidth + 1 && top < window.innerHeight && bottom > 0;
  const visible = element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && style.clipPath === 'none' && style.clip === 'auto';
  return { shown: inside && visible && width > 8 && height > 8, left, top, right, bottom, width, height, clip: style.clip };
}
