// Client of the API. A call fails with ApiError (an error response) or NoAnswer (no response).

import { isAdmin, key, refused } from './key.js';

/** An error response, with the message of the API; `param` names the invalid field. */
export class ApiError extends Error {
  constructor(status, error = {}, retryAfter = null) {
    super(error.message ?? `HTTP ${status}`);
    this.status = status;
    this.code = error.code ?? '';
    this.param = error.param ?? null;
    this.retryAfter = Number(retryAfter) || 0;
  }
}

/** There was no response, so the request may or may not have arrived. */
export class NoAnswer extends Error {
}

/** Reads the version, and whether the built-in sandbox makes the videos. Needs no key. */
export const about = () => call('GET', 'about');

/** Reads a page of videos, newest first. */
export const list = (limit, after) =>
  call('GET', `v1/videos?order=desc&limit=${limit}${after ? `&after=${encodeURIComponent(after)}` : ''}`);

/** Reads the models that this server offers. */
export const models = () => call('GET', 'v1/models');

export const get = id => call('GET', `v1/videos/${id}`);

export const cancel = id => call('POST', `v1/videos/${id}/cancel`);

export const remove = id => call('DELETE', `v1/videos/${id}`);

/** Reads all webhook endpoints. */
export const endpoints = () => call('GET', 'v1/webhook_endpoints');

/** Creates an endpoint. Only this response and that of {@link rotateSecret} have the secret. */
export const createEndpoint = fields => call('POST', 'v1/webhook_endpoints', fields);

export const updateEndpoint = (id, fields) => call('PATCH', `v1/webhook_endpoints/${id}`, fields);

export const removeEndpoint = id => call('DELETE', `v1/webhook_endpoints/${id}`);

export const rotateSecret = id => call('POST', `v1/webhook_endpoints/${id}/rotate_secret`);

/** Sends a test event to an endpoint. */
export const testEndpoint = id => call('POST', `v1/webhook_endpoints/${id}/test`);

/** Tries again the deliveries to an endpoint that failed since a Unix time in seconds. */
export const replayDeliveries = (id, since) => call('POST', `v1/webhook_endpoints/${id}/replay?since=${since}`);

/** Reads a page of the deliveries to an endpoint, newest first. */
export const deliveries = (id, limit, after) =>
  call('GET', `v1/webhook_endpoints/${id}/deliveries?limit=${limit}${after ? `&after=${encodeURIComponent(after)}` : ''}`);

export const retryDelivery = id => call('POST', `v1/webhook_deliveries/${id}/retry`);

/** Reads the key in use, with its limits and its budget. */
export const ownKey = () => call('GET', 'v1/key');

/** Reads a page of what the videos of the key cost. */
export const usage = query => call('GET', `v1/usage?${query}`);

/** Reads a page of the same as CSV. */
export const usageCsv = query => csv(`v1/usage?${query}`);

/** Returns the URL of the events of all videos of the key, with a ticket, because an EventSource cannot send a header. */
export const eventsUrl = async () => ticketed('v1/videos/events', (await call('POST', 'v1/videos/tickets')).events_url);

/** Returns a URL of a video's content with a ticket, for a `<video>` or a link, and the time when it expires. */
export async function content(id) {
  const tickets = await call('POST', `v1/videos/${id}/tickets`);
  return { url: ticketed(`v1/videos/${id}/content`, tickets.content_url).href, until: tickets.expires_at };
}

/** Resolves a path of the API against the address of this page. */
export const here = path => new URL(path, document.baseURI);

/** Checks whether the API accepts a key, without changing the key in use. */
export async function accepts(candidate) {
  try {
    await call('GET', isAdmin(candidate) ? 'admin/keys?limit=1' : 'v1/videos?limit=1', null, candidate);
    return true;
  } catch (problem) {
    // A server without an admin key knows no path below /admin.
    if (problem instanceof ApiError && (problem.status === 401 || problem.status === 404 && isAdmin(candidate))) {
      return false;
    }
    throw problem;
  }
}

/** Returns the error of a content URL, or null if the content is available. */
export async function contentProblem(url) {
  const stop = new AbortController();
  const response = await answered(() => fetch(url, { signal: stop.signal, headers: { Range: 'bytes=0-0' } }));
  const problem = response.ok ? null
    : failure(response.status, await json(response), response.headers.get('Retry-After'));
  stop.abort();
  return problem;
}

/**
 * Creates a video. A repeated call with the same idempotency key and parameters never creates a second one. It uses
 * XMLHttpRequest, because `fetch` does not report the progress of an upload.
 *
 * @param {(percent: number) => void} onUpload is called with the progress of the upload
 */
export function create({ prompt, model, size, seconds, image }, idempotencyKey, onUpload) {
  const form = new FormData();
  Object.entries({ prompt, model, size, seconds }).forEach(([name, value]) => form.append(name, value));
  if (image) {
    form.append('input_reference', image, image.name || 'image');
  }
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', here('v1/videos'));
    request.setRequestHeader('Authorization', key());
    request.setRequestHeader('Idempotency-Key', idempotencyKey);
    request.responseType = 'json';
    request.upload.onprogress = sent => onUpload(sent.total ? Math.floor(100 * sent.loaded / sent.total) : 0);
    request.onerror = () => reject(new NoAnswer());
    request.onload = () => {
      if (request.status === 200 && request.response) {
        resolve(request.response);
      } else {
        reject(failure(request.status, request.response, request.getResponseHeader('Retry-After')));
      }
    };
    request.send(form);
  });
}

/**
 * Calls the API, and returns the body of its response.
 *
 * @param fields the request body, sent as JSON
 * @param as a key instead of the one in use
 */
export async function call(method, path, fields = null, as = null) {
  const authorization = as ?? key();
  const headers = { ...authorization && { Authorization: authorization }, ...fields && { 'Content-Type': 'application/json' } };
  const response = await answered(() => fetch(here(path),
    { method, headers, cache: 'no-store', body: fields && JSON.stringify(fields) }));
  const body = await json(response);
  if (response.ok && body) {
    return body;
  }
  throw as ? new ApiError(response.status, body?.error, response.headers.get('Retry-After'))
    : failure(response.status, body, response.headers.get('Retry-After'));
}

/** Reads CSV. Returns its text, and the query of the next page, or null after the last one. */
export async function csv(path) {
  const headers = { Authorization: key(), Accept: 'text/csv' };
  const response = await answered(() => fetch(here(path), { headers, cache: 'no-store' }));
  if (!response.ok) {
    throw failure(response.status, await json(response), response.headers.get('Retry-After'));
  }
  const next = response.headers.get('Link')?.match(/<[^>?]*\?([^>]*)>; *rel="?next/)?.[1] ?? null;
  return { text: await answered(() => response.text()), next };
}

/** Makes an ApiError. After a 401 the key in use is invalid, and the page returns to the login. */
function failure(status, body, retryAfter) {
  const error = new ApiError(status, body?.error, retryAfter);
  if (status === 401 && key()) {
    refused();
  }
  return error;
}

async function answered(request) {
  try {
    return await request();
  } catch {
    throw new NoAnswer();
  }
}

/** Parses the body, or returns null if it is not JSON, such as the error page of a proxy. */
const json = response => response.json().catch(() => null);

/** Moves a URL with a ticket to this page's own origin, because the content security policy allows no other. */
function ticketed(path, url) {
  const own = here(path);
  own.search = new URL(url).search;
  return own;
}
