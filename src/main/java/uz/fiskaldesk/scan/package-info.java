/** From what a till sees or hears to the text of a receipt's QR code. */
@NullMarked
package uz.fiskaldesk.scan;

import org.jspecify.annotations.NullMarked;
