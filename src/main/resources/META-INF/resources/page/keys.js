// The view of the keys, for administrators: the table, and what can be done with a key.

import { createKey, keys, revokeKey, rotateKey, updateKey } from './api.admin.js';
import { ask } from './confirm.js';
import { copy } from './copy.js';
import { explain } from './failures.js';
import { openKeyForm } from './keyform.js';
import { KeyRow } from './keyrow.js';
import { announce, showToast } from './toast.js';
import { inEachLanguage, moment, text } from './texts.js';

const PAGE = 50;
/** There are no events about keys. */
const BETWEEN_LOOKS = 5000;
/** Seconds for which the former secret works, the usual ones first. */
const GRACES = [86_400, 0, 3600, 7 * 86_400, 30 * 86_400];
const STATUSES = ['', 'active', 'expired', 'revoked'];

const part = id => document.getElementById(`keys-${id}`);
const view = part('view');
const filter = part('filter');

export class Keys {
  #rows = new Map();
  #edition = 0;
  #last = null;
  #secretOf = null;
  #showAudit;

  #actions = {
    edit: key => openKeyForm(key, async fields => this.#changed(await updateKey(key.id, fields))),

    rotate: async key => {
      const grace = await ask('rotateKey', GRACES.map(seconds => [seconds, text(`keys.grace.${seconds}`)]), key.name);
      if (grace !== null) {
        const rotated = await rotateKey(key.id, Number(grace));
        this.#changed(rotated);
        this.#showSecret(rotated);
      }
    },

    revoke: async key => {
      const choices = ['keep', 'cancel'].map(choice => [choice, text(`keys.videos.${choice}`)]);
      const videos = await ask('revokeKey', choices, key.name);
      if (videos !== null) {
        this.#changed(await revokeKey(key.id, videos));
        showToast(text('keys.revoked.now', key.name));
        this.#rows.get(key.id)?.focus();
      }
    },

    audit: async key => this.#showAudit(key.id),
  };

  /** @param showAudit is called with the id of a key whose changes the user wants to see */
  constructor(showAudit) {
    this.#showAudit = showAudit;
    part('new').addEventListener('click', () => openKeyForm(null, fields => this.#create(fields)));
    part('older').addEventListener('click', () => this.#readPage(this.#last));
    part('secret-copy').addEventListener('click', () => copySecret());
    part('secret-stored').addEventListener('click', () => {
      hideSecret();
      part('new').focus();
    });
    filter.addEventListener('submit', event => event.preventDefault());
    filter.addEventListener('change', () => this.#readAgain());
    setInterval(() => !view.hidden && !document.hidden && this.#look(), BETWEEN_LOOKS);
    inEachLanguage(() => this.#translate());
  }

  /** Shows or hides the view. A hidden view forgets the secret. */
  show(visible) {
    view.hidden = !visible;
    if (visible) {
      this.#look();
    } else {
      hideSecret();
    }
  }

  async #create(fields) {
    const created = await createKey(fields);
    this.#edition++;
    this.#add([created], 'prepend');
    announce(text('keys.created'));
    // The dialog closes after this, and would give the focus back to the button that opened it.
    setTimeout(() => this.#showSecret(created));
  }

  /** Reads as many keys as the table has. Ignores a response that may be older than an action of the user. */
  async #look() {
    const edition = this.#edition;
    try {
      const found = [];
      let page = { has_more: true, last_id: null };
      while (page.has_more && found.length < Math.max(PAGE, this.#rows.size)) {
        page = await keys(PAGE, { ...this.#filters, after: page.last_id });
        found.push(...page.data);
      }
      if (edition === this.#edition) {
        this.#meet(found);
        this.#showEnd(page);
      }
      part('problem').textContent = '';
    } catch (failure) {
      part('problem').textContent = explain(failure);
    }
  }

  async #readPage(after) {
    try {
      const page = await keys(PAGE, { ...this.#filters, after });
      this.#edition++;
      this.#add(page.data.filter(({ id }) => !this.#rows.has(id)), 'append');
      this.#showEnd(page);
    } catch (failure) {
      part('problem').textContent = explain(failure);
    }
  }

  #readAgain() {
    this.#edition++;
    this.#rows.clear();
    part('rows').replaceChildren();
    this.#look();
  }

  get #filters() {
    return { owner: filter.elements.owner.value.trim(), status: filter.elements.status.value };
  }

  /** Shows the keys from the first one on. Known rows keep their elements, so that the focus stays where it is. */
  #meet(found) {
    const ids = new Set(found.map(({ id }) => id));
    [...this.#rows.keys()].filter(id => !ids.has(id)).forEach(id => {
      this.#rows.get(id).element.remove();
      this.#rows.delete(id);
    });
    found.forEach(key => this.#rows.get(key.id)?.show(key));
    const known = found.findIndex(({ id }) => this.#rows.has(id));
    const newer = known < 0 ? found.length : known;
    this.#add(found.slice(0, newer), 'prepend');
    this.#add(found.slice(newer).filter(({ id }) => !this.#rows.has(id)), 'append');
    this.#showWhetherEmpty();
  }

  #add(found, where) {
    const rows = found.map(key => new KeyRow(key, (action, its) => this.#run(action, its)));
    rows.forEach((row, number) => this.#rows.set(found[number].id, row));
    part('rows')[where](...rows.map(({ element }) => element));
    this.#showWhetherEmpty();
  }

  #changed(key) {
    this.#edition++;
    this.#rows.get(key.id)?.show(key);
  }

  #showEnd(page) {
    this.#last = page.last_id;
    part('older').hidden = !page.has_more;
  }

  #showWhetherEmpty() {
    part('empty').hidden = this.#rows.size > 0;
    part('table').hidden = this.#rows.size === 0;
  }

  #showSecret({ secret, ...key }) {
    this.#secretOf = key;
    this.#describeSecret();
    part('secret-text').textContent = secret;
    part('secret').hidden = false;
    part('secret-copy').focus();
  }

  #describeSecret() {
    const { name, former_secret_until: former } = this.#secretOf ?? { name: '', former_secret_until: null };
    part('secret-about').textContent = former === null || former * 1000 < Date.now() ? text('keys.secret', name)
      : text('keys.secret.rotated', name, moment(former));
  }

  async #run(action, key) {
    try {
      await this.#actions[action](key);
    } catch (failure) {
      showToast(explain(failure));
    }
  }

  #translate() {
    const { status } = filter.elements;
    const chosen = status.value;
    status.replaceChildren(...STATUSES.map(value => new Option(text(`keys.status.${value || 'any'}`), value, false,
      value === chosen)));
    this.#describeSecret();
    this.#rows.forEach(row => row.translate());
  }
}

async function copySecret() {
  const done = await copy(Promise.resolve(part('secret-text').textContent)).then(() => true, () => false);
  showToast(text(done ? 'copied.key' : 'copied.not'));
}

function hideSecret() {
  part('secret-text').textContent = '';
  part('secret').hidden = true;
}
