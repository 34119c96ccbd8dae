// The limits of a key, as texts.

import { text } from './texts.js';

/** Returns a text for each limit, or one that says that the key has none of its own. */
export function limitsOf({ creates_per_minute: creates, concurrent_videos: videos, models }) {
  const known = [...creates === null ? [] : [text('keys.limits.creates', creates)],
    ...videos === null ? [] : [text('keys.limits.videos', videos)],
    ...models === null ? [] : [text('keys.limits.models', models.join(', '))]];
  return known.length ? known : [text('keys.limits.none')];
}
