// The form of a create: what is typed is checked at once, and what the API refuses is said where it belongs.

import { ApiError, create, NoAnswer } from './api.js';
import { explain } from './failures.js';
import { Picker } from './picker.js';
import { announce, showToast } from './toast.js';
import { inEachLanguage, text } from './texts.js';

/** The manual's: fewer than 1000. */
const PROMPT_LIMIT = 999;
const FIELDS = { prompt: 'prompt', size: 'size', seconds: 'seconds', input_reference: 'image' };

const form = document.getElementById('create');
const prompt = document.getElementById('prompt');
const button = document.getElementById('submit');
const upload = document.getElementById('upload');
const problemOf = name => document.getElementById(`${name}-problem`);

export class CreateForm {
  #picker = new Picker(form, () => form.elements.size.value, () => this.#edited());
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

  /** Puts a former video's parameters in, with its image as far as this page still has it. */
  async fill({ id, prompt: words, size, seconds }, andSend = false) {
    prompt.value = words;
    form.elements.size.value = size ?? form.elements.size.value;
    form.elements.seconds.value = seconds ?? form.elements.seconds.value;
    const image = this.#images.get(id) ?? null;
    await this.#picker.take(image);
    (andSend ? button : prompt).focus();
    showToast(text(id && !image ? 'refilled.image' : 'refilled'));
  }

  #edited() {
    this.#orderKey = null; // another order than the one whose answer may have got lost
    Object.values(FIELDS).concat('create').forEach(name => this.#complain(name, ''));
    this.#picker.show();
    this.#show();
  }

  async #submit() {
    if (this.#reason()) {
      this.#focusWhatIsMissing();
      return;
    }
    const order = { prompt: asSent(prompt.value), size: form.elements.size.value, seconds: form.elements.seconds.value,
      image: this.#picker.file };
    this.#orderKey ??= randomKey();
    this.#progress(0);
    try {
      const video = await create(order, this.#orderKey, percent => this.#progress(percent));
      if (order.image) {
        this.#images.set(video.id, order.image);
      }
      prompt.value = '';
      await this.#picker.take(null);
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
      this.#complain('create', text('create.lost'));
    } else if (failure instanceof ApiError && failure.status === 429) {
      this.#wait(Math.max(1, failure.retryAfter));
      this.#complain('create', text('error.creates', failure.retryAfter));
    } else {
      const words = explain(failure);
      this.#complain(FIELDS[failure.param] ?? 'create', words);
    }
  }

  #complain(name, words) {
    problemOf(name).textContent = words;
    if (name === 'prompt') {
      prompt.setAttribute('aria-invalid', String(words !== ''));
    }
  }

  /** Counts down to when the API will take the next one. */
  #wait(seconds) {
    this.#waitUntil = Date.now() + seconds * 1000;
    const timer = setInterval(() => {
      if (Date.now() >= this.#waitUntil) {
        clearInterval(timer);
        this.#complain('create', '');
      }
      this.#show();
    }, 250);
  }

  /** While an order is under way it is not to be changed. */
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

  /** Why nothing can be created now; null where it can. */
  #reason() {
    const length = count(prompt.value);
    const seconds = Math.ceil((this.#waitUntil - Date.now()) / 1000);
    if (this.#percent !== null) {
      return text('reason.sending');
    }
    if (length > PROMPT_LIMIT) {
      return text('reason.long', length - PROMPT_LIMIT);
    }
    if (this.#picker.isWrong) {
      return text('reason.image');
    }
    if (prompt.value.trim() === '') {
      return text('reason.prompt');
    }
    return seconds > 0 ? text('reason.wait', seconds) : null;
  }

  #show() {
    const length = count(prompt.value);
    const counter = document.getElementById('prompt-count');
    counter.textContent = text('prompt.count', length, PROMPT_LIMIT);
    counter.classList.toggle('over', length > PROMPT_LIMIT);
    const reason = this.#reason();
    // Not disabled for good: who tabs to it hears why, and who presses it is led to what is missing.
    button.setAttribute('aria-disabled', String(reason !== null));
    button.textContent = this.#percent === null ? text('create.go')
      : this.#picker.file ? text('create.uploading', this.#percent) : text('create.sending');
    document.getElementById('submit-reason').textContent = reason ?? text('reason.ready');
    upload.hidden = this.#percent === null || !this.#picker.file;
    upload.value = this.#percent ?? 0;
  }

  #focusWhatIsMissing() {
    if (this.#picker.isWrong) {
      document.getElementById('image-choose').focus();
    } else if (this.#percent === null && this.#waitUntil <= Date.now()) {
      prompt.focus();
    }
  }
}

/** A form is sent with line breaks of two characters, and those are what the API counts. */
const asSent = words => words.replaceAll('\n', '\r\n');

/** Characters, not UTF-16 units. */
const count = words => [...asSent(words)].length;

/** As crypto.randomUUID, which is there over https only. */
const randomKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0'))
  .join('');
