import type { JSX } from 'preact';
import { visibleText } from '../calls/visible-text.js';
import { useTexts } from '../layout/frame.js';
import { Time } from '../layout/time.js';
import type { Texts } from '../texts/en.js';

interface FieldChangeProps {
  /** As the API calls it. */
  readonly name: string;
  readonly change: readonly [unknown, unknown];
}

/** Of a list; a webhook may name ten thousand events. */
const mostShown = 50;

/** A field, what it was, and what it is. Of lists only what came and what went. */
export function FieldChange({ name, change: [before, after] }: FieldChangeProps): JSX.Element {
  const words: Partial<Record<string, string>> = useTexts().auditTrail.fields;
  const word = Object.hasOwn(words, name) ? words[name] : undefined;
  const isList = Array.isArray(before) || Array.isArray(after);
  return (
    <>
      <dt class={word === undefined ? 'db-technical' : 'db-quiet'} title={name}>
        {word ?? name}
      </dt>
      <dd>
        {isList ? (
          <ListChange before={textsOf(before)} after={textsOf(after)} />
        ) : (
          <ValueChange name={name} before={before} after={after} />
        )}
      </dd>
    </>
  );
}

interface ValueChangeProps {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

function ValueChange({ name, before, after }: ValueChangeProps): JSX.Element {
  const { auditTrail } = useTexts();
  return (
    <>
      {before !== null && (
        <>
          <span class="visually-hidden">{auditTrail.from}</span>{' '}
          <del>
            <Value name={name} value={before} />
          </del>{' '}
        </>
      )}
      <span class="visually-hidden">{auditTrail.to}</span>{' '}
      <ins>
        <Value name={name} value={after} />
      </ins>
    </>
  );
}

/** All others hold what somebody typed, which is shown as it is, whatever it looks like. */
const momentFields: ReadonlySet<string> = new Set([
  'date_from',
  'date_to',
  'expires',
  'revoked',
  'since',
  'until',
]);

function Value({ name, value }: { readonly name: string; readonly value: unknown }): JSX.Element {
  const { auditTrail } = useTexts();
  const moment = typeof value === 'string' && momentFields.has(name) ? new Date(value) : undefined;
  // An entry that cannot be shown would take the whole trail with it.
  if (moment && !Number.isNaN(moment.getTime())) return <Time at={moment} style="full" />;
  return <>{valueText(value, auditTrail)}</>;
}

interface ListChangeProps {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function ListChange({ before, after }: ListChangeProps): JSX.Element {
  const { auditTrail } = useTexts();
  const [old, present] = [new Set(before), new Set(after)];
  const gone = before.filter((text) => !present.has(text));
  const come = after.filter((text) => !old.has(text));
  return (
    <>
      <Items texts={gone} isGone />
      <Items texts={come} isGone={false} />
      {gone.length === 0 && come.length === 0 && <ins>{auditTrail.nothing}</ins>}
    </>
  );
}

function Items({
  texts,
  isGone,
}: {
  readonly texts: readonly string[];
  readonly isGone: boolean;
}): JSX.Element | null {
  const { auditTrail } = useTexts();
  if (texts.length === 0) return null;
  return (
    <>
      <span class="visually-hidden">{isGone ? auditTrail.from : auditTrail.to}</span>{' '}
      {texts.slice(0, mostShown).map((text) => (
        <>{isGone ? <del key={text}>{visibleText(text)}</del> : <ins key={text}>{visibleText(text)}</ins>} </>
      ))}
      {texts.length > mostShown && <>{auditTrail.more(texts.length - mostShown)} </>}
    </>
  );
}

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))) : [];

function valueText(value: unknown, texts: Texts['auditTrail']): string {
  if (value === null || value === undefined) return texts.nothing;
  if (value === '') return texts.emptyText;
  if (typeof value === 'boolean') return value ? texts.yes : texts.no;
  return visibleText(typeof value === 'string' ? value : JSON.stringify(value));
}
