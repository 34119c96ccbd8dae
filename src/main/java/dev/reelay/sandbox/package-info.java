/**
 * The sandbox: an upstream inside the program, which implements the base contract and needs no account. It renders
 * synthetic clips and stores its own records. The gateway uses it over HTTP only, so no class of either imports the other.
 */
@NullMarked
package dev.reelay.sandbox;

import org.jspecify.annotations.NullMarked;
