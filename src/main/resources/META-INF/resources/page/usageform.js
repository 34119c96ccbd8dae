// The controls of the figures: time range, buckets, group and measure.

import { dayOf, days, lastDays, PERIODS } from './period.js';
import { inEachLanguage, text } from './texts.js';

const BUCKETS = ['hour', 'day', 'month'];
const MEASURES = ['cost', 'videos'];
/** The period whose days the user chooses. */
const CHOSEN = 'chosen';

const form = document.getElementById('usage-form');
const { period, from, to, bucket, group, measure } = form.elements;

export class UsageForm {
  #groups;

  /**
   * @param groups what the figures may be grouped by
   * @param changed is called after each change that needs other rows
   * @param redraw is called after each change of the measure
   */
  constructor(groups, changed, redraw) {
    this.#groups = groups;
    form.addEventListener('submit', event => event.preventDefault());
    period.addEventListener('change', () => this.#choosePeriod());
    form.addEventListener('change', ({ target }) => (target === measure ? redraw : changed)());
    inEachLanguage(() => this.#translate());
    period.value = 'month';
    this.#choosePeriod();
  }

  /** Returns the time range, or null if the chosen days are no range. */
  get range() {
    return period.value === CHOSEN ? days(from.value, to.value) : lastDays(PERIODS[period.value].days);
  }

  get bucket() {
    return bucket.value;
  }

  /** Returns what the figures are grouped by, or null. */
  get group() {
    return group.value || null;
  }

  get measure() {
    return measure.value;
  }

  /** Sets the buckets that show the period best. The days to choose begin with those of the period before. */
  #choosePeriod() {
    const known = PERIODS[period.value];
    document.getElementById('usage-days').hidden = Boolean(known);
    if (known) {
      bucket.value = known.bucket;
      const { start, end } = lastDays(known.days);
      from.value = dayOf(start);
      to.value = dayOf(end);
    }
  }

  #translate() {
    offer(period, [...Object.keys(PERIODS), CHOSEN], 'usage.period');
    offer(bucket, BUCKETS, 'usage.bucket');
    offer(group, [...this.#groups, ''], 'usage.group');
    offer(measure, MEASURES, 'usage.measure');
  }
}

/** Fills a list, and keeps its value. */
function offer(select, values, name) {
  const chosen = select.options.length ? select.value : values[0];
  select.replaceChildren(...values.map(value => new Option(text(`${name}.${value || 'none'}`), value, false,
    value === chosen)));
}
