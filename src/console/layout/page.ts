import type { VNode } from 'preact';
import type { Texts } from '../texts/en.js';
import type { TypeWords } from '../texts/type-words.service.js';

export const sections = ['webhooks', 'tokens', 'people', 'audit'] as const;
/** What of an organizer the page belongs to: marked in the navigation. */
export type Section = (typeof sections)[number];

/** Own scripts; each does one thing, and the page works without it. */
export type PageScript =
  | 'times.js'
  | 'webhook-form.js'
  | 'live.js'
  | 'live-rows.js'
  | 'live-part.js'
  | 'local-moments.js'
  | 'copy.js'
  | 'theme-choice.js';

export interface PageOptions {
  /** Of the browser's window. */
  readonly title: (texts: Texts, types: TypeWords) => string;
  readonly body: VNode;
  readonly status?: number;
  readonly section?: Section;
  readonly scripts?: readonly PageScript[];
}

/** What a handler answers: a whole page, to be rendered inside the layout. */
export class Page {
  constructor(readonly options: PageOptions) {}
}

/** What a handler answers to a small script: a part of a page, without the layout. */
export class Fragment {
  constructor(readonly body: VNode) {}
}

/** What a handler answers when something was done: look there now. */
export class Redirect {
  /** @param location a path of ours: made by `paths.ts`, or passed through `ownPath()` */
  constructor(readonly location: string) {}
}
