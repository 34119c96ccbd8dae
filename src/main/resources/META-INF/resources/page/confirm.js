// Asks for confirmation before an action that cannot be undone.

import { text } from './texts.js';

const dialog = document.getElementById('confirm');

let answered = Promise.resolve();

/**
 * Shows the dialog, and returns whether the user confirmed.
 *
 * @param what name of the texts: the question, its consequence and the button that confirms
 */
export async function confirm(what) {
  await answered; // the event "close" arrives late, and would otherwise answer the next question
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
