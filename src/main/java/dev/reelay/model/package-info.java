/** The catalogue of AI models: names, shapes, lengths, prices, offers. */
@NullMarked
package dev.reelay.model;

import org.jspecify.annotations.NullMarked;
