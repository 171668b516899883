// The drawing above lists: nothing of it overlaps or sticks out, every mark leads to a card and says what it is, and
// the keyboard gets to it and past it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { serve } from './lib/serve.mjs';
import { none, pagesOf, read, SITE, SITE_RTL } from './lib/site.mjs';

// A ring beside a mark at the very edge reaches this far into the margin of the page.
const MARGIN = 20;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

for (const [way, dir] of [['left to right', SITE], ['right to left', SITE_RTL]]) {
  describe(`the drawing, ${way}`, { skip: !dir && 'no site to try it on' }, () => {
    test('is on the front page', () => {
      assert.match(read(dir, 'index.html'), /<figure class="drawing">/);
    });

    for (const width of [320, 360, 768, 1440]) {
      test(`has labels that do not overlap and nothing that sticks out, ${width} px`, () => onEach(dir, width, (page) => page.evaluate(look, MARGIN)));
    }

    test('has marks that are links to something, with a name', () => {
      return onEach(dir, 1440, (page, base) => page.evaluate(links, base).then((found) => found.problems));
    });

    test('has marks in the order of time, told apart by where they are', () => {
      return onEach(dir, 1440, (page) => page.evaluate(inOrder, way));
    });

    test('shows where the focus is, and can be skipped', () => onEach(dir, 768, walk));
  });
}

async function onEach(dir, width, ask) {
  const server = await serve(dir);
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const problems = [];
  const drawn = pagesOf(dir).filter((file) => read(dir, file).includes('class="drawing"'));
  assert.ok(drawn.length > 0, 'no page has a drawing');
  for (const file of drawn) {
    await page.goto(server.base + encodeURI(file));
    problems.push(...(await ask(page, server.base)).map((problem) => `${file}: ${problem}`));
  }
  await page.close();
  await server.close();
  none(problems, 'problems');
}

// Runs in the browser.
function look(margin) {
  const drawing = document.querySelector('.drawing > svg');
  const own = drawing.getBoundingClientRect();
  const problems = [];
  const shown = (element) => element.checkVisibility() && element.getBoundingClientRect().width > 0;
  const texts = [...drawing.querySelectorAll('text')].filter(shown);
  const say = (element) => `"${element.textContent}"`;
  const boxes = texts.map((element) => ({ element, box: element.getBoundingClientRect() }));
  for (const [index, { element, box }] of boxes.entries()) {
    if (box.left < own.left - 1 || box.right > own.right + 1 || box.bottom > own.bottom + 2) problems.push(`${say(element)} sticks out`);
    for (const other of boxes.slice(index + 1)) {
      const over = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      // Lines of text may touch by their leading.
      const under = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      if (over > 0 && under > 4) problems.push(`${say(element)} and ${say(other.element)} overlap`);
    }
  }
  for (const shape of drawing.querySelectorAll('a :is(use, circle, rect, path, line:not(.hit))')) {
    const box = shape.getBoundingClientRect();
    if (box.left < own.left - margin || box.right > own.right + margin || box.top < own.top - 1 || box.bottom > own.bottom + 1) {
      problems.push(`${shape.closest('a').textContent}: sticks out by ${Math.max(own.left - box.left, box.right - own.right)} px`);
    }
  }
  if (document.scrollingElement.scrollWidth > window.innerWidth) problems.push('the page scrolls sideways');
  if (drawing.querySelector('[style]') || drawing.querySelector('script, style')) problems.push('styles or scripts inside');
  return problems;
}

// Runs in the browser.
async function links(base) {
  const problems = [];
  const drawing = document.querySelector('.drawing > svg');
  const marks = [...drawing.querySelectorAll('a')];
  if (!marks.length) problems.push('no marks');
  const pages = new Map();
  for (const mark of marks) {
    const name = mark.querySelector('title')?.textContent ?? '';
    if (name.trim().length < 4) problems.push(`a mark without a name: ${mark.outerHTML.slice(0, 80)}`);
    const target = new URL(mark.getAttribute('href'), document.baseURI);
    if (!target.href.startsWith(base)) problems.push(`${name} leads away: ${target}`);
    const file = target.href.replace(/#.*/, '');
    if (!pages.has(file)) pages.set(file, new DOMParser().parseFromString(await (await fetch(file)).text(), 'text/html'));
    if (!pages.get(file).getElementById(decodeURIComponent(target.hash.slice(1)))) problems.push(`${name} leads nowhere: ${target}`);
  }
  const says = drawing.getAttribute('aria-labelledby').split(' ').map((id) => document.getElementById(id)?.textContent ?? '');
  if (!says.every((text) => text.trim())) problems.push('the drawing has no name');
  return { problems };
}

// Runs in the browser.
function inOrder(way) {
  const years = [...document.querySelectorAll('.drawing text.label')]
    .filter((text) => /^\d{4}$/.test(text.textContent.trim()))
    .map((text) => ({ year: Number(text.textContent), x: text.getBoundingClientRect().left }));
  const sorted = years.every((one, index) => index === 0 || (one.year > years[index - 1].year) === (way === 'left to right' ? one.x > years[index - 1].x : one.x < years[index - 1].x));
  return sorted ? [] : [`the years do not run in order: ${JSON.stringify(years)}`];
}

async function walk(page) {
  const problems = [];
  const mark = page.locator('.drawing svg a').first();
  await page.keyboard.press('Tab');
  await mark.evaluate((element) => element.focus());
  const ringed = await mark.evaluate((element) => {
    const style = getComputedStyle(element);
    return element.matches(':focus-visible') && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  });
  if (!ringed) problems.push('the focus does not show on a mark');
  const skip = page.locator('.drawing > .skip');
  const marks = await page.locator('.drawing svg a').count();
  if ((await skip.count()) === 0) return marks > 8 ? [...problems, `no way past ${marks} marks`] : problems;
  await skip.focus();
  const shown = await skip.evaluate((element) => getComputedStyle(element).clipPath === 'none' && element.getBoundingClientRect().width > 8);
  if (!shown) problems.push('the way past the drawing does not show itself');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const past = await page.evaluate(() => Boolean(document.querySelector('.drawing').compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING));
  if (!past) problems.push('the way past the drawing does not lead past it');
  return problems;
}
