import { type Browser, chromium } from 'playwright-core';

/** Debian's Chromium, without a window. Playwright switches its sandbox off by itself, so root may start it too. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium' });
}
