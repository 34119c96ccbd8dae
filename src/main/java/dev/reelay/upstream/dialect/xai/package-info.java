/** The wire format of xAI, which serves Grok Imagine. */
@NullMarked
package dev.reelay.upstream.dialect.xai;

import org.jspecify.annotations.NullMarked;
