import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { goodPassword } from '../setup/browser.js';
import { Stage, widths } from './stage.js';

let stage: Stage;
beforeAll(async () => (stage = await Stage.set()));
afterEach(async () => stage.clear());
afterAll(async () => stage.end());

describe('Staff of an organizer', () => {
  it.each(widths)('sign in, create a webhook, and see its test arrive, on a %s', async (name, viewport) => {
    const organizer = await stage.doorbell.createOrganizer({ events: ['democon', 'summerfest'] });
    await stage.staff(organizer, name);
    const page = await stage.page(undefined, { viewport });
    await page.goto('/console/');
    await page.getByLabel('E-mail address').fill(`${name}@example.org`);
    await page.getByLabel('Password').fill(goodPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Create webhook' }).click();
    await page.getByLabel('Target URL').fill(`${stage.receiver.url}list`);
    await page.getByLabel('New order placed').check();
    await page.getByRole('button', { name: 'Create webhook' }).click();
    await page.getByText('The webhook was created.').waitFor();
    const before = stage.receiver.requests.length;
    await page.getByRole('button', { name: 'Send test' }).click();
    await page.getByText('Your server accepted this call.').waitFor();
    const arrived = stage.receiver.requests.slice(before);
    expect(arrived.map(({ method, url }) => [method, url])).toEqual([['POST', '/list']]);
    expect(await page.locator('[data-request]').textContent()).toContain('"event": "democon"');
  });
});
