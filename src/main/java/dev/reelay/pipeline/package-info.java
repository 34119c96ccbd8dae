/** What happens to a video between its create and its end: claim, submit, poll, settle. */
@NullMarked
package dev.reelay.pipeline;

import org.jspecify.annotations.NullMarked;
