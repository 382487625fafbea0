// A part of the page is sent again every few seconds, and takes the place of what is there.
function show({ detail: { id, html } }) {
  const template = document.createElement('template');
  template.innerHTML = html;
  const part = template.content.firstElementChild;
  const present = document.getElementById(id);
  // What somebody is reading by keyboard is left in peace; the next one comes in seconds.
  if (!present || present.contains(document.activeElement)) return;
  present.replaceWith(part);
  part.dispatchEvent(new CustomEvent('doorbell:rows', { bubbles: true }));
}

document.querySelector('[data-live]')?.addEventListener('doorbell:part', show);
