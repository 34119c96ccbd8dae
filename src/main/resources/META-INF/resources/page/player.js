// The stage of a card. It shows a placeholder, the first frame, or the video.

import { content, contentProblem } from './api.js';
import { explain } from './failures.js';
import { drawFirstFrame, release } from './poster.js';
import { text } from './texts.js';

/** Only one video plays at a time, because each holds a connection and browsers open at most six per origin (HTTP/1.1). */
let playing = null;

export class Player {
  #stage;
  #video = null;
  #element = null;
  #button = null;
  #note = null;
  #renewed = false;

  constructor(stage) {
    this.#stage = stage;
  }

  show(video) {
    const before = this.#video;
    this.#video = video;
    if (before?.status !== video.status) {
      this.#rest();
    }
  }

  translate() {
    this.#label(this.#element, 'videos.one');
    this.#label(this.#button, 'card.play.label');
    if (this.#button) {
      this.#button.textContent = text('card.play');
    }
  }

  /** Shows the first frame. A failure needs no message here; playing the video shows one. */
  async reveal() {
    const { url } = await content(this.#video.id);
    this.#stage.querySelector('canvas')?.remove();
    this.#stage.prepend(await drawFirstFrame(url));
  }

  /** Plays the video from a position in seconds. The URL has a ticket, because `<video>` cannot send the key. */
  async play(from = 0) {
    if (playing !== this) {
      playing?.#rest();
    }
    playing = this;
    this.#rest();
    this.#say(text('card.loading'));
    try {
      const { url } = await content(this.#video.id);
      if (playing === this) {
        this.#put(url, from);
      }
    } catch (failure) {
      this.#rest();
      this.#say(explain(failure));
    }
  }

  #put(url, from) {
    const element = document.createElement('video');
    Object.assign(element, { controls: true, playsInline: true, src: url });
    element.addEventListener('loadedmetadata', () => {
      element.currentTime = from;
    });
    element.addEventListener('playing', () => {
      this.#say('');
      this.#renewed = false;
    });
    element.addEventListener('error', () => this.#broken(element));
    this.#button?.remove();
    this.#button = null;
    this.#element = element;
    this.#label(element, 'videos.one');
    this.#stage.append(element);
    element.focus();
    element.play().catch(() => this.#say('')); // the browser requires a click on the controls
  }

  /** Continues with a new ticket after an error, because the former one may have expired; shows a second error. */
  async #broken(element) {
    const { currentTime, src: url } = element;
    if (element !== this.#element) {
      return; // the stage has another video element
    }
    if (!this.#renewed) {
      this.#renewed = true;
      await this.play(currentTime);
      return;
    }
    this.#rest();
    this.#renewed = false;
    const problem = await contentProblem(url).catch(failure => failure);
    this.#say([text('card.unplayable'), problem ? explain(problem) : ''].join(' '));
  }

  /** Removes the video element, and shows the play button for a completed video. */
  #rest() {
    if (this.#element) {
      this.#element.remove();
      release(this.#element);
    }
    this.#button?.remove();
    this.#element = this.#button = null;
    this.#say('');
    if (this.#video.status === 'completed') {
      this.#button = document.createElement('button');
      this.#button.type = 'button';
      this.#button.className = 'play';
      this.#button.addEventListener('click', () => this.play());
      this.#stage.append(this.#button);
      this.translate();
    }
  }

  #label(element, name) {
    element?.setAttribute('aria-label', text(name, this.#video.prompt));
  }

  #say(words) {
    this.#note?.remove();
    this.#note = null;
    if (words) {
      this.#note = document.createElement('p');
      this.#note.className = 'note';
      this.#note.setAttribute('role', 'status');
      this.#note.textContent = words;
      this.#stage.append(this.#note);
    }
  }
}
