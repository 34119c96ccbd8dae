/** Bytes under back-pressure; knows no video. */
@NullMarked
package dev.reelay.content.pipe;

import org.jspecify.annotations.NullMarked;
