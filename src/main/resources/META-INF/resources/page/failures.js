// Failures in words: of calls, and of videos.

import { ApiError, NoAnswer } from './api.js';
import { hasText, text } from './texts.js';

/** Why a call failed. */
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

/** Why a video failed: in the reader's language as far as the code is known, then in the words that were given. */
export function whyFailed(video) {
  const known = `why.${video.error_code}`;
  const words = text(hasText(known) ? known : 'why.other');
  return video.error && video.error_code !== 'cancelled' ? [words, text('error.said', video.error)] : [words];
}
