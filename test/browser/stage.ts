import { administrator, type Permission } from '@app/access';
import { type Receiver, startReceiver } from '@app/testing';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { vi } from 'vitest';
import { peopleOf, signInByLink, signInFirst } from '../setup/browser.js';
import { launchChromium } from '../setup/chromium.js';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';
import { hearComplaints } from './complaints.js';

/** Sizes of the window. */
export const desktop = { width: 1280, height: 900 } as const;
export const phone = { width: 390, height: 844 } as const;
/** A story that holds at either width is told at both. */
export const widths = [
  ['desktop', desktop],
  ['phone', phone],
] as const;

/** A story is a hundred steps that wait for each other: on a busy machine that is long. One step that never ends is named. */
const storyMs = 240_000;
const stepMs = 30_000;
vi.setConfig({ testTimeout: storyMs, hookTimeout: storyMs });

/** Who looks at a page: a session cookie, `name=value`. */
export type Visitor = string;

/** What somebody who looks after the webhooks of an organizer may do. */
export const staffPermissions: readonly Permission[] = [
  'can_view_organizer',
  'can_change_organizer_settings',
];

/** What the stories of a file share: the whole application over PostgreSQL and Redis, a receiver, and one Chromium. */
export class Stage {
  private readonly contexts: BrowserContext[] = [];
  private readonly complaints: string[] = [];
  private constructor(
    readonly doorbell: Doorbell,
    readonly receiver: Receiver,
    private readonly chromium: Browser,
    /** The first administrator. */
    readonly administrator: Visitor,
  ) {}

  /** In `beforeAll`. */
  static async set(): Promise<Stage> {
    const [doorbell, receiver, chromium] = await Promise.all([
      startDoorbell({ queue: 'bull' }),
      startReceiver(),
      launchChromium(),
    ]);
    const { cookieHeader } = await signInFirst(doorbell);
    return new Stage(doorbell, receiver, chromium, cookieHeader!);
  }

  /** Somebody new with a role in an organizer: their e-mail address is `NAME@example.org`, the password `goodPassword`. */
  async staff(organizer: TestOrganizer, name: string, permissions = staffPermissions): Promise<Visitor> {
    const invitation = { email: `${name}@example.org`, name, permissions };
    const { link } = await peopleOf(this.doorbell).invite(organizer, invitation, administrator);
    const { cookieHeader } = await signInByLink(this.doorbell, link!.token);
    return cookieHeader!;
  }

  /** An empty page in a browser of its own; paths are those of the application. */
  async page(visitor?: Visitor, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.chromium.newContext({
      baseURL: this.doorbell.url,
      viewport: desktop,
      locale: 'en-GB',
      timezoneId: 'Europe/Berlin',
      // Nothing is on its way, so that it is measured where it stays.
      reducedMotion: 'reduce',
      ...options,
    });
    this.contexts.push(context);
    hearComplaints(context, this.doorbell.url, this.complaints);
    if (visitor !== undefined) {
      const [name, ...value] = visitor.split('=');
      await context.addCookies([{ name: name!, value: value.join('='), url: this.doorbell.url }]);
    }
    context.setDefaultTimeout(stepMs);
    return context.newPage();
  }

  /** What pages have complained of since it was last asked for. */
  takeComplaints(): readonly string[] {
    return this.complaints.splice(0);
  }

  /** In `afterEach`: closes every page. @throws when one of them has complained */
  async clear(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map(async (context) => context.close()));
    this.throwComplaints();
  }

  /** @throws when a page has complained since the last time */
  throwComplaints(): void {
    const complaints = this.takeComplaints();
    if (complaints.length > 0) throw new Error(`Pages have complained:\n${complaints.join('\n')}`);
  }

  /** In `afterAll`. */
  async end(): Promise<void> {
    await this.chromium.close();
    await this.doorbell.stop();
    await this.receiver.close();
  }
}
