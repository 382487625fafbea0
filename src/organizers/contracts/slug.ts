/** Characters of a slug at most. */
export const slugMaxLength = 50;

/** Of organizers and events. A slug never changes, so a body never does. */
export const slugPattern = /^[A-Za-z0-9][A-Za-z0-9.-]{0,49}$/;

/** What is wrong with a slug, in pretix's words; undefined where nothing is. */
export function slugFault(text: string): string | undefined {
  return slugPattern.test(text)
    ? undefined
    : 'The slug may only contain letters, numbers, dots and dashes, and begins with a letter or a number.';
}
