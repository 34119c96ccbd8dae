// Puts text on the clipboard.

/** Fails where the browser does not allow it. */
export async function copy(words) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(words);
  } else {
    copySelected(words);
  }
}

/** Over plain http, at any other address than localhost, there is no clipboard but this. */
function copySelected(words) {
  const field = document.createElement('textarea');
  field.value = words;
  field.className = 'unseen';
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (!copied) {
    throw new Error('The browser does not copy');
  }
}
