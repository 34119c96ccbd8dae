// The API key: kept for this tab only, and never in an address.

const KEPT_AS = 'reelay.key';
const READABLE = /^[\x21-\x7e]+$/;

let onRefused = () => {};

export const key = () => sessionStorage.getItem(KEPT_AS);

export const keep = value => sessionStorage.setItem(KEPT_AS, value);

export const forget = () => sessionStorage.removeItem(KEPT_AS);

/** Could this be sent in a header at all? */
export const isReadable = value => READABLE.test(value);

/** Calls this when the key in use turns out to be valid no more. */
export function whenRefused(listener) {
  onRefused = listener;
}

export function refused() {
  forget();
  onRefused();
}

/**
 * Takes the key out of a link like `/#key=sk-…`, as the start banner prints it. The fragment is sent to no server; it
 * leaves the address at once, so that neither the history nor a shared link keeps it.
 */
export function takeFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (given !== null) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  return given;
}
