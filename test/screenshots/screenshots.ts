import { mkdirSync, writeFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../setup/chromium.js';
import { type Doorbell, startDoorbell } from '../setup/doorbell.js';
import { type BelievableGround, tellMonth } from './believable-ground.js';
import { type Shot, shotsOf } from './shots.js';

const folder = new URL('../../docs/screenshots/', import.meta.url);
const desktop = { width: 1280, height: 800 } as const;
const phone = { width: 390, height: 844 } as const;
/** Where a long page is cut off: nobody reads on in a picture. */
const mostHeight = 1_600;
const colours = 64;
const setUpMs = 300_000;

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: { viewport: desktop, colorScheme: 'light' },
  dark: { viewport: desktop, colorScheme: 'dark' },
  phone: { viewport: phone, colorScheme: 'light', isMobile: true, hasTouch: true },
};

let doorbell: Doorbell;
let chromium: Browser;
let ground: BelievableGround;

beforeAll(async () => {
  [doorbell, chromium] = await Promise.all([startDoorbell(), launchChromium()]);
  ground = await tellMonth(doorbell);
  mkdirSync(folder, { recursive: true });
}, setUpMs);
afterAll(async () => {
  await chromium.close();
  await doorbell.stop();
});

/** Answers the status of the page. */
async function take(page: Page, { name, path, fill = {}, tick = [] }: Shot, look: string): Promise<number> {
  const response = await page.goto(path, { waitUntil: 'load' });
  for (const [field, text] of Object.entries(fill)) await page.fill(field, text);
  for (const box of tick) await page.check(box);
  await page.evaluate(async () => document.fonts.ready);
  const { width, height } = page.viewportSize()!;
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width, height: Math.max(height, Math.min(whole, mostHeight)) };
  const picture = await page.screenshot({ fullPage: true, clip, animations: 'disabled' });
  const small = await sharp(picture).png({ palette: true, colours, effort: 10 }).toBuffer();
  writeFileSync(new URL(`${name}-${look}.png`, folder), small);
  return response!.status();
}

describe('The pages of the console', () => {
  it.each(Object.keys(looks))('are written to docs/screenshots: %s', { timeout: setUpMs }, async (look) => {
    const options = { baseURL: doorbell.url, locale: 'en-GB', timezoneId: 'Europe/Berlin', ...looks[look] };
    const visitor = await chromium.newContext(options);
    const administrator = await chromium.newContext(options);
    const [name, value] = ground.administrator.split('=');
    await administrator.addCookies([{ name: name!, value: value!, url: doorbell.url }]);
    const [unknown, known] = [await visitor.newPage(), await administrator.newPage()];
    const shots = shotsOf(ground).filter(({ onPhone = false }) => look !== 'phone' || onPhone);
    const broken: string[] = [];
    for (const shot of shots) {
      const status = await take(shot.isPublic ? unknown : known, shot, look);
      if (status !== (shot.name === 'unknown-page' ? 404 : 200)) broken.push(`${shot.name}: ${status}`);
    }
    expect(broken).toEqual([]);
    await Promise.all([visitor.close(), administrator.close()]);
  });
});
