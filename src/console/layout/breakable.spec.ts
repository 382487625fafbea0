import { renderToString } from 'preact-render-to-string';
import { expect, it } from 'vitest';
import { Breakable } from './breakable.js';

it.each([
  ['https://tickets.example.org/hook', 'https://|tickets|.example|.org/|hook'],
  ['https://example.org/?key=1&more=2', 'https://|example|.org/|?|key=1&amp;|more=2'],
  ['ada@example.org', 'ada@|example|.org'],
  ['pretix.event.order.placed', 'pretix|.event|.order|.placed'],
  ['a text without seams', 'a text without seams'],
])('%s goes on in another line where its parts meet', (text, parts) => {
  expect(renderToString(Breakable({ text })).replaceAll('<wbr/>', '|')).toBe(parts);
});
