/** What moves the cursor, colours a terminal, or turns the direction of the text round. */
const invisible = /[\p{Cc}\p{Cf}]/gu;
const harmless = new Set(['\n', '\t']);

/** The text with every character that could pretend something shown by its number. It is escaped where it is rendered. */
export function visibleText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(invisible, (character) =>
      harmless.has(character)
        ? character
        : `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`,
    );
}

/** JSON with its lines broken, anything else as it is. */
export function prettyBody(body: string): string {
  try {
    return visibleText(JSON.stringify(JSON.parse(body), null, 2));
  } catch (error) {
    if (error instanceof SyntaxError) return visibleText(body);
    throw error;
  }
}

/** `name: value`, a line each. */
export function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => visibleText(`${name}: ${value}`))
    .join('\n');
}
