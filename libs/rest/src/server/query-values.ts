/** Each parameter's text; of a repeated one the last, as Django reads them. */
export function lastValues(query: unknown): Readonly<Record<string, string | undefined>> {
  const entries = Object.entries(query as Record<string, string | readonly string[]>);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value : value.at(-1)]),
  );
}
