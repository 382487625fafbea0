import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { goodPassword } from '../setup/browser.js';
import { Stage, widths } from './stage.js';

let stage: Stage;
beforeAll(async () => (stage = await Stage.set()));
afterEach(async () => stage.clear());
afterAll(async () => stage.end());

const newPassword = 'another bell at dusk';

describe('People', () => {
  it('come in with their password alone, and to the page they asked for', async () => {
    const organizer = await stage.doorbell.createOrganizer();
    await stage.staff(organizer, 'sam');
    const page = await stage.page();
    await page.goto(`/console/organizers/${organizer.slug}/tokens/`);
    await page.getByLabel('E-mail address').fill('sam@example.org');
    await page.getByLabel('Password').fill('not this one');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('alert').getByText('do not belong together').waitFor();
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('sam@example.org');
    await page.getByLabel('Password').fill(goodPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'API tokens', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/console/organizers/${organizer.slug}/tokens/`);
  });

  it('sign out everywhere at once', async () => {
    const organizer = await stage.doorbell.createOrganizer();
    await stage.staff(organizer, 'roaming');
    const pages = [await stage.page(), await stage.page()];
    for (const page of pages) {
      await page.goto('/console/');
      await page.getByLabel('E-mail address').fill('roaming@example.org');
      await page.getByLabel('Password').fill(goodPassword);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor();
    }
    await pages[0]!.getByLabel('Account of roaming').click();
    await pages[0]!.getByRole('link', { name: 'Your account' }).click();
    await pages[0]!.getByRole('button', { name: 'Sign out everywhere' }).click();
    for (const page of pages) {
      await page.goto('/console/');
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sign in');
    }
  });

  it('choose a new password by a link that works once', async () => {
    const organizer = await stage.doorbell.createOrganizer();
    await stage.staff(organizer, 'forgetful');
    const admin = await stage.page(stage.administrator);
    await admin.goto(`/console/organizers/${organizer.slug}/people/`);
    await admin.getByRole('link', { name: 'Change the role of forgetful' }).click();
    await admin.getByRole('link', { name: 'Make a link' }).click();
    await admin.getByRole('button', { name: 'Make the link' }).click();
    const link = await admin.getByLabel('Link', { exact: true }).inputValue();

    const page = await stage.page();
    await page.goto(link);
    await page.getByLabel('New password').fill(newPassword);
    await page.getByRole('button', { name: 'Save and sign in' }).click();
    await page.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor();
    const late = await stage.page();
    await late.goto(link);
    expect(await late.getByRole('heading', { level: 1 }).textContent()).toBe(
      'This link does not work any more',
    );
  });

  it.each(widths)('get another role, which counts at once, on a %s', async (name, viewport) => {
    const organizer = await stage.doorbell.createOrganizer();
    const page = await stage.page(await stage.staff(organizer, `role-${name}`));
    const path = `/console/organizers/${organizer.slug}/webhooks/`;
    await page.goto(path);
    await page.getByRole('link', { name: 'Create webhook' }).waitFor();
    const admin = await stage.page(stage.administrator, { viewport });
    await admin.goto(`/console/organizers/${organizer.slug}/people/`);
    await admin.getByRole('link', { name: `Change the role of role-${name}` }).click();
    await admin.getByLabel('Change the settings').uncheck();
    await admin.getByRole('button', { name: 'Save changes' }).click();
    await admin.getByText('The role was changed. It counts at once.').waitFor();
    await page.goto(path);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You may not see this');
  });
});

/** On a phone it stands in the menu of the account. */
async function openOperations(page: Page, width: string): Promise<void> {
  if (width === 'phone') await page.getByLabel(/^Account of/).click();
  await page.getByRole('link', { name: 'Operations' }).filter({ visible: true }).click();
  await page.getByRole('heading', { name: 'Operations', level: 1 }).waitFor();
}

describe('The operator', () => {
  it.each(widths)('sees every organizer and what fails there, on a %s', async (name, viewport) => {
    const { doorbell, receiver } = stage;
    receiver.answer = 500;
    const failing = await doorbell.createOrganizer();
    await failing.createWebhook({ target_url: receiver.url });
    await failing.record();
    await doorbell.untilAllWait();
    const page = await stage.page(stage.administrator, { viewport });
    await page.goto('/console/');
    const row = page.getByRole('row', { name: failing.slug });
    // A second call may have come already, after five seconds.
    expect(await row.textContent()).toMatch(/([1-9]), of which \1 failed/);
    await page.getByRole('link', { name: 'Create organizer' }).click();
    await page.getByLabel('Name', { exact: false }).first().fill(`Festival ${name}`);
    await page.getByLabel('Short name').fill(`festival-${name}`);
    await page.getByRole('button', { name: 'Create organizer' }).click();
    await page.getByText('The organizer was created.').waitFor();
    await page.goto('/console/audit-trail/');
    await page.getByText('Account created').first().waitFor();

    await openOperations(page, name);
    await page.getByText('Nothing is unaccounted for.').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    const worst = page.locator('#failing').getByRole('row', { name: failing.slug, exact: false });
    expect(await worst.textContent()).toMatch(/(\d) of \1 calls$/);
    await worst.getByRole('link').click();
    await page.getByText(/^1 call waits for a retry/).waitFor();
  });
});
