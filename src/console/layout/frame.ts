import type { Permission } from '@app/access';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AssetUrls } from '../serving/asset-files.service.js';
import type { Language } from '../texts/language.js';
import type { Texts } from '../texts/en.js';
import type { TypeWords } from '../texts/type-words.service.js';

/** Whom a page is for. */
export interface Viewer {
  readonly name: string;
  readonly isAdministrator: boolean;
}

/** The organizer whose pages these are. */
export interface FrameOrganizer {
  readonly slug: string;
  readonly name: string;
  /** What the viewer may do in it. */
  readonly permissions: readonly Permission[];
}

/** What every part of a page may need to know, whatever the page is about. */
export interface Frame {
  readonly texts: Texts;
  readonly types: TypeWords;
  readonly language: Language;
  readonly assets: AssetUrls;
  /** Undefined: nobody has signed in. */
  readonly viewer: Viewer | undefined;
  readonly organizer: FrameOrganizer | undefined;
  /** Stands in every form; without it nothing is changed. */
  readonly formToken: string;
  /** For "4 minutes ago". */
  readonly now: Date;
}

export const FrameContext = createContext<Frame | undefined>(undefined);

export function useFrame(): Frame {
  const frame = useContext(FrameContext);
  if (!frame) throw new Error('A part of a page was rendered outside of a page.');
  return frame;
}

export const useTexts = (): Texts => useFrame().texts;

export const useTypeWords = (): TypeWords => useFrame().types;
