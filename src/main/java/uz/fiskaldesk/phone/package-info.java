/** The phone as camera: an HTTP server in the shop's network to which one paired phone sends photographs of receipts. */
@NullMarked
package uz.fiskaldesk.phone;

import org.jspecify.annotations.NullMarked;
