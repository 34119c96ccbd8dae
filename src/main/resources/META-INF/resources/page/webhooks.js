// The view of the webhooks: a form for a new endpoint, and the endpoints with their deliveries.

import { createEndpoint, endpoints } from './api.js';
import { Endpoint } from './endpoint.js';
import { checks, chosen, EVENTS } from './events.js';
import { explain } from './failures.js';
import { offerSnippets } from './snippets.js';
import { announce } from './toast.js';
import { inEachLanguage, text } from './texts.js';

const FIELDS = ['url', 'events', 'description'];
/** There are no events about deliveries. */
const BETWEEN_LOOKS = 3000;

const part = id => document.getElementById(id);
const view = part('hooks');
const form = part('hook-create');

export class Webhooks {
  #cards = new Map();
  #edition = 0;
  #sending = false;

  constructor() {
    form.addEventListener('input', () => this.#showProblems());
    form.addEventListener('submit', event => {
      event.preventDefault();
      this.#submit();
    });
    offerSnippets();
    setInterval(() => this.#look(), BETWEEN_LOOKS);
    inEachLanguage(() => this.#translate());
  }

  /** Shows or hides the view. A hidden view forgets the secrets. */
  show(visible) {
    view.hidden = !visible;
    if (visible) {
      this.#read();
    } else {
      this.#cards.forEach(card => card.hideSecret());
    }
  }

  #look() {
    if (!view.hidden && !document.hidden) {
      this.#read();
    }
  }

  /** Reads all endpoints. Ignores a response that may be older than an action of the user. */
  async #read() {
    const edition = this.#edition;
    try {
      const found = (await endpoints()).data;
      if (edition !== this.#edition) {
        return;
      }
      found.forEach(endpoint => this.#show(endpoint));
      const ids = found.map(({ id }) => id);
      [...this.#cards.keys()].filter(id => !ids.includes(id)).forEach(id => this.#forget(id));
      part('endpoints-problem').textContent = '';
      this.#showWhetherEmpty();
    } catch (failure) {
      part('endpoints-problem').textContent = explain(failure);
    }
  }

  async #submit() {
    const events = chosen(form);
    const problems = { url: form.elements.url.value.trim() ? '' : text('hooks.url.missing'),
      events: events.length ? '' : text('hooks.events.missing') };
    this.#showProblems(problems);
    if (this.#sending || problems.url || problems.events) {
      (problems.url ? part('hook-url') : part('hook-events').querySelector('input')).focus();
      return;
    }
    this.#sending = true;
    try {
      const created = await createEndpoint({ url: form.elements.url.value.trim(),
        ...events.length < EVENTS.length && { events }, description: form.elements.description.value.trim() });
      this.#edition++;
      form.reset();
      announce(text('hooks.done'));
      this.#show(created);
      this.#showWhetherEmpty();
    } catch (failure) {
      this.#showProblems({ [FIELDS.includes(failure.param) ? failure.param : 'create']: explain(failure) });
    } finally {
      this.#sending = false;
    }
  }

  /** @param problems texts by the names of their fields; the other fields have none */
  #showProblems(problems = {}) {
    [...FIELDS, 'create'].forEach(name => {
      part(`hook-${name}-problem`).textContent = problems[name] ?? '';
    });
    part('hook-url').setAttribute('aria-invalid', String(Boolean(problems.url)));
  }

  #show(endpoint) {
    const known = this.#cards.get(endpoint.id);
    if (known) {
      known.show(endpoint);
      return;
    }
    const card = new Endpoint(endpoint, { forget: id => this.#forget(id), changed: () => this.#edition++ });
    this.#cards.set(endpoint.id, card);
    part('endpoints').append(card.element);
    card.showSecret(endpoint.secret);
  }

  /** Removes an endpoint that was deleted here or elsewhere. The focus moves only if it was on that card. */
  #forget(id) {
    const { element } = this.#cards.get(id) ?? {};
    if (element) {
      const focused = element.contains(document.activeElement);
      this.#cards.delete(id);
      element.remove();
      this.#showWhetherEmpty();
      if (focused) {
        part('hook-url').focus();
      }
    }
  }

  #showWhetherEmpty() {
    part('endpoints-empty').hidden = this.#cards.size > 0;
  }

  #translate() {
    part('hook-events').replaceChildren(...checks(EVENTS.filter(event => form.elements[event]?.checked ?? true)));
    this.#showProblems();
    this.#cards.forEach(card => card.translate());
  }
}
