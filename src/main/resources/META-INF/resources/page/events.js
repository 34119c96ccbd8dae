// The types of events, and a checkbox for each.

import { text } from './texts.js';

export const EVENTS = ['video.in_progress', 'video.completed', 'video.failed', 'video.deleted', 'budget.threshold'];

/** Returns a label with a checkbox for each type, in the current language; the wanted ones are checked. */
export function checks(wanted) {
  return EVENTS.map(event => check(event, wanted.includes(event)));
}

/** Returns the types whose boxes in a form are checked. */
export function chosen(form) {
  return EVENTS.filter(event => form.elements[event].checked);
}

function check(event, checked) {
  const input = Object.assign(document.createElement('input'), { type: 'checkbox', name: event, defaultChecked: true, checked });
  const label = document.createElement('label');
  label.append(input, ` ${text(`event.${event}`)} `, Object.assign(document.createElement('code'), { textContent: event }));
  return label;
}
