/** Captures the receipt of a payment from a scanner, a picture, a pasted link or keyed-in fields. */
@NullMarked
package uz.fiskaldesk.desk.capture;

import org.jspecify.annotations.NullMarked;
