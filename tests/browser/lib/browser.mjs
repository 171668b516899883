// Starts the system's Chromium with an empty profile, talking to nobody on its own account.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The widths of the design: a telephone, a tablet, a desk. */
export const WIDTHS = [360, 768, 1440];

/** A browser of its own for each test file; `CHROMIUM` names another one than the system's. */
export async function launch() {
  const executablePath = process.env.CHROMIUM ?? PLACES.find((place) => existsSync(place));
  if (!executablePath) throw new Error(`no Chromium: set CHROMIUM, or install ${PLACES[0]}`);
  return chromium.launch({ executablePath, headless: true, chromiumSandbox: false, args: FLAGS });
}
