// One EventSource for all videos. It carries a ticket in its url, since it can send no header.

import { ApiError, eventsUrl } from './api.js';

const KINDS = ['progress', 'completed', 'failed'];
const LONGEST_PAUSE = 15_000;

/**
 * Follows the changes of all videos of the key, for as long as it takes. While the server can be reached, the browser
 * reconnects by itself and sends the id of the last event, so that only what was missed comes. An EventSource ends for
 * good when it is answered with an error, as when its ticket expired: then a new one goes on from the same event.
 */
export class Stream {
  #source = null;
  #lastEventId = '';
  #failures = 0;
  #attempt = 0;
  #timer = 0;
  #listener;

  /** @param listener has `onVideo(video)`, `onOpen()` and `onLost()` */
  constructor(listener) {
    this.#listener = listener;
    window.addEventListener('offline', this.#offline);
    window.addEventListener('online', this.#online);
  }

  async start() {
    const attempt = this.#leave();
    try {
      const url = await eventsUrl();
      if (this.#lastEventId) {
        url.searchParams.set('last_event_id', this.#lastEventId);
      }
      if (attempt === this.#attempt) {
        this.#listen(new EventSource(url));
      }
    } catch (failure) {
      if (attempt === this.#attempt) {
        this.#again(failure instanceof ApiError ? failure.retryAfter * 1000 : 0);
      }
    }
  }

  stop() {
    window.removeEventListener('offline', this.#offline);
    window.removeEventListener('online', this.#online);
    this.#leave();
  }

  /** Ends whatever is under way. */
  #leave() {
    clearTimeout(this.#timer);
    this.#source?.close();
    return ++this.#attempt;
  }

  #listen(source) {
    this.#source = source;
    source.onopen = () => {
      this.#failures = 0;
      this.#listener.onOpen();
    };
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) {
        this.#again(0);
      } else {
        this.#listener.onLost();
      }
    };
    for (const kind of KINDS) {
      source.addEventListener(kind, event => {
        this.#lastEventId = event.lastEventId;
        this.#listener.onVideo(JSON.parse(event.data));
      });
    }
  }

  /** Tries it with a new ticket, less often the longer it fails. */
  #again(pause) {
    this.#listener.onLost();
    const growing = Math.min(LONGEST_PAUSE, 500 * 2 ** this.#failures++);
    this.#timer = setTimeout(() => this.start(), Math.max(pause, growing * (0.5 + Math.random() / 2)));
  }

  /** What was open leads nowhere now, though it may not notice before it is written to. */
  #offline = () => {
    this.#leave();
    this.#listener.onLost();
  };

  /** The network is back: no reason to sit out a pause. */
  #online = () => this.start();
}
