// What is said beside the things themselves: to everybody for a moment, or to those who listen instead of looking.

const LONG_ENOUGH = 6000;

const toast = document.getElementById('toast');
const announcer = document.getElementById('announcer');
let timer = 0;

/** Shown for a few seconds, and read out. */
export function showToast(words) {
  clearTimeout(timer);
  toast.textContent = words;
  timer = setTimeout(() => {
    toast.textContent = '';
  }, LONG_ENOUGH);
}

/** Read out only. */
export function announce(words) {
  announcer.textContent = words;
}
