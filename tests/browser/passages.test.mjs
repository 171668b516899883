// Passages are read with the keyboard alone, without scripts: from an event to the words of an article that tell of it,
// to be seen in their marks, and from the words back to the event.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { serve } from './lib/serve.mjs';
import { none, pagesOf, read, SITE } from './lib/site.mjs';

const MOST_STOPS = 600;

let browser;
let context;
before(async () => {
  browser = await launch();
  context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1000, height: 800 } });
});
after(() => browser?.close());

test('from each event to the marked words of an article, and back by the keyboard', async () => {
  const events = pagesOf(SITE).filter((file) => file.startsWith('events/') && read(SITE, file).includes('#said:'));
  assert.ok(events.length > 0, 'no event is told of');
  const server = await serve(SITE);
  const page = await context.newPage();
  const problems = [];
  for (const file of events) {
    const problem = await thereAndBack(page, server.base, file).catch((error) => error.message);
    if (problem) problems.push(`${file}: ${problem}`);
  }
  await server.close();
  none(problems, 'ways that break off');
});

async function thereAndBack(page, base, file) {
  await page.goto(base + encodeURI(file));
  const [href] = await page.$$eval('a.said[href*="#said:"]', (links) => links.map((link) => link.href));
  if (!href) return 'no passage leads to its words';
  const sentence = await page.$eval('blockquote:has(a.said)', (quote) => quote.textContent);
  const words = await page.$eval('a.said', (link) => link.textContent);
  if (!sentence.includes(words)) return 'the words do not stand in their sentence';
  if (!(await tabTo(page, (stop) => stop.url === href))) return `Tab does not reach ${href}`;
  await Promise.all([page.waitForURL(href), page.keyboard.press('Enter')]);

  const id = decodeURIComponent(new URL(href).hash.slice(1));
  const arrived = await page.evaluate(spot, await page.$(`[id="${id}"]`));
  if (!arrived?.shown) return `the words ${id} do not come into view: ${JSON.stringify(arrived)}`;
  if (!arrived.marked) return `the words ${id} are not marked`;
  if (!arrived.lit) return `the words ${id} do not show that they were led to`;

  // The words have the focus if they are a link. Else the next stop leads to the event, or one of the next few where
  // words of several events stand together.
  const event = base + encodeURI(file);
  const stops = [];
  for (let tries = 0; tries < 4; tries += 1) {
    const here = await page.evaluate(focus);
    if (tries > 0 || here.nowhere) await page.keyboard.press('Tab');
    const stop = await page.evaluate(focus);
    stops.push(stop.url);
    if (stop.url !== event) continue;
    if (!stop.ringed) return 'no sign of the focus on the words';
    await Promise.all([page.waitForURL(event), page.keyboard.press('Enter')]);
    return null;
  }
  return `behind ${id} Tab leads to ${stops.join(', ')}`;
}

test('marks are neither nested links nor crossing tags, and each stands once', async () => {
  const page = await context.newPage();
  const problems = [];
  for (const file of pagesOf(SITE).filter((name) => name.startsWith('articles/'))) {
    const html = read(SITE, file);
    await page.setContent(html);
    const ids = await page.$$eval('[id^="said:"]', (marks) => marks.map(({ id }) => id));
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    if (twice.length) problems.push(`${file}: ${twice.join(', ')} twice`);
    // The parser ends a link where another begins in it; then there are more of them than were written.
    const links = await page.$$eval('.prose a', (all) => all.length);
    const prose = html.match(/<div class="prose">[^]*?<section class="tells">/)?.[0] ?? '';
    const written = prose.match(/<a[ >]/g)?.length ?? 0;
    if (links !== written) problems.push(`${file}: ${written} links were written, ${links} are read`);
    const empty = await page.$$eval('.prose mark', (marks) => marks.filter((mark) => !mark.textContent.trim()).length);
    if (empty) problems.push(`${file}: ${empty} marks are empty`);
  }
  await page.close();
  none(problems, 'problems');
});

async function tabTo(page, wanted) {
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(focus);
    if (wanted(stop)) return true;
    if (stop.nowhere) return false;
  }
  return false;
}

// Runs in the browser: what has the focus.
function focus() {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const ringed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  return { nowhere: element === document.body, url: element.href, ringed };
}

// Runs in the browser: whether words can be seen, are marked, and show that the address points at them.
function spot(element) {
  if (!element) return null;
  const { top, bottom, width, height } = element.getBoundingClientRect();
  const mark = element.matches('mark') ? element : element.querySelector('mark') ?? element.closest('mark');
  const paper = getComputedStyle(document.documentElement).backgroundColor;
  const lit = [element, mark, ...element.querySelectorAll('*')]
    .filter(Boolean)
    .map((one) => getComputedStyle(one).backgroundColor)
    .some((colour) => colour !== 'rgba(0, 0, 0, 0)' && colour !== paper);
  return { shown: top >= 0 && bottom <= window.innerHeight && width > 4 && height > 4, marked: Boolean(mark), lit };
}
