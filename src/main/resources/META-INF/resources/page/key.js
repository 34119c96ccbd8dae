// The API key. It is kept in the session storage of this tab, and never in an address.

const KEPT_AS = 'reelay.key';
const ADMIN = 'sk-admin-';
const READABLE = /^[\x21-\x7e]+$/;

let onRefused = () => {};

export const key = () => sessionStorage.getItem(KEPT_AS);

export const keep = value => sessionStorage.setItem(KEPT_AS, value);

export const forget = () => sessionStorage.removeItem(KEPT_AS);

/** Returns whether a key is one of an administrator. */
export const isAdmin = value => Boolean(value?.startsWith(ADMIN));

/** Returns whether a value can be sent in a header. */
export const isReadable = value => READABLE.test(value);

/** Sets the listener that is called when the API rejects the key in use. */
export function whenRefused(listener) {
  onRefused = listener;
}

export function refused() {
  forget();
  onRefused();
}

/**
 * Returns the key of a link like `/#key=sk-…`, as the start banner prints it, or null. Browsers do not send the fragment to
 * a server. This function removes it from the address, so that neither the history nor a shared link keeps it.
 */
export function takeFromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (given !== null) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  return given;
}
