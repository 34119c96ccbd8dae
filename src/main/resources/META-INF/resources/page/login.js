// Asks for the API key, and continues only with a valid one.

import { accepts } from './api.js';
import { explain } from './failures.js';
import { isReadable } from './key.js';
import { inEachLanguage, text } from './texts.js';

const login = document.getElementById('login');
const input = document.getElementById('key');
const problem = document.getElementById('key-problem');
const button = document.querySelector('#login-form button');

let pass = () => {};
let shown = () => '';

/** Sets the listener that is called with a valid key. */
export function whenPassed(listener) {
  pass = listener;
}

/**
 * Shows the login form.
 *
 * @param why name of the text with the reason, or null
 */
export function open(why = null) {
  login.hidden = false;
  input.value = '';
  showProblem(why ? () => text(why) : () => '');
  input.focus();
}

/** Checks a key, and calls the listener or shows the problem. */
export async function tryKey(candidate) {
  const wrong = candidate === '' ? 'key.missing' : isReadable(candidate) ? null : 'key.unreadable';
  if (wrong) {
    showProblem(() => text(wrong));
    return;
  }
  input.value = candidate;
  button.textContent = text('key.checking');
  try {
    if (await accepts(candidate)) {
      login.hidden = true;
      input.value = '';
      showProblem(() => '');
      pass(candidate);
    } else {
      showProblem(() => text('key.wrong'));
    }
  } catch (failure) {
    // There were too many requests, or there was no response: the key may still be valid.
    showProblem(() => explain(failure));
  } finally {
    button.textContent = text('key.go');
  }
}

document.getElementById('login-form').addEventListener('submit', event => {
  event.preventDefault();
  tryKey(input.value.trim());
});

inEachLanguage(() => {
  problem.textContent = shown();
});

function showProblem(words) {
  shown = words;
  problem.textContent = words();
  input.setAttribute('aria-invalid', String(problem.textContent !== ''));
  if (problem.textContent !== '') {
    login.hidden = false;
    input.focus();
  }
}
