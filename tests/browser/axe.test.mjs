// axe finds nothing on any kind of page, light and dark, narrow and wide; all rules, all elements. Colours follow from
// the scheme alone and what is where from the width alone, so two of the four combinations show both of each.
import { after, before, describe, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { launch } from './lib/browser.mjs';
import { serve } from './lib/serve.mjs';
import { isRedirect, none, pagesOf, picksOf, SITE, SITE_RTL } from './lib/site.mjs';

const HEIGHT = 900;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

describe('axe finds no violation', () => {
  for (const [colorScheme, width] of [['light', 360], ['dark', 1440]]) {
    test(`on each kind of page, ${colorScheme}, ${width} px`, () => look(SITE, picksOf(SITE), colorScheme, width));
  }
  test('on every event and article, light, 1440 px', () => {
    return look(SITE, pagesOf(SITE).filter((file) => /^(events|articles)\//.test(file)), 'light', 1440);
  });
  test('from right to left', { skip: !SITE_RTL && 'no site to try it on' }, async () => {
    await look(SITE_RTL, picksOf(SITE_RTL), 'light', 360);
    await look(SITE_RTL, picksOf(SITE_RTL), 'dark', 1440);
  });
});

async function look(dir, files, colorScheme, width) {
  const server = await serve(dir);
  const context = await browser.newContext({ viewport: { width, height: HEIGHT }, colorScheme, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const problems = [];
  for (const file of files) {
    // A redirect is left before it can be looked at, and shows nothing.
    if (isRedirect(dir, file)) continue;
    await page.goto(server.base + encodeURI(file));
    // "Legacy" means in this page alone, without a second one to gather what frames say: there are none.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    problems.push(...violations.flatMap((violation) => tell(file, violation)));
  }
  await context.close();
  await server.close();
  none(problems, 'violations');
}

function tell(file, { id, impact, help, nodes }) {
  return nodes.map((node) => {
    const checks = [...node.any, ...node.all, ...node.none];
    const why = checks.map((check) => check.message).join('; ');
    return `${file}: ${id} (${impact}): ${help}\n    ${node.target.join(' ')}: ${node.html.slice(0, 160)}\n    ${why}`;
  });
}
