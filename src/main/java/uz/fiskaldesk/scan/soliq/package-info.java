/**
 * Decodes the QR codes of Soliq receipts in pictures where a general decoder fails, as most of the code is known before it
 * is seen: the format of the URL, and with it the majority of all modules. The stages are sub-packages, in this order:
 * {@code finder}, {@code grid}, {@code sampling}, {@code decoding}; all use {@code template}, which holds what is known.
 */
@NullMarked
package uz.fiskaldesk.scan.soliq;

import org.jspecify.annotations.NullMarked;
