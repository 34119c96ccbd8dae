// Sums and series of the rows of `/v1/usage` and `/admin/usage`.

import { compare, sum } from './money.js';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Returns the starts of all buckets from the one that contains `start` to the one that ends at or after `end`, in UTC. */
export function buckets(start, end, size) {
  const starts = [];
  for (let time = bucketOf(start, size); time < end; time = next(time, size)) {
    starts.push(time);
  }
  return starts;
}

/** Returns the start of the bucket that contains a time. */
export function bucketOf(time, size) {
  if (size !== 'month') {
    return time - time % (size === 'hour' ? HOUR : DAY);
  }
  const date = new Date(time * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth()) / 1000;
}

function next(time, size) {
  if (size !== 'month') {
    return time + (size === 'hour' ? HOUR : DAY);
  }
  const date = new Date(time * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) / 1000;
}

/** Returns the sums of some rows. */
export const totals = rows => ({
  videos: count(rows, 'videos'),
  seconds: count(rows, 'seconds'),
  cost: sum(rows.map(row => row.cost)),
  uncertain: sum(rows.map(row => row.uncertain)),
});

/**
 * Returns the sums for each value of a group, the most expensive first.
 *
 * @param group name of the field, or null for one sum of all rows, whose value is null
 */
export function totalsBy(rows, group) {
  const values = new Map();
  rows.forEach(row => {
    const value = group === null ? null : row[group];
    values.set(value, [...values.get(value) ?? [], row]);
  });
  return [...values].map(([value, its]) => ({ value, ...totals(its) }))
    .sort((one, other) => compare(other.cost, one.cost) || other.videos - one.videos);
}

/**
 * Returns a series of numbers for each value of a group.
 *
 * @param starts the starts of the buckets
 * @param values the values with a series of their own; one more series has the sum of all others, if there are any
 * @param measure `cost` or `videos`
 */
export function series(rows, group, starts, values, measure) {
  const places = new Map(starts.map((start, place) => [start, place]));
  const lines = [...values, undefined].map(() => starts.map(() => 0));
  const others = lines.length - 1;
  rows.forEach(row => {
    const line = group === null ? 0 : values.indexOf(row[group]);
    const place = places.get(row.start);
    if (place !== undefined) {
      lines[line < 0 ? others : line][place] += Number(row[measure]);
    }
  });
  return lines[others].some(value => value > 0) ? lines : lines.slice(0, others);
}

const count = (rows, name) => rows.reduce((total, row) => total + row[name], 0);
