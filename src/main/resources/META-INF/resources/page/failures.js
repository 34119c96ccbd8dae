// Texts for failed calls and failed videos.

import { ApiError, NoAnswer } from './api.js';
import { hasText, text } from './texts.js';

/** Returns the text for a failed call. */
export function explain(failure) {
  if (failure instanceof NoAnswer) {
    return text('error.no_answer');
  }
  if (!(failure instanceof ApiError)) {
    throw failure;
  }
  if (failure.status === 429) {
    return text('error.rate_limit', Math.max(1, failure.retryAfter));
  }
  if (failure.status === 413) {
    return text('error.too_large');
  }
  return failure.code === 'internal_error' || failure.code === '' ? text('error.server') : failure.message;
}

/** Returns the lines for a failed video: a text for its code in the user's language, then the message of the API. */
export function whyFailed(video) {
  const known = `why.${video.error_code}`;
  const words = text(hasText(known) ? known : 'why.other');
  return video.error && video.error_code !== 'cancelled' ? [words, text('error.said', video.error)] : [words];
}
