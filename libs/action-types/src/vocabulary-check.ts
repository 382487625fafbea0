import { type ActionType, fieldTypes, scopes } from './action-type.js';
import { saidOfAll } from './reference-fields.js';
import type { ActionTypeVocabulary } from './vocabulary.decorator.js';

/** Keys that Doorbell fills in itself. */
const ownKeys = ['notification_id', 'organizer', 'event', 'action'];
/** Names that mean something else beside a notification. */
const reservedNames = new Set([...ownKeys, ...saidOfAll, 'recorded', 'deliveries', 'duplicate']);
const namePattern = /^[a-z0-9_]+(\.[a-z0-9_]+)+(\.\*)?$/;
const fieldPattern = /^[a-z][a-z0-9_]{0,63}$/;
const ownPrefix = 'doorbell';

/** A vocabulary that cannot be registered; the application does not start. */
export class VocabularyError extends Error {
  readonly code = 'vocabulary';
  override readonly name = 'VocabularyError';
}

/** Whether the action falls under the registered name: it itself, or anything below `<prefix>.*`. */
export function covers(name: string, action: string): boolean {
  return name.endsWith('.*')
    ? action.startsWith(name.slice(0, -1)) && action.length > name.length - 1
    : name === action;
}

/** @throws VocabularyError with one sentence that names the type and what is wrong. */
export function checkVocabulary({ prefix, actionTypes }: ActionTypeVocabulary): void {
  if (!/^[a-z0-9_]+$/.test(prefix) || prefix === ownPrefix) {
    throw new VocabularyError(`"${prefix}" cannot be the prefix of a vocabulary.`);
  }
  const seen = new Set<string>();
  for (const type of actionTypes) {
    const fault = faultOfName(type, prefix, seen) ?? faultOfFields(type) ?? faultOfBody(type);
    if (fault) throw new VocabularyError(`Action type "${type.name}": ${fault}`);
    seen.add(type.name);
  }
}

function faultOfName(
  { name, scope, sampleAction }: ActionType,
  prefix: string,
  seen: ReadonlySet<string>,
): string | undefined {
  if (!name.startsWith(`${prefix}.`)) return `its name must begin with "${prefix}.".`;
  if (!namePattern.test(name))
    return 'its name must be lower-case segments joined by dots, the last of which may be *.';
  if (seen.has(name)) return 'it is registered twice.';
  if (!scopes.includes(scope)) return `its scope must be one of ${scopes.join(', ')}.`;
  if (!covers(name, sampleAction)) return `its sample action "${sampleAction}" is not covered by it.`;
  return undefined;
}

function faultOfFields({ fields }: ActionType): string | undefined {
  for (const { name, type } of fields) {
    if (reservedNames.has(name)) return `a reference field may not be called "${name}".`;
    if (!fieldPattern.test(name)) return `"${name}" is no name for a reference field.`;
    if (!fieldTypes.includes(type)) return `the type of "${name}" must be one of ${fieldTypes.join(', ')}.`;
  }
  return undefined;
}

function faultOfBody({ body, fields, scope }: ActionType): string | undefined {
  const known = new Set([...ownKeys, ...fields.map(({ name }) => name)]);
  const unknown = body.find((key) => !known.has(key));
  if (unknown !== undefined) return `its body key "${unknown}" is not described under fields.`;
  if (new Set(body).size !== body.length) return 'a key stands twice in its body.';
  if (!body.includes('notification_id') || !body.includes('action'))
    return 'its body needs notification_id and action.';
  if (scope === 'organizer' && body.includes('event')) return 'an organizer-level body has no event.';
  const missing = fields.find(({ name }) => !body.includes(name));
  return missing ? `its field "${missing.name}" is not in its body.` : undefined;
}
