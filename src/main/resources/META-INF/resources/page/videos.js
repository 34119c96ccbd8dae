// The videos of the page, from all sources: the list, the event stream and the responses to actions.

const OPEN = ['submitted', 'in_progress'];

export const isOpen = video => OPEN.includes(video.status);

/**
 * Returns the later one of two versions of a video. Versions from different sources may arrive out of order, but a status or
 * progress never returns to an earlier one (contract 6).
 */
export function later(known, news) {
  if (isOpen(known) !== isOpen(news)) {
    return isOpen(known) ? news : known;
  }
  const stages = OPEN.indexOf(news.status) - OPEN.indexOf(known.status);
  const steps = stages || news.progress - known.progress;
  const knowsLess = steps === 0 && !news.queue_position; // the list has no queue position
  return isOpen(known) && (steps < 0 || knowsLess) ? known : news;
}

/** All videos, newest first. */
export class Videos {
  #known = [];
  #gone = new Set();
  #changed;

  /** @param {(video, previous) => void} changed is called with each new version and the previous one, `null` for a new video */
  constructor(changed) {
    this.#changed = changed;
  }

  get all() {
    return this.#known;
  }

  find(id) {
    return this.#known.find(video => video.id === id);
  }

  /** Returns the next newer video, or undefined. */
  before(id) {
    return this.#known[this.#indexOf(id) - 1];
  }

  /** Stores a version of a video, if it is later than the known one. A new video is the newest of its second. */
  meet(news) {
    this.#meet(news, this.#known.findIndex(({ created_at: time }) => time <= news.created_at));
  }

  /**
   * Stores a page of the list, newest first. Times have a resolution of one second, so a new video is placed right before its
   * successor on the page, and the last video of the page after all known ones of the same second.
   */
  meetPage(page) {
    [...page].reverse().forEach((news, number, oldestFirst) => {
      const next = number > 0 ? this.#indexOf(oldestFirst[number - 1].id) : -1;
      this.#meet(news, next >= 0 ? next : this.#known.findIndex(({ created_at: time }) => time < news.created_at));
    });
  }

  #meet(news, place) {
    if (this.#gone.has(news.id)) {
      return;
    }
    const index = this.#indexOf(news.id);
    const known = this.#known[index] ?? null;
    const version = known ? later(known, news) : news;
    if (version === known) {
      return;
    }
    if (known) {
      this.#known[index] = version;
    } else {
      this.#known.splice(place < 0 ? this.#known.length : place, 0, version);
    }
    this.#changed(version, known);
  }

  #indexOf(id) {
    return this.#known.findIndex(video => video.id === id);
  }

  /** Removes a video, and ignores later versions of it, which are outdated. */
  forget(id) {
    this.#gone.add(id);
    this.#known = this.#known.filter(video => video.id !== id);
  }
}
