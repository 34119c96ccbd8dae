// Entry point of the page: the login, then the views of a caller or of an administrator.

import { about } from './api.js';
import { Admin } from './admin.js';
import * as login from './login.js';
import { forget, isAdmin, keep, key, takeFromAddress, whenRefused } from './key.js';
import { Studio } from './studio.js';
import { inEachLanguage, languageSwitch, text } from './texts.js';
import { inEachView, isOfAdmin, offerViews } from './views.js';

const changeKey = document.getElementById('change-key');
const connection = document.getElementById('connection');
let connectionState = null;
let isOpen = false;

languageSwitch(document.getElementById('language'));
tellAboutTheServer();
begin(takeFromAddress());

function begin(fromLink) {
  login.whenPassed(enter);
  changeKey.addEventListener('click', startOver);
  // A link with another fragment does not reload a page that is already open.
  window.addEventListener('hashchange', () => {
    const given = takeFromAddress();
    if (given !== null) {
      login.tryKey(given);
    } else if (key() && isOpen === needsOtherKey()) {
      location.reload();
    }
  });
  if (fromLink !== null) {
    login.tryKey(fromLink);
  } else if (key() && !needsOtherKey()) {
    open();
  } else {
    login.open(key() ? 'key.admin' : null);
  }
}

/** Returns whether the address names a view of administrators, and the key is that of a caller. */
function needsOtherKey() {
  return isOfAdmin(location.hash) && !isAdmin(key());
}

function enter(valid) {
  keep(valid);
  if (isOpen) {
    location.reload(); // the cards belong to the former key
  } else {
    open();
  }
}

function startOver() {
  forget();
  location.reload();
}

async function open() {
  isOpen = true;
  const part = isAdmin(key()) ? new Admin() : new Studio(show);
  const showOnly = name => Object.entries(part.views).forEach(([each, showView]) => showView(each === name));
  whenRefused(() => {
    part.close?.();
    offerViews([]);
    changeKey.hidden = true;
    showOnly(null);
    show(null);
    login.open('key.wrong');
  });
  await part.open?.();
  if (key()) {
    changeKey.hidden = false;
    offerViews(Object.keys(part.views));
    inEachView(showOnly);
  }
}

function show(state) {
  connectionState = state;
  connection.dataset.state = state ?? '';
  connection.textContent = state ? text(`connection.${state}`) : '';
}

async function tellAboutTheServer() {
  inEachLanguage(() => show(connectionState));
  // No error here: if the server is unreachable, the event stream reports it.
  const { version, sandbox } = await about().catch(() => ({ version: '', sandbox: false }));
  document.getElementById('version').textContent = version;
  document.getElementById('sandbox').hidden = !sandbox;
}
