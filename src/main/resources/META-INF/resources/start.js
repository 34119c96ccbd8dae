// The link in the start banner carries the key in its fragment, which no server sees. It fills in the lines and leaves
// the address bar, so that neither history nor a shared link keeps it.
const key = new URLSearchParams(location.hash.slice(1)).get('key');
if (key) {
  document.getElementById('key').textContent = key;
  document.getElementById('key-hint').remove();
  history.replaceState(null, '', location.pathname);
}
for (const place of document.querySelectorAll('.origin')) {
  place.textContent = location.origin;
}
