// Example prompts for an empty page.

import { inEachLanguage, text } from './texts.js';

const element = document.getElementById('examples');

/**
 * Shows the examples.
 *
 * @param take is called with the chosen prompt
 */
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
