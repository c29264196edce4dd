/**
 * An HTTP API for other programs on this computer, such as a POS: it takes payments and receipts, and tells what became of
 * them and whether the till can take a payment. Described in {@code openapi.json}.
 */
@NullMarked
package uz.fiskaldesk.inbox;

import org.jspecify.annotations.NullMarked;
