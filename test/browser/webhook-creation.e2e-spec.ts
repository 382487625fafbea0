import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { goodPassword } from '../setup/browser.js';
import { tabTo } from './keyboard.js';
import { Stage, widths } from './stage.js';

let stage: Stage;
beforeAll(async () => (stage = await Stage.set()));
afterEach(async () => stage.clear());
afterAll(async () => stage.end());

const typeNames = ['pretix.event.order.paid', 'pretix.event.order.placed'];

/** What the receiver was sent by a test, while the page shows it. */
async function expectTest(page: Page, type: string, before: number): Promise<void> {
  await page.getByText('Your server accepted this call.').waitFor();
  const arrived = stage.receiver.requests.slice(before);
  expect(arrived.map(({ method, url }) => [method, url])).toEqual([['POST', '/list']]);
  expect(await page.locator('[data-request]').textContent()).toContain(`"action": "${type}"`);
  await page.getByRole('region', { name: 'Answer' }).getByText('200', { exact: true }).waitFor();
}

describe('Staff of an organizer', () => {
  it.each(widths)('create a webhook and see its test arrive, on a %s', async (name, viewport) => {
    const organizer = await stage.doorbell.createOrganizer({ events: ['democon', 'summerfest'] });
    await stage.staff(organizer, name);
    const page = await stage.page(undefined, { viewport });
    await page.goto('/console/');
    await page.getByLabel('E-mail address').fill(`${name}@example.org`);
    await page.getByLabel('Password').fill(goodPassword);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Create webhook' }).click();

    await page.getByLabel('Target URL').fill(`${stage.receiver.url}list`);
    await page.getByText('This address is not encrypted').waitFor();
    await page.getByLabel('Find a type').fill('order.p');
    for (const type of typeNames) await page.locator(`input[value="${type}"]`).check();
    await page.getByLabel('Find a type').fill('');
    await expect.poll(async () => page.locator('[data-sample-text]').textContent()).toContain(typeNames[1]);
    await page.getByLabel('Only these').check();
    await page.getByLabel('Find an event').fill('summer');
    await page.locator('#found-events').getByLabel('summerfest').check();
    await page.locator('[data-chosen-events]').getByLabel('summerfest').waitFor();
    await page.getByRole('button', { name: 'Create webhook' }).click();

    await page.getByText('The webhook was created.').waitFor();
    const { results } = (
      await organizer.api.get<{ readonly results: readonly object[] }>(`${organizer.path}/webhooks/`)
    ).body;
    expect(results).toMatchObject([
      { all_events: false, limit_events: ['summerfest'], action_types: typeNames, enabled: true },
    ]);
    const before = stage.receiver.requests.length;
    await page.getByLabel('Type of the test').selectOption(typeNames[0]!);
    await page.getByRole('button', { name: 'Send test' }).click();
    await expectTest(page, typeNames[0]!, before);
  });

  it('create one with the keyboard alone, seeing at every step where they are', async () => {
    const organizer = await stage.doorbell.createOrganizer({ events: ['democon', 'summerfest'] });
    await stage.staff(organizer, 'keys');
    const page = await stage.page();
    const { keyboard } = page;
    await page.goto('/console/');
    await page.locator('#email:focus').waitFor();
    await keyboard.type('keys@example.org');
    await tabTo(page, page.getByLabel('Password'));
    await keyboard.type(goodPassword);
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor();

    await keyboard.press('Tab');
    await tabTo(page, page.getByRole('link', { name: 'Skip to the content' }));
    await keyboard.press('Enter');
    await tabTo(page, page.locator('main'));
    await keyboard.press('Tab');
    await tabTo(page, page.getByRole('link', { name: 'Create webhook' }));
    await keyboard.press('Enter');

    await tabTo(page, page.getByLabel('Target URL'));
    await keyboard.type(`${stage.receiver.url}list`);
    await tabTo(page, page.getByLabel('Find a type'));
    await keyboard.type('order.p');
    for (const type of typeNames.toReversed()) {
      await tabTo(page, page.locator(`input[value="${type}"]`));
      await keyboard.press('Space');
    }
    await tabTo(page, page.getByLabel('All events'));
    await keyboard.press('ArrowDown');
    await tabTo(page, page.getByLabel('Find an event'));
    await keyboard.type('summer');
    await page.locator('#found-events', { hasNotText: 'democon' }).getByLabel('summerfest').waitFor();
    await tabTo(page, page.locator('#found-events').getByLabel('summerfest'));
    await keyboard.press('Space');
    await page.locator('[data-chosen-events]').getByLabel('summerfest').waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Create webhook' }));
    await keyboard.press('Enter');

    await page.getByText('The webhook was created.').waitFor();
    const before = stage.receiver.requests.length;
    await tabTo(page, page.getByRole('button', { name: 'Send test' }));
    await keyboard.press('Enter');
    await expectTest(page, typeNames[1]!, before);
    expect(new URL(page.url()).pathname).toMatch(/\/calls\/\d+\/$/);
  });
});
