import { NotFound } from '../errors/api-error.js';

/** An id from a path. @throws NotFound: without the object where it is no number, with it where no such row can exist. */
export function objectId(text: string | undefined, object: string): number {
  if (text === undefined || !/^\d+$/.test(text)) throw new NotFound();
  const id = Number(text);
  // Ids are JSON numbers, so none is larger than what a number holds exactly.
  if (!Number.isSafeInteger(id)) throw new NotFound(object);
  return id;
}
