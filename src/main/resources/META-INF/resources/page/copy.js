// Copies text to the clipboard.

/**
 * Copies a text, and fails if the browser does not allow that.
 *
 * @param {Promise<string>} words is not awaited first, because Safari allows copying only while it handles the click
 */
export async function copy(words) {
  if (navigator.clipboard) {
    const blob = words.then(known => new Blob([known], { type: 'text/plain' }));
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
  } else {
    copySelected(await words);
  }
}

/** Copies by a selection, because `navigator.clipboard` exists only over HTTPS and on localhost. */
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
