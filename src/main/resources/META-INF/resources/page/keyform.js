// The dialog with the fields of a key, for a new one and for a known one.

import { ApiError } from './api.js';
import { explain } from './failures.js';
import { changes, read, values } from './keyfields.js';
import { text } from './texts.js';

const dialog = document.getElementById('key-dialog');
const form = document.getElementById('key-form');
const button = document.getElementById('key-form-go');
const problemOf = name => document.getElementById(`key-form-${name}-problem`);

let send = async () => {};

/**
 * Opens the dialog. It stays open while the API rejects its fields.
 *
 * @param key the known key, or null for a new one
 * @param submit is called with the fields of a new key, or with the changed fields of a known one
 */
export function openKeyForm(key, submit) {
  const before = key && read(values(key));
  document.getElementById('key-form-title').textContent = key ? text('keys.edit.title', key.name) : text('keys.create');
  button.textContent = text(key ? 'keys.save' : 'keys.create.go');
  form.reset();
  form.elements.owner.closest('.field').hidden = Boolean(key);
  Object.entries(key ? values(key) : {}).forEach(([name, value]) => {
    form.elements[name].value = value;
  });
  showPeriod();
  showProblems();
  send = async () => {
    const all = fields();
    const sent = key ? changes(before, all) : all;
    if (Object.keys(sent).length > 0) {
      await submit(sent);
    }
  };
  dialog.showModal();
  form.elements.name.focus();
}

const fields = () => read(Object.fromEntries(new FormData(form)));

form.addEventListener('input', () => {
  showPeriod();
  showProblems();
});
document.getElementById('key-form-cancel').addEventListener('click', () => dialog.close());
form.addEventListener('submit', async event => {
  event.preventDefault();
  if (form.inert) {
    return;
  }
  form.inert = true;
  try {
    await send();
    dialog.close();
  } catch (failure) {
    showFailure(failure);
  } finally {
    form.inert = false;
  }
});

function showPeriod() {
  form.elements.budget_period.disabled = form.elements.budget.value.trim() === '';
}

function showFailure(failure) {
  const field = failure instanceof ApiError && failure.param && problemOf(failure.param) ? failure.param : 'all';
  showProblems({ [field]: explain(failure) });
  form.inert = false; // an inert field cannot have the focus
  (form.elements[field] ?? button).focus();
}

/** @param problems texts by the names of their fields; the other fields have none */
function showProblems(problems = {}) {
  form.querySelectorAll('.problem').forEach(place => {
    const name = place.id.replace('key-form-', '').replace('-problem', '');
    place.textContent = problems[name] ?? '';
    form.elements[name]?.setAttribute('aria-invalid', String(Boolean(problems[name])));
  });
}
