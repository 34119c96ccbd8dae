// The field of the reference image: chosen, dropped or pasted, then shown, with what is to be said about it.

import { examine, hint } from './image.js';
import { inEachLanguage, megabytes, text } from './texts.js';

const part = name => document.getElementById(`image-${name}`);
const input = document.getElementById('image');
const chooser = part('choose');

export class Picker {
  #file = null;
  #facts = null;
  #problem = null;
  #size;
  #changed;

  /**
   * @param form is where an image can be dropped
   * @param size tells the size of the video at any time
   * @param changed is called after each change
   */
  constructor(form, size, changed) {
    this.#size = size;
    this.#changed = changed;
    chooser.addEventListener('click', () => input.click());
    input.addEventListener('change', () => this.take(input.files[0] ?? null));
    part('remove').addEventListener('click', () => {
      this.take(null);
      chooser.focus();
    });
    this.#acceptDrops(form);
    document.addEventListener('paste', event => this.#takeFrom(event.clipboardData, event));
    inEachLanguage(() => this.show());
  }

  /** The image, where there is one that can be used. */
  get file() {
    return this.#facts ? this.#file : null;
  }

  /** Whether there is one that cannot. */
  get isWrong() {
    return this.#problem !== null;
  }

  async take(file) {
    this.#giveBack();
    this.#file = file;
    input.value = '';
    if (file) {
      const found = await examine(file);
      if (this.#file !== file) {
        return; // another one was chosen meanwhile
      }
      this.#facts = found.problem ? null : found;
      this.#problem = found.problem ?? null;
    }
    this.show();
    this.#changed();
  }

  /** Says what the API has against the image. */
  complain(words) {
    part('problem').textContent = words;
  }

  show() {
    part('shown').hidden = !this.#facts;
    chooser.hidden = Boolean(this.#facts);
    part('problem').textContent = this.#problem ? text(this.#problem, megabytes(this.#file.size)) : '';
    chooser.setAttribute('aria-label', `${text('image.label')}: ${text('image.choose')}. ${text('image.limits')}`);
    const advice = this.#facts && hint(this.#facts, this.#size());
    part('hint').textContent = advice ? text(advice) : '';
    if (this.#facts) {
      const name = this.#file.name || text('image.pasted');
      part('preview').src = this.#facts.url;
      part('preview').alt = text('image.preview', name);
      part('name').textContent = name;
      part('facts').textContent = text('image.facts', this.#facts.width, this.#facts.height, megabytes(this.#file.size));
    }
  }

  #giveBack() {
    if (this.#facts) {
      part('preview').removeAttribute('src');
      URL.revokeObjectURL(this.#facts.url);
    }
    this.#facts = this.#problem = null;
  }

  #acceptDrops(form) {
    form.addEventListener('dragover', event => {
      event.preventDefault();
      form.classList.add('dropping');
    });
    form.addEventListener('dragleave', event => {
      form.classList.toggle('dropping', form.contains(event.relatedTarget));
    });
    form.addEventListener('drop', event => {
      form.classList.remove('dropping');
      event.preventDefault();
      this.#takeFrom(event.dataTransfer, event);
    });
  }

  /** Pasted text stays what it is, and an order that is under way too. */
  #takeFrom(data, event) {
    const file = data.files[0];
    if (file && !chooser.closest('[inert]')) {
      event.preventDefault();
      this.take(file);
    }
  }
}
