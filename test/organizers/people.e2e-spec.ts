import { administrator, type OrganizerScope, type Permission, type Principal } from '@app/access';
import { NotFound, PermissionDenied, ValidationFailed } from '@app/rest';
import {
  AuditLog,
  type AuditRecord,
  LastAdministrator,
  LastManager,
  type Member,
  People,
  Sessions,
  SignInRefused,
} from '@contracts/organizers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, peopleOf, signIn, signInByLink, signInFirst, signInOf } from '../setup/browser.js';
import { ConsoleProbeModule } from '../setup/console-probe.js';
import { type Doorbell, startDoorbell, type TestOrganizer } from '../setup/doorbell.js';

const all: readonly Permission[] = [
  'can_view_organizer',
  'can_change_organizer_settings',
  'can_send_notifications',
];
const everybody = { offset: 0, limit: 50 };

const fault = (fields: Readonly<Record<string, string>>): ValidationFailed =>
  new ValidationFailed(Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, [text]])));

describe('People', () => {
  let doorbell: Doorbell;
  let people: People;
  let acme: TestOrganizer;
  let other: TestOrganizer;
  beforeAll(async () => {
    doorbell = await startDoorbell({ modules: [ConsoleProbeModule] });
    await signInFirst(doorbell);
    people = peopleOf(doorbell);
    acme = await doorbell.createOrganizer({ events: [] });
    other = await doorbell.createOrganizer({ slug: 'other', events: [] });
  });
  afterAll(async () => doorbell.stop());

  let invited = 0;
  /** Somebody new, signed in. */
  async function join(
    organizer: OrganizerScope,
    permissions: readonly Permission[],
  ): Promise<{ member: Member; browser: Browser; principal: Principal }> {
    invited += 1;
    const invitation = { email: `person${invited}@example.org`, name: `Person ${invited}`, permissions };
    const { person, link } = await people.invite(organizer, invitation, administrator);
    const browser = await signInByLink(doorbell, link!.token);
    return { member: person, browser, principal: await principalOf(browser) };
  }

  const principalOf = async ({ cookieHeader }: Browser): Promise<Principal> => {
    const sessions = doorbell.app.get<Sessions>(Sessions, { strict: false });
    return (await sessions.find(cookieHeader))!.principal;
  };

  const auditOf = async ({ id }: TestOrganizer, person: number): Promise<readonly object[]> =>
    doorbell.query(
      `SELECT action, actor_name AS actor, changes FROM audit_entries
       WHERE organizer_id = $1 AND object_type = 'person' AND object_id = $2 ORDER BY id`,
      [id, String(person)],
    );

  it('55. are invited by a link, and may what their role says, in that organizer alone', async () => {
    const permissions = ['can_send_notifications', 'can_view_organizer'] as const;
    const { member, browser } = await join(acme, permissions);
    expect(member).toMatchObject({ isAdministrator: false, hasPassword: false, lastSignIn: null });
    expect(member.permissions).toEqual(['can_view_organizer', 'can_send_notifications']);
    const statuses = [];
    for (const path of ['acmecorp/view', 'acmecorp/settings', 'other/view', 'nowhere/view', 'administrators'])
      statuses.push(await browser.status(`/console/probe/${path}`));
    expect(statuses).toEqual([200, 403, 403, 403, 403]);
    const found = await people.find(acme.id, member.id);
    expect(found).toMatchObject({ hasPassword: true, lastSignIn: expect.any(Date), email: member.email });
    expect(await people.find(other.id, member.id)).toBeUndefined();
    expect(await auditOf(acme, member.id)).toEqual([
      {
        action: 'doorbell.person.invited',
        actor: 'Administrator',
        changes: {
          email: [null, member.email],
          name: [null, member.name],
          permissions: [null, ['can_view_organizer', 'can_send_notifications']],
        },
      },
    ]);
  });

  it('55. have their role changed and taken at once, while they are signed in', async () => {
    const { member, browser } = await join(acme, ['can_view_organizer']);
    await people.changePermissions(acme, member.id, ['can_change_organizer_settings'], administrator);
    await people.changePermissions(acme, member.id, ['can_change_organizer_settings'], administrator);
    const view = '/console/probe/acmecorp/view';
    expect([await browser.status(view), await browser.status('/console/probe/acmecorp/settings')]).toEqual([
      403, 200,
    ]);
    await people.remove(acme, member.id, administrator);
    expect(await browser.isSignedIn()).toBe(false);
    expect(await doorbell.query('SELECT id FROM people WHERE id = $1', [member.id])).toEqual([]);
    await expect(people.remove(acme, member.id, administrator)).rejects.toThrow(new NotFound('Person'));
    await expect(people.changePermissions(acme, member.id, all, administrator)).rejects.toThrow(
      new NotFound('Person'),
    );
    expect(await auditOf(acme, member.id)).toMatchObject([
      { action: 'doorbell.person.invited' },
      {
        action: 'doorbell.person.changed',
        changes: { permissions: [['can_view_organizer'], ['can_change_organizer_settings']] },
      },
      {
        action: 'doorbell.person.removed',
        changes: { email: [member.email, null], permissions: [['can_change_organizer_settings'], null] },
      },
    ]);
  });

  it('55. are changed by those alone who may change the settings there, and who give only what they hold', async () => {
    const viewer = await join(acme, ['can_view_organizer', 'can_send_notifications']);
    const manager = await join(acme, ['can_change_organizer_settings']);
    const invitation = {
      email: 'new@example.org',
      name: 'New',
      permissions: ['can_view_organizer'] as const,
    };
    for (const [organizer, principal] of [
      [acme, viewer.principal],
      [other, manager.principal],
    ] as const) {
      const { id } = viewer.member;
      for (const change of [
        async () => people.invite(organizer, invitation, principal),
        async () => people.changePermissions(organizer, id, all, principal),
        async () => people.remove(organizer, id, principal),
        async () => people.inviteAdministrator(invitation, principal),
        async () => people.removeAdministrator(id, principal),
      ])
        await expect(change()).rejects.toThrow(new PermissionDenied());
    }
    await expect(people.invite(acme, invitation, manager.principal)).rejects.toThrow(
      fault({
        permissions: 'You can only give permissions that you have yourself, and not can_view_organizer.',
      }),
    );
    const kept = ['can_view_organizer'] as const;
    const lowered = await people.changePermissions(acme, viewer.member.id, kept, manager.principal);
    expect(lowered.permissions).toEqual(kept);
    await expect(people.changePermissions(acme, viewer.member.id, all, manager.principal)).rejects.toThrow(
      fault({
        permissions: 'You can only give permissions that you have yourself, and not can_send_notifications.',
      }),
    );
  });

  it.each([
    [
      { email: 'no address', name: ' ', permissions: [] },
      { email: 'Enter a valid e-mail address.', name: 'Enter a name.', permissions: 'Choose at least one.' },
    ],
    [
      { email: 'a@example.org', name: 'a\0', permissions: all },
      { name: 'Enter a name without control characters.' },
    ],
    [
      { email: 'a@example.org', name: 'a'.repeat(191), permissions: all },
      { name: 'Use at most 190 characters.' },
    ],
  ])('are not invited as %j', async (invitation, fields) => {
    await expect(people.invite(acme, invitation, administrator)).rejects.toThrow(fault(fields));
  });

  it('55. who have an account are taken in by those who know it, and by administrators', async () => {
    const { member, browser } = await join(acme, all);
    const invitation = { email: member.email.toUpperCase(), name: 'Else', permissions: all };
    await expect(people.invite(acme, invitation, administrator)).rejects.toThrow(
      fault({ email: 'This person has a role here already.' }),
    );
    const stranger = await join(other, all);
    await expect(people.invite(other, invitation, stranger.principal)).rejects.toThrow(
      fault({ email: 'This person works for others already. An administrator can add them here.' }),
    );
    const { person, link } = await people.invite(other, invitation, administrator);
    expect(person).toMatchObject({ id: member.id, name: member.name, hasPassword: false });
    // Whoever invited them first may know their password, or sit in their session.
    expect(await browser.isSignedIn()).toBe(false);
    await expect(signIn(doorbell, member.email)).rejects.toThrow(new SignInRefused());
    const taken = await signInByLink(doorbell, link!.token);
    const statuses = async (): Promise<readonly number[]> => [
      await taken.status('/console/probe/acmecorp/view'),
      await taken.status('/console/probe/other/view'),
    ];
    expect(await statuses()).toEqual([200, 200]);
    await people.remove(acme, member.id, administrator);
    expect(await statuses()).toEqual([403, 200]);
  });

  it('55. are taken into another organizer by a manager of both who may all that they may', async () => {
    const third = await doorbell.createOrganizer({ slug: 'third', events: [] });
    const managerOfBoth = async (permissions: readonly Permission[]): Promise<Principal> => {
      const { member } = await join(acme, permissions);
      const { link } = await people.invite(third, { ...member, permissions: all }, administrator);
      return principalOf(await signInByLink(doorbell, link!.token));
    };
    const { member, browser } = await join(acme, all);
    const invitation = { ...member, permissions: ['can_view_organizer'] as const };
    // The link lets whoever holds it act in the first organizer, too.
    const lesser = await managerOfBoth(['can_change_organizer_settings']);
    await expect(people.invite(third, invitation, lesser)).rejects.toThrow(
      fault({ email: 'This person works for others already. An administrator can add them here.' }),
    );
    expect(await browser.isSignedIn()).toBe(true);
    const { link } = await people.invite(third, invitation, await managerOfBoth(all));
    expect([link === undefined, await browser.isSignedIn()]).toEqual([false, false]);
  });

  it('55. get a link for a new password from those alone who may all that they may', async () => {
    const { member } = await join(acme, all);
    const limited = await join(acme, ['can_change_organizer_settings', 'can_view_organizer']);
    const manager = await join(acme, all);
    expect(await people.mayCreateLink(limited.member.id, manager.principal)).toBe(true);
    await people.createLink(limited.member.id, manager.principal);
    await expect(people.createLink(member.id, limited.principal)).rejects.toThrow(new PermissionDenied());
    await people.invite(other, { ...member, permissions: ['can_view_organizer'] }, administrator);
    expect(await people.mayCreateLink(member.id, manager.principal)).toBe(false);
    await expect(people.createLink(member.id, manager.principal)).rejects.toThrow(new PermissionDenied());
    await expect(people.createLink(999_999, administrator)).rejects.toThrow(new NotFound('Person'));
    const { people: admins } = await people.administrators(everybody);
    expect(await people.mayCreateLink(admins[0]!.id, manager.principal)).toBe(false);
    const rows = await doorbell.query<{ actor: string }>(
      `SELECT actor_name AS actor FROM audit_entries WHERE action = 'doorbell.person.link_created'
         AND object_id = $1 ORDER BY id DESC LIMIT 1`,
      [String(limited.member.id)],
    );
    expect(rows).toEqual([{ actor: manager.member.name }]);
  });

  it('55. invited twice at the same moment get one account, and one role', async () => {
    const invitation = { email: 'twice@example.org', name: 'Twice', permissions: all };
    const inviting = [acme, acme, other].map(async (organizer) =>
      people.invite(organizer, invitation, administrator),
    );
    const statuses = (await Promise.allSettled(inviting)).map(({ status }) => status);
    expect(statuses.toSorted()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    const rows = await doorbell.query(`SELECT id FROM people WHERE email = 'twice@example.org'`);
    expect(rows).toHaveLength(1);
  });

  it('are in the audit trail: their roles in that of the organizer, their account in that of the installation', async () => {
    const { member } = await join(acme, ['can_view_organizer']);
    const log = doorbell.app.get<AuditLog>(AuditLog, { strict: false });
    const actions = async (organizerId: number | null, after?: AuditRecord): Promise<AuditRecord[]> => {
      const part = { limit: 500, ...(after && { after: { time: after.datetime, id: after.id } }) };
      const found = await log.list(organizerId, part);
      return found.filter(({ object }) => object.type === 'person' && object.id === String(member.id));
    };
    const account = await actions(null);
    expect(account.map(({ action }) => action)).toEqual([
      'doorbell.person.signed_in',
      'doorbell.person.password_changed',
      'doorbell.person.link_created',
    ]);
    expect(account[0]!.actor).toEqual({ type: 'person', id: member.id, name: member.name });
    expect(await actions(null, account[1])).toEqual(account.slice(2));
    const roles = await actions(acme.id);
    expect(roles.map(({ action }) => action)).toEqual(['doorbell.person.invited']);
    expect(await actions(other.id)).toEqual([]);
  });

  it('are listed by name, in parts', async () => {
    const listed = await doorbell.createOrganizer({ slug: 'listed', events: [] });
    for (const name of ['Cleo', 'Ada', 'Ben']) {
      const invitation = { email: `${name}@listed.example`, name, permissions: all };
      await people.invite(listed, invitation, administrator);
    }
    const part = await people.list(listed.id, { offset: 1, limit: 5 });
    expect({ ...part, people: part.people.map(({ name }) => name) }).toEqual({
      count: 3,
      people: ['Ben', 'Cleo'],
    });
    expect(part.people[0]!.permissions).toEqual(all);
  });

  it('55. of a deleted organizer have no account, unless they work elsewhere', async () => {
    const ended = await doorbell.createOrganizer({ slug: 'ended', events: [] });
    const one = await join(ended, all);
    const two = await join(ended, all);
    const { link } = await people.invite(acme, { ...two.member }, administrator);
    const elsewhere = await signInByLink(doorbell, link!.token);
    expect((await doorbell.admin.delete(ended.path)).status).toBe(204);
    expect([await one.browser.isSignedIn(), await elsewhere.isSignedIn()]).toEqual([false, true]);
  });

  it('55. become administrators and cease to be, but for the last one', async () => {
    const { member, browser } = await join(acme, ['can_view_organizer']);
    const admins = '/console/probe/administrators';
    const invitation = { email: member.email, name: 'Whoever' };
    const { link, person } = await people.inviteAdministrator(invitation, administrator);
    expect([person.name, person.hasPassword]).toEqual([member.name, false]);
    // Whoever invited them first may know their password, or sit in their session.
    expect(await browser.isSignedIn()).toBe(false);
    await expect(signIn(doorbell, member.email)).rejects.toThrow(new SignInRefused());
    const [first] = (await people.administrators(everybody)).people;
    await expect(people.removeAdministrator(first!.id, administrator)).rejects.toThrow(
      new LastAdministrator(),
    );
    const promoted = await signInByLink(doorbell, link!.token);
    expect(await promoted.status(admins)).toBe(200);
    await expect(people.inviteAdministrator(invitation, administrator)).rejects.toThrow(
      fault({ email: 'This person is an administrator already.' }),
    );
    const listed = await people.administrators(everybody);
    expect(listed.people.map(({ name }) => name)).toEqual(['Ada', member.name]);
    const removals = await Promise.allSettled(
      listed.people.map(async ({ id }) => people.removeAdministrator(id, administrator)),
    );
    expect(removals.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const failed = removals.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(failed.reason).toEqual(new LastAdministrator());
    expect((await people.administrators(everybody)).count).toBe(1);
  });

  it('55. keep somebody who may change the settings, unless an administrator decides otherwise', async () => {
    const kept = await doorbell.createOrganizer({ slug: 'kept', events: [] });
    const one = await join(kept, all);
    const last = new LastManager();
    const view = ['can_view_organizer'] as const;
    // Who was invited and has not come yet may never come.
    const invitation = { email: 'late@kept.example', name: 'Late', permissions: all };
    const { link } = await people.invite(kept, invitation, one.principal);
    await expect(people.remove(kept, one.member.id, one.principal)).rejects.toThrow(last);
    await expect(people.changePermissions(kept, one.member.id, view, one.principal)).rejects.toThrow(last);
    const late = await principalOf(await signInByLink(doorbell, link!.token));
    const both = await Promise.allSettled([
      people.remove(kept, one.member.id, late),
      people.changePermissions(kept, late.id!, view, one.principal),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { people: members } = await people.list(kept.id, everybody);
    for (const member of members) await people.remove(kept, member.id, administrator);
  });

  it('55. who only an identity provider knows are nobody who stays, where there is none', async () => {
    const sole = await doorbell.createOrganizer({ slug: 'sole', events: [] });
    const [one, two] = [await join(sole, all), await join(sole, all)];
    await doorbell.query(`UPDATE people SET password = NULL, subject = 'issuer two' WHERE id = $1`, [
      two.member.id,
    ]);
    await expect(people.remove(sole, one.member.id, one.principal)).rejects.toThrow(new LastManager());
    const given = { email: two.member.email, name: 'Two' };
    await people.inviteAdministrator(given, administrator);
    await doorbell.query(`UPDATE people SET subject = 'issuer two' WHERE id = $1`, [two.member.id]);
    const rest = (await people.administrators(everybody)).people.filter(({ id }) => id !== two.member.id);
    expect(rest).toHaveLength(1);
    await expect(people.removeAdministrator(rest[0]!.id, administrator)).rejects.toThrow(
      new LastAdministrator(),
    );
    await people.removeAdministrator(two.member.id, administrator);
    for (const { member } of [one, two]) await people.remove(sole, member.id, administrator);
  });

  it('are invited as administrators with a link of their own', async () => {
    const invitation = { email: 'root@example.org', name: 'Root' };
    const { link } = await people.inviteAdministrator(invitation, administrator);
    expect(await signInOf(doorbell).openLink(link!.token)).toEqual({ purpose: 'invitation', ...invitation });
    const browser = await signInByLink(doorbell, link!.token);
    expect(await browser.status('/console/probe/administrators')).toBe(200);
    expect(await browser.status('/console/probe/acmecorp/settings')).toBe(200);
    expect(await browser.status('/console/probe/nowhere/settings')).toBe(403);
  });
});
