// New calls appear at the top of the log by themselves. The server sends the last minute again at every reconnect, so a row
// that is there already is replaced.
const body = document.querySelector('[data-live]');
const sign = document.querySelector('[data-live-sign]');
const most = 200;

function placeOf(row) {
  const began = Number(row.dataset.began);
  return (
    [...body.querySelectorAll('tr[data-began]')].find((other) => Number(other.dataset.began) <= began) ?? null
  );
}

function show({ data }) {
  const { id, html } = JSON.parse(data);
  const template = document.createElement('template');
  template.innerHTML = html;
  const row = template.content.firstElementChild;
  const known = document.getElementById(id);
  if (known) known.replaceWith(row);
  else body.insertBefore(row, placeOf(row));
  body.querySelector('[data-empty]')?.remove();
  for (const old of [...body.children].slice(most)) old.remove();
  row.dispatchEvent(new CustomEvent('doorbell:rows', { bubbles: true }));
}

if (body) {
  const source = new EventSource(body.dataset.live);
  source.addEventListener('call', show);
  source.addEventListener('open', () => {
    sign.hidden = false;
  });
  source.addEventListener('error', () => {
    sign.hidden = true;
  });
}
