import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

type Theme = 'light' | 'dark';

/** What depends on colours; the rest is the same in light and dark. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** What axe-core finds on a page as it is now; in dark, of what depends on colours. */
export async function flawsOf(page: Page, theme: Theme): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: theme });
  await page.evaluate(`typeof axe === 'undefined' && (() => { ${axe.source} })()`);
  const options = theme === 'light' ? {} : { runOnly: ofColours };
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { resultTypes: ['violations'], ...${JSON.stringify(options)} })`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any }) => `${theme}: ${id} at ${target.join(' ')}: ${any[0]?.message ?? ''}`),
  );
}

/** Lets a page write down how far its parts move while it is painted. */
export const watchShifts = `
  globalThis.shifts = [];
  globalThis.shiftObserver = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
  shiftObserver.observe({ type: 'layout-shift', buffered: true });
`;

/** Layout shift so far: 0 where nothing has moved by itself. */
export async function shiftOf(page: Page): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => {
    shifts.push(...shiftObserver.takeRecords());
    resolve(shifts.filter((shift) => !shift.hadRecentInput).reduce((sum, { value }) => sum + value, 0));
  })))`);
}

/** How many bytes have come over the wire for what the page opens from now on; nothing comes from its cache. */
export async function weigh(page: Page): Promise<{ readonly bytes: () => number }> {
  const session = await page.context().newCDPSession(page);
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  return {
    bytes: () => {
      const weighed = bytes;
      bytes = 0;
      return weighed;
    },
  };
}
