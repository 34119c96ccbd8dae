// What a caller sees: the form and the list of videos, the webhooks, and the own figures.

import { actionsOn } from './actions.js';
import { usage, usageCsv } from './api.js';
import { offerExamples } from './examples.js';
import { CreateForm } from './form.js';
import { List } from './list.js';
import { OwnKey } from './ownkey.js';
import { Stream } from './stream.js';
import { Usage } from './usage.js';
import { Webhooks } from './webhooks.js';

const videos = document.getElementById('studio');

export class Studio {
  #form = new CreateForm(video => this.#list.present(video));
  #list = new List(actionsOn({
    meet: video => this.#list.meet(video),
    forget: id => this.#list.forget(id),
    refill: (video, andSend) => this.#form.fill(video, andSend),
  }));
  #webhooks = new Webhooks();
  #ownKey = new OwnKey();
  #usage = new Usage({ read: usage, csv: usageCsv, groups: ['model', 'status'], ranks: false,
    prepare: () => this.#ownKey.read(), name: (group, value) => value });
  #stream;

  /** The views by the fragments of their links. */
  views = {
    videos: visible => {
      videos.hidden = !visible;
    },
    webhooks: visible => this.#webhooks.show(visible),
    usage: visible => this.#usage.show(visible),
  };

  /** @param connected is called with the state of the connection, `live` or `lost` */
  constructor(connected) {
    this.#stream = new Stream({
      onVideo: video => this.#list.meet(video),
      onDeleted: id => this.#list.forget(id),
      onOpen: () => {
        connected('live');
        this.#list.read();
      },
      onLost: () => {
        connected('lost');
        if (this.#list.isUnread) {
          this.#list.read();
        }
      },
    });
    offerExamples(prompt => this.#form.fill({ prompt }, true));
  }

  /** Ends when the form offers what the server has, so that it does not change while somebody fills it in. */
  async open() {
    this.#stream.start();
    await this.#form.readModels();
  }

  close() {
    this.#stream.stop();
  }
}
