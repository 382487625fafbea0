// New calls appear at the top of the log by themselves. When the page comes back after a lost connection, the server sends
// what came since, and the minute before again, so a row that is there already is replaced. What the
// reader looks at stays where it is on the screen.
const body = document.querySelector('[data-live]');
const most = 200;

const rows = () => [...body.querySelectorAll('tr[data-began]')];

/** Where a row belongs: before the first that began no later. */
const placeOf = (row) =>
  rows().find((other) => Number(other.dataset.began) <= Number(row.dataset.began)) ?? null;

/** The row being read: one that has the focus or the pointer, or else the uppermost in view once its head is out of it. */
function readRow() {
  const pointed =
    body.querySelector('tr[data-began]:focus-within') ?? body.querySelector('tr[data-began]:hover');
  if (pointed || body.getBoundingClientRect().top >= 0) return pointed;
  return rows().find((row) => row.getBoundingClientRect().bottom > 0) ?? null;
}

/** A link of the old row that has the focus hands it to that of the new one. */
function replace(known, row) {
  const links = [...known.querySelectorAll('a')];
  const focused = links.indexOf(document.activeElement);
  known.replaceWith(row);
  row.querySelectorAll('a')[focused]?.focus({ preventScroll: true });
}

/** Those far down that nobody looks at. */
function dropOld(kept) {
  for (const row of rows().slice(most)) {
    if (row !== kept && row.getBoundingClientRect().top > globalThis.innerHeight) row.remove();
  }
}

/** What the last scroll left over: browsers scroll by whole pixels, and rows are not as high. */
let rest = 0;
function scrollAlong(distance) {
  const from = globalThis.scrollY;
  globalThis.scrollBy({ top: distance + rest, behavior: 'instant' });
  rest = (rest + distance - (globalThis.scrollY - from)) % 1;
}

function show({ detail: { id, html } }) {
  const template = document.createElement('template');
  template.innerHTML = html;
  const row = template.content.firstElementChild;
  const known = document.getElementById(id);
  const read = readRow();
  const before = read?.getBoundingClientRect().top;
  if (known) replace(known, row);
  else body.insertBefore(row, placeOf(row));
  body.querySelector('[data-empty]')?.remove();
  row.dispatchEvent(new CustomEvent('doorbell:rows', { bubbles: true }));
  if (read) {
    const now = (read === known ? row : read).getBoundingClientRect().top;
    scrollAlong(now - before);
  }
  dropOld(read);
}

if (body) {
  // Some browsers move the page by themselves, and would do so a second time.
  document.documentElement.style.overflowAnchor = 'none';
  body.addEventListener('doorbell:call', show);
}
