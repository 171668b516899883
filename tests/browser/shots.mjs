// Pictures of pages of a built site, at each width, light and dark, to be looked at by people:
//   node tests/browser/shots.mjs SITE OUT [--full] [--widths 360,1440] [--schemes light,dark] page.html ...
// `--full` takes the whole page instead of the first screen. A page may carry a #fragment.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launch, WIDTHS } from './lib/browser.mjs';
import { serve } from './lib/serve.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: 'boolean', default: false },
    widths: { type: 'string', default: WIDTHS.join() },
    schemes: { type: 'string', default: 'light,dark' },
    media: { type: 'string', default: 'screen' },
  },
});
const [site, out, ...pages] = positionals;
if (!pages.length) {
  console.error('usage: shots.mjs SITE OUT [--full] [--widths N,N] [--schemes light,dark] [--media print] page.html ...');
  process.exit(2);
}

await mkdir(out, { recursive: true });
const server = await serve(site);
const browser = await launch();
for (const width of values.widths.split(',').map(Number)) {
  for (const colorScheme of values.schemes.split(',')) {
    const viewport = { width, height: width < 600 ? 780 : 900 };
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.emulateMedia({ media: values.media });
    for (const name of pages) {
      await page.goto(server.base + name);
      const file = path.join(out, `${name.replace(/\.html/, '').replace(/[^\w-]+/g, '-')}-${width}-${colorScheme}.png`);
      await page.screenshot({ path: file, fullPage: values.full });
      console.log(file);
    }
    await context.close();
  }
}
await browser.close();
await server.close();
