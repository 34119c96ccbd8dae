/** The wire format of Ark, which serves Seedance: Volcengine's Ark and BytePlus's ModelArk. */
@NullMarked
package dev.reelay.upstream.dialect.ark;

import org.jspecify.annotations.NullMarked;
