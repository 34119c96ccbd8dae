// The API as the page calls it. Every call fails with ApiError (an answer that says no) or NoAnswer (none came).

import { key, refused } from './key.js';

/** What the API refused, in its own words; `param` names the field at fault. */
export class ApiError extends Error {
  constructor(status, error = {}, retryAfter = null) {
    super(error.message ?? `HTTP ${status}`);
    this.status = status;
    this.code = error.code ?? '';
    this.param = error.param ?? null;
    this.retryAfter = Number(retryAfter) || 0;
  }
}

/** The connection broke: whether the request arrived is not known. */
export class NoAnswer extends Error {
}

/** Whether the built-in sandbox makes the videos, and the version. Needs no key. */
export const about = () => call('GET', 'about');

/** A page of videos, newest first. */
export const list = (limit, after) =>
  call('GET', `v1/videos?order=desc&limit=${limit}${after ? `&after=${encodeURIComponent(after)}` : ''}`);

export const get = id => call('GET', `v1/videos/${id}`);

export const cancel = id => call('POST', `v1/videos/${id}/cancel`);

export const remove = id => call('DELETE', `v1/videos/${id}`);

/** A url of the events of all videos of the key, for an EventSource, which can send no header. */
export const eventsUrl = async () => ticketed('v1/videos/events', (await call('POST', 'v1/videos/tickets')).events_url);

/** A url of a video's content, for a `<video>` or a link, and until when it works. */
export async function content(id) {
  const tickets = await call('POST', `v1/videos/${id}/tickets`);
  return { url: ticketed(`v1/videos/${id}/content`, tickets.content_url).href, until: tickets.expires_at };
}

/** Where a path of the API is, seen from this page. */
export const here = path => new URL(path, document.baseURI);

/** Would this key be taken? Does not touch the one in use. */
export async function accepts(candidate) {
  try {
    await call('GET', 'v1/videos?limit=1', candidate);
    return true;
  } catch (failure) {
    if (failure instanceof ApiError && failure.status === 401) {
      return false;
    }
    throw failure;
  }
}

/** Why the content of a video cannot be had, or null where it can. */
export async function contentProblem(url) {
  const stop = new AbortController();
  const response = await answered(() => fetch(url, { signal: stop.signal, headers: { Range: 'bytes=0-0' } }));
  const problem = response.ok ? null
    : failure(response.status, await json(response), response.headers.get('Retry-After'));
  stop.abort();
  return problem;
}

/**
 * Creates a video. The same key for the same order never creates a second one.
 * @param {(percent: number) => void} onUpload tells how much was sent; the reason why this is no fetch
 */
export function create({ prompt, size, seconds, image }, idempotencyKey, onUpload) {
  const form = new FormData();
  Object.entries({ model: 'sora-2', prompt, size, seconds }).forEach(([name, value]) => form.append(name, value));
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

async function call(method, path, as = null) {
  const authorization = as ?? key();
  const headers = authorization ? { Authorization: authorization } : {};
  const response = await answered(() => fetch(here(path), { method, headers, cache: 'no-store' }));
  const body = await json(response);
  if (response.ok && body) {
    return body;
  }
  throw as ? new ApiError(response.status, body?.error, response.headers.get('Retry-After'))
    : failure(response.status, body, response.headers.get('Retry-After'));
}

/** A key that is refused in the middle of things is everybody's concern. */
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

/** Null where something in between answered, in no JSON. */
const json = response => response.json().catch(() => null);

/** At this page's own origin, wherever the API believes to be: its policy allows no other. */
function ticketed(path, url) {
  const own = here(path);
  own.search = new URL(url).search;
  return own;
}
