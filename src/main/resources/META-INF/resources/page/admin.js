// What an administrator sees: the keys, the figures of all keys, and the audit.

import { keys, usageOfAll, usageOfAllCsv } from './api.admin.js';
import { Audit } from './audit.js';
import { Keys } from './keys.js';
import { Usage } from './usage.js';

const PAGE = 100;
/** The figures name this many keys, and show the ids of the others. */
const MOST_PAGES = 10;

export class Admin {
  #names = new Map();
  #audit = new Audit();
  #keys = new Keys(key => {
    this.#audit.showOnly(key);
    location.hash = 'admin/audit';
  });
  #usage = new Usage({
    read: usageOfAll,
    csv: usageOfAllCsv,
    groups: ['model', 'key', 'owner', 'account', 'status'],
    ranks: true,
    prepare: () => this.#readNames(),
    name: (group, value) => (group === 'key' ? this.#names.get(value) ?? value : value),
  });

  /** The views by the fragments of their links. */
  views = {
    'admin': visible => this.#keys.show(visible),
    'admin/usage': visible => this.#usage.show(visible),
    'admin/audit': visible => this.#audit.show(visible),
  };

  async #readNames() {
    let page = { has_more: true, last_id: null };
    for (let pages = 0; page.has_more && pages < MOST_PAGES; pages++) {
      page = await keys(PAGE, { after: page.last_id });
      page.data.forEach(({ id, name }) => this.#names.set(id, name));
    }
  }
}
