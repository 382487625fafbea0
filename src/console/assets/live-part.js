// A part of the page is sent again every few seconds, and takes the place of what is there.
const [followed] = document.querySelectorAll('[data-live-part]');
const sign = document.querySelector('[data-live-sign]');

function show({ data }) {
  const { id, html } = JSON.parse(data);
  const template = document.createElement('template');
  template.innerHTML = html;
  const part = template.content.firstElementChild;
  const present = document.getElementById(id);
  // What somebody is reading by keyboard is left in peace; the next one comes in seconds.
  if (!present || present.contains(document.activeElement)) return;
  present.replaceWith(part);
  part.dispatchEvent(new CustomEvent('doorbell:rows', { bubbles: true }));
}

if (followed) {
  const source = new EventSource(followed.dataset.livePart);
  source.addEventListener('part', show);
  source.addEventListener('open', () => {
    sign.hidden = false;
  });
  source.addEventListener('error', () => {
    sign.hidden = true;
  });
}
