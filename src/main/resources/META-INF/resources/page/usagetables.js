// The tables of the figures: the totals, the sums of each group, the most expensive keys, and all rows.

import { totals, totalsBy } from './figures.js';
import { usd } from './money.js';
import { fillTable } from './table.js';
import { bucketLabel, number, text } from './texts.js';

/** The most expensive values have a series of their own in the chart; all others share one more. */
export const SERIES = 7;
const TOP = 10;
/** Rows of the long table, at first and more with each click. */
const ROWS = 25;

const part = id => document.getElementById(`usage-${id}`);

export class UsageTables {
  #ranks;
  #nameOf;
  #read = null;
  #rows = ROWS;

  /**
   * @param ranks whether the most expensive keys are shown
   * @param nameOf returns the text of a value of a group
   */
  constructor(ranks, nameOf) {
    this.#ranks = ranks;
    this.#nameOf = nameOf;
    part('more').addEventListener('click', () => {
      this.#rows += ROWS;
      this.#showRows();
    });
  }

  /** @param read has the `rows` with their `group` and `bucket`, and the rows by key as `ranking` */
  show(read) {
    this.#read = read;
    this.#showTotals();
    this.#showGroups();
    this.#showRanking();
    this.#showRows();
  }

  /** Shows few rows again, for other figures. */
  shorten() {
    this.#rows = ROWS;
  }

  #showTotals() {
    const { videos, seconds, cost, uncertain } = totals(this.#read.rows);
    const all = { cost: usd(cost), uncertain: usd(uncertain), videos: number(videos), seconds: number(seconds) };
    Object.entries(all).forEach(([name, words]) => {
      part(`total-${name}`).textContent = words;
    });
  }

  /** Shows the sums of each value of the group, with the colour that it has in the chart. */
  #showGroups() {
    const { rows, group } = this.#read;
    const own = ownSeries(rows, group);
    const title = text(`usage.group.${group ?? 'none'}`);
    fillTable(part('groups'), [{ title, cell: row => marked(this.#name(group, row.value), own.indexOf(row.value)) },
      ...figureColumns()], totalsBy(rows, group));
  }

  #showRanking() {
    part('ranking').hidden = !this.#ranks || this.#read.group === 'key';
    if (!part('ranking').hidden) {
      fillTable(part('ranks'),
        [{ title: text('usage.group.key'), cell: row => this.#name('key', row.value) }, ...figureColumns()],
        totalsBy(this.#read.ranking, 'key').slice(0, TOP));
    }
  }

  #showRows() {
    const { rows, group, bucket } = this.#read;
    const newest = [...rows].reverse();
    const groups = group ? [{ title: text(`usage.group.${group}`), cell: row => this.#name(group, row[group]) }] : [];
    fillTable(part('rows'), [{ title: text('usage.time'), cell: row => bucketLabel(row.start, bucket, true) }, ...groups,
      ...figureColumns()], newest.slice(0, this.#rows));
    part('more').hidden = newest.length <= this.#rows;
  }

  #name(group, value) {
    if (group === null) {
      return text('usage.all');
    }
    if (!value) {
      return text('usage.unknown');
    }
    return group === 'status' ? text(`status.${value}`) : this.#nameOf(group, value);
  }
}

/** Returns the values of a group that have a series of their own, the most expensive first. */
export const ownSeries = (rows, group) => totalsBy(rows, group).slice(0, SERIES).map(({ value }) => value);

/** Returns the columns with the figures of a row, in the current language. */
const figureColumns = () => [
  { title: text('usage.cost'), number: true, cell: row => usd(row.cost) },
  { title: text('usage.uncertain'), number: true, cell: row => usd(row.uncertain) },
  { title: text('usage.videos'), number: true, cell: row => number(row.videos) },
  { title: text('usage.seconds'), number: true, cell: row => number(row.seconds) },
];

/** Returns a name with the colour of its series. */
function marked(name, line) {
  const swatch = document.createElement('span');
  swatch.className = `swatch series-${line < 0 ? SERIES : line}`;
  const cell = document.createElement('span');
  cell.append(swatch, name);
  return cell;
}
