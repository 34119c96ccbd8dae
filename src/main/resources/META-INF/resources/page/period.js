// The time range of the figures: the last days, or days that the user chooses. All days are those of UTC, as budgets are.

const DAY = 24 * 3600;
/** The ranges to choose from, with their length in days and the bucket that shows them best. */
export const PERIODS = {
  day: { days: 1, bucket: 'hour' },
  week: { days: 7, bucket: 'day' },
  month: { days: 30, bucket: 'day' },
  quarter: { days: 90, bucket: 'day' },
  year: { days: 365, bucket: 'month' },
};

/** Returns the start and the end of the last days, in Unix seconds. */
export function lastDays(count, now = Math.floor(Date.now() / 1000)) {
  return { start: now - count * DAY, end: now };
}

/** Returns the start and the end of two days and all days between them, or null if a day is missing or they are reversed. */
export function days(first, last) {
  const start = Date.parse(`${first}T00:00:00Z`) / 1000;
  const end = Date.parse(`${last}T00:00:00Z`) / 1000 + DAY;
  return start < end ? { start, end } : null;
}

/** Returns the day of a time, as the input of a date wants it. */
export const dayOf = unixSeconds => new Date(unixSeconds * 1000).toISOString().slice(0, 10);
