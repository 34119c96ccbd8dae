// One EventSource for all videos. Its URL has a ticket, because an EventSource cannot send a header.

import { ApiError, eventsUrl } from './api.js';

const KINDS = ['progress', 'completed', 'failed'];
const LONGEST_PAUSE = 15_000;

/**
 * Follows the changes of all videos of the key until {@link stop}. After a lost connection the browser reconnects and sends
 * the id of the last event, so that the server sends missed events only. An error response, such as for an expired ticket,
 * closes an EventSource permanently; a new one with a new ticket then continues from the same event.
 */
export class Stream {
  #source = null;
  #lastEventId = '';
  #failures = 0;
  #attempt = 0;
  #timer = 0;
  #listener;

  /** @param listener has `onVideo(video)`, `onDeleted(id)`, `onOpen()` and `onLost()` */
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

  /** Closes the EventSource, and cancels a pending retry or start. */
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
    KINDS.forEach(kind => this.#on(kind, video => this.#listener.onVideo(video)));
    this.#on('deleted', ({ id }) => this.#listener.onDeleted(id));
  }

  #on(kind, tell) {
    this.#source.addEventListener(kind, event => {
      this.#lastEventId = event.lastEventId;
      tell(JSON.parse(event.data));
    });
  }

  /** Retries with a new ticket, with a jittered exponential back-off of 15 s at most. */
  #again(pause) {
    this.#listener.onLost();
    const growing = Math.min(LONGEST_PAUSE, 500 * 2 ** this.#failures++);
    this.#timer = setTimeout(() => this.start(), Math.max(pause, growing * (0.5 + Math.random() / 2)));
  }

  /** Closes the EventSource when the network is lost, because the browser may notice the broken connection late. */
  #offline = () => {
    this.#leave();
    this.#listener.onLost();
  };

  /** Reconnects at once when the network returns. */
  #online = () => this.start();
}
