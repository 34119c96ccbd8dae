// The form in the card of an endpoint that changes its URL, its events and its description.

import { updateEndpoint } from './api.js';
import { checks, chosen, EVENTS } from './events.js';
import { explain } from './failures.js';
import { text } from './texts.js';

const FIELDS = ['url', 'events', 'description'];

export class Editor {
  #id;
  #form;
  #view;
  #sending = false;

  /** @param view has `saved(endpoint)`, and `closed()` for a form that is left without a change */
  constructor(id, form, view) {
    this.#id = id;
    this.#form = form;
    this.#view = view;
    FIELDS.forEach(name => this.#label(name));
    form.addEventListener('input', () => this.#showProblems());
    form.addEventListener('keydown', event => event.key === 'Escape' && view.closed());
    form.addEventListener('submit', event => {
      event.preventDefault();
      this.#save();
    });
    form.querySelector('.cancel').addEventListener('click', () => view.closed());
  }

  get isOpen() {
    return !this.#form.hidden;
  }

  /** Shows the form with the state of the endpoint, and moves the focus there. */
  open({ url, events, description }) {
    this.#form.hidden = false;
    this.#form.elements.url.value = url;
    this.#form.elements.description.value = description;
    this.#showEvents(events);
    this.#showProblems();
    this.#form.elements.url.focus();
  }

  close() {
    this.#form.hidden = true;
  }

  translate() {
    if (this.isOpen) {
      this.#showEvents(chosen(this.#form));
      this.#showProblems();
    }
  }

  /** Connects a field with its label and its problem; an id is unique in the page. */
  #label(name) {
    const field = this.#form.elements[name];
    const problem = this.#problem(name);
    problem.id = `${this.#id}-${name}-problem`;
    field.setAttribute('aria-describedby', problem.id);
    field.id = `${this.#id}-${name}`;
    field.closest('.field').querySelector('label')?.setAttribute('for', field.id);
  }

  #problem(name) {
    return this.#form.querySelector(`[data-problem=${name}]`);
  }

  #showEvents(wanted) {
    this.#form.querySelector('.checks').replaceChildren(...checks(wanted));
  }

  async #save() {
    const events = chosen(this.#form);
    const { url, description } = this.#form.elements;
    const problems = { url: url.value.trim() ? '' : text('hooks.url.missing'),
      events: events.length ? '' : text('hooks.events.missing') };
    this.#showProblems(problems);
    if (this.#sending || problems.url || problems.events) {
      (problems.url ? url : this.#form.querySelector('.checks input')).focus();
      return;
    }
    this.#sending = true;
    try {
      this.#view.saved(await updateEndpoint(this.#id, { url: url.value.trim(), description: description.value.trim(),
        events: events.length < EVENTS.length ? events : null }));
    } catch (failure) {
      this.#showProblems({ [FIELDS.includes(failure.param) ? failure.param : 'save']: explain(failure) });
    } finally {
      this.#sending = false;
    }
  }

  /** @param problems texts by the names of their fields; the other fields have none */
  #showProblems(problems = {}) {
    [...FIELDS, 'save'].forEach(name => {
      this.#problem(name).textContent = problems[name] ?? '';
    });
    this.#form.elements.url.setAttribute('aria-invalid', String(Boolean(problems.url)));
  }
}
