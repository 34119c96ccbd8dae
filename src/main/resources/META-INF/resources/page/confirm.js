// Asks once more before something that cannot be taken back.

import { text } from './texts.js';

const dialog = document.getElementById('confirm');

let answered = Promise.resolve();

/** @param what names the texts: the question, what it means, and the answer that does it */
export async function confirm(what) {
  await answered; // a dialog tells late that it was closed, and that would answer the next question
  document.getElementById('confirm-question').textContent = text(`confirm.${what}`);
  document.getElementById('confirm-consequence').textContent = text(`confirm.${what}.consequence`);
  document.getElementById('confirm-yes').textContent = text(`confirm.${what}.yes`);
  dialog.returnValue = 'no';
  dialog.showModal();
  document.getElementById('confirm-no').focus();
  answered = new Promise(resolve => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
  return answered;
}
