// The form works without this. With it, types are found by their words, groups are ticked at once, chosen events move to
// the chosen ones, and the sample follows what is ticked.
const form = document.querySelector('[data-webhook-form]');
const types = [...form.querySelectorAll('[data-type]')];
const groups = [...form.querySelectorAll('[data-group]')];
const ticksOf = (group) => [...group.querySelectorAll('input[type="checkbox"]')];

// Finding a type
const find = form.querySelector('[data-find-type]');
find.addEventListener('input', () => {
  const wanted = find.value.trim().toLowerCase();
  for (const type of types) type.hidden = !type.textContent.toLowerCase().includes(wanted);
  for (const group of groups) group.hidden = !group.querySelector('[data-type]:not([hidden])');
});
find.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') event.preventDefault();
});

// All of a group
for (const group of groups) {
  const button = group.querySelector('[data-tick-group]');
  if (!button) continue;
  const selectText = button.textContent;
  const isFull = () => ticksOf(group).every((tick) => tick.checked);
  const tell = () => {
    button.textContent = isFull() ? button.dataset.clearText : selectText;
  };
  button.type = 'button';
  button.addEventListener('click', () => {
    const next = !isFull();
    for (const tick of ticksOf(group)) tick.checked = next;
    tell();
    showSample(ticksOf(group)[0]);
  });
  group.addEventListener('change', tell);
  tell();
}

// Events
const chosen = form.querySelector('[data-chosen-events]');
form.elements.event_search.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') event.preventDefault();
});
form.addEventListener('change', ({ target }) => {
  if (target.name !== 'limit_events' || !target.checked) return;
  const label = target.closest('[data-event]');
  if (chosen.contains(label)) return;
  chosen.append(label);
  target.focus();
});

// The sample
const sample = document.querySelector('[data-sample-text]');
const sampleLabel = document.querySelector('[data-sample-label]');
let shown = types.map((type) => type.querySelector('input')).find((tick) => tick.checked);

function showSample(tick) {
  shown = tick?.checked ? tick : (form.querySelector('[data-sample]:checked') ?? tick ?? shown);
  if (!shown) return;
  const url = form.elements.target_url.value;
  const path = URL.canParse(url) ? new URL(url).pathname : '/';
  const body = JSON.stringify(JSON.parse(shown.dataset.sample), null, 2);
  sample.textContent = `POST ${path} HTTP/1.1\ncontent-type: application/json\n\n${body}`;
  sampleLabel.textContent = shown
    .closest('[data-type]')
    .querySelector('.form-check-label').firstChild.textContent;
}

form.addEventListener('change', ({ target }) => {
  if (target.dataset.sample) showSample(target);
});
form.elements.target_url.addEventListener('input', () => showSample(shown));
