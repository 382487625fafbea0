// Times come as UTC; here they are told in the reader's zone, with UTC beside, when one points at them.
const { lang } = document.documentElement;
/** Of the page, as it is written where the reader is. */
const language = navigator.languages.find((name) => name.startsWith(lang)) ?? lang;
const zoneName = Intl.DateTimeFormat().resolvedOptions().timeZone;
const styles = {
  full: { dateStyle: 'medium', timeStyle: 'medium' },
  minute: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  date: { dateStyle: 'medium' },
};

function tell(element) {
  if (element.dataset.told) return;
  const time = new Date(element.dateTime);
  const full = new Intl.DateTimeFormat(language, styles.full).format(time);
  element.dataset.told = 'true';
  element.title = `${full} (${zoneName}) · ${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const style = styles[element.dataset.style];
  if (style) element.textContent = new Intl.DateTimeFormat(language, style).format(time);
}

/** In a chart, times stand as text, and at the beginning of what each span says. */
function tellSpan(element) {
  const { timeLabel, span } = element.dataset;
  const format = (style) => new Intl.DateTimeFormat(language, style).format(new Date(timeLabel ?? span));
  if (timeLabel !== undefined) element.textContent = format({ hour: '2-digit', minute: '2-digit' });
  else {
    const title = element.querySelector('title');
    title.textContent = title.textContent.replace(/^[^:]+:\d\d UTC/, format(styles.minute));
    if (element.ariaLabel) element.ariaLabel = title.textContent;
  }
}

const tellAll = (root) => {
  for (const element of root.querySelectorAll('time[datetime]')) tell(element);
  for (const element of root.querySelectorAll('[data-time-label], [data-span]')) tellSpan(element);
};

tellAll(document);
document.addEventListener('htmx:load', ({ target }) => tellAll(target));
document.addEventListener('doorbell:rows', ({ target }) => tellAll(target));
