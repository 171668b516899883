// No page is wider than its window, from a telephone to a desk, whichever way it is read.
import { after, before, describe, test } from 'node:test';
import { launch, WIDTHS } from './lib/browser.mjs';
import { serve } from './lib/serve.mjs';
import { isRedirect, none, pagesOf, SITE, SITE_RTL } from './lib/site.mjs';

// The narrowest is what WCAG 2.2 asks for in 1.4.10, Reflow: a desk's window at 400 %.
const ALL = [320, ...WIDTHS];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

describe('nothing sticks out sideways', () => {
  test('from left to right', () => measure(SITE, 'ltr'));
  test('from right to left', { skip: !SITE_RTL && 'no site to try it on' }, () => measure(SITE_RTL, 'rtl'));
});

async function measure(dir, direction) {
  const server = await serve(dir);
  const page = await browser.newPage();
  const problems = [];
  for (const file of pagesOf(dir).filter((name) => !isRedirect(dir, name))) {
    for (const width of ALL) {
      await page.setViewportSize({ width, height: 900 });
      if (width === ALL[0]) await page.goto(server.base + encodeURI(file));
      const found = await page.evaluate(overflow);
      if (found.direction !== direction) problems.push(`${file}: reads ${found.direction}`);
      if (found.over > 0) problems.push(`${file}: ${found.over} px too wide at ${width} px: ${found.widest.join(' | ')}`);
    }
  }
  await page.close();
  await server.close();
  none(problems, 'too wide');
}

// Runs in the browser.
function overflow() {
  const over = document.scrollingElement.scrollWidth - window.innerWidth;
  const outside = (element) => {
    const { left, right, width } = element.getBoundingClientRect();
    const spills = element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'visible';
    return width > 0 && (right > window.innerWidth + 0.5 || left < -0.5 || spills);
  };
  const name = (element) => element.localName + [...element.classList].map((one) => `.${one}`).join('');
  const widest = over > 0 ? [...document.querySelectorAll('body *')].filter(outside).slice(-4).map(name) : [];
  return { over, widest, direction: getComputedStyle(document.documentElement).direction };
}
