// The deliveries to one webhook endpoint, newest first.

import { deliveries, replayDeliveries, retryDelivery } from './api.js';
import { explain } from './failures.js';
import { moment, text, translate } from './texts.js';
import { showToast } from './toast.js';

const PAGE = 10;
const DAY = 24 * 60 * 60 * 1000;

export class Deliveries {
  #endpoint;
  #element;
  #part = name => this.#element.querySelector(name);
  #rows = new Map();
  #last = null;

  /** @param element the place of the list, which is hidden until {@link open} */
  constructor(endpoint, element) {
    this.#endpoint = endpoint;
    this.#element = element;
    this.#part('.older').addEventListener('click', () => this.#read(this.#last));
    this.#part('.replay').addEventListener('submit', event => {
      event.preventDefault();
      this.#replay(event.target.elements.since);
    });
  }

  get isOpen() {
    return !this.#element.hidden;
  }

  open(open) {
    this.#element.hidden = !open;
    const { since } = this.#part('.replay').elements;
    since.value ||= local(Date.now() - DAY);
    this.refresh();
  }

  /** Reads the newest deliveries if the list is open. */
  refresh() {
    if (this.isOpen) {
      this.#read(null);
    }
  }

  translate() {
    this.#rows.forEach(row => row.translate());
  }

  async #read(after) {
    try {
      const page = await deliveries(this.#endpoint, PAGE, after);
      this.#meet(page, after !== null);
      this.#part('.problem').textContent = '';
    } catch (failure) {
      this.#part('.problem').textContent = explain(failure);
    }
  }

  /** Shows a page. Known rows keep their places, so that the focus stays where it is. */
  #meet(page, older) {
    const fresh = page.data.filter(({ id }) => !this.#rows.has(id));
    const isFirst = this.#rows.size === 0;
    if (!older && !isFirst && page.has_more && fresh.length === page.data.length) {
      this.#clear(); // more than a page of new ones: the rows in between are missing
    }
    if (older || this.#rows.size === 0) {
      this.#last = page.last_id;
      this.#part('.older').hidden = !page.has_more;
    }
    page.data.forEach(delivery => this.#rows.get(delivery.id)?.show(delivery));
    const rows = fresh.map(delivery => new Row(delivery));
    rows.forEach((row, number) => this.#rows.set(fresh[number].id, row));
    this.#part('ul')[older ? 'append' : 'prepend'](...rows.map(row => row.element));
    this.#part('.none').hidden = this.#rows.size > 0;
  }

  async #replay(since) {
    const time = new Date(since.value).getTime();
    if (Number.isNaN(time)) {
      this.#part('.problem').textContent = text('replay.missing');
      since.focus();
      return;
    }
    try {
      showToast(text('replay.done', (await replayDeliveries(this.#endpoint, Math.floor(time / 1000))).replayed));
      this.refresh();
    } catch (failure) {
      this.#part('.problem').textContent = explain(failure);
    }
  }

  #clear() {
    this.#rows.clear();
    this.#part('ul').replaceChildren();
  }
}

class Row {
  element = document.getElementById('delivery').content.firstElementChild.cloneNode(true);
  #part = name => this.element.querySelector(name);
  #delivery;

  constructor(delivery) {
    this.#part('button').addEventListener('click', () => this.#retry());
    this.show(delivery);
    translate(this.element);
  }

  show(delivery) {
    this.#delivery = delivery;
    const { status, event_type: type, event_id: event, created_at: created } = delivery;
    this.#part('.status').dataset.status = status;
    this.#part('.status').textContent = text(`delivery.${status}`);
    this.#part('.time').textContent = moment(created);
    this.#part('.what').textContent = `${type} · ${event}`;
    this.#part('.outcome').textContent = outcome(delivery);
    this.#part('.reply').textContent = status === 'delivered' ? '' : delivery.last_response ?? '';
    this.#part('button').setAttribute('aria-label', text('delivery.retry.label', event));
  }

  translate() {
    translate(this.element);
    this.show(this.#delivery);
  }

  async #retry() {
    try {
      this.show(await retryDelivery(this.#delivery.id));
    } catch (failure) {
      showToast(explain(failure));
    }
  }
}

/** Formats a time for a field of the type `datetime-local`, which has no time zone. */
function local(millis) {
  return new Date(millis - new Date(millis).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Returns the number of tries, the outcome of the last one, and the time of the next one. */
function outcome({ tries, status, last_status_code: code, last_error: error, next_try_at: next }) {
  const words = [text('delivery.tries', tries)];
  if (code || error) {
    words.push(code ? text('delivery.answer', code) : error.replace(/\.$/, ''));
  }
  if (status === 'pending' && next) {
    words.push(text('delivery.next', moment(next)));
  }
  return words.join(' · ');
}
