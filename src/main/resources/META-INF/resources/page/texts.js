// The language of the page, and the one way by which words come onto it: as text, never as markup.

import { en } from './texts.en.js';
import { zh } from './texts.zh.js';

const LANGUAGES = { en, zh };
const KEPT_AS = 'reelay.language';
const listeners = [];

let language = chosen();

/** The words of this name in the present language. */
export function text(name, ...values) {
  const words = LANGUAGES[language][name];
  if (words === undefined) {
    throw new Error(`There is no text named ${name}`);
  }
  return typeof words === 'function' ? words(...values) : words;
}

/** Whether there is a text of its own for this name. */
export function hasText(name) {
  return name in LANGUAGES[language];
}

/** Fills in whatever names its words by an attribute: data-text, data-label, data-placeholder. */
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

/** Calls whoever shows text, now and whenever the language changes. */
export function inEachLanguage(show) {
  listeners.push(show);
  show();
}

/** Lets this button switch between the languages. */
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

/** A size in bytes, as people say it. */
export function megabytes(bytes) {
  return `${Math.max(0.1, bytes / 1024 / 1024).toLocaleString(text('tag'), { maximumFractionDigits: 1 })} MB`;
}

/** A moment of the day. */
export function clock(unixSeconds) {
  return new Date(unixSeconds * 1000).toLocaleTimeString(text('tag'), { hour: '2-digit', minute: '2-digit' });
}

/** A duration as a stopwatch shows it. */
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
