// Moments in forms are typed in the reader's zone, and sent in UTC. Without this, they are typed in UTC.
const zoneOf = (moment) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { timeZoneName: 'short' })
    .formatToParts(moment)
    .find(({ type }) => type === 'timeZoneName').value;

/** As the input has it: the reader's clock, written as if it were UTC. */
const typed = (moment) => new Date(moment - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

for (const label of document.querySelectorAll('[data-moment]')) {
  const input = label.querySelector('input');
  const sent = document.createElement('input');
  sent.type = 'hidden';
  sent.name = input.name;
  input.removeAttribute('name');
  label.append(sent);
  const zone = label.querySelector('[data-zone]');
  const take = () => {
    const moment = input.value === '' ? undefined : new Date(input.value);
    sent.value = moment === undefined ? '' : `${moment.toISOString().slice(0, 16)}Z`;
    zone.textContent = zoneOf(moment ?? new Date());
  };
  if (input.value !== '') input.value = typed(new Date(`${input.value}Z`));
  input.addEventListener('input', take);
  take();
}
