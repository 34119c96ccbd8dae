// The caller's own key above its figures: its name, its limits and its budget.

import { ownKey } from './api.js';
import { budgetOf } from './budget.js';
import { limitsOf } from './keylimits.js';
import { inEachLanguage } from './texts.js';

const part = id => document.getElementById(`own-key-${id}`);

export class OwnKey {
  #key = null;

  constructor() {
    inEachLanguage(() => this.#show());
  }

  async read() {
    this.#key = await ownKey();
    this.#show();
  }

  #show() {
    if (this.#key) {
      part('name').textContent = this.#key.name;
      part('limits').textContent = limitsOf(this.#key).join(' · ');
      part('budget').replaceChildren(budgetOf(this.#key));
      document.getElementById('own-key').hidden = false;
    }
  }
}
