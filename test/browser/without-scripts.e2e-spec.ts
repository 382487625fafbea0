import type { Page, ViewportSize } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestOrganizer } from '../setup/doorbell.js';
import { goodPassword } from '../setup/browser.js';
import { desktop, Stage, widths } from './stage.js';

let stage: Stage;
beforeAll(async () => (stage = await Stage.set()));
afterEach(async () => stage.clear());
afterAll(async () => stage.end());

/** A page of somebody whose browser runs no scripts. */
async function plainPage(
  organizer: TestOrganizer,
  name: string,
  viewport: ViewportSize = desktop,
): Promise<Page> {
  return stage.page(await stage.staff(organizer, name), { javaScriptEnabled: false, viewport });
}

const button = (page: Page, name: string | RegExp) =>
  page.locator('main').getByRole('button', { name }).first();

async function untickAll(page: Page): Promise<void> {
  for (const tick of await page.locator('input[name=permissions]').all()) await tick.uncheck();
}

describe('Forms in a browser without scripts', () => {
  it.each(widths)('create a webhook and change it, on a %s', async (name, viewport) => {
    const organizer = await stage.doorbell.createOrganizer({ events: ['democon', 'summerfest'] });
    const page = await plainPage(organizer, name, viewport);
    await page.goto(`/console/organizers/${organizer.slug}/webhooks/new/`);
    expect(await page.getByLabel('Find a type').isVisible()).toBe(false);
    await page.getByLabel('Target URL').fill('list.example/hook');
    await page.getByLabel('Comment').fill('The mailing list');
    await page.getByRole('button', { name: 'Create webhook' }).click();
    await page.getByText('nothing you typed was lost').waitFor();
    await page.getByText('Tick at least one type').waitFor();
    expect(await page.getByLabel('Comment').inputValue()).toBe('The mailing list');
    expect(await page.getByLabel('Target URL').inputValue()).toBe('list.example/hook');

    await button(page, /^Select all/).click();
    expect(await page.locator('input[name=action_types]:checked').count()).toBeGreaterThan(2);
    await page.getByRole('button', { name: 'Create webhook' }).click();
    await page.getByText('Enter a whole address').waitFor();
    expect(await page.getByLabel('Target URL').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Target URL').fill(stage.receiver.url);
    await page.getByLabel('Only these').check();
    await page.getByLabel('Find an event').fill('summer');
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await page.locator('#found-events').getByLabel('summerfest').check();
    await page.getByRole('button', { name: 'Create webhook' }).click();
    await page.getByText('The webhook was created.').waitFor();

    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Comment').fill('The other mailing list');
    await page.getByRole('button', { name: 'Save changes' }).last().click();
    await page.getByText('The changes were saved.').waitFor();
    const { results } = (
      await organizer.api.get<{ readonly results: readonly object[] }>(`${organizer.path}/webhooks/`)
    ).body;
    expect(results).toMatchObject([
      { target_url: stage.receiver.url, comment: 'The other mailing list', limit_events: ['summerfest'] },
    ]);
  });

  it('create a token that works, and take it away again', async () => {
    const organizer = await stage.doorbell.createOrganizer();
    const page = await plainPage(organizer, 'tokens');
    await page.goto(`/console/organizers/${organizer.slug}/tokens/`);
    await page.getByRole('link', { name: 'Create token' }).click();
    await page.getByLabel('Name').fill('Ticket shop');
    await untickAll(page);
    await page.getByRole('button', { name: 'Create token' }).click();
    await page.getByText('Tick at least one.').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Ticket shop');
    await page.getByLabel('See the organizer').check();
    await page.getByRole('button', { name: 'Create token' }).click();
    const client = stage.doorbell.client(await page.getByLabel('Token for Ticket shop').inputValue());
    expect((await client.get(`${organizer.path}/`)).status).toBe(200);
    await page.getByRole('link', { name: 'Back to the tokens' }).click();
    await page.getByRole('link', { name: 'Revoke Ticket shop' }).click();
    await page.getByRole('button', { name: 'Revoke token' }).click();
    await page.getByText('The token was revoked.').waitFor();
    expect((await client.get(`${organizer.path}/`)).status).toBe(401);
  });

  it('invite somebody, who comes in by the link', async () => {
    const organizer = await stage.doorbell.createOrganizer();
    const page = await plainPage(organizer, 'inviter');
    await page.goto(`/console/organizers/${organizer.slug}/people/`);
    await page.getByRole('link', { name: 'Invite somebody' }).click();
    await page.getByLabel('E-mail address').fill('grace@example.org');
    await page.getByLabel('Name').fill('Grace');
    await untickAll(page);
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByText('Tick at least one.').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('Grace');
    await page.getByLabel('Change the settings').check();
    await page.getByRole('button', { name: 'Invite' }).click();
    const link = await page.getByLabel('Link', { exact: true }).inputValue();

    const invited = await stage.page(undefined, { javaScriptEnabled: false });
    await invited.goto(link);
    await invited.getByLabel('New password').fill(goodPassword);
    await invited.getByRole('button', { name: 'Save and sign in' }).click();
    await invited.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor();
  });
});
