// The view of the audit, for administrators: who changed which key, newest first.

import { audit } from './api.admin.js';
import { explain } from './failures.js';
import { fillTable } from './table.js';
import { hasText, inEachLanguage, moment, text, translate } from './texts.js';

const PAGE = 20;
const BETWEEN_LOOKS = 10_000;
const ACTIONS = ['', 'key.create', 'key.update', 'key.rotate', 'key.revoke'];
const TIMES = ['created_at', 'expires_at', 'revoked_at', 'former_secret_until', 'last_used_at'];

const part = id => document.getElementById(`audit-${id}`);
const view = part('view');
const filter = part('filter');

export class Audit {
  #rows = new Map();
  #edition = 0;
  #last = null;

  constructor() {
    filter.addEventListener('submit', event => event.preventDefault());
    filter.addEventListener('change', () => this.#readAgain());
    part('older').addEventListener('click', () => this.#read(this.#last));
    setInterval(() => !view.hidden && !document.hidden && this.#read(null), BETWEEN_LOOKS);
    inEachLanguage(() => this.#translate());
  }

  show(visible) {
    view.hidden = !visible;
    if (visible) {
      this.#read(null);
    }
  }

  /** Shows only the changes of one key from now on. */
  showOnly(key) {
    filter.elements.key.value = key;
    this.#readAgain();
  }

  #readAgain() {
    this.#edition++;
    this.#clear();
    this.#read(null);
  }

  async #read(after) {
    const edition = this.#edition;
    try {
      const page = await audit(PAGE, { action: filter.elements.action.value, key: filter.elements.key.value.trim(), after });
      if (edition === this.#edition) {
        this.#meet(page, after !== null);
      }
      part('problem').textContent = '';
    } catch (failure) {
      part('problem').textContent = explain(failure);
    }
  }

  /** Shows a page. An entry never changes, so known ones keep their elements. */
  #meet(page, older) {
    const fresh = page.data.filter(({ id }) => !this.#rows.has(id));
    if (!older && page.has_more && fresh.length === page.data.length) {
      this.#clear(); // more than a page of new ones: the entries in between are missing
    }
    if (older || this.#rows.size === 0) {
      this.#last = page.last_id;
      part('older').hidden = !page.has_more;
    }
    const rows = fresh.map(entry => new Entry(entry));
    rows.forEach((row, number) => this.#rows.set(fresh[number].id, row));
    part('list')[older ? 'append' : 'prepend'](...rows.map(({ element }) => element));
    part('empty').hidden = this.#rows.size > 0;
  }

  #clear() {
    this.#rows.clear();
    part('list').replaceChildren();
  }

  #translate() {
    const { action } = filter.elements;
    const chosen = action.value;
    action.replaceChildren(...ACTIONS.map(value => new Option(text(`audit.action.${value || 'any'}`), value, false,
      value === chosen)));
    this.#rows.forEach(row => row.show());
  }
}

class Entry {
  element = document.getElementById('audit-entry').content.firstElementChild.cloneNode(true);
  #part = name => this.element.querySelector(`.${name}`);
  #entry;

  constructor(entry) {
    this.#entry = entry;
    this.show();
  }

  show() {
    const { created_at: time, admin, action, subject, address, before, after } = this.#entry;
    translate(this.element);
    const name = (after ?? before)?.name ?? subject;
    this.#part('what').textContent = hasText(`audit.${action}`) ? text(`audit.${action}`, name) : action;
    this.#part('time').textContent = moment(time);
    this.#part('who').textContent = text('audit.by', admin, address);
    this.#part('subject').textContent = subject;
    const changed = differences(before, after);
    this.#part('changes').hidden = changed.length === 0;
    fillTable(this.element.querySelector('table'), [
      { title: text('audit.field'), cell: ([field]) => field },
      { title: text('audit.before'), cell: ([field]) => shown(field, known(before, field)) },
      { title: text('audit.after'), cell: ([field]) => shown(field, known(after, field)) },
    ], changed);
  }
}

/** Returns the fields that differ; those of a new key are the ones that have a value. */
function differences(before, after) {
  return Object.entries({ ...before, ...after })
    .filter(([name]) => JSON.stringify(known(before, name)) !== JSON.stringify(known(after, name)));
}

/** Returns a value; null stands for an absent one and for one without entries. */
function known(fields, name) {
  const value = fields?.[name] ?? null;
  return value !== null && typeof value === 'object' && Object.keys(value).length === 0 ? null : value;
}

function shown(name, value) {
  if (value === null) {
    return '–';
  }
  if (TIMES.includes(name)) {
    return moment(value);
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
