// The card of one webhook endpoint: its state, its secret while it may be seen, its actions, its form and its deliveries.

import { ApiError, removeEndpoint, rotateSecret, testEndpoint, updateEndpoint } from './api.js';
import { confirm } from './confirm.js';
import { copy } from './copy.js';
import { Deliveries } from './deliveries.js';
import { Editor } from './editor.js';
import { explain } from './failures.js';
import { hasText, moment, text, translate } from './texts.js';
import { showToast } from './toast.js';

export class Endpoint {
  element = document.getElementById('endpoint').content.firstElementChild.cloneNode(true);
  #part = name => this.element.querySelector(name);
  #button = action => this.#part(`[data-action=${action}]`);
  #view;
  #endpoint;
  #deliveries;
  #editor;

  #actions = {
    copy: async () => {
      const done = await copy(Promise.resolve(this.#part('.secret code').textContent)).then(() => true, () => false);
      showToast(text(done ? 'copied.secret' : 'copied.not'));
    },

    stored: async () => {
      this.hideSecret();
      this.#part('.url').focus();
    },

    deliveries: async () => this.#open(!this.#deliveries.isOpen),

    test: async () => {
      await testEndpoint(this.#endpoint.id);
      showToast(text('endpoint.tested'));
      this.#open(true);
    },

    edit: async () => (this.#editor.isOpen ? this.#closeEditor() : this.#openEditor()),

    disable: () => this.#change('disabled', 'enable'),

    enable: () => this.#change('enabled', 'disable'),

    rotate: async () => {
      if (await confirm('rotate')) {
        this.showSecret((await rotateSecret(this.#endpoint.id)).secret);
      }
    },

    remove: async () => {
      if (await confirm('endpoint')) {
        await removeEndpoint(this.#endpoint.id);
        this.#view.forget(this.#endpoint.id);
        showToast(text('endpoint.removed'));
      }
    },
  };

  /** @param view has `changed()`, for each action that may change an endpoint, and `forget(id)` */
  constructor(endpoint, view) {
    this.#view = view;
    this.#deliveries = new Deliveries(endpoint.id, this.#part('.sent'));
    this.#editor = new Editor(endpoint.id, this.#part('.edit'),
      { saved: changed => this.#saved(changed), closed: () => this.#closeEditor() });
    this.element.id = endpoint.id;
    this.element.querySelectorAll('[data-action]').forEach(button => {
      button.addEventListener('click', () => this.#run(button.dataset.action));
    });
    this.show(endpoint);
    translate(this.element);
  }

  /** Shows the current state, and reads the deliveries again if they are open. */
  show(endpoint) {
    this.#endpoint = endpoint;
    this.#showState();
    this.#deliveries.refresh();
  }

  /** Shows a new secret, and moves the focus there. */
  showSecret(secret) {
    if (secret) {
      this.#part('.secret code').textContent = secret;
      this.#part('.secret').hidden = false;
      this.#button('copy').focus();
    }
  }

  hideSecret() {
    this.#part('.secret code').textContent = '';
    this.#part('.secret').hidden = true;
  }

  /** Shows the card in the current language. */
  translate() {
    translate(this.element);
    this.#showState();
    this.#editor.translate();
    this.#deliveries.translate();
  }

  #showState() {
    const { url, status, disabled_reason: reason, description, events, created_at: created } = this.#endpoint;
    this.element.firstElementChild.setAttribute('aria-label', text('endpoint.one', url));
    this.#part('.status').dataset.status = status;
    const why = `endpoint.disabled.${reason}`;
    this.#part('.status').textContent = text(status === 'enabled' ? 'endpoint.enabled'
      : hasText(why) ? why : 'endpoint.disabled.owner');
    this.#part('.since').textContent = text('endpoint.since', moment(created));
    this.#part('.url').textContent = url;
    this.#part('.about').textContent = description;
    this.#part('.types').textContent = events.join(' · ');
    this.#button('enable').hidden = status === 'enabled';
    this.#button('disable').hidden = this.#button('test').hidden = status !== 'enabled';
  }

  #open(open) {
    this.#deliveries.open(open);
    this.#button('deliveries').setAttribute('aria-expanded', String(open));
  }

  #openEditor() {
    this.#editor.open(this.#endpoint);
    this.#button('edit').setAttribute('aria-expanded', 'true');
  }

  /** Hides the form. The focus moves to the button that opens it. */
  #closeEditor() {
    this.#editor.close();
    this.#button('edit').setAttribute('aria-expanded', 'false');
    this.#button('edit').focus();
  }

  #saved(endpoint) {
    this.#view.changed();
    this.show(endpoint);
    this.#closeEditor();
    showToast(text('endpoint.saved'));
  }

  /** Changes the status. The focus moves to the button for the way back, because the pressed one is hidden. */
  async #change(status, back) {
    this.show(await updateEndpoint(this.#endpoint.id, { status }));
    this.#button(back).focus();
  }

  async #run(action) {
    try {
      await this.#actions[action]();
      this.#view.changed();
    } catch (failure) {
      showToast(explain(failure));
      if (failure instanceof ApiError && failure.status === 404) {
        this.#view.forget(this.#endpoint.id);
      }
    }
  }
}
