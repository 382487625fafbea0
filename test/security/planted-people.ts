import { vi } from 'vitest';
import { ConsoleBrowser, type OpenPage } from '../console/console-browser.js';
import type { DoorbellProcess } from '../process/doorbell-process.js';
import { PlantedSecret } from './planted-secrets.js';

const password = 'planted bell at dawn';
const wrongPassword = 'planted wrong bell';
const people = '/console/organizers/acmecorp/people/';

/**
 * Lets the first administrator in, and does what people do with secrets, wrongly too; answers all of them but the first
 * link, which is printed so that somebody can use it.
 */
export async function plantPeople(api: DoorbellProcess): Promise<readonly PlantedSecret[]> {
  const url = await api.listening();
  const link = await vi.waitFor(() => firstLinkOf(api));
  const browser = new ConsoleBrowser(url);
  const ada = { email: 'ada@example.org', name: 'Ada', password };
  await browser.submit(await browser.open(link), 'main form', ada);
  const form = await browser.open(`${people}new/`);
  const ben = { email: 'ben@example.org', name: 'Ben', permissions: ['can_view_organizer'] };
  const invited = secretIn(await browser.submit(form, 'main form', ben));
  const used = await inviteeUses(url, invited);
  const id = /\/people\/(\d+)\//.exec((await browser.open(people)).html)![1]!;
  const reset = secretIn(await browser.submit(await browser.open(`${people}${id}/link/`), 'main form'));
  await browser.open(`/console/sign-in/link/${reset}x`);
  const stranger = new ConsoleBrowser(url);
  const wrong = { email: ada.email, password: wrongPassword };
  await stranger.submit(await stranger.open('/console/sign-in/'), 'main form', wrong);
  return [
    new PlantedSecret('password of a person', password),
    new PlantedSecret('password that was tried', wrongPassword),
    new PlantedSecret('link of an invitation', invited),
    new PlantedSecret('link for a new password', reset),
    new PlantedSecret('form token', formTokenIn(form)),
    ...[browser, used].flatMap((one) =>
      [...one['cookies']].map(
        ([name, value]) => new PlantedSecret(`cookie ${name}`, decodeURIComponent(value)),
      ),
    ),
  ];
}

function firstLinkOf({ lines }: DoorbellProcess): string {
  const said = lines.find(({ code }) => code === 'first_sign_in')?.message;
  return /\/console\/\S+/.exec(said!)![0];
}

async function inviteeUses(url: string, token: string): Promise<ConsoleBrowser> {
  const browser = new ConsoleBrowser(url);
  const page = await browser.open(`/console/sign-in/link/${token}`);
  await browser.submit(page, 'main form', { password });
  await browser.open(`/console/sign-in/link/${token}`);
  return browser;
}

const secretIn = ({ root }: OpenPage): string =>
  root.querySelector('#secret')!.getAttribute('value')!.split('/').at(-1)!;
const formTokenIn = ({ root }: OpenPage): string =>
  root.querySelector('main input[type="hidden"]')!.getAttribute('value')!;
