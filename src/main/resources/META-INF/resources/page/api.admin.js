// Client of the API below /admin. It needs an admin key.

import { call, csv } from './api.js';

const query = fields => new URLSearchParams(Object.entries(fields).filter(([, value]) => value));

/** Reads a page of keys, newest first; `filters` may have `owner`, `status`, `source` and `after`. */
export const keys = (limit, filters) => call('GET', `admin/keys?${query({ limit, ...filters })}`);

/** Creates a key. Only this response and that of {@link rotateKey} have the secret. */
export const createKey = fields => call('POST', 'admin/keys', fields);

/** Changes the given fields of a key; `null` removes a limit, a budget or an expiry. */
export const updateKey = (id, fields) => call('PATCH', `admin/keys/${id}`, fields);

/** Makes a new secret; the former one works for `grace` seconds more. */
export const rotateKey = (id, grace) => call('POST', `admin/keys/${id}/rotate`, { grace });

/** Revokes a key, and keeps or cancels its open videos. */
export const revokeKey = (id, videos) => call('POST', `admin/keys/${id}/revoke?videos=${videos}`);

/** Reads a page of the changes of keys, newest first; `filters` may have `action`, `key` and `after`. */
export const audit = (limit, filters) => call('GET', `admin/audit?${query({ limit, ...filters })}`);

/** Reads a page of what the videos of all keys cost. */
export const usageOfAll = fields => call('GET', `admin/usage?${fields}`);

/** Reads a page of the same as CSV. */
export const usageOfAllCsv = fields => csv(`admin/usage?${fields}`);
