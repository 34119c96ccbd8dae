/** The published HTTP API: endpoints, JSON bodies, errors and Server-Sent Events (docs/contract.md, docs/api.md). */
@NullMarked
package dev.reelay.api;

import org.jspecify.annotations.NullMarked;
