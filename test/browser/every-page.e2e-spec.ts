import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { consoleRoutes } from './console-routes.js';
import { flawsOf, shiftOf, watchShifts, weigh } from './flaws.js';
import { answers, furnish, type Made, noPages, pages, type SentForm, states } from './pages.js';
import { desktop, phone, Stage } from './stage.js';

let stage: Stage;
let made: Made;
beforeAll(async () => {
  stage = await Stage.set();
  made = await furnish(stage);
});
afterEach(() => stage.throwComplaints());
afterAll(async () => stage.end());

describe('The pages that are looked at', () => {
  it('are all there are', () => {
    expect([...Object.keys(pages), ...noPages].toSorted()).toEqual(consoleRoutes(stage.doorbell));
  });
});

describe('What is looked for', () => {
  it('is found where it is', async () => {
    const page = await stage.page(stage.administrator);
    await page.addInitScript(watchShifts);
    await page.goto('/console/organizers/');
    await page.evaluate(`
      document.querySelector('main').insertAdjacentHTML('afterbegin', '<p class="planted">Planted</p><img src="data:,">');
      document.querySelector('.planted').attributeStyleMap.set('color', '#888');
    `);
    await expect.poll(async () => shiftOf(page)).toBeGreaterThan(0.01);
    const [light, dark] = [await flawsOf(page, 'light'), await flawsOf(page, 'dark')];
    expect(light.filter((flaw) => flaw.includes('image-alt at img'))).toHaveLength(1);
    expect([...light, ...dark].filter((flaw) => flaw.includes('color-contrast at .planted'))).toHaveLength(1);
    await stage.clear();
  });
});

describe('Every page has no flaw in light or dark, is light, and does not move:', () => {
  /** Opened once: what a page takes along to the next, as compiled scripts, is most of the time. */
  let inside: Browsing;
  let outside: Browsing;
  beforeAll(async () => {
    inside = await browse(stage.administrator);
    outside = await browse(undefined);
  });

  it.each(Object.entries({ ...pages, ...states }))('%s', async (_, path) => {
    const browsing = isOutside(path(made)) ? outside : inside;
    expect(await lookAt(browsing, async ({ page }) => open(page, path(made)))).toEqual([]);
  });

  it.each(Object.entries(answers))('%s', async (_, sent) => {
    const browsing = isOutside(sent.path(made)) ? outside : inside;
    expect(await lookAt(browsing, async (own) => send(own, sent))).toEqual([]);
  });
});

interface Browsing {
  readonly page: Page;
  readonly weight: { readonly bytes: () => number };
}

async function browse(visitor: string | undefined): Promise<Browsing> {
  const page = await stage.page(visitor);
  await page.addInitScript(watchShifts);
  return { page, weight: await weigh(page) };
}

const isOutside = (path: string): boolean => path.startsWith('/console/sign-in/');

const open = async (page: Page, path: string): Promise<unknown> => page.goto(path, { waitUntil: 'load' });

/** What the browser itself would ask for is left to the server. */
const sendUnchecked = (form: string): string => `{
  const form = document.querySelector(${JSON.stringify(form)});
  form.noValidate = true;
  form.requestSubmit(form.querySelector('.btn-primary'));
}`;

/** Sends a form, and waits for what it is answered with. */
async function send(
  { page, weight }: Browsing,
  { path, form = '', fill = {}, untick }: SentForm,
): Promise<void> {
  await open(page, path(made));
  const sent = page.locator(`main form[method=post]${form}`).first();
  for (const [name, text] of Object.entries(fill)) await sent.locator(`[name=${name}]`).fill(text);
  if (untick !== undefined) await sent.locator(untick).uncheck();
  weight.bytes();
  const answered = page.waitForEvent('load');
  await page.evaluate(sendUnchecked(`main form[method=post]${form}`));
  await answered;
}

/** What is found on a page that `show` opens, at both widths; each time it is painted anew. */
async function lookAt(
  browsing: Browsing,
  show: (browsing: Browsing) => Promise<unknown>,
): Promise<readonly string[]> {
  const { page, weight } = browsing;
  await page.emulateMedia({ colorScheme: 'light' });
  for (const viewport of [desktop, phone]) {
    await page.setViewportSize(viewport);
    weight.bytes();
    await show(browsing);
    expect(await shiftOf(page)).toBeLessThan(0.01);
    const bytes = weight.bytes();
    expect(bytes).toBeGreaterThan(20_000);
    expect(bytes).toBeLessThan(150_000);
  }
  const onPhone = await flawsOf(page, 'light');
  await page.setViewportSize(desktop);
  // A phone has the same colours.
  return [...onPhone, ...(await flawsOf(page, 'light')), ...(await flawsOf(page, 'dark'))];
}
