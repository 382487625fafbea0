import type { CallFilter, CallPlace, LoggedCall } from '@contracts/logs';
import type { LogQueryDto } from './log-query.dto.js';

export type LogQuery = Pick<LogQueryDto, 'outcome' | 'type' | 'event' | 'about' | 'since' | 'until'>;

const minutePattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)Z?$/;

/** A moment as it stands in an address: to the minute, in UTC, and saying so. */
export const toMinute = (moment: Date): string => `${moment.toISOString().slice(0, 16)}Z`;

/** Undefined where it is none. Without a script, browsers write it in a form without a zone: that is UTC, too. */
export function fromMinute(text: string | undefined): Date | undefined {
  const minute = minutePattern.exec(text ?? '')?.[1];
  if (minute === undefined) return undefined;
  const moment = new Date(`${minute}Z`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}

/** What is asked for; what is not understood is not asked for. */
export function toCallFilter({ outcome, type, event, about, since, until }: LogQuery): CallFilter {
  const [from, before] = [fromMinute(since), fromMinute(until)];
  return {
    ...(outcome === 'accepted' || outcome === 'failed' ? { success: outcome === 'accepted' } : {}),
    ...(type ? { actionType: type } : {}),
    ...(event ? { event } : {}),
    ...aboutOf(about),
    ...(from ? { since: from } : {}),
    ...(before ? { until: before } : {}),
  };
}

const longestId = 15;

/** Digits alone are the id of a notification, anything else a code. */
function aboutOf(about: string | undefined): CallFilter {
  if (!about) return {};
  return /^\d+$/.test(about) && about.length <= longestId
    ? { notification: Number(about) }
    : { reference: about };
}

export function isFiltered(query: LogQuery): boolean {
  return Object.keys(toCallFilter(query)).length > 0;
}

export const writePlace = ({ began, id }: LoggedCall): string => `${began.getTime()}.${id}`;

/** Null: at the beginning. */
export function readPlace(text: string | undefined): CallPlace | null {
  const match = /^(\d{1,14})\.(\d{1,15})$/.exec(text ?? '');
  return match ? { time: new Date(Number(match[1])), id: Number(match[2]) } : null;
}

/** Its fields as a query of an address. */
export function queryOf({
  outcome,
  type,
  event,
  about,
  since,
  until,
}: LogQuery): Record<string, string | undefined> {
  return { outcome, type, event, about, since, until };
}
