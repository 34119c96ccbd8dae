// The row of one key: its state, limits, budget and actions.

import { budgetOf } from './budget.js';
import { limitsOf } from './keylimits.js';
import { moment, text, translate } from './texts.js';

export class KeyRow {
  element = document.getElementById('key-row').content.firstElementChild.cloneNode(true);
  #part = name => this.element.querySelector(`.${name}`);
  #key;

  /** @param act is called with the name of an action and the key */
  constructor(key, act) {
    this.element.querySelectorAll('[data-action]').forEach(button => {
      button.addEventListener('click', () => act(button.dataset.action, this.#key));
    });
    this.show(key);
  }

  show(key) {
    this.#key = key;
    const { name, id, source, status } = key;
    translate(this.element);
    this.#part('name').textContent = name;
    this.#part('id').textContent = key.last_four ? `${id} · …${key.last_four}` : id;
    this.#part('owner').textContent = key.owner === id ? '' : text('keys.of', key.owner);
    this.#part('status').dataset.status = status;
    this.#part('status').textContent = text(`keys.status.${status}`);
    this.#part('times').replaceChildren(...times(key).map(line));
    this.#part('used').textContent = key.last_used_at === null ? text('keys.unused') : moment(key.last_used_at);
    this.#part('limits').replaceChildren(...limitsOf(key).map(line));
    this.#part('left').replaceChildren(budgetOf(key));
    this.#part('metadata').textContent = Object.entries(key.metadata).map(entry => entry.join('=')).join(' · ');
    this.#showActions(source, status, name);
  }

  /** Shows the row in the current language. */
  translate() {
    this.show(this.#key);
  }

  /** Moves the focus to the first action, or to the name if the key has none. */
  focus() {
    (this.element.querySelector('[data-action]:not([hidden])') ?? this.#part('name')).focus();
  }

  /** Only keys of administrators can change, and none does after its end. */
  #showActions(source, status, name) {
    const isIssued = source === 'issued';
    this.element.querySelectorAll('[data-action]').forEach(button => {
      button.hidden = button.dataset.action !== 'audit' && (!isIssued || status === 'revoked') || !isIssued;
      button.setAttribute('aria-label', text('keys.action', button.textContent, name));
    });
    this.#part('fixed').hidden = isIssued;
    this.#part('fixed').textContent = isIssued ? '' : text(`keys.fixed.${source}`);
  }
}

function times({ expires_at: end, revoked_at: revoked, former_secret_until: former }) {
  return [...revoked === null ? [] : [text('keys.revoked', moment(revoked))],
    ...end === null || revoked !== null ? [] : [text('keys.expires', moment(end))],
    ...former === null || former * 1000 < Date.now() || revoked !== null ? [] : [text('keys.former', moment(former))]];
}

const line = words => Object.assign(document.createElement('span'), { className: 'line-of', textContent: words });
