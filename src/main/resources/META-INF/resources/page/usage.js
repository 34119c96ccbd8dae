// The view of the figures: what the videos cost over time, as a chart and as tables. Callers see their own videos, and
// administrators those of all keys.

import { NoAnswer } from './api.js';
import { explain } from './failures.js';
import { buckets, series } from './figures.js';
import { usd } from './money.js';
import { query, readCsv, readRows } from './reader.js';
import { bucketLabel, inEachLanguage, number, text } from './texts.js';
import { UsageForm } from './usageform.js';
import { ownSeries, SERIES, UsageTables } from './usagetables.js';

const BETWEEN_LOOKS = 30_000;

const part = id => document.getElementById(`usage-${id}`);
const view = document.getElementById('usage-view');

export class Usage {
  #source;
  #form;
  #tables;
  #chart = null;
  #read = null;
  #drawn = '';
  #edition = 0;

  /**
   * @param source has `read(query)`, `csv(query)`, `groups`, `ranks`, which is true if the most expensive keys are shown,
   *   `prepare()`, which is awaited before the first figures, and `name(group, value)`
   */
  constructor(source) {
    this.#source = source;
    this.#tables = new UsageTables(source.ranks, source.name);
    this.#form = new UsageForm(source.groups, () => this.#change(), () => this.#read && this.#draw());
    part('csv').addEventListener('click', () => this.#download());
    setInterval(() => !view.hidden && !document.hidden && this.#look(), BETWEEN_LOOKS);
    inEachLanguage(() => this.#read && this.#draw());
  }

  show(visible) {
    view.hidden = !visible;
    if (visible) {
      this.#look();
    }
  }

  #change() {
    this.#tables.shorten();
    this.#look();
  }

  /** Reads the rows. Ignores them if the controls have changed in the meantime, and draws nothing again that is the same. */
  async #look() {
    const { range, bucket, group } = this.#form;
    const edition = ++this.#edition;
    if (range === null) {
      this.#complain(text('usage.days.wrong'));
      return;
    }
    view.setAttribute('aria-busy', 'true');
    try {
      const [{ Chart }, read, ranking] = await Promise.all([chartModule(),
        readRows(this.#source.read, query(range, bucket, group)),
        this.#source.ranks && group !== 'key' ? readRows(this.#source.read, query(range, bucket, 'key')) : null,
        this.#source.prepare()]);
      if (edition === this.#edition) {
        this.#chart ??= new Chart(part('chart'));
        this.#read = { range, bucket, group, ranking: ranking?.rows ?? read.rows, ...read };
        this.#complain(read.isCut ? text('usage.cut') : '');
        this.#drawIfNew();
      }
    } catch (failure) {
      if (edition === this.#edition) {
        this.#complain(explain(failure));
      }
    } finally {
      view.removeAttribute('aria-busy');
    }
  }

  #complain(words) {
    part('problem').textContent = words;
  }

  #drawIfNew() {
    const { range, bucket, group, rows, ranking } = this.#read;
    const looks = JSON.stringify([buckets(range.start, range.end, bucket), group, rows, ranking]);
    if (looks !== this.#drawn) {
      this.#drawn = looks;
      this.#draw();
    }
  }

  #draw() {
    const { rows } = this.#read;
    part('results').hidden = rows.length === 0;
    part('empty').hidden = rows.length > 0;
    if (rows.length > 0) {
      this.#tables.show(this.#read);
      this.#showChart();
    }
  }

  #showChart() {
    const { range, bucket, group, rows } = this.#read;
    const { measure } = this.#form;
    const starts = buckets(range.start, range.end, bucket);
    const lines = series(rows, group, starts, ownSeries(rows, group), measure);
    const value = amount => (measure === 'cost' ? usd(amount.toFixed(6)) : number(amount));
    this.#chart.show({ lines, value,
      colour: line => getComputedStyle(part('groups').querySelectorAll('.swatch')[Math.min(line, SERIES)]).backgroundColor,
      label: place => (starts[place] === undefined ? '' : bucketLabel(starts[place], bucket)),
      pointed: place => {
        const all = lines.reduce((sum, line) => sum + line[place], 0);
        part('pointed').textContent = place === null ? text('usage.point')
          : text('usage.pointed', bucketLabel(starts[place], bucket), value(all));
      } });
    part('chart').setAttribute('aria-label',
      text('usage.chart', text(`usage.measure.${measure}`), text(`usage.bucket.${bucket}`)));
  }

  /** Saves all rows as a file. The API makes the CSV, which has the ids of keys. */
  async #download() {
    const { range, bucket, group } = this.#form;
    if (range === null) {
      this.#complain(text('usage.days.wrong'));
      return;
    }
    try {
      const file = URL.createObjectURL(await readCsv(this.#source.csv, query(range, bucket, group)));
      Object.assign(document.createElement('a'), { href: file, download: 'usage.csv' }).click();
      setTimeout(() => URL.revokeObjectURL(file), BETWEEN_LOOKS);
    } catch (failure) {
      this.#complain(explain(failure));
    }
  }
}

/** Loads the library of the chart with the first figures only. */
async function chartModule() {
  try {
    return await import('./chart.js');
  } catch {
    throw new NoAnswer();
  }
}
