// Before the first paint: the style sheets follow the system, unless the reader has chosen otherwise in this browser.
const chosen = localStorage.getItem('doorbell-theme');
if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.bsTheme = chosen;
