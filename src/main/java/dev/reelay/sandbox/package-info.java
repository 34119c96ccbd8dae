/**
 * The sandbox: a server of the manual that needs no account. It renders real, synthetic clips, keeps its own records,
 * and is reached over HTTP like any other upstream. It imports nothing of the gateway, and nobody imports it.
 */
@NullMarked
package dev.reelay.sandbox;

import org.jspecify.annotations.NullMarked;
