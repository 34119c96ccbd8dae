// The form of a create. It checks the input at once, and shows an error of the API at its field.

import { ApiError, create, NoAnswer } from './api.js';
import { explain } from './failures.js';
import { ModelChoice } from './models.js';
import { Picker } from './picker.js';
import { announce, showToast } from './toast.js';
import { inEachLanguage, text } from './texts.js';

const FIELDS = { prompt: 'prompt', model: 'model', size: 'size', seconds: 'seconds', input_reference: 'image' };

const form = document.getElementById('create');
const prompt = document.getElementById('prompt');
const button = document.getElementById('submit');
const upload = document.getElementById('upload');
const problemOf = name => document.getElementById(`${name}-problem`);

export class CreateForm {
  #picker = new Picker(form, () => form.elements.size.value, () => this.#edited());
  #models = new ModelChoice(form, () => this.#edited());
  #images = new Map();
  #orderKey = null;
  #percent = null;
  #waitUntil = 0;
  #created;

  /** @param created is called with each new video */
  constructor(created) {
    this.#created = created;
    form.addEventListener('input', () => this.#edited());
    form.addEventListener('submit', event => {
      event.preventDefault();
      this.#submit();
    });
    prompt.addEventListener('keydown', event => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        this.#submit();
      }
    });
    inEachLanguage(() => this.#show());
  }

  /** Reads the models of the server. Without them the form keeps the model of the contract. */
  async readModels() {
    try {
      await this.#models.read();
    } catch (failure) {
      showToast(explain(failure));
    }
  }

  /** Fills in the parameters of an earlier video, and its image if this page still has it. */
  async fill({ id, prompt: words, model, size, seconds }, andSend = false) {
    prompt.value = words;
    this.#models.choose(model);
    this.#pick('size', size);
    this.#pick('seconds', seconds);
    const image = this.#images.get(id) ?? null;
    await this.#picker.take(image);
    (andSend ? button : prompt).focus();
    showToast(text(id && !image ? 'refilled.image' : 'refilled'));
  }

  /** Chooses a value if the model has it. */
  #pick(name, value) {
    if (this.#models.model[name === 'size' ? 'sizes' : 'seconds'].includes(value)) {
      form.elements[name].value = value;
    }
  }

  #edited() {
    this.#orderKey = null; // changed parameters need a new idempotency key
    Object.values(FIELDS).concat('create').forEach(name => this.#showProblem(name, ''));
    this.#picker.show();
    this.#show();
  }

  async #submit() {
    if (this.#reason()) {
      this.#focusWhatIsMissing();
      return;
    }
    const { id: model, image } = this.#models.model;
    const order = { prompt: asSent(prompt.value), model, size: form.elements.size.value, seconds: form.elements.seconds.value,
      image: image === 'none' ? null : this.#picker.file };
    this.#orderKey ??= randomKey();
    this.#progress(0);
    try {
      const video = await create(order, this.#orderKey, percent => this.#progress(percent));
      if (order.image) {
        this.#images.set(video.id, order.image);
      }
      await this.#picker.take(null);
      prompt.value = ''; // the form is free again before anybody can see it empty
      this.#edited();
      announce(text('create.done'));
      this.#created(video);
    } catch (failure) {
      this.#refused(failure);
    } finally {
      this.#progress(null);
    }
  }

  #refused(failure) {
    if (failure instanceof NoAnswer) {
      this.#showProblem('create', text('create.lost'));
    } else if (failure instanceof ApiError && failure.status === 429) {
      this.#wait(Math.max(1, failure.retryAfter));
      this.#showProblem('create', text('error.creates', failure.retryAfter));
    } else {
      const words = explain(failure);
      this.#showProblem(FIELDS[failure.param] ?? 'create', words);
    }
  }

  #showProblem(name, words) {
    problemOf(name).textContent = words;
    if (name === 'prompt') {
      prompt.setAttribute('aria-invalid', String(words !== ''));
    }
  }

  /** Counts down until the API accepts the next create. */
  #wait(seconds) {
    this.#waitUntil = Date.now() + seconds * 1000;
    const timer = setInterval(() => {
      if (Date.now() >= this.#waitUntil) {
        clearInterval(timer);
        this.#showProblem('create', '');
      }
      this.#show();
    }, 250);
  }

  /** Shows the progress of the upload, and locks the form until the create ends. */
  #progress(percent) {
    this.#percent = percent;
    form.querySelectorAll('.field').forEach(field => {
      field.inert = percent !== null;
    });
    this.#show();
    if (percent === null && document.activeElement === document.body) {
      prompt.focus();
    }
  }

  /** Returns the reason why a create is impossible now, or null. */
  #reason() {
    const length = count(prompt.value);
    const seconds = Math.ceil((this.#waitUntil - Date.now()) / 1000);
    if (this.#percent !== null) {
      return text('reason.sending');
    }
    if (length > this.#promptLimit) {
      return text('reason.long', length - this.#promptLimit);
    }
    if (this.#models.model.image !== 'none' && this.#picker.isWrong) {
      return text('reason.image');
    }
    if (this.#models.model.image === 'required' && !this.#picker.file) {
      return text('reason.image.needed');
    }
    if (prompt.value.trim() === '') {
      return text('reason.prompt');
    }
    return seconds > 0 ? text('reason.wait', seconds) : null;
  }

  #show() {
    const length = count(prompt.value);
    const counter = document.getElementById('prompt-count');
    counter.textContent = text('prompt.count', length, this.#promptLimit);
    counter.classList.toggle('over', length > this.#promptLimit);
    const reason = this.#reason();
    // aria-disabled keeps the button in the tab order, so that screen readers read the reason and a click can set the focus.
    button.setAttribute('aria-disabled', String(reason !== null));
    button.textContent = this.#percent === null ? text('create.go')
      : this.#picker.file ? text('create.uploading', this.#percent) : text('create.sending');
    document.getElementById('submit-reason').textContent = reason ?? text('reason.ready');
    const cost = this.#models.cost;
    document.getElementById('cost').textContent = cost === null ? '' : text('cost', cost);
    upload.hidden = this.#percent === null || !this.#picker.file;
    upload.value = this.#percent ?? 0;
  }

  /** A prompt must have fewer characters than the limit of its model. */
  get #promptLimit() {
    return this.#models.model.prompt_limit - 1;
  }

  #focusWhatIsMissing() {
    if (this.#models.model.image !== 'none' && this.#picker.isWrong
      || this.#models.model.image === 'required' && !this.#picker.file) {
      document.getElementById('image-choose').focus();
    } else if (this.#percent === null && this.#waitUntil <= Date.now()) {
      prompt.focus();
    }
  }
}

/** Converts line breaks to CRLF, as the form is sent and as the API counts characters. */
const asSent = words => words.replaceAll('\n', '\r\n');

/** Counts code points, not UTF-16 code units. */
const count = words => [...asSent(words)].length;

/** Returns a random key. It replaces `crypto.randomUUID`, which exists only over HTTPS and on localhost. */
const randomKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0'))
  .join('');
