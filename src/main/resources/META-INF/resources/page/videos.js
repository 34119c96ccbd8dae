// The videos that the page knows, whoever told it of them: the list, the stream, or the answer to an action.

const OPEN = ['submitted', 'in_progress'];

export const isOpen = video => OPEN.includes(video.status);

/**
 * Which of two versions of a video is the later one. They arrive on different ways, and one may overtake another; but a
 * video never goes back: what is settled stays so, what has moved on has moved on.
 */
export function later(known, news) {
  if (isOpen(known) !== isOpen(news)) {
    return isOpen(known) ? news : known;
  }
  const stages = OPEN.indexOf(news.status) - OPEN.indexOf(known.status);
  const steps = stages || news.progress - known.progress;
  const knowsLess = steps === 0 && !news.queue_position; // the list does not tell the place in the queue
  return isOpen(known) && (steps < 0 || knowsLess) ? known : news;
}

/** All of them, newest first. */
export class Videos {
  #known = [];
  #gone = new Set();
  #changed;

  /** @param {(video, previous) => void} changed is told each new version, with `null` for the previous of a new one */
  constructor(changed) {
    this.#changed = changed;
  }

  get all() {
    return this.#known;
  }

  find(id) {
    return this.#known.find(video => video.id === id);
  }

  /** Takes a version of a video into account, where it tells something new. A new one is the newest of its second. */
  meet(news) {
    this.#meet(news, this.#known.findIndex(({ created_at: time }) => time <= news.created_at));
  }

  /**
   * Those of a page of the list, newest first. Their times tell no more than the second; but each comes right before the
   * next one of the page, and the last one behind whatever else is of its second.
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

  /** Forgets one for good: what still arrives about it is old. */
  forget(id) {
    this.#gone.add(id);
    this.#known = this.#known.filter(video => video.id !== id);
  }
}
