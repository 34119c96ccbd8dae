// Puts text on the clipboard.

/**
 * Fails where the browser does not allow it.
 * @param {Promise<string>} words are not waited for: Safari lets a page copy within the very click only
 */
export async function copy(words) {
  if (navigator.clipboard) {
    const blob = words.then(known => new Blob([known], { type: 'text/plain' }));
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
  } else {
    copySelected(await words);
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
