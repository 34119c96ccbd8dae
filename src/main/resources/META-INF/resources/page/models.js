// The model of a create. The form offers the shapes and lengths of the chosen one, its image rule, and what the video will cost.

import { models } from './api.js';
import { inEachLanguage, text } from './texts.js';

/** The model of the contract, until the models of the server are read. */
const CONTRACT = { id: 'sora-2', sizes: ['1280x720', '720x1280'], seconds: ['10', '15'], image: 'optional',
  prompt_limit: 1000, price_per_second: null };
/** More values than this are a list to open. */
const FEW = 3;

const part = id => document.getElementById(id);

export class ModelChoice {
  #models = [CONTRACT];
  #form;
  #changed;

  /** @param changed is called after each change of the model, but not by this constructor */
  constructor(form, changed) {
    this.#form = form;
    this.#changed = changed;
    part('model').addEventListener('change', () => this.#update());
    inEachLanguage(() => this.#show());
  }

  /** Reads the models of the server. Without them the model of the contract stays. */
  async read() {
    const found = (await models()).data;
    if (found.length > 0) {
      this.#models = found;
      this.#update();
    }
  }

  /** Returns the chosen model, as the API describes it. */
  get model() {
    return this.#models.find(({ id }) => id === part('model').value) ?? this.#models.find(({ id }) => id === CONTRACT.id)
      ?? this.#models[0];
  }

  /** Chooses a model, if the server has it. */
  choose(id) {
    if (this.#models.some(model => model.id === id)) {
      part('model').value = id;
      this.#update();
    }
  }

  /** Returns what the chosen video will cost in USD, or null if that is not known. */
  get cost() {
    const price = this.model.price_per_second;
    return price === null ? null : (Number(price) * Number(this.#form.elements.seconds.value)).toFixed(2);
  }

  #update() {
    this.#show();
    this.#changed();
  }

  #show() {
    const { id, sizes, seconds, image } = this.model;
    part('model').replaceChildren(...this.#models.map(model => new Option(model.id, model.id, false, model.id === id)));
    part('model-field').hidden = this.#models.length === 1;
    offer(part('sizes'), 'size', sizes, this.#chosen('size'), shape);
    offer(part('lengths'), 'seconds', seconds, this.#chosen('seconds'), value => [text('seconds.of', value)]);
    part('image-field').hidden = image === 'none';
    part('image-rule').textContent = text(image === 'required' ? 'image.needed' : 'optional');
  }

  #chosen(name) {
    return this.#form.elements[name]?.value;
  }
}

/** Fills a place with the values of a parameter: as radio buttons, or as a list if they are many. */
function offer(place, name, values, chosen, describe) {
  const selected = values.includes(chosen) ? chosen : values[0];
  place.classList.toggle('choices', values.length <= FEW);
  place.replaceChildren(...values.length <= FEW ? values.map(value => radio(name, value, value === selected, describe(value)))
    : [list(name, values, selected, describe)]);
}

function radio(name, value, checked, parts) {
  const input = Object.assign(document.createElement('input'), { type: 'radio', name, value, checked });
  const label = document.createElement('label');
  label.className = 'choice';
  label.append(input, ...parts);
  return label;
}

function list(name, values, selected, describe) {
  const select = Object.assign(document.createElement('select'), { name });
  select.setAttribute('aria-label', text(`${name}.label`));
  select.append(...values.map(value => new Option(describe(value).map(words => words.textContent ?? words).join(' ').trim(), value,
    false, value === selected)));
  return select;
}

/** Returns the frame, the word and the pixels of a size. */
function shape(size) {
  const [width, height] = size.split('x').map(Number);
  const kind = width > height ? 'wide' : width < height ? 'tall' : 'square';
  const frame = document.createElement('span');
  frame.className = `frame ${kind}`;
  const word = document.createElement('span');
  word.textContent = text(`size.${kind}`);
  const pixels = document.createElement('small');
  pixels.textContent = `${width} × ${height}`;
  return [frame, word, pixels];
}
