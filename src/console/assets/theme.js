// Before the first paint: Tabler takes its colours from an attribute, the reader chooses them in the system.
const dark = globalThis.matchMedia('(prefers-color-scheme: dark)');
const apply = () => {
  document.documentElement.dataset.bsTheme = dark.matches ? 'dark' : 'light';
};
dark.addEventListener('change', apply);
apply();
