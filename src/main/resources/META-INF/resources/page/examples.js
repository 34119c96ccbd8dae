// Prompts for a page that is still empty.

import { inEachLanguage, text } from './texts.js';

const element = document.getElementById('examples');

/** @param take is called with the prompt of the one that was chosen */
export function offerExamples(take) {
  inEachLanguage(() => {
    element.replaceChildren(...text('examples').map(prompt => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = prompt;
      button.addEventListener('click', () => take(prompt));
      const item = document.createElement('li');
      item.append(button);
      return item;
    }));
  });
}
