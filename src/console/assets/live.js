// A page follows what is new. What the server sends becomes an event of the element that follows, for another script to show.
const [followed] = document.querySelectorAll('[data-live]');
const sign = document.querySelector('[data-live-sign]');
const againMs = 5_000;
let last = '';

function tell({ type, data, lastEventId }) {
  last = lastEventId;
  followed.dispatchEvent(new CustomEvent(`doorbell:${type}`, { detail: JSON.parse(data) }));
}

// A browser comes back by itself when a connection ends. It gives up when it is refused: as by a proxy, while Doorbell is
// started again.
function follow() {
  const url = new URL(followed.dataset.live, location.href);
  if (last !== '') url.searchParams.set('last', last);
  const source = new EventSource(url);
  for (const type of ['beat', 'call', 'part']) source.addEventListener(type, tell);
  source.addEventListener('open', () => {
    sign.hidden = false;
  });
  source.addEventListener('error', () => {
    sign.hidden = true;
    if (source.readyState === EventSource.CLOSED) setTimeout(follow, againMs);
  });
}

if (followed) follow();
