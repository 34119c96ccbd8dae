// The card of one video: its status, progress and actions.

import { whyFailed } from './failures.js';
import { usd } from './money.js';
import { Player } from './player.js';
import { stopwatch, text, translate } from './texts.js';
import { isOpen } from './videos.js';

const LONG_PROMPT = 160;
const ACTIONS = {
  submitted: ['cancel'],
  in_progress: ['cancel'],
  completed: ['download', 'again', 'link', 'curl', 'remove'],
  failed: ['retry', 'remove'],
};

export class Card {
  element = document.getElementById('card').content.firstElementChild.cloneNode(true);
  #parts = name => this.element.querySelector(`.${name}`);
  #player;
  #video;
  #shownAt;

  /** @param act is called with the name of an action and the video */
  constructor(video, act) {
    this.element.id = video.id;
    this.element.style.setProperty('--hue', String(parseInt(video.id.slice(-4), 16) % 360));
    this.#player = new Player(this.#parts('stage'));
    this.element.querySelectorAll('[data-action]').forEach(button => {
      button.addEventListener('click', () => act(button.dataset.action, this.#video));
    });
    const more = this.#parts('more');
    more.addEventListener('click', () => {
      more.setAttribute('aria-expanded', String(more.getAttribute('aria-expanded') === 'false'));
      this.#showPrompt();
    });
    this.show(video);
  }

  show(video) {
    this.#video = video;
    this.#shownAt = Date.now();
    this.element.dataset.status = video.status;
    this.#showState();
    this.#player.show(video);
  }

  /** Shows the card in the current language. */
  translate() {
    translate(this.element);
    this.#showState();
    this.#player.translate();
  }

  /** Updates the time of an open video; called every second. */
  tick() {
    if (isOpen(this.#video)) {
      this.#showTime();
    }
  }

  /** Loads the first frame of a video that has just completed. Older videos load nothing before they are played. */
  reveal() {
    this.#player.reveal().catch(() => {}); // the card works without the first frame
  }

  #showState() {
    const video = this.#video;
    translate(this.element);
    this.element.firstElementChild.setAttribute('aria-label', text('videos.one', video.prompt));
    const status = video.error_code === 'cancelled' ? 'cancelled' : video.status;
    this.#parts('status').textContent = text(`status.${status}`);
    this.#parts('spec').textContent = text('card.spec', video.model, video.size, video.seconds);
    this.#parts('cost').textContent = costOf(video);
    this.#showProgress();
    this.#showTime();
    this.#showPrompt();
    this.#showFailure();
    this.element.querySelectorAll('[data-action]').forEach(button => {
      button.hidden = !ACTIONS[video.status].includes(button.dataset.action);
    });
  }

  #showProgress() {
    const bar = this.#parts('bar');
    bar.hidden = !isOpen(this.#video);
    bar.value = this.#video.progress;
    const percent = text(this.#video.progress_estimated ? 'card.about' : 'card.percent', this.#video.progress);
    bar.textContent = percent;
    this.#parts('stage').dataset.percent = percent;
  }

  #showTime() {
    const { created_at: begin, completed_at: end } = this.#video;
    const now = isOpen(this.#video) ? Math.floor(Date.now() / 1000) : end;
    this.#parts('time').textContent = now ? stopwatch(Math.max(0, now - begin)) : '';
    this.#parts('queue').textContent = isOpen(this.#video) ? this.#place() : '';
  }

  /** Returns the queue position and the remaining time, as far as they are known. */
  #place() {
    const { queue_position: place, estimated_seconds: estimated } = this.#video;
    const words = place ? [text('card.place', place)] : [];
    if (estimated !== undefined) {
      const left = estimated - Math.floor((Date.now() - this.#shownAt) / 1000);
      words.push(left < 1 ? text('card.left.any')
        : left < 90 ? text('card.left.seconds', left) : text('card.left.minutes', Math.round(left / 60)));
    }
    return words.join(' · ');
  }

  #showPrompt() {
    const { prompt } = this.#video;
    const more = this.#parts('more');
    const open = more.getAttribute('aria-expanded') === 'true';
    more.hidden = prompt.length <= LONG_PROMPT;
    more.textContent = text(open ? 'card.less' : 'card.more');
    this.#parts('prompt').textContent = prompt;
    this.#parts('prompt').classList.toggle('clamped', !more.hidden && !open);
  }

  #showFailure() {
    const why = this.#parts('why');
    why.replaceChildren();
    if (this.#video.status === 'failed') {
      whyFailed(this.#video).forEach(words => {
        const line = document.createElement('span');
        line.textContent = words;
        why.append(line);
      });
    }
    why.hidden = this.#video.status !== 'failed';
  }
}

/** Returns what the video costs, and what it may cost although it was cancelled or failed; empty if there is no price. */
function costOf({ cost, cost_uncertain: uncertain, ...video }) {
  if (cost === undefined) {
    return '';
  }
  const words = text(isOpen(video) ? 'card.cost.open' : 'card.cost', usd(cost));
  return uncertain === undefined ? words : `${words} · ${text('card.cost.uncertain', usd(uncertain))}`;
}
