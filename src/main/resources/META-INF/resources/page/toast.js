// Messages outside the cards and the form: a toast, or an announcement for screen readers only.

const LONG_ENOUGH = 6000;

const toast = document.getElementById('toast');
const announcer = document.getElementById('announcer');
let timer = 0;

/** Shows a message for a few seconds; screen readers read it as well. */
export function showToast(words) {
  clearTimeout(timer);
  toast.textContent = words;
  timer = setTimeout(() => {
    toast.textContent = '';
  }, LONG_ENOUGH);
}

/** Makes screen readers read a message that is not visible. */
export function announce(words) {
  announcer.textContent = words;
}
