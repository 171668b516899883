// A graphic picture is not for everybody: no page fetches it before its reader asks, with the keyboard
// as well as with the mouse, and paper never shows it.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch } from './lib/browser.mjs';
import { serve } from './lib/serve.mjs';
import { pagesOf } from './lib/site.mjs';

/** A site with a graphic picture; null where nobody built one. */
const SITE = process.env.DATELINE_SITE_GRAPHIC ? path.resolve(process.env.DATELINE_SITE_GRAPHIC) : null;
const PICTURE = 'media/dead.png';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

describe('graphic pictures', { skip: !SITE && 'no site to try it on' }, () => {
  test('are fetched by no page of a host before somebody asks', async () => {
    const server = await serve(SITE);
    await untouched(server.base);
    await server.close();
  });

  test('are fetched by no page from disk before somebody asks', () => untouched(`${pathToFileURL(SITE)}/`));

  test('open by the keyboard, and are fetched then', async () => {
    const server = await serve(SITE);
    const { page, asked } = await open(`${server.base}events/shot.html`);
    const answer = page.waitForResponse((response) => response.url().endsWith(PICTURE));
    for (let stops = 0; stops < 60; stops += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement.matches('details.graphic > summary'))) break;
    }
    assert.deepEqual(asked, []);
    await page.keyboard.press('Enter');
    assert.equal((await answer).status(), 200);
    assert.ok(await page.isVisible('details.graphic img'));
    assert.ok(await page.getAttribute('details.graphic img', 'alt'));
    await page.context().close();
    await server.close();
  });

  test('are not printed, opened or not', async () => {
    const { page } = await open(`${pathToFileURL(SITE)}/events/shot.html`);
    for (const opened of [false, true]) {
      await page.emulateMedia({ media: 'screen' });
      if (opened) await page.click('details.graphic > summary');
      await page.emulateMedia({ media: 'print' });
      assert.equal(await page.isVisible('details.graphic img'), false, opened ? 'opened' : 'closed');
      assert.ok(await page.isVisible('details.graphic > summary b'), 'paper says what is not shown');
    }
    await page.context().close();
  });
});

async function open(address) {
  const context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
  const page = await context.newPage();
  const asked = [];
  page.on('request', (request) => {
    if (request.url().endsWith(PICTURE)) asked.push(request.url());
  });
  await page.goto(address);
  return { page, asked };
}

/** No page asks for the picture, not even when its reader goes through all of it. */
async function untouched(base) {
  for (const file of pagesOf(SITE)) {
    const { page, asked } = await open(base + encodeURI(file));
    await page.evaluate(async () => {
      for (let y = 0; y < document.documentElement.scrollHeight; y += 400) {
        scrollTo(0, y);
        await new Promise(requestAnimationFrame);
      }
    });
    await page.waitForTimeout(100);
    assert.deepEqual(asked, [], file);
    await page.context().close();
  }
}
