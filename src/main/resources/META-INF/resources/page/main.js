// Entry point of the page: login, then form, list and event stream, and the view of the webhooks.

import { actionsOn } from './actions.js';
import { about } from './api.js';
import { offerExamples } from './examples.js';
import { CreateForm } from './form.js';
import * as login from './login.js';
import { forget, keep, key, takeFromAddress, whenRefused } from './key.js';
import { List } from './list.js';
import { Stream } from './stream.js';
import { inEachLanguage, languageSwitch, text } from './texts.js';
import { inEachView } from './views.js';
import { Webhooks } from './webhooks.js';

const studio = document.getElementById('studio');
const views = document.getElementById('views');
const changeKey = document.getElementById('change-key');
const connection = document.getElementById('connection');
let connectionState = null;

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
    }
  });
  if (fromLink !== null) {
    login.tryKey(fromLink);
  } else if (key()) {
    open();
  } else {
    login.open();
  }
}

function enter(valid) {
  keep(valid);
  if (studio.dataset.opened) {
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
  studio.dataset.opened = 'true';

  const form = new CreateForm(video => list.present(video));
  const list = new List(actionsOn({
    meet: video => list.meet(video),
    forget: id => list.forget(id),
    refill: (video, andSend) => form.fill(video, andSend),
  }));
  offerExamples(prompt => form.fill({ prompt }, true));

  const stream = new Stream({
    onVideo: video => list.meet(video),
    onDeleted: id => list.forget(id),
    onOpen() {
      show('live');
      list.read();
    },
    onLost() {
      show('lost');
      if (list.isUnread) {
        list.read();
      }
    },
  });
  whenRefused(() => {
    stream.stop();
    studio.hidden = views.hidden = changeKey.hidden = true;
    webhooks.show(false);
    show(null);
    login.open('key.wrong');
  });
  const webhooks = new Webhooks();
  stream.start();
  // Shown only now, so that the form does not change while somebody fills it in.
  await form.readModels();
  if (key()) {
    views.hidden = changeKey.hidden = false;
    inEachView(view => {
      studio.hidden = view !== 'videos';
      webhooks.show(view === 'webhooks');
    });
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
