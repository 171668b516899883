// Every page loads in silence: nothing in the console, no error, nothing missing, and not one request
// to anywhere but the site itself, whether a host sends it or it is opened from disk.
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch } from './lib/browser.mjs';
import { serve } from './lib/serve.mjs';
import { isRedirect, none, pagesOf, SITE, SITE_REPO } from './lib/site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

describe('every page is quiet', () => {
  test('at the root of a host', () => served(SITE, '/'));
  test('in a folder of a host', () => served(SITE_REPO ?? SITE, '/repo/'));
  test('opened from disk', () => listen(SITE, `${pathToFileURL(SITE)}/`, (file) => file !== '404.html'));
});

async function served(dir, prefix) {
  const server = await serve(dir, prefix);
  // A copy that was built for another path than this one has a 404 page for that path.
  await listen(dir, server.base, (file) => file !== '404.html' || prefix === '/' || SITE_REPO !== null);
  await server.close();
}

async function listen(dir, base, wanted) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems = [];
  let file;
  let leaving = false; // going on to the next page cuts off what the last one still asks for: its icon
  const note = (what) => problems.push(`${file}: ${what}`);

  await context.route('**', async (route) => {
    const url = route.request().url();
    if (url.startsWith(base)) return route.continue();
    note(`asks for ${url}`);
    return route.abort();
  });
  page.on('console', (message) => note(`console: ${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => note(`error: ${error.message}`));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    if (!(leaving && why === 'net::ERR_ABORTED')) note(`failed: ${request.url()}: ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) note(`status ${response.status()}: ${response.url()}`);
  });
  page.on('websocket', (socket) => note(`opens ${socket.url()}`));
  page.on('dialog', (dialog) => dialog.dismiss().then(() => note('opens a dialog')));
  context.on('page', () => note('opens another page'));

  for (file of pagesOf(dir).filter(wanted)) {
    const address = base + encodeURI(file);
    leaving = true;
    await page.goto(address, { waitUntil: isRedirect(dir, file) ? 'commit' : 'load' });
    if (isRedirect(dir, file)) {
      await page.waitForURL((url) => url.href !== address, { timeout: 10_000 }).catch(() => note('redirects nowhere'));
      await page.waitForLoadState('load');
    }
    leaving = false;
  }
  await context.close();
  none(problems, 'noise');
}
