// The budget of a key, as a bar and as a text.

import { isZero, sum, usd } from './money.js';
import { moment, text } from './texts.js';

/** Returns an element that shows the budget of a key, or what stands for a key without one. */
export function budgetOf(key) {
  const place = document.createElement('div');
  place.className = 'budget';
  if (key.budget === null) {
    place.append(words(text('budget.none'), 'soft'));
    return place;
  }
  const { budget, budget_spent: spent, budget_reserved: reserved, budget_remaining: left, budget_renews_at: renews } = key;
  place.append(words(text('budget.left', usd(left), text(`budget.${key.budget_period}`, usd(budget)))),
    bar(Number(budget), Number(spent), Number(reserved)),
    words([text('budget.spent', usd(spent)), ...isZero(reserved) ? [] : [text('budget.reserved', usd(reserved))],
      ...renews === null ? [] : [text('budget.renews', moment(renews))]].join(' · '), 'soft small'));
  place.classList.toggle('over', Number(sum([spent, reserved])) >= Number(budget));
  return place;
}

function words(content, classes = '') {
  return Object.assign(document.createElement('p'), { textContent: content, className: classes });
}

/** The bar repeats the text beside it, so screen readers skip it. */
function bar(budget, spent, reserved) {
  const track = Object.assign(document.createElement('div'), { className: 'track' });
  track.setAttribute('aria-hidden', 'true');
  [['spent', spent], ['reserved', reserved]].forEach(([name, amount]) => {
    const share = Object.assign(document.createElement('span'), { className: name });
    share.style.width = `${budget > 0 ? Math.min(100, 100 * amount / budget) : 100}%`;
    track.append(share);
  });
  return track;
}
