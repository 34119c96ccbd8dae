// The language of the page. All texts are inserted as text, never as markup.

import { en } from './texts.en.js';
import { zh } from './texts.zh.js';

const LANGUAGES = { en, zh };
const KEPT_AS = 'reelay.language';
const listeners = [];

let language = chosen();

/** Returns the text with this name in the current language. */
export function text(name, ...values) {
  const words = LANGUAGES[language][name];
  if (words === undefined) {
    throw new Error(`There is no text named ${name}`);
  }
  return typeof words === 'function' ? words(...values) : words;
}

/** Returns whether there is a text with this name. */
export function hasText(name) {
  return name in LANGUAGES[language];
}

/** Fills in the texts of all elements with an attribute data-text, data-label or data-placeholder. */
export function translate(root) {
  for (const place of root.querySelectorAll('[data-text]')) {
    place.textContent = text(place.dataset.text);
  }
  for (const place of root.querySelectorAll('[data-label]')) {
    place.setAttribute('aria-label', text(place.dataset.label));
  }
  for (const place of root.querySelectorAll('[data-placeholder]')) {
    place.placeholder = text(place.dataset.placeholder);
  }
}

/** Calls a function now and after each change of the language. */
export function inEachLanguage(show) {
  listeners.push(show);
  show();
}

/** Makes a button switch between the languages. */
export function languageSwitch(button) {
  inEachLanguage(() => {
    document.documentElement.lang = text('tag');
    button.textContent = text('language.other');
    button.lang = text('language.other.tag');
    translate(document);
  });
  button.addEventListener('click', () => {
    language = language === 'en' ? 'zh' : 'en';
    localStorage.setItem(KEPT_AS, language);
    listeners.forEach(show => show());
  });
}

/** Formats a number of bytes in MB. */
export function megabytes(bytes) {
  return `${Math.max(0.1, bytes / 1024 / 1024).toLocaleString(text('tag'), { maximumFractionDigits: 1 })} MB`;
}

/** Formats a time of day. */
export function clock(unixSeconds) {
  return new Date(unixSeconds * 1000).toLocaleTimeString(text('tag'), { hour: '2-digit', minute: '2-digit' });
}

/** Formats a date with its time of day. */
export function moment(unixSeconds) {
  return new Date(unixSeconds * 1000).toLocaleString(text('tag'), { dateStyle: 'medium', timeStyle: 'short' });
}

/** Formats an integer. */
export const number = value => value.toLocaleString(text('tag'));

/**
 * Formats the time of a bucket, in UTC.
 *
 * @param full whether the year and the day are part of it in any case
 */
export function bucketLabel(unixSeconds, bucket, full = false) {
  const day = { month: 'short', day: 'numeric' };
  const parts = { hour: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...full && day }, day,
    month: { month: 'short', year: 'numeric' } }[bucket];
  return new Date(unixSeconds * 1000).toLocaleString(text('tag'),
    { ...parts, ...full && { year: 'numeric' }, timeZone: 'UTC' });
}

/** Formats a duration in seconds as m:ss or h:mm:ss. */
export function stopwatch(seconds) {
  const rest = String(seconds % 60).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

function chosen() {
  const wanted = [localStorage.getItem(KEPT_AS), ...navigator.languages].filter(Boolean);
  return wanted.map(tag => tag.slice(0, 2).toLowerCase()).find(tag => tag in LANGUAGES) ?? 'en';
}
