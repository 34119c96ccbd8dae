// Asks for confirmation before an action that cannot be undone.

import { text } from './texts.js';

const dialog = document.getElementById('confirm');
const part = name => document.getElementById(`confirm-${name}`);

let answered = Promise.resolve();

/**
 * Shows the dialog, and returns whether the user confirmed.
 *
 * @param what name of the texts: the question, its consequence and the button that confirms
 */
export async function confirm(what) {
  return await ask(what, []) !== null;
}

/**
 * Shows the dialog with a list to choose from, and returns the chosen value, or null if the user did not confirm.
 *
 * @param what name of the texts, as above, and of the label of the list
 * @param choices pairs of a value and its text; the first one is chosen at first
 * @param subject what the question is about, if its text needs that
 */
export async function ask(what, choices, subject = '') {
  await answered; // the event "close" arrives late, and would otherwise answer the next question
  part('question').textContent = text(`confirm.${what}`, subject);
  part('consequence').textContent = text(`confirm.${what}.consequence`);
  part('yes').textContent = text(`confirm.${what}.yes`);
  part('choice').hidden = choices.length === 0;
  part('label').textContent = choices.length ? text(`confirm.${what}.choice`) : '';
  part('value').replaceChildren(...choices.map(([value, words]) => new Option(words, value)));
  dialog.returnValue = 'no';
  dialog.showModal();
  part('no').focus();
  answered = new Promise(resolve => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes' ? part('value').value : null), { once: true });
  });
  return answered;
}
