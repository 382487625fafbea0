import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Stage } from './stage.js';

let stage: Stage;
beforeAll(async () => (stage = await Stage.set()));
afterEach(async () => stage.clear());
afterAll(async () => stage.end());

const markup = [
  '<script>globalThis.planted = 1; alert(1)</script>',
  '<svg onload="globalThis.planted = 1"><a href="javascript:alert(2)">svg</a></svg>',
  '<img src="https://evil.example/pixel" onerror="globalThis.planted = 1">',
  '</pre><style>* { display: none }</style><iframe srcdoc="x"></iframe><form action="https://evil.example/">',
].join('');
const acting = '\u001b[2J\u001b]0;owned\u0007\u202egnp.exe\u2066';

const unseen = ['\u001b', '\u0007', '\u202e', '\u2066'];
const shown = 'gnp.exe⟨U+2066⟩';

describe('What a hostile receiver answers', () => {
  it.each([
    ['text/html; charset=utf-8', `${markup}${acting}`, shown],
    ['application/json', JSON.stringify({ [markup]: acting }), shown],
    ['image/svg+xml', `<svg xmlns="http://www.w3.org/2000/svg">${markup}</svg>`, '<svg xmlns='],
  ])('does nothing where it is read, when it says that it is %s', async (type, body, visible) => {
    const { doorbell, receiver } = stage;
    const organizer = await doorbell.createOrganizer();
    receiver.answer = (_, response) =>
      void response
        .writeHead(500, markup.replaceAll(/[^\w ]/g, '?'), { 'content-type': type, 'x-evil': markup })
        .end(body);
    const { id } = await organizer.createWebhook({ target_url: receiver.url, comment: markup.slice(0, 250) });
    const page = await stage.page(await stage.staff(organizer, `reader${organizer.id}`));
    await page.goto(`/console/organizers/${organizer.slug}/webhooks/${id}/`);
    await page.getByText('Live', { exact: true }).waitFor();
    await organizer.record();
    await page.locator('[data-live] tr').getByRole('link', { name: '500' }).click();
    const answer = await page.locator('[data-answer]').innerText();
    expect(answer).toContain('<script>');
    expect(answer).toContain('onerror=');
    expect(answer).toContain('x-evil: <script>');
    expect(answer).toContain(visible);
    expect(unseen.filter((character) => answer.includes(character))).toEqual([]);
    expect(
      await page.locator('main').locator('script, img, iframe, style, [onload], [href^=javascript]').count(),
    ).toBe(0);
    expect(await page.evaluate<unknown>('globalThis.planted')).toBeUndefined();
    await page.goto(`/console/organizers/${organizer.slug}/webhooks/`);
    await page.getByText('<script>').first().waitFor();
    await page.goto(`/console/organizers/${organizer.slug}/audit-trail/`);
    await page.getByText('<script>').first().waitFor();
  });
});

describe('The net under every story', () => {
  it('hears whatever a page must never do', async () => {
    const page = await stage.page();
    await page.goto('/console/sign-in/');
    await page.evaluate(`
      const plant = (name, fields) => document.body.append(Object.assign(document.createElement(name), fields));
      plant('script', { textContent: 'alert(1)' });
      plant('img', { src: 'https://evil.example/pixel' });
      plant('img', { src: '/console/nothing.png' });
      setTimeout(() => { throw new Error('thrown'); });
      setTimeout(() => alert('dialog'));
    `);
    const heard: string[] = [];
    const signs = ['script-src', 'img-src', 'error: thrown', 'dialog: dialog', '404 for'];
    await expect
      .poll(() => {
        heard.push(...stage.takeComplaints());
        return signs.filter((sign) => !heard.some((complaint) => complaint.includes(sign)));
      })
      .toEqual([]);
  });
});
