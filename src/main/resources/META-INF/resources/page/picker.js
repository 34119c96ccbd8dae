// The field of the reference image. A user chooses, drops or pastes a file; the field shows a preview and a hint or problem.

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
   * @param form accepts a dropped image
   * @param size returns the current size of the video
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

  /** Returns the image if it is valid, or null. */
  get file() {
    return this.#facts ? this.#file : null;
  }

  /** Returns whether the chosen image is invalid. */
  get isWrong() {
    return this.#problem !== null;
  }

  async take(file) {
    this.#release();
    this.#file = file;
    input.value = '';
    if (file) {
      const found = await examine(file);
      if (this.#file !== file) {
        return; // the user chose another image during the check
      }
      this.#facts = found.problem ? null : found;
      this.#problem = found.problem ?? null;
    }
    this.show();
    this.#changed();
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

  #release() {
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

  /** Takes an image from the clipboard or a drop. Ignores text, and any image while a create is being sent. */
  #takeFrom(data, event) {
    const file = data.files[0];
    if (file && !chooser.closest('[inert]')) {
      event.preventDefault();
      this.take(file);
    }
  }
}
