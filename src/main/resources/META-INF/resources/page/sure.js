// Asks once more before something that cannot be taken back.

import { text } from './texts.js';

const dialog = document.getElementById('sure');

let answered = Promise.resolve();

/** @param what names the texts: the question, what it means, and the answer that does it */
export async function sure(what) {
  await answered; // a dialog tells late that it was closed, and that would answer the next question
  document.getElementById('sure-question').textContent = text(`sure.${what}`);
  document.getElementById('sure-consequence').textContent = text(`sure.${what}.consequence`);
  document.getElementById('sure-yes').textContent = text(`sure.${what}.yes`);
  dialog.returnValue = 'no';
  dialog.showModal();
  document.getElementById('sure-no').focus();
  answered = new Promise(resolve => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
  return answered;
}
