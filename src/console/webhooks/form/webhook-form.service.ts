import { type ActionType, ActionTypeRegistry, sampleBodyOf } from '@app/action-types';
import { type EventChoice, EventChoices } from '@contracts/events';
import { Inject, Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import type { Language } from '../../texts/language.js';
import type { FormValues } from './form-values.js';
import { type UrlHint, UrlHints } from './url-hints.service.js';

/** A type that can be ticked. */
export interface TypeChoice {
  readonly name: string;
  /** What a receiver gets: JSON. */
  readonly sample: string;
}

export interface TypeGroup {
  readonly name: string;
  readonly types: readonly TypeChoice[];
}

/** What the form offers, beside what was typed. */
export interface FormOffers {
  readonly groups: readonly TypeGroup[];
  /** Ticked, and registered no longer. */
  readonly unregistered: readonly string[];
  readonly chosen: readonly EventChoice[];
  readonly found: FoundEvents;
  readonly urlHints: readonly UrlHint[];
  readonly patience: Patience;
}

/** How long Doorbell waits for an answer, and goes on trying. */
export interface Patience {
  readonly seconds: number;
  /** Rounded up. */
  readonly days: number;
}

export interface FoundEvents {
  readonly events: readonly EventChoice[];
  readonly hasMore: boolean;
}

/** Shown at once; a name is found by typing more of it. */
const shownEvents = 20;
const sampleEvent = 'democon';
const daySeconds = 86_400;

interface Asker {
  readonly organizer: { readonly id: number; readonly slug: string };
  readonly language: Language;
}

/** What stands in the form around its values. */
@Injectable()
export class WebhookFormService {
  constructor(
    private readonly types: ActionTypeRegistry,
    private readonly hints: UrlHints,
    @Inject(EventChoices) private readonly events: EventChoices,
    @Inject(Settings) private readonly settings: Settings,
  ) {}

  async offers(values: FormValues, { organizer, language }: Asker): Promise<FormOffers> {
    const chosen = await this.events.named(organizer.id, values.limitEvents, language);
    return {
      groups: this.groups(organizer.slug),
      unregistered: values.actionTypes.filter((name) => !this.types.has(name)),
      chosen: withUnknown(chosen, values.limitEvents),
      found: await this.find(values.eventSearch, values.limitEvents, { organizer, language }),
      urlHints: this.hints.of(values.targetUrl),
      patience: this.patience(),
    };
  }

  /** The first of those that hold the text, without the chosen ones. */
  async find(text: string, without: readonly string[], { organizer, language }: Asker): Promise<FoundEvents> {
    const limit = shownEvents + without.length + 1;
    const found = await this.events.search(organizer.id, text, limit, language);
    const events = found.filter(({ slug }) => !without.includes(slug));
    return { events: events.slice(0, shownEvents), hasMore: events.length > shownEvents };
  }

  /** The names of all types of a group. */
  typesOf(group: string): readonly string[] {
    return this.types
      .all()
      .filter((type) => type.group === group)
      .map(({ name }) => name);
  }

  private patience(): Patience {
    const { requestTimeoutMs, retrySchedule } = this.settings;
    const retriedSeconds = retrySchedule.reduce((sum, wait) => sum + wait, 0);
    return {
      seconds: Math.ceil(requestTimeoutMs / 1_000),
      days: Math.max(1, Math.ceil(retriedSeconds / daySeconds)),
    };
  }

  private groups(organizer: string): readonly TypeGroup[] {
    const groups = new Map<string, TypeChoice[]>();
    for (const type of this.types.all()) {
      const choices = groups.get(type.group) ?? [];
      choices.push(toChoice(type, organizer));
      groups.set(type.group, choices);
    }
    return [...groups].map(([name, types]) => ({ name, types }));
  }
}

function toChoice(type: ActionType, organizer: string): TypeChoice {
  return { name: type.name, sample: sampleBodyOf(type, { organizer, event: sampleEvent }) };
}

/** One that is not there any more stays, so that the reader sees what is wrong. */
function withUnknown(found: readonly EventChoice[], slugs: readonly string[]): readonly EventChoice[] {
  const known = new Map(found.map((event) => [event.slug, event]));
  return slugs.map((slug) => known.get(slug) ?? { slug, name: slug });
}
