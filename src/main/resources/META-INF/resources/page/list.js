// The list of cards, newest first, with a button for older videos.

import { get, list } from './api.js';
import { Card } from './card.js';
import { explain } from './failures.js';
import { announce } from './toast.js';
import { inEachLanguage, text } from './texts.js';
import { isOpen, Videos } from './videos.js';

const PAGE = 12;
const SECOND = 1000;
/** The queue position changes without a new version of the video, so there are no events for it. */
const BETWEEN_LOOKS_AT_THE_QUEUE = 10 * SECOND;
const SHORT_PROMPT = 60;

export class List {
  #videos = new Videos((video, before) => this.#show(video, before));
  #cards = new Map();
  #act;
  /** The id after which the next page begins, or undefined before the first page. */
  #oldest;
  #element = document.getElementById('list');
  #older = document.getElementById('older');
  #problem = document.getElementById('list-problem');

  constructor(act) {
    this.#act = act;
    this.#older.onclick = () => this.#readPage(this.#oldest);
    setInterval(() => this.#cards.forEach(card => card.tick()), SECOND);
    setInterval(() => this.#lookAtTheQueue(), BETWEEN_LOOKS_AT_THE_QUEUE);
    inEachLanguage(() => this.#cards.forEach(card => card.translate()));
  }

  meet(video) {
    this.#videos.meet(video);
  }

  /** Adds a new video and scrolls to it, because the list is below the form on a narrow screen. */
  present(video) {
    this.meet(video);
    this.#cards.get(video.id).element.scrollIntoView({ block: 'nearest' });
  }

  /** Returns whether the first page was not read yet. */
  get isUnread() {
    return this.#oldest === undefined;
  }

  /** Reads the newest videos. Call it after the stream opened, so that no change is lost between the two. */
  async read() {
    await this.#readPage(null);
  }

  /** Removes a video that was deleted here or elsewhere. The focus moves only if it was on that card. */
  forget(id) {
    const element = this.#cards.get(id)?.element;
    if (id === this.#oldest) {
      this.#oldest = this.#videos.before(id)?.id;
    }
    this.#videos.forget(id);
    if (!element) {
      return;
    }
    const next = element.nextElementSibling ?? element.previousElementSibling;
    const focused = element.contains(document.activeElement);
    this.#cards.delete(id);
    element.remove();
    if (focused) {
      (next?.querySelector('button:not([hidden])') ?? document.getElementById('prompt')).focus();
    }
    this.#showWhetherEmpty();
    this.#showTitle();
  }

  async #readPage(after) {
    try {
      const page = await list(PAGE, after);
      this.#videos.meetPage(page.data);
      if (after || this.isUnread) {
        this.#oldest = page.last_id;
        this.#older.hidden = !page.has_more;
      }
      this.#problem.textContent = '';
      this.#showWhetherEmpty();
    } catch (failure) {
      this.#problem.textContent = explain(failure);
    }
  }

  #show(video, before) {
    const card = this.#cards.get(video.id);
    if (card) {
      card.show(video);
    } else {
      this.#add(video);
    }
    if (before && isOpen(before)) {
      this.#announceChange(video, before);
    }
    this.#showTitle();
  }

  /** Inserts a new card without moving the others, because a moved card restarts its video. */
  #add(video) {
    const card = new Card(video, this.#act);
    const next = this.#videos.all[this.#videos.all.indexOf(video) + 1];
    this.#cards.set(video.id, card);
    this.#element.insertBefore(card.element, this.#cards.get(next?.id)?.element ?? null);
    this.#showWhetherEmpty();
  }

  /** Announces the half-way point and the end of a video to screen readers. */
  #announceChange(video, before) {
    const prompt = video.prompt.length > SHORT_PROMPT ? `${video.prompt.slice(0, SHORT_PROMPT)}…` : video.prompt;
    if (!isOpen(video)) {
      announce(text(`said.${video.status}`, prompt));
    } else if (before.progress < 50 && video.progress >= 50) {
      announce(text('said.half', prompt));
    }
    if (video.status === 'completed') {
      this.#cards.get(video.id).reveal();
    }
  }

  #showTitle() {
    const running = this.#videos.all.filter(isOpen);
    const percent = running.reduce((sum, video) => sum + video.progress, 0) / running.length;
    document.title = running.length ? `${text('card.percent', Math.round(percent))} · Reelay` : 'Reelay';
  }

  #showWhetherEmpty() {
    document.getElementById('empty').hidden = this.#videos.all.length > 0;
  }

  #lookAtTheQueue() {
    if (!document.hidden) {
      this.#videos.all.filter(video => video.queue_position > 0 && isOpen(video)).forEach(video => {
        get(video.id).then(news => this.#videos.meet(news), () => {}); // the next interval tries again
      });
    }
  }
}
