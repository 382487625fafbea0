// Lets the reader choose light or dark, in this browser. Without this, the system decides.
const choice = document.querySelector('[data-theme-choice]');
const select = choice.querySelector('select');
select.value = localStorage.getItem('doorbell-theme') ?? 'system';
choice.hidden = false;

select.addEventListener('change', () => {
  const { value } = select;
  if (value === 'system') {
    localStorage.removeItem('doorbell-theme');
    delete document.documentElement.dataset.bsTheme;
  } else {
    localStorage.setItem('doorbell-theme', value);
    document.documentElement.dataset.bsTheme = value;
  }
});
