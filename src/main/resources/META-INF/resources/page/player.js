// The stage of a card: a still frame while there is no video, then the video, in place.

import { content, contentProblem } from './api.js';
import { explain } from './failures.js';
import { text } from './texts.js';

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
      this.#stage.dataset.shape = video.size === '720x1280' ? 'tall' : 'wide';
      this.#rest();
    }
  }

  translate() {
    if (this.#button) {
      this.#label();
    }
    if (this.#element) {
      this.#element.setAttribute('aria-label', text('videos.one', this.#video.prompt));
    }
  }

  /** Loads the video, and plays it if that was asked for. A ticket stands in for the key, which `<video>` cannot send. */
  async load(andPlay, from = 0) {
    this.#rest();
    this.#say(text('card.loading'));
    try {
      const { url } = await content(this.#video.id);
      this.#put(url, andPlay, from);
    } catch (failure) {
      this.#rest();
      this.#say(explain(failure));
    }
  }

  #put(url, andPlay, from) {
    const element = document.createElement('video');
    Object.assign(element, { controls: true, playsInline: true, preload: 'metadata', src: url });
    element.setAttribute('aria-label', text('videos.one', this.#video.prompt));
    element.addEventListener('loadeddata', () => this.#say(''));
    element.addEventListener('playing', () => {
      this.#renewed = false;
    });
    element.addEventListener('error', () => this.#broken(url));
    if (from > 0) {
      element.addEventListener('loadedmetadata', () => {
        element.currentTime = from;
      }, { once: true });
    }
    this.#button?.remove();
    this.#button = null;
    this.#element = element;
    this.#stage.prepend(element);
    if (andPlay) {
      element.focus();
      element.play().catch(() => {}); // its error event tells why
    }
  }

  /** A ticket expires while the page stays open: a new one goes on where the video stopped. Once, then it is told. */
  async #broken(url) {
    const { currentTime, paused } = this.#element;
    if (!this.#renewed) {
      this.#renewed = true;
      await this.load(!paused, currentTime);
      return;
    }
    this.#rest();
    this.#renewed = false;
    const problem = await contentProblem(url).catch(failure => failure);
    this.#say([text('card.unplayable'), problem ? explain(problem) : ''].join(' '));
  }

  /** Without a video: a button where there is one to play. */
  #rest() {
    this.#element?.remove();
    this.#button?.remove();
    this.#element = this.#button = null;
    this.#say('');
    if (this.#video.status === 'completed') {
      this.#button = document.createElement('button');
      this.#button.type = 'button';
      this.#button.className = 'play';
      this.#button.addEventListener('click', () => this.load(true));
      this.#label();
      this.#stage.prepend(this.#button);
    }
  }

  #label() {
    this.#button.textContent = text('card.play');
    this.#button.setAttribute('aria-label', text('card.play.label', this.#video.prompt));
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
